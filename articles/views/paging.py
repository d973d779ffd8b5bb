"""Pages of a list of stories, each found by where the one before ended."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from django.db.models import Model
from django.http import Http404, HttpRequest

from articles.models import Article
from articles.months import Month

PAGE_SIZE = 20
_FORMAT = "%Y%m%dT%H%M%S.%fZ"
_CURSOR = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6}Z)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a story in a list, written as 20261122T103500.000000Z-42."""

    live_at: datetime
    pk: int

    @classmethod
    def of(cls, article: Article) -> Self:
        assert article.live_at
        return cls(article.live_at, article.pk)

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
    """Some stories of a list. `before` is the cursor they come after, `older` that of the next page."""

    stories: list[Article]
    before: str
    older: str

    @property
    def query(self) -> str:
        return f"?before={self.before}" if self.before else ""


def page_of(request: HttpRequest, owner: Model | Month | None = None) -> Page:
    """The page that the request asks for. A cursor that makes no sense or leads nowhere is a 404."""
    cursor = cursor_of(request)
    before = (cursor.live_at, cursor.pk) if cursor else None
    stories = list(Article.objects.listed(owner, before).for_cards()[: PAGE_SIZE + 1])
    if cursor and not stories:
        raise Http404("No story is older.")
    has_older = len(stories) > PAGE_SIZE
    stories = stories[:PAGE_SIZE]
    return Page(stories, str(cursor or ""), str(Cursor.of(stories[-1])) if has_older else "")


def cursor_of(request: HttpRequest) -> Cursor | None:
    """Where the page that the request asks for begins. A cursor that makes no sense is a 404."""
    text = request.GET.get("before", "")
    try:
        return Cursor.parse(text) if text else None
    except ValueError as error:
        raise Http404(str(error)) from error


def page_with_stories(request: HttpRequest, owner: Model | Month) -> Page:
    """The same, of a record that readers only know by its stories: without any, a 404."""
    page = page_of(request, owner)
    if not page.stories:
        raise Http404("There is no published story.")
    return page
