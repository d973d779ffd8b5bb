"""Pages that move many stories: records merged, a namesake parted, other records for some stories."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.utils.html import format_html

from articles.admin.base import DeskAdmin, demand, number_of, posted, url_of, user_of
from articles.admin.forms import KnownNamesField
from articles.editorial import authorities, naming
from articles.models import Article, Person, Topic
from articles.models.listed import LIST_OF

MOST_MERGED = 50
MOST_STORIES = 200


class SplitForm(forms.Form):
    """What the new record is called."""

    name = forms.CharField(max_length=100)
    qualifier = forms.CharField(max_length=60, help_text="Tells the two apart: “footballer”.")


class MergeForm(forms.Form):
    """What to merge with the records that are chosen."""

    def __init__(self, model: type[Any], data: Any) -> None:
        super().__init__(data)
        self.fields["others"] = KnownNamesField(str(model._meta.verbose_name_plural), label="Merge with")

    @property
    def chosen(self) -> list[int]:
        return list(self.cleaned_data["others"]) if self.is_valid() else []


class ReworkPages(DeskAdmin):
    """The pages and actions of people and topics that move their stories."""

    actions = ("merge_selected", "accept_selected")
    pages = [("merge/", "merge"), ("<int:pk>/split/", "split")]

    @admin.action(description="Merge selected records", permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        pks = list(queryset.order_by("pk").values_list("pk", flat=True)[:MOST_MERGED])
        return redirect(url_of("merge", self.model, id=pks))

    @admin.action(description="Accept selected proposals", permissions=["add"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        proposed = list(queryset.filter(is_proposed=True))
        for record in proposed:
            authorities.accept(record, user=user_of(request))
        self.message_user(request, f"{len(proposed)} accepted.")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Shows what a merge moves, for each choice of the record that stays; POST merges.

        The records are those of `id`, and those that are named in `others`.
        """
        given = request.POST if request.method == "POST" else request.GET
        form = MergeForm(self.model, given)
        records = self._asked(request, given, form.chosen)
        chosen = number_of(request.POST.get("into", request.GET.get("into", "")))
        into = next((one for one in records if one.pk == chosen), records[0] if records else None)
        if into is None:
            self.message_user(request, "Choose the records to merge.", messages.WARNING)
            return redirect(url_of("changelist", self.model))
        if request.method == "POST" and len(records) > 1:
            rework = authorities.merge(records, into, user=user_of(request))
            self.message_user(request, f"{rework.entry.subject}. The log has a button to undo it.")
            return redirect(url_of("change", into))
        context = {
            "records": records,
            "into": into,
            "moves": authorities.preview_merge(records, into) if len(records) > 1 else None,
            "form": form if form.errors else MergeForm(self.model, None),
            "media": form.media,
        }
        one = into if len(records) == 1 else None
        title = f"Merge “{into}”" if one else f"Merge {len(records)} {self.opts.verbose_name_plural}"
        return self.show(request, "authority/merge", title, context, one)

    def _asked(self, request: HttpRequest, given: QueryDict, others: list[int]) -> list[Any]:
        pks = [*map(number_of, given.getlist("id")), *others][:MOST_MERGED]
        records = list(self.get_queryset(request).filter(pk__in=pks).order_by("-story_count", "pk"))
        self._check(request, *records)
        return records

    def _check(self, request: HttpRequest, *records: Any, makes_another: bool = False) -> None:
        """Raises PermissionDenied to who may not change such records and these, or not make another one."""
        demand(all(self.has_change_permission(request, one) for one in (None, *records)))
        demand(not makes_another or self.has_add_permission(request))

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Offers the stories of a record to tick; POST gives the ticked ones to a new record."""
        record = get_object_or_404(self.model, pk=pk)
        self._check(request, record, makes_another=True)
        form = SplitForm(request.POST or None, initial={"name": record.name})
        stories = self._stories(record)
        ticked = {number_of(one) for one in request.POST.getlist("story")}
        if request.method == "POST" and form.is_valid():
            chosen = [one for one in stories if one.pk in ticked]
            if new := self._split(request, record, chosen, form):
                self.message_user(request, f"“{new}” has {len(chosen)} of the stories now.")
                return redirect(url_of("change", new))
        rows = [(one, one.pk in ticked) for one in stories]
        context = {"form": form, "stories": rows, "most": MOST_STORIES}
        return self.show(request, "authority/split", f"Part a namesake from “{record}”", context, record)

    def _split(self, request: HttpRequest, record: Any, chosen: list[Article], form: SplitForm) -> Any:
        """The new record; None where the form says now what is missing."""
        if not chosen:
            form.add_error(None, "Tick the stories that are about the other one.")
            return None
        try:
            return authorities.split(record, chosen, **form.cleaned_data, user=user_of(request))[0]
        except authorities.NameTaken as error:
            form.add_error("name", str(error))
            return None

    def _stories(self, record: Person | Topic) -> list[Article]:
        rows = LIST_OF[type(record)].path
        found = Article.objects.filter(**{f"{rows}__tag": record}).order_by(f"-{rows}__live_at", "-pk")
        return list(found.only("headline", "live_at", "status")[:MOST_STORIES])


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
        title = f"Change the {kind} of {len(stories)} stor{pluralize(stories, 'y,ies')}"
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
