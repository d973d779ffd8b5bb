"""The sections, in the order of the navigation."""

from typing import Any

from django import forms
from django.contrib import admin

from articles.admin.authority import StoriesColumn
from articles.editorial import checklist
from articles.models import Section


def _question(check: checklist.Check) -> forms.ChoiceField:
    usual = ("", f"as usual ({check.severity})")
    return forms.ChoiceField(
        label=check.label, required=False, choices=[usual, *((one, one) for one in checklist.SEVERITIES)]
    )


CHECKS = {f"check_{check.name}": _question(check) for check in checklist.CHECKS.values()}


class SectionForm(type("Checks", (forms.ModelForm,), dict(CHECKS))):  # type: ignore[misc]
    """A section with the severity of each check before publishing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {f"check_{name}": severity for name, severity in self.instance.checks.items()}

    def save(self, commit: bool = True) -> Any:
        chosen = {name.removeprefix("check_"): self.cleaned_data.get(name) for name in CHECKS}
        self.instance.checks = {name: severity for name, severity in chosen.items() if severity}
        return super().save(commit)


@admin.register(Section)
class SectionAdmin(StoriesColumn):
    """The parts of the paper."""

    stories_of = "articles"
    filter_of_stories = "section__id__exact"
    list_display = ("name", "position", "stories")
    search_fields = ("name",)
    form = SectionForm
    fieldsets = (
        (None, {"fields": ("name", "slug", "position", "description")}),
        (
            "Before publishing",
            {
                "fields": tuple(CHECKS),
                "description": "“Block” keeps a story from being published, “warn” only says so.",
            },
        ),
    )

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug" and isinstance(field, forms.Field):
            field.required = False
            field.help_text = "The last part of its address. Empty: made from the name."
        return field
