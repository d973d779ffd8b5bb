"""The page of corrections."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles import structured_data
from articles.models import Correction
from articles.views.paging import Page, cursor_of


class Column:
    """What these pages are the list of, as those of sections are of theirs."""

    def __str__(self) -> str:
        return "Corrections"

    def get_absolute_url(self) -> str:
        return reverse("corrections")


def show(request: HttpRequest) -> HttpResponse:
    """What was corrected, newest first."""
    cursor, found, column = cursor_of(request), Correction.objects.listed(), Column()
    if cursor:
        found = found.filter(Q(at__lt=cursor.live_at) | Q(pk__lt=cursor.pk), at__lte=cursor.live_at)
    page = Page.of(found, cursor, "at")
    stories = dict.fromkeys(note.article for note in page.entries if note.is_readable)
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
