"""The import ledger, to read."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.admin import origin
from articles.admin.base import BoundedList, ReadOnlyAdmin, demand, user_of
from articles.editorial import undoing
from articles.models import ImportRun, SourceDocument

MOST_STAYS = 200
Outcome = SourceDocument.Outcome


def counts_of(runs: list[ImportRun]) -> dict[int, Counter[str]]:
    """How many documents of each run had which outcome, by the run's primary key."""
    rows = SourceDocument.objects.order_by().filter(run__in=runs).values_list("run", "outcome")
    counts: dict[int, Counter[str]] = {}
    for run, outcome, number in rows.annotate(number=Count("pk")):
        counts.setdefault(run, Counter())[outcome] = number
    return counts


def _number(outcome: str) -> Any:
    """The column with the number of documents of each run that had this outcome."""

    def column(run: Any) -> int:
        return int(run.counts[outcome])

    column.__name__ = outcome
    return column


class RunList(BoundedList):
    """Runs with their counts, one query for a page of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        runs = self.result_list = list(self.result_list)
        counts = counts_of(runs) if runs else {}
        for run in runs:
            run.counts = counts.get(run.pk, Counter())


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """Runs of the import: what came, what became of it, and what to look at."""

    list_display = (
        "started_at",
        "operator",
        *map(_number, (Outcome.CREATED, Outcome.PROPOSED, Outcome.DUPLICATE, Outcome.REFUSED)),
    )
    search_fields = ("operator", "documents__name")
    search_help_text = "Who ran it, or a file’s name"
    fields = ("started_at", "finished_at", "operator", "undone_at", "undone_by")
    change_form_template = "admin/articles/importrun/change_form.html"
    list_class = RunList
    pages = [("<int:pk>/undo/", "undo")]

    class Media:
        css = {"all": ["articles/admin/desk.css", "articles/admin/upload.css"]}

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what undoing a run will take away (GET), takes it away and says what stayed (POST)."""
        run = get_object_or_404(ImportRun, pk=pk)
        demand(_may_undo(request))
        is_done = request.method == "POST"
        undone = undoing.undo(run, user_of(request)) if is_done else undoing.foresee(run)
        title = "Undone" if is_done else "Undo this import?"
        context = {"undone": undone, "stays": undone.stays[:MOST_STAYS], "is_done": is_done}
        return self.show(request, "importrun/undo", title, context, run)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        run = kwargs["obj"]
        rows = run.documents.select_related("article__section", "duplicate_of__article").order_by("id")
        counts = counts_of([run]).get(run.pk, Counter())
        context |= origin.table(request, rows) | {
            "counts": [(outcome, counts[outcome]) for outcome in Outcome.values if counts[outcome]],
            "total": counts.total(),
            "may_undo": _may_undo(request),
        }
        return super().render_change_form(request, context, *args, **kwargs)


def _may_undo(request: HttpRequest) -> bool:
    return user_of(request).has_perms(("articles.view_importrun", "articles.delete_article"))  # type: ignore[no-any-return]
