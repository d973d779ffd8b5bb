"""The list of stories and its filters."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.base import BoundedList, number_of
from articles.models import Article, Contributor

MOST_BYLINES = 30
MOST_FOUND = 1000  # stories of a search, the newest: their keys are listed in each of its queries
Status = Article.Status


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
