"""The page of corrections."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import Correction
from articles.views.paging import PAGE_SIZE, Cursor, cursor_of


@dataclass(frozen=True, slots=True)
class Notes:
    """A page of corrections, with the cursors of `paging.Page`."""

    notes: list[Correction]
    before: str
    older: str

    @property
    def query(self) -> str:
        return f"?before={self.before}" if self.before else ""


def show(request: HttpRequest) -> HttpResponse:
    """What was corrected, newest first."""
    page = _page(cursor_of(request))
    context = {
        "owner": "Corrections",
        "page": page,
        "canonical": reverse("corrections"),
        "feed": reverse("corrections_feed"),
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
