"""The topics of the news, with their other names."""

from django.contrib import admin

from articles.admin.authority import AliasInline, AuthorityAdmin, IdentifierInline
from articles.models import Topic, TopicAlias, TopicIdentifier


class TopicAliasInline(AliasInline):
    model = TopicAlias


class TopicIdentifierInline(IdentifierInline):
    model = TopicIdentifier


@admin.register(Topic)
class TopicAdmin(AuthorityAdmin):
    """One record for each subject, whatever the stories call it."""

    list_display = ("name", "kind", "other_names", "stories")  # type: ignore[assignment]
    list_filter = ("kind", "is_proposed")
    fields = ("name", "qualifier", "slug", "kind", "broader", "description", "is_proposed")  # type: ignore[assignment]
    autocomplete_fields = ("broader",)
    inlines = (TopicAliasInline, TopicIdentifierInline)
