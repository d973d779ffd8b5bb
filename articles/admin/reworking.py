"""Pages of people and topics: merge some, part a namesake from one; and of the log: take a deed back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from js_asset import Media

from articles.admin.forms import KnownNamesField
from articles.admin.lists import number_of
from articles.admin.pages import user_of
from articles.editorial import authorities
from articles.models import Article, Person, Rework, StatusChange, Topic
from articles.models.article import LIST_ROWS

MOST_MERGED = 50
MOST_STORIES = 200
MOST_TOLD = 100


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


class ReworkPages(admin.ModelAdmin):  # type: ignore[type-arg]
    """The pages and actions of people and topics that move their stories."""

    actions = ("merge_selected", "accept_selected")

    def get_urls(self) -> list[URLPattern]:
        name, view = self.model._meta.model_name, self.admin_site.admin_view
        own = [
            path("merge/", view(self.merge_view), name=f"articles_{name}_merge"),
            path("<int:pk>/split/", view(self.split_view), name=f"articles_{name}_split"),
        ]
        return own + super().get_urls()

    @admin.action(description="Merge selected records", permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        pks = list(queryset.order_by("pk").values_list("pk", flat=True)[:MOST_MERGED])
        address = reverse(f"admin:articles_{self.model._meta.model_name}_merge")
        return HttpResponseRedirect(f"{address}?{urlencode({'id': pks}, doseq=True)}")

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
        form = MergeForm(self.model, request.POST if request.method == "POST" else request.GET)
        records = self._asked(request, form.chosen)
        chosen = number_of(request.POST.get("into", request.GET.get("into", "")))
        into = next((one for one in records if one.pk == chosen), records[0] if records else None)
        if into is None:
            self.message_user(request, "Choose the records to merge.", messages.WARNING)
            return HttpResponseRedirect(self._list())
        if request.method == "POST" and len(records) > 1:
            rework = authorities.merge(records, into, user=user_of(request))
            self.message_user(request, f"{rework.entry.subject}. The log has a button to undo it.")
            return HttpResponseRedirect(reverse(f"admin:articles_{self._name}_change", args=[into.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge {len(records)} {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "records": records,
            "into": into,
            "moves": authorities.preview_merge(records, into) if len(records) > 1 else None,
            "form": form if form.errors else MergeForm(self.model, None),
            "media": Media.from_media(form.media, nonce=request.csp_nonce),  # type: ignore[attr-defined]
        }
        if len(records) == 1:
            context |= {"title": f"Merge “{into}”", "original": into}
        return TemplateResponse(request, "admin/articles/authority/merge.html", context)

    def _asked(self, request: HttpRequest, others: list[int]) -> list[Any]:
        given = request.POST if request.method == "POST" else request.GET
        pks = [*map(number_of, given.getlist("id")), *others][:MOST_MERGED]
        records = list(self.get_queryset(request).filter(pk__in=pks).order_by("-story_count", "pk"))
        self._check(request, *records)
        return records

    def _check(self, request: HttpRequest, *records: Any, makes_another: bool = False) -> None:
        """Raises PermissionDenied to who may not change such records and these, or not make another one."""
        may_change = all(self.has_change_permission(request, one) for one in (None, *records))
        if not may_change or (makes_another and not self.has_add_permission(request)):
            raise PermissionDenied

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
                return HttpResponseRedirect(reverse(f"admin:articles_{self._name}_change", args=[new.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Part a namesake from “{record}”",
            "opts": self.opts,
            "original": record,
            "form": form,
            "stories": [(one, one.pk in ticked) for one in stories],
            "most": MOST_STORIES,
        }
        return TemplateResponse(request, "admin/articles/authority/split.html", context)

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
        rows, column, _ = LIST_ROWS[type(record)]
        found = Article.objects.filter(**{f"{rows}__{column}": record}).order_by(f"-{rows}__live_at", "-pk")
        return list(found.only("headline", "live_at", "status")[:MOST_STORIES])

    @property
    def _name(self) -> str:
        return str(self.model._meta.model_name)

    def _list(self) -> str:
        return reverse(f"admin:articles_{self._name}_changelist")


def may_undo(request: HttpRequest, rework: Rework) -> bool:
    """Whether the user may take a deed back: a merge who may merge, a retag who may edit all stories."""
    needed = f"change_{rework.kind}" if rework.kind else "review_article"
    return bool(request.user.has_perm(f"articles.{needed}"))


def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before it takes back the deed of a line of the log, then says what stayed."""
    rework = get_object_or_404(Rework.objects.select_related("entry").defer("data"), entry=pk)
    if not may_undo(request, rework):
        raise PermissionDenied
    stays: list[authorities.Stay] | None = None
    refusal = "It has been undone already." if rework.undone_at else ""
    if request.method == "POST":
        try:
            stays = authorities.undo(rework, user=user_of(request))
        except authorities.CannotUndo as error:
            refusal = str(error)
    context = {
        **admin.site.each_context(request),
        "title": "Undone" if stays is not None else f"Undo this {rework.entry.verb}?",
        "opts": StatusChange._meta,
        "rework": rework,
        "is_done": stays is not None,
        "refusal": refusal,
        "stays": (stays or [])[:MOST_TOLD],
        "number": len(stays or []),
    }
    return TemplateResponse(request, "admin/articles/authority/undo.html", context)
