"""The log, to read: nobody adds to it, changes it or takes a line out."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.lists import ReadOnlyAdmin
from articles.admin.reworking import undo_view
from articles.editorial import workflow
from articles.models import Rework, StatusChange

DEEDS = (
    "schedule_changes",
    "cancel_changes",
    "correct",
    "mend_correction",
    "remove_correction",
    "break_embargo",
    "invite_guest",
    "revoke_guest",
    "restore",
    "delete",
    "replace_picture",
    "kill_picture",
    "import",
    "undo",
    "merge",
    "split",
    "retag",
    "rename",
    "accept",
    "permissions",
    "arrange",
    "rewrite",
    "keep_apart",
    "delete_record",
    "drop_alias",
)


class VerbFilter(admin.SimpleListFilter):
    """What was done."""

    title = "deed"
    parameter_name = "verb"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [(verb, verb.replace("_", " ")) for verb in (*workflow.STEPS, *DEEDS)]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(StatusChange)
class LogAdmin(ReadOnlyAdmin):
    """Every change of a story's state, and every other deed that somebody may have to answer for."""

    list_display = ("at", "actor", "deed", "about", "change", "note")
    list_select_related = ("rework",)
    list_display_links = None
    list_filter = (VerbFilter, "at")
    counted = "log entries"
    empty_value_display = ""
    search_fields = ("actor", "subject")
    search_help_text = "Who did it, or words of the headline, account or import"

    @admin.display(description="deed")
    def deed(self, entry: StatusChange) -> str:
        return entry.verb.replace("_", " ")

    @admin.display(description="what")
    def about(self, entry: StatusChange) -> SafeString | str:
        if rework := getattr(entry, "rework", None):
            return _told(entry, rework)
        if entry.article_id is None:
            return entry.subject
        story = reverse("admin:articles_article_change", args=[entry.article_id])
        return format_html('<a href="{}">{}</a>', story, entry.subject)

    @admin.display(description="from and to")
    def change(self, entry: StatusChange) -> str:
        return str(entry) if entry.from_status != entry.to_status else ""

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("rework__data")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(undo_view)
        return [path("<int:pk>/undo/", view, name="articles_statuschange_undo"), *super().get_urls()]


def _told(entry: StatusChange, rework: Rework) -> SafeString | str:
    if rework.undone_at:
        return f"{entry.subject} (undone)"
    address = reverse("admin:articles_statuschange_undo", args=[entry.pk])
    return format_html('{} <a href="{}">Undo</a>', entry.subject, address)
