"""The bylines."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.admin.authority import NamedForm, StoriesColumn, story_list_link
from articles.folding import fold
from articles.models import Contributor


@admin.register(Contributor)
class ContributorAdmin(StoriesColumn):
    """Those whose names stand over stories."""

    form = NamedForm
    stories_of = "bylines"
    list_display = ("name", "role", "story_list")
    search_fields = ("key",)
    search_help_text = "Any part of the name; case and accents don’t matter"
    fields = ("name", "slug", "role", "bio")

    @admin.display(description="stories")
    def story_list(self, contributor: Any) -> SafeString:
        return story_list_link(f"{contributor.story_count}", byline=contributor.pk)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
