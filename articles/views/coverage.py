"""The pages of people and topics, with their coverage: how much when, and who and what else stands in it.

The work is the same however many stories there are, and its result is kept for up to an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.db.models import Case, Count, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from articles import caching
from articles.models import Article, Person, Topic
from articles.months import Month
from articles.views.paging import Cursor, Page, show_list

COUNTED = 10_000  # the newest stories, which the time line counts
LOOKED_AT = 500  # the newest stories, whose people and topics are the company
SHOWN = 6
MOST_BARS = 40
FEW = 3  # fewer stories than these are no line

Subject = Person | Topic


class Bar(NamedTuple):
    """A span of the time line: how many stories, and where the list of them begins."""

    label: str
    number: int
    before: str
    x: int
    height: int

    @property
    def y(self) -> int:
        return 100 - self.height


class Companion(NamedTuple):
    """A person or topic, and in how many of the stories it stands."""

    name: str
    url: str
    number: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The bars from the first story on, `is_cut` when there are more stories than were counted."""

    bars: list[Bar]
    number: int
    is_cut: bool
    people: list[Companion]
    topics: list[Companion]
    looked_at: int

    @classmethod
    def of(cls, subject: Subject) -> Self:
        counted = list(_counted(subject))
        number = sum(counted_in for _, _, counted_in in counted)
        looked_at = min(number, LOOKED_AT)
        return cls(
            bars=_bars(counted) if number >= FEW else [],
            number=number,
            is_cut=number == COUNTED,
            people=_company(subject, Person),
            topics=_company(subject, Topic),
            looked_at=looked_at if looked_at < number else 0,
        )

    @property
    def highest(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.number)

    @property
    def width(self) -> int:
        return 10 * len(self.bars) - 1


def show_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are, when the paper wrote about them and with whom, and the stories, newest first."""
    return _show(request, Person.objects.select_related("portrait"), slug)


def show_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, when the paper wrote about it and with whom, and the stories, newest first."""
    return _show(request, Topic.objects.all(), slug)


def _show(request: HttpRequest, records: QuerySet[Any], slug: str) -> HttpResponse:
    """The page of a person or topic; its first page has the coverage, too."""
    named = records.prefetch_related("aliases", "identifiers")
    subject = get_object_or_404(named, slug=slug, is_proposed=False)

    def coverage(page: Page) -> dict[str, Coverage]:
        key = f"coverage:{subject._meta.model_name}:{subject.pk}"
        return {} if page.before else {"coverage": caching.for_an_hour(key, lambda: Coverage.of(subject))}

    return show_list(request, str(subject._meta.model_name), subject, coverage)


def _counted(subject: Subject) -> Iterator[tuple[str, datetime, int]]:
    """What each span is called, when it ends, and how many stories it has; the first one has some."""
    stories = Article.objects.listed(subject)
    first = stories.reverse().values_list("live_at", flat=True).first()
    if first is None:
        return
    spans = list(_spans(Month.of(first), Month.of(timezone.now())))
    whens = [When(live_at__gte=start.start, then=Value(place)) for place, (_, start, _) in enumerate(spans)]
    newest = Article.objects.filter(pk__in=stories.values("pk")[:COUNTED]).order_by()
    found = dict(newest.values_list(Case(*reversed(whens), default=Value(0))).annotate(number=Count("pk")))
    begun = min(found)
    for place, (label, _, end) in enumerate(spans):
        if place >= begun:
            yield label, end.start, found.get(place, 0)


def _spans(first: Month, last: Month) -> Iterator[tuple[str, Month, Month]]:
    """Months while they are few, else years, or as many years together as a line has place for."""
    if 12 * (last.year - first.year) + last.number - first.number < MOST_BARS:
        while first <= last:
            yield str(first), first, first.following
            first = first.following
        return
    step = -(-(last.year - first.year + 1) // MOST_BARS)
    for year in range(first.year, last.year + 1, step):
        label = str(year) if step == 1 else f"{year}–{year + step - 1}"
        yield label, Month(year, 1), Month(year + step, 1)


def _bars(counted: list[tuple[str, datetime, int]]) -> list[Bar]:
    most = max(number for _, _, number in counted)
    return [
        Bar(label, number, str(Cursor(end, 0)), 10 * place, -(-100 * number // most))
        for place, (label, end, number) in enumerate(counted)
    ]


def _company(subject: Subject, model: type[Person] | type[Topic]) -> list[Companion]:
    stories = Article.objects.listed(subject).values("pk")[:LOOKED_AT]
    records: QuerySet[Person | Topic] = model.objects.filter(
        is_proposed=False, taggings__content_object__in=stories
    )
    others = records.exclude(pk=subject.pk) if model is type(subject) else records
    counted = others.order_by().annotate(number=Count("pk")).order_by("-number", "name").only("name", "slug")
    return [Companion(one.name, one.get_absolute_url(), one.number) for one in counted[:SHOWN]]
