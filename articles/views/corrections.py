"""The page of corrections."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles import structured_data
from articles.models import Correction
from articles.views.paging import PAGE_SIZE, Cursor, cursor_of


@dataclass(frozen=True, slots=True)
class Notes:
    """A page of corrections, with the cursors of `paging.Page`."""

    notes: list[Any]  # annotated by `public`
    before: str
    older: str

    @property
    def query(self) -> str:
        return f"?before={self.before}" if self.before else ""


class Column:
    """What these pages are the list of, as those of sections are of theirs."""

    def __str__(self) -> str:
        return "Corrections"

    def get_absolute_url(self) -> str:
        return reverse("corrections")


def show(request: HttpRequest) -> HttpResponse:
    """What was corrected, newest first."""
    page, column = _page(cursor_of(request)), Column()
    stories = dict.fromkeys(note.article for note in page.notes if note.is_readable)
    context = {
        "owner": column,
        "page": page,
        "canonical": column.get_absolute_url(),
        "feed": reverse("corrections_feed"),
        "json_ld": structured_data.as_script(
            structured_data.collection(column, stories, page.query), structured_data.breadcrumbs(column)
        ),
    }
    return render(request, "articles/corrections.html", context)


def _page(cursor: Cursor | None) -> Notes:
    found = Correction.objects.listed()
    if cursor:
        found = found.filter(Q(at__lt=cursor.live_at) | Q(pk__lt=cursor.pk), at__lte=cursor.live_at)
    notes = list(found[: PAGE_SIZE + 1])
    if cursor and not notes:
        raise Http404("No correction is older.")
    last = notes[PAGE_SIZE - 1] if len(notes) > PAGE_SIZE else None
    return Notes(notes[:PAGE_SIZE], str(cursor or ""), str(Cursor(last.at, last.pk)) if last else "")
