"""The lists of stories and of pictures: their columns’ rows and their filters."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.base import BoundedList, number_of
from articles.editorial import library
from articles.models import Article, Contributor, Person, Picture, PicturePerson

MOST_BYLINES = 30
MOST_FOUND = 1000  # stories of a search, the newest: their keys are listed in each of its queries
MOST_LOOKED_AT = 500  # newest rows that the box's offers are taken from
MOST_OFFERED = 15
MOST_UNUSED = 10_000  # newest pictures among which unused ones are looked for
SOON = timedelta(days=30)


class StoryList(BoundedList):
    """Stories with what the list's columns show, and without their bodies, in the order of a filter."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        stories: Any = super().get_queryset(request, exclude_parameters)
        self.is_search_cut = getattr(request, "is_search_cut", False)
        return stories.for_cards()  # type: ignore[no-any-return]

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        return list(queryset.query.order_by)


class SetFilter(admin.SimpleListFilter):
    """A choice of `sets`: by its value in the address, what each is called and the query that makes it."""

    sets: dict[str, tuple[str, Callable[[Any], Any]]]

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, name) for value, (name, _) in self.sets.items()]

    def queryset(self, request: Any, queryset: Any) -> Any:
        _, chosen = self.sets.get(self.value() or "", ("", None))
        return chosen(queryset) if chosen else queryset


class RecordFilter(admin.SimpleListFilter):
    """Rows of one record, to which `path` leads."""

    path: str

    @property
    def chosen(self) -> int:
        return number_of(self.value() or "")

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(**{self.path: self.chosen}) if self.chosen >= 0 else queryset


def _of_status(status: str) -> tuple[str, Callable[[Any], Any]]:
    return Article.Status(status).label, lambda stories: stories.filter(status=status)


def _scheduled(stories: Any) -> Any:
    return stories.filter(live_at__gt=timezone.now()).order_by("live_at", "id")


def _expired(stories: Any) -> Any:
    over = stories.filter(live_at__isnull=False, expire_at__lte=timezone.now())
    return over.order_by("-expire_at", "-id")


def _changed(stories: Any) -> Any:
    return stories.filter(unpublished__isnull=False).order_by("-unpublished")


class StandingFilter(SetFilter):
    """Where a story stands, scheduled ones and unpublished changes apart.

    Each in the order that its index has: in another one, the database would read all stories.
    """

    title = "status"
    parameter_name = "standing"
    sets = {
        **{status: _of_status(status) for status in ("draft", "in_review", "approved")},
        "scheduled": ("scheduled", _scheduled),
        "live": ("published", lambda stories: stories.published().newest_first()),
        "expired": ("expired", _expired),
        "changes": ("unpublished changes", _changed),
        "unconfirmed": ("machine’s headline", lambda stories: stories.filter(is_headline_confirmed=False)),
        **{status: _of_status(status) for status in ("withdrawn", "killed")},
    }


class BylineFilter(RecordFilter):
    """Stories of one contributor; the box offers thirty, a contributor's page leads to anybody's."""

    title = parameter_name = "byline"
    path = "bylines__contributor"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        offered = dict(Contributor.objects.values_list("pk", "name")[:MOST_BYLINES])
        if self.chosen >= 0 and self.chosen not in offered:
            offered |= Contributor.objects.filter(pk=self.chosen).values_list("pk", "name")
        return [(str(pk), name) for pk, name in offered.items()]


def _imported(stories: Any) -> Any:
    return stories.filter(made_by__isnull=False).order_by("-made_by_id", "-id")


class ImportFilter(SetFilter):
    """Whether a story was imported, or by which run of the import (`run-` and its number)."""

    title = parameter_name = "origin"
    sets = {
        "imported": ("imported", _imported),
        "written": ("written here", lambda stories: stories.filter(made_by=None)),
    }

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        chosen = self.value() or ""
        one_run = [(chosen, "one import run")] if chosen.startswith("run-") else []
        return [*super().lookups(request, model_admin), *one_run]

    def queryset(self, request: Any, queryset: Any) -> Any:
        kind, _, number = (self.value() or "").partition("-")
        if kind == "run":
            return queryset.filter(made_by=number_of(number))
        return super().queryset(request, queryset)


class ToDoFilter(SetFilter):
    """What is still to be done with a picture; the killed ones stand apart."""

    title = parameter_name = "state"
    sets = {
        "mine": ("brought in by me", lambda pictures: pictures),
        "no-alt": ("no alternative text", lambda pictures: pictures.filter(alt_text="", is_decorative=False)),
        "no-credit": ("no credit", lambda pictures: pictures.filter(credit="")),
        "unused": (
            f"unused, of the newest {MOST_UNUSED:,}",
            lambda pictures: library.unused(library.newest(pictures, MOST_UNUSED)),
        ),
        "killed": ("killed", lambda pictures: pictures),
    }

    def queryset(self, request: Any, queryset: Any) -> Any:
        pictures = queryset.filter(killed_at__isnull=self.value() != "killed")
        if self.value() == "mine":
            return pictures.filter(uploaded_by=request.user)
        return super().queryset(request, pictures)


class TermsFilter(admin.SimpleListFilter):
    """When the usage terms end."""

    title = "usage terms"
    parameter_name = "terms"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("ending", "end within 30 days"), ("ended", "have ended"), ("dated", "end some day")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        today = timezone.localdate()
        spans = {
            "ending": Q(usage_until__range=(today, today + SOON)),
            "ended": Q(usage_until__lt=today),
            "dated": Q(usage_until__isnull=False),
        }
        return queryset.filter(spans.get(self.value() or "", Q()))


class CreditFilter(admin.SimpleListFilter):
    """Whose pictures; the box offers the credits of the newest, a picture's page leads to any."""

    title = parameter_name = "credit"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        newest = Picture.objects.order_by("-id").values_list("credit", flat=True)[:MOST_LOOKED_AT]
        credits_ = dict.fromkeys(filter(None, [self.value(), *newest]))
        return [(credit, credit) for credit in list(credits_)[:MOST_OFFERED]]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(credit=self.value()) if self.value() else queryset


class ShownFilter(RecordFilter):
    """Pictures of one person; the box offers those who were named last."""

    title = parameter_name = "person"
    path = "shown__person"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        newest = PicturePerson.objects.order_by("-id").values_list("person", flat=True)[:MOST_LOOKED_AT]
        first = list(dict.fromkeys([self.chosen, *newest]))[: MOST_OFFERED + 1]
        names = Person.objects.filter(pk__in=first).order_by("name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in names]
