"""Lists that stay quick whatever the archive's size."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST_COUNTED = 5000
MOST_FOUND = 1000  # stories of a search, the newest: their keys are listed in each of its queries


def number_of(text: str) -> int:
    """A primary key or place out of a request; -1, which nothing has, for what can be none."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text or "") else -1


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages over the first 5,000 rows: no count over the whole table; search and filters lead further."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[:MOST_COUNTED].count())


class BoundedList(ChangeList):
    """A list that says so when it counts no further."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Without what holds a NUL, which PostgreSQL does not even compare."""
        asked: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in asked.items() if "\0" not in "".join(value)}

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.is_cut = self.result_count == MOST_COUNTED
        if not self.params:  # nothing is left out, so there is nothing to “show all” of
            self.full_result_count = self.result_count


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to read: nobody adds one, changes one or takes one out."""

    list_per_page = 50
    sortable_by = ()
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BoundedList]:
        return BoundedList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
