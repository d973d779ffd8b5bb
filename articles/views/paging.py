"""Lists of stories, a page at a time, and the pages of sections and authors, which show nothing else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles import structured_data
from articles.models import Article, Contributor, Section
from articles.months import Month

PAGE_SIZE = 20
_FORMAT = "%Y%m%dT%H%M%S.%fZ"
_CURSOR = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6}Z)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of an entry in a list, written as 20261122T103500.000000Z-42."""

    live_at: datetime
    pk: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for anything that no page has written."""
        match = _CURSOR.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no cursor")
        return cls(datetime.strptime(match[1], _FORMAT).replace(tzinfo=UTC), int(match[2]))

    def __str__(self) -> str:
        return f"{self.live_at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries of a list. `before` is the cursor they come after, `older` that of the next page."""

    entries: list[Any]
    before: str
    older: str

    @classmethod
    def of(cls, rows: QuerySet[Any], cursor: Cursor | None, moment: str) -> Self:
        """The first of these rows, which begin at the cursor and follow their `moment` and key.

        A cursor that leads nowhere is a 404.
        """
        found = list(rows[: PAGE_SIZE + 1])
        if cursor and not found:
            raise Http404("Nothing is older.")
        last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
        older = str(Cursor(getattr(last, moment), last.pk)) if last else ""
        return cls(found[:PAGE_SIZE], str(cursor or ""), older)

    @property
    def query(self) -> str:
        return f"?before={self.before}" if self.before else ""


def cursor_of(request: HttpRequest) -> Cursor | None:
    """Where the page that the request asks for begins. A cursor that makes no sense is a 404."""
    text = request.GET.get("before", "")
    try:
        return Cursor.parse(text) if text else None
    except ValueError as error:
        raise Http404(str(error)) from error


def page_of(request: HttpRequest, owner: Model | Month) -> Page:
    """The stories that the request asks for; a record that has none is known to the desk only: a 404."""
    cursor = cursor_of(request)
    before = (cursor.live_at, cursor.pk) if cursor else None
    page = Page.of(Article.objects.listed(owner, before).for_cards(), cursor, "live_at")
    if not page.entries:
        raise Http404("There is no published story.")
    return page


def show_list(
    request: HttpRequest, kind: str, owner: Any, more: Callable[[Page], dict[str, Any]] | None = None
) -> HttpResponse:
    """The stories of a record or month, newest first; one without any is known to the desk only.

    `kind` names the template, `more` gives what else the page shows.
    """
    page = page_of(request, owner)
    context = {
        "owner": owner,
        "page": page,
        "canonical": owner.get_absolute_url(),
        "feed": f"{owner.get_absolute_url()}feed/",
        "json_ld": structured_data.as_script(
            structured_data.collection(owner, page.entries, page.query), structured_data.breadcrumbs(owner)
        ),
    }
    return render(request, f"articles/{kind}.html", context | (more(page) if more else {}))


def show_section(request: HttpRequest, slug: str) -> HttpResponse:
    return show_list(request, "section", get_object_or_404(Section, slug=slug))


def show_author(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are, and the stories under their name."""
    return show_list(request, "author", get_object_or_404(Contributor, slug=slug))
