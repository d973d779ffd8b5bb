"""The parameters of a search, checked: what stands in the address of its page and of its feeds."""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, DateFilter, Filter, FilterSet, ModelChoiceFilter

from articles.markup import printable
from articles.models import Article, Contributor, Person, Section, Topic
from articles.months import FIRST_YEAR, LAST_YEAR
from articles.search.asking import MOST, Search, find
from articles.search.numbering import pk_of

LONGEST = 200
FOLLOWED = 100  # stories that a feed may take from
RECORDS = {"section": Section, "person": Person, "topic": Topic, "author": Contributor}
NEWEST = "newest"
TOO_LONG = f"Please ask in at most {LONGEST} characters."


def _record(model: type[models.Model], called: str) -> ModelChoiceFilter:
    """One that readers know: a hidden record gets the answer for one that does not exist."""
    return ModelChoiceFilter(
        queryset=lambda request: Article.objects.published().naming(model),
        to_field_name="slug",
        error_messages={"invalid_choice": f"There is no such {called} here; all were searched."},
    )


def _day(called: str) -> DateFilter:
    wrong = f"“{called}” must be a date, such as 2026-03-22."
    earliest = MinValueValidator(date(FIRST_YEAR, 1, 1), wrong)
    latest = MaxValueValidator(date(LAST_YEAR, 12, 31), wrong)
    return DateFilter(error_messages={"invalid": wrong}, validators=[earliest, latest])


class _Number(Filter):  # type: ignore[misc]  # django-filter has no types
    field_class = forms.IntegerField


class SearchFilters(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """What readers may ask. A parameter that makes no sense is named in `form.errors` and left out."""

    q = CharFilter(max_length=LONGEST, error_messages={"max_length": TOO_LONG})
    section = _record(Section, "section")
    person = _record(Person, "person")
    topic = _record(Topic, "topic")
    author = _record(Contributor, "author")
    year = _Number(
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "That is no year."),
    )
    since = _day("From")
    until = _day("To")
    sort = ChoiceFilter(
        choices=[(NEWEST, "newest first")],
        error_messages={"invalid_choice": "There is no such order; the best matches come first."},
    )

    page = _Number(
        min_value=1,
        max_value=MOST,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "There is no such page."),
    )

    @cached_property
    def values(self) -> dict[str, Any]:
        """The parameters that make sense and are not empty."""
        self.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def search(self) -> Search:
        values = self.values
        year, since, until = (values.get(name) for name in ("year", "since", "until"))
        starts = [since and _start(since.year, since.month, since.day), year and _start(year, 1, 1)]
        ends = [until and _start(until.year, until.month, until.day, 1), year and _start(year + 1, 1, 1)]
        last = min(filter(None, ends), default=None)
        return Search(
            text=values.get("q", ""),
            records=tuple(values[name] for name in RECORDS if name in values),
            since=max(filter(None, starts), default=None),
            until=last and last - datetime.resolution,
        )

    @property
    def errors(self) -> list[str]:
        """What is wrong with the parameters, for readers."""
        return [message for messages in self.form.errors.values() for message in messages]

    @property
    def called(self) -> str:
        """The search in a few words, which a feed can hold: what was typed, and what it was narrowed to."""
        text = printable(self.values.get("q", ""))
        narrowed = [str(self.values[name]) for name in (*RECORDS, "year") if name in self.values]
        return " · ".join([f"“{text}”", *narrowed] if text else narrowed)

    @property
    def kept(self) -> dict[str, str]:
        """The parameters that the page has no field for, as its form sends them on."""
        names = (*RECORDS, "year", "sort")
        return {name: _said(self.values[name]) for name in names if name in self.values}

    def query(self, **changes: Any) -> str:
        """The query of an address, from its “?” on; `page` begins anew unless it is among the changes."""
        values = {name: _said(value) for name, value in (self.values | {"page": ""} | changes).items()}
        return f"?{urlencode({name: value for name, value in values.items() if value})}"

    def filter_queryset(self, queryset: models.QuerySet[Article]) -> models.QuerySet[Article]:
        """The newest ones that answer, `FOLLOWED` at most."""
        rows = find(self.search, is_newest_first=True).rows[:FOLLOWED]
        return queryset.filter(pk__in=map(pk_of, rows))


def _said(value: Any) -> str:
    return str(getattr(value, "slug", value))


def _start(year: int, month: int, day: int, later: int = 0) -> datetime:
    """The beginning of a day of the newsroom's clock, or of one so many days later."""
    return timezone.make_aware(datetime(year, month, day)) + timedelta(days=later)
