"""Other people or topics on many stories at once: what to change, what would change, and then the change."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from articles.admin.base import DeskAdmin, demand, number_of, posted, url_of, user_of
from articles.admin.forms import KnownNamesField
from articles.editorial import authorities, naming
from articles.models import Article

MOST_STORIES = 200


class RetagForm(forms.Form):
    """Records of one kind to add, to take off, and to put in each other's place."""

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data)
        labels = {"add": "Add", "remove": "Take off", "replace": "Replace", "by": "Put in their place"}
        for name, label in labels.items():
            self.fields[name] = KnownNamesField(kind, label=label)
        self.fields["replace"].help_text = "Each of these becomes the one below, in its place."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        if bool(given["replace"]) != bool(given["by"]) or len(given["by"]) > 1:
            self.add_error("by", "Name whom to replace, and one to put in their place.")
        elif not any(given.values()):
            self.add_error(None, "Name something to add, to take off or to replace.")
        return given

    def change(self) -> dict[str, Any]:
        """What `authorities.retag` takes."""
        listed = {name: field.records(self.cleaned_data[name]) for name, field in self.fields.items()}  # type: ignore[attr-defined]
        replace = {old: new for new in listed["by"] for old in listed["replace"]}
        return {"add": listed["add"], "remove": listed["remove"], "replace": replace}


class RetagPages(DeskAdmin):
    """An action on the list of stories for people and one for topics, and their page."""

    actions = ("retag_people", "retag_topics")
    pages = [("retag/<slug:kind>/", "retag")]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without Django's deletion, which knows no workflow."""
        actions: dict[str, Any] = super().get_actions(request)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    @admin.action(description="Change the people of selected stories", permissions=["change"])
    def retag_people(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return self._ask(request, "people", queryset)

    @admin.action(description="Change the topics of selected stories", permissions=["change"])
    def retag_topics(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        return self._ask(request, "topics", queryset)

    def _ask(self, request: HttpRequest, kind: str, queryset: QuerySet[Any]) -> HttpResponse:
        pks = list(queryset.values_list("pk", flat=True)[: MOST_STORIES + 1])
        if len(pks) > MOST_STORIES:
            messages.warning(request, f"These are the first {MOST_STORIES} of them: more do not go at once.")
        return redirect(url_of("retag", Article, kind, id=pks[:MOST_STORIES]))

    def retag_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Asks what to change on the stories `id`; POST shows it, and with `confirmed` does it."""
        demand(self.has_change_permission(request))
        pks = [number_of(one) for one in request.GET.getlist("id")[:MOST_STORIES]]
        stories = list(Article.objects.filter(pk__in=pks).order_by("-pk").only("headline", "status", "owner"))
        if not stories or kind not in naming.MODELS:
            messages.warning(request, "Choose stories in the list first.")
            return redirect(url_of("changelist", Article))
        form, preview = RetagForm(kind, posted(request)), None
        if form.is_valid():
            preview = authorities.preview_retag(stories, **form.change(), user=user_of(request))
            if "confirmed" in request.POST:
                self._retag(request, form, [one.article for one in preview if one.may])
                return redirect(url_of("changelist", Article))
        title = f"Change the {kind} of {len(stories)} {'story' if len(stories) == 1 else 'stories'}"
        context = {
            "form": form,
            "stories": stories,
            "preview": [(one, one.before[kind], one.after[kind]) for one in preview or []],
            "is_preview": preview is not None,
            "number": sum(one.may for one in preview or []),
            "media": form.media,
        }
        return self.show(request, "article/retag", title, context)

    def _retag(self, request: HttpRequest, form: RetagForm, stories: list[Article]) -> None:
        if not stories:
            messages.info(request, "Nothing was to change.")
            return
        rework = authorities.retag(stories, **form.change(), user=user_of(request))
        told = format_html('{}. <a href="{}">Undo</a>', rework.entry.subject, url_of("undo", rework.entry))
        messages.success(request, told)
