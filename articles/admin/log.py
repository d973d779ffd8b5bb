"""The log, to read: nobody adds to it, changes it or takes a line out."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.base import ReadOnlyAdmin, demand, url_of, user_of
from articles.admin.filters import SetFilter
from articles.editorial import authorities, workflow
from articles.models import Article, Rework, StatusChange

MOST_TOLD = 100
DEEDS = (
    "schedule_changes cancel_changes correct mend_correction remove_correction break_embargo "
    "invite_guest revoke_guest restore delete replace_picture kill_picture import undo merge split "
    "retag rename accept permissions arrange rewrite keep_apart delete_record drop_alias"
).split()


def _of_verb(verb: str) -> Callable[[Any], Any]:
    return lambda entries: entries.filter(verb=verb)


class VerbFilter(SetFilter):
    """What was done."""

    title = "deed"
    parameter_name = "verb"
    sets = {verb: (verb.replace("_", " "), _of_verb(verb)) for verb in (*workflow.STEPS, *DEEDS)}


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
    pages = [("<int:pk>/undo/", "undo")]

    @admin.display(description="deed")
    def deed(self, entry: StatusChange) -> str:
        return entry.verb.replace("_", " ")

    @admin.display(description="what")
    def about(self, entry: StatusChange) -> SafeString | str:
        if rework := getattr(entry, "rework", None):
            return _told(entry, rework)
        if entry.article_id is None:
            return entry.subject
        story = url_of("change", Article(pk=entry.article_id))
        return format_html('<a href="{}">{}</a>', story, entry.subject)

    @admin.display(description="from and to")
    def change(self, entry: StatusChange) -> str:
        return str(entry) if entry.from_status != entry.to_status else ""

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("rework__data")

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks before it takes back the deed of a line of the log, then says what stayed."""
        rework = get_object_or_404(Rework.objects.select_related("entry").defer("data"), entry__pk=pk)
        demand(_may_undo(request, rework))
        stays: list[authorities.Stay] | None = None
        refusal = "It has been undone already." if rework.undone_at else ""
        if request.method == "POST":
            try:
                stays = authorities.undo(rework, user=user_of(request))
            except authorities.CannotUndo as error:
                refusal = str(error)
        context = {
            "rework": rework,
            "is_done": stays is not None,
            "refusal": refusal,
            "stays": (stays or [])[:MOST_TOLD],
            "number": len(stays or []),
        }
        title = "Undone" if stays is not None else f"Undo this {rework.entry.verb}?"
        return self.show(request, "authority/undo", title, context)


def _told(entry: StatusChange, rework: Rework) -> SafeString | str:
    if rework.undone_at:
        return f"{entry.subject} (undone)"
    return format_html('{} <a href="{}">Undo</a>', entry.subject, url_of("undo", entry))


def _may_undo(request: HttpRequest, rework: Rework) -> bool:
    """Whether the user may take a deed back: a merge who may merge, a retag who may edit all stories."""
    needed = f"change_{rework.kind}" if rework.kind else "review_article"
    return bool(request.user.has_perm(f"articles.{needed}"))
