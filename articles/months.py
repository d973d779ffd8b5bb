"""Months of the site's time zone: what the archive and the sitemap are divided into."""

from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple, Self

from django.urls import reverse
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
        return self.following.start - datetime.resolution

    @property
    def following(self) -> "Month":
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def days(self) -> int:
        return monthrange(self.year, self.number)[1]

    def __str__(self) -> str:
        return date_format(date(self.year, self.number, 1), "YEAR_MONTH_FORMAT")

    @property
    def short(self) -> str:
        return date_format(date(self.year, self.number, 1), "M")

    def get_absolute_url(self) -> str:
        return reverse("archive", args=[self])
