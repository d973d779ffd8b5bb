"""Months of the site’s time zone, which the archive and the sitemap have, and how addresses name them."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple, Self

from django.urls import reverse
from django.urls.converters import IntConverter
from django.utils import timezone
from django.utils.formats import date_format

FIRST_YEAR, LAST_YEAR = 1800, 2199  # further off, no page has an address and no date a number in the index


class Month(NamedTuple):
    """A month of a year, which begins and ends by the clock of the newsroom."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        local = timezone.localtime(moment, timezone.get_default_timezone())
        return cls(local.year, local.month)

    @classmethod
    def with_page(cls, moment: datetime | None) -> Self | None:
        """The month of a moment; None where there is none, or none that an address could name."""
        month = cls.of(moment) if moment else None
        return month if month and FIRST_YEAR <= month.year <= LAST_YEAR else None

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=timezone.get_default_timezone())

    @property
    def last_moment(self) -> datetime:
        """The bound that the gate wants, which is inclusive."""
        return before(self.following.start)

    @property
    def following(self) -> "Month":
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def days(self) -> int:
        return monthrange(self.year, self.number)[1]

    @property
    def spans_of_days(self) -> list[tuple[datetime, datetime]]:
        """The moments at which each day begins and ends; a day of 23 or 25 hours is one, too."""
        return list(pairwise(self.start + timedelta(days=number) for number in range(self.days + 1)))

    def __str__(self) -> str:
        return date_format(date(self.year, self.number, 1), "YEAR_MONTH_FORMAT")

    @property
    def short(self) -> str:
        return date_format(date(self.year, self.number, 1), "M")

    def get_absolute_url(self) -> str:
        return reverse("archive", args=[self])


def before(moment: datetime) -> datetime:
    """The last moment before it; by UTC, as clocks that are put back repeat an hour before midnight."""
    return moment.astimezone(UTC) - datetime.resolution


def start_of(day: date) -> datetime:
    """When it begins by the clock of the newsroom."""
    return datetime.combine(day, time(), timezone.get_default_timezone())


class UnicodeSlug:
    """Letters of any script, digits, hyphens and underscores: what `SlugField(allow_unicode=True)` admits."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MonthSlug:
    """A year and a month, 2026-11; years from 1800 to 2199."""

    separator = "-"
    regex = r"(?:1[89]|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        year, number = value.split(self.separator)
        return Month(int(year), int(number))

    def to_url(self, value: Month) -> str:
        return f"{value.year:04}{self.separator}{value.number:02}"


class MonthPath(MonthSlug):
    """The same as two parts of the path, 2026/11."""

    separator = "/"
    regex = r"(?:1[89]|20|21)[0-9]{2}/(?:0[1-9]|1[0-2])"


class DaySlug:
    """A day, 2026-11-28; years from 1800 to 2199."""

    regex = rf"{MonthSlug.regex}-[0-3][0-9]"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class Further(IntConverter):
    """The number of a part behind the first, up to 9999."""

    regex = "[2-9]|[1-9][0-9]{1,3}"
