"""The pages on which people and topics are kept clean: what may be double, is waiting, unused or unclear."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, Subquery, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from articles.admin.base import DeskAdmin, demand, number_of, user_of
from articles.editorial import authorities
from articles.editorial.likenesses import PAIRS
from articles.models.listed import LIST_OF

MOST_SHOWN = 25


@dataclass(frozen=True)
class Box:
    """One kind of thing to look at: its title, what to say when there is none, and its rows."""

    title: str
    empty: str
    rows: Callable[[Any], Any]


def _records(model: Any, **conditions: Any) -> Any:
    stories = LIST_OF[model].rows._default_manager.filter(tag=OuterRef("pk")).order_by("-live_at")
    return (
        model.objects.order_by("-pk")
        .annotate(
            written_at=Subquery(stories.filter(live_at__isnull=False).values("live_at")[:1]),
            first_story=Subquery(stories.values("content_object_id")[:1]),
            second_story=Subquery(stories.values("content_object_id")[1:2]),
        )
        .filter(**conditions)
    )


def _pairs(model: Any) -> Any:
    rows: Any = PAIRS[model]
    return rows.objects.select_related("first", "second").order_by("-score", "id")


def _shared(model: Any) -> Any:
    """Other names that lead to more than one record, or that are another record's own name."""
    relation = model._meta.get_field("aliases")
    owner, aliases = relation.field.name, relation.related_model
    twins = aliases.objects.filter(key=OuterRef("key")).exclude(**{owner: OuterRef(owner)})
    named_so = model.objects.filter(key=OuterRef("key")).exclude(pk=OuterRef(owner))
    return (
        aliases.objects.filter(Q(Exists(twins)) | Q(Exists(named_so)))
        .select_related(owner)
        .order_by("key", "id")
    )


BOXES = {
    "duplicates": Box("May be the same", "No two of them look alike.", _pairs),
    "proposed": Box("Waiting", "Nothing is waiting to be accepted.", partial(_records, is_proposed=True)),
    "unused": Box("Without stories", "Each of them is in a story.", partial(_records, first_story=None)),
    "once": Box(
        "In one story only",
        "Each of them is in several stories or in none.",
        partial(_records, first_story__isnull=False, second_story=None),
    ),
    "shared": Box("Names that belong to several", "Each name leads to one record.", _shared),
}


def _named(box: str, row: Any) -> list[Any]:
    """The records that a row is about."""
    if box == "duplicates":
        return [row.first, row.second]
    return [row.owner if box == "shared" else row]


class TidyPages(DeskAdmin):
    """Beside the list of people or topics a page with what needs a decision."""

    change_list_template = "admin/articles/authority_list.html"
    pages = [("tidy/", "tidy")]

    def tidy_view(self, request: HttpRequest) -> HttpResponse:
        """One box of things to look at (GET `show`), and what somebody decides about one of them (POST)."""
        demand(self.has_change_permission(request))
        name = request.GET.get("show", "")
        name = name if name in BOXES else "duplicates"
        if request.method == "POST":
            self._decide(request, name)
            return redirect(f"{request.path}?show={name}")
        rows = list(BOXES[name].rows(self.model)[: MOST_SHOWN + 1])
        context = {
            "boxes": BOXES,
            "name": name,
            "box": BOXES[name],
            "rows": rows[:MOST_SHOWN],
            "more": len(rows) > MOST_SHOWN,
            "may_add": self.has_add_permission(request),
            "may_delete": self.has_delete_permission(request),
            "change": f"admin:articles_{self.opts.model_name}_change",
        }
        prefetch_related_objects([record for row in rows for record in _named(name, row)], "aliases")
        return self.show(request, "tidy", f"Tidy {self.opts.verbose_name_plural}", context)

    def _decide(self, request: HttpRequest, name: str) -> None:
        deed, _, number = request.POST.get("do", "").partition(":")
        pk, user = number_of(number), user_of(request)
        if deed == "apart":
            pair: Any = get_object_or_404(PAIRS[self.model].objects.select_related("first", "second"), pk=pk)
            authorities.keep_apart(pair, user)
            messages.success(request, f"Remembered: {pair.first} and {pair.second} are not the same.")
        elif deed == "drop":
            relation: Any = self.model._meta.get_field("aliases")
            alias = get_object_or_404(relation.related_model, pk=pk)
            authorities.drop_alias(alias, user)
            messages.success(request, f"“{alias}” does not lead to {alias.owner} any more.")
        elif deed in ("accept", "remove"):
            self._judge(request, get_object_or_404(self.model, pk=pk), deed)

    def _judge(self, request: HttpRequest, record: Any, deed: str) -> None:
        """Whoever may make records decides on what was proposed; deleting others takes the right to it."""
        may_decide = self.has_add_permission(request) and record.is_proposed
        demand(may_decide or (deed == "remove" and self.has_delete_permission(request)))
        if deed == "accept":
            authorities.accept(record, user=user_of(request))
        else:
            authorities.remove(record, user_of(request))
        messages.success(request, f"{record} is {'accepted' if deed == 'accept' else 'deleted'}.")
