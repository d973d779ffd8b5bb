"""The archive: a page for each month, with a calendar of its days."""

import calendar
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from django.db.models import Exists, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format

from articles.models import Article, Section
from articles.months import FIRST_YEAR, LAST_YEAR, Month
from articles.views.paging import Cursor, show_list


def show(request: HttpRequest, month: Month) -> HttpResponse:
    """The stories of a month, newest first; a month without any is not there."""
    return show_list(request, "archive", month, lambda page: {"calendar": Calendar.of(month)})


def newest(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """On to the newest month that has stories, of this year or before it."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404("There was no paper then.")
    until = Month(year, 12).last_moment if year else None
    moment = Article.objects.published(until).newest_first().values_list("live_at", flat=True).first()
    if (month := Month.with_page(moment)) is None:
        raise Http404("There is no published story.")
    return redirect(month)


class Day(NamedTuple):
    """A day of the calendar: 0 for one of another month; `before` leads to its stories, where it has any."""

    number: int
    before: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks of a month, the months of its year that have stories, and what lies around it."""

    weekdays: list[tuple[str, str]]
    weeks: list[list[Day]]
    months: list[Month]
    years: list[int]
    earlier: Month | None
    later: Month | None

    @classmethod
    def of(cls, month: Month) -> Self:
        """One look into the index for each answer, all in one query: whatever has stories has a section."""
        order = calendar.Calendar((int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7)  # Django has Sunday at 0
        days_of = month.spans_of_days
        months = [Month(month.year, number) for number in range(1, 13)]
        spans = [*days_of, *((one.start, one.following.start) for one in months)]
        stories = Article.objects.published
        ends = (
            stories(month.start - datetime.resolution).newest_first(),
            stories().filter(live_at__gte=month.following.start).order_by("live_at"),
            stories().newest_first(),
            stories().order_by("live_at"),
        )
        looks = (*map(_is_any, spans), *(Subquery(end.values("live_at")[:1]) for end in ends))
        answers = Section.objects.order_by().values_list(*looks)[0]
        earlier, later, last, first = map(Month.with_page, answers[-4:])
        days = [
            Day(number, str(Cursor(end, 0)) if is_there else "")
            for number, ((_, end), is_there) in enumerate(zip(days_of, answers, strict=False), start=1)
        ]
        return cls(
            weekdays=[(WEEKDAYS[day], WEEKDAYS_ABBR[day]) for day in order.iterweekdays()],
            weeks=[
                [days[n - 1] if n else Day(0, "") for n in week] for week in order.monthdayscalendar(*month)
            ],
            months=[one for one, is_there in zip(months, answers[month.days :], strict=False) if is_there],
            years=list(range(last.year, first.year - 1, -1)) if last and first else [],
            earlier=earlier,
            later=later,
        )


def _is_any(span: tuple[datetime, datetime]) -> Exists:
    start, end = span
    return Exists(Article.objects.published(end - datetime.resolution).filter(live_at__gte=start))
