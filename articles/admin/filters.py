"""The lists of stories and of pictures: their columns’ rows and their filters."""

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
Status = Article.Status
MOST_LOOKED_AT = 500  # newest rows that the box's offers are taken from
MOST_OFFERED = 15
MOST_UNUSED = 10_000  # newest pictures among which unused ones are looked for
SOON = timedelta(days=30)


class StoryList(BoundedList):
    """Stories with what the list's columns show, and without their bodies, in the order of a filter."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        stories: Any = super().get_queryset(request, exclude_parameters)
        return stories.for_cards()  # type: ignore[no-any-return]

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.is_search_cut = getattr(request, "is_search_cut", False)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        return list(queryset.query.order_by)


class StandingFilter(admin.SimpleListFilter):
    """Where a story stands, scheduled ones and unpublished changes apart.

    Each in the order that its index has: in another one, the database would read all stories.
    """

    title = "status"
    parameter_name = "standing"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", "draft"),
            ("in_review", "in review"),
            ("approved", "approved"),
            ("scheduled", "scheduled"),
            ("live", "published"),
            ("expired", "expired"),
            ("changes", "unpublished changes"),
            ("unconfirmed", "machine’s headline"),
            ("withdrawn", "withdrawn"),
            ("killed", "killed"),
        ]

    def queryset(self, request: Any, queryset: Any) -> Any:
        chosen = self.value()
        if chosen == "scheduled":
            return queryset.filter(live_at__gt=timezone.now()).order_by("live_at", "id")
        if chosen == "expired":
            over = queryset.filter(live_at__isnull=False, expire_at__lte=timezone.now())
            return over.order_by("-expire_at", "-id")
        if chosen == "live":
            return queryset.published().newest_first()
        if chosen == "changes":
            return queryset.filter(unpublished__isnull=False).order_by("-unpublished")
        if chosen == "unconfirmed":
            return queryset.filter(is_headline_confirmed=False)
        return queryset.filter(status=chosen) if chosen in Status.values else queryset


class BylineFilter(admin.SimpleListFilter):
    """Stories of one contributor; the box offers thirty, a contributor's page leads to anybody's."""

    title = "byline"
    parameter_name = "byline"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        first = list(Contributor.objects.values_list("pk", "name")[:MOST_BYLINES])
        chosen = request.GET.get(self.parameter_name, "")
        pk = number_of(chosen)
        if pk >= 0 and pk not in dict(first):
            first += Contributor.objects.filter(pk=pk).values_list("pk", "name")
        return [(str(pk), name) for pk, name in first]

    def queryset(self, request: Any, queryset: Any) -> Any:
        pk = number_of(self.value() or "")
        return queryset.filter(bylines__contributor=pk) if pk >= 0 else queryset


class ImportFilter(admin.SimpleListFilter):
    """Whether a story was imported, or by which run of the import (`run-` and its number)."""

    title = "origin"
    parameter_name = "origin"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        one_run = [(chosen, "one import run")] if chosen.startswith("run-") else []
        return [("imported", "imported"), ("written", "written here"), *one_run]

    def queryset(self, request: Any, queryset: Any) -> Any:
        chosen = self.value() or ""
        if chosen.startswith("run-"):
            return queryset.filter(made_by=number_of(chosen.removeprefix("run-")))
        if chosen == "imported":
            return queryset.filter(made_by__isnull=False).order_by("-made_by_id", "-id")
        return queryset.filter(made_by=None) if chosen == "written" else queryset


class ToDoFilter(admin.SimpleListFilter):
    """What is still to be done with a picture; the killed ones stand apart."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("mine", "brought in by me"),
            ("no-alt", "no alternative text"),
            ("no-credit", "no credit"),
            ("unused", f"unused, of the newest {MOST_UNUSED:,}"),
            ("killed", "killed"),
        ]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() == "killed":
            return queryset.filter(killed_at__isnull=False)
        pictures = queryset.filter(killed_at=None)
        if self.value() == "mine":
            return pictures.filter(uploaded_by=request.user)
        if self.value() == "no-alt":
            return pictures.filter(alt_text="", is_decorative=False)
        if self.value() == "no-credit":
            return pictures.filter(credit="")
        if self.value() == "unused":
            return library.unused(library.newest(pictures, MOST_UNUSED))
        return pictures


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

    title = "credit"
    parameter_name = "credit"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        newest = Picture.objects.order_by("-id").values_list("credit", flat=True)[:MOST_LOOKED_AT]
        chosen = [request.GET[self.parameter_name]] if request.GET.get(self.parameter_name) else []
        credits_ = dict.fromkeys([*chosen, *filter(None, newest)])
        return [(credit, credit) for credit in list(credits_)[:MOST_OFFERED]]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(credit=self.value()) if self.value() else queryset


class ShownFilter(admin.SimpleListFilter):
    """Pictures of one person; the box offers those who were named last."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        newest = PicturePerson.objects.order_by("-id").values_list("person", flat=True)[:MOST_LOOKED_AT]
        chosen = number_of(request.GET.get(self.parameter_name, ""))
        first = list(dict.fromkeys([chosen, *newest]))[: MOST_OFFERED + 1]
        names = Person.objects.filter(pk__in=first).order_by("name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in names]

    def queryset(self, request: Any, queryset: Any) -> Any:
        pk = number_of(self.value() or "")
        return queryset.filter(shown__person=pk) if pk >= 0 else queryset
