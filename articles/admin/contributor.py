"""The bylines."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.authority import NamedForm, StoriesColumn
from articles.folding import fold
from articles.models import Contributor


@admin.register(Contributor)
class ContributorAdmin(StoriesColumn):
    """Those whose names stand over stories."""

    form = NamedForm
    stories_of = "bylines"
    filter_of_stories = "byline"
    list_display = ("name", "role", "stories")
    search_fields = ("key",)
    search_help_text = "Any part of the name; case and accents don’t matter"
    fields = ("name", "slug", "role", "bio")

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
