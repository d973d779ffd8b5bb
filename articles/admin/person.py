"""The people in the news, with their other names."""

from django.contrib import admin

from articles.admin.authority import AliasInline, AuthorityAdmin, IdentifierInline
from articles.models import Person, PersonAlias, PersonIdentifier


class PersonAliasInline(AliasInline):
    model = PersonAlias


class PersonIdentifierInline(IdentifierInline):
    model = PersonIdentifier


@admin.register(Person)
class PersonAdmin(AuthorityAdmin):
    """One record for each person, whatever the stories call them."""

    fields = (  # type: ignore[assignment]
        *("name", "qualifier", "sort_name", "slug", "role", ("role_from", "role_until")),
        *("description", "portrait", "is_proposed"),
    )
    list_filter = ("is_proposed",)
    raw_id_fields = ("portrait",)
    inlines = (PersonAliasInline, PersonIdentifierInline)
