"""The people in the news, with their other names."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from articles.admin.authority import AliasInline, AuthorityAdmin, IdentifierInline, NamedForm
from articles.admin.widgets import PictureChoice
from articles.models import Person, PersonAlias, PersonIdentifier, Picture


class PersonAliasInline(AliasInline):
    model = PersonAlias


class PersonIdentifierInline(IdentifierInline):
    model = PersonIdentifier


class PersonForm(NamedForm):
    """A record whose portrait may be shown to readers: its page is public by itself."""

    class Meta:
        widgets = {"portrait": PictureChoice()}

    def clean_portrait(self) -> Picture | None:
        portrait: Picture | None = self.cleaned_data["portrait"]
        if portrait and portrait != self.instance.portrait and portrait.faults:
            raise ValidationError([f"“{portrait}” {fault}" for fault in portrait.faults])
        return portrait


@admin.register(Person)
class PersonAdmin(AuthorityAdmin):
    """One record for each person, whatever the stories call them."""

    form = PersonForm
    fields = (  # type: ignore[assignment]
        *("name", "qualifier", "sort_name", "slug", "role", ("role_from", "role_until")),
        *("description", "portrait", "is_proposed"),
    )
    list_filter = ("is_proposed",)
    raw_id_fields = ("portrait",)  # else Django puts links of its own around the choice
    inlines = (PersonAliasInline, PersonIdentifierInline)
