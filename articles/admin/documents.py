"""A table of imported documents: what would become of each or what did, and its text before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin.origin import derived_of
from articles.editorial.imports import DEFAULT_SECTION
from articles.editorial.intake import Change, changes, document_of
from articles.importing.document import Document, Line
from articles.models import Section, SourceDocument, UploadedDocument
from articles.models.provenance import DocumentRecord

ON_A_PAGE = 50
MOST_LINES = 120  # of a document's text, before and after
Outcome = DocumentRecord.Outcome
Row = SourceDocument | UploadedDocument


@dataclass(frozen=True)
class Shown:
    """A row of the table; `changes` are those of a new version against `before`."""

    row: Row
    section: str
    before: SourceDocument | None

    @cached_property
    def document(self) -> Document:
        return document_of(self.row)

    @property
    def other(self) -> SourceDocument | None:
        """The ledger's entry that it repeats, changes or resembles."""
        return self.row.other if isinstance(self.row, UploadedDocument) else self.row.duplicate_of

    @property
    def beside(self) -> str:
        """The path of that document."""
        own = self.row.beside if isinstance(self.row, UploadedDocument) else ""
        return self.other.source if self.other else own

    @property
    def is_left_out(self) -> bool:
        return isinstance(self.row, UploadedDocument) and not self.row.is_wanted

    @property
    def changes(self) -> list[Change]:
        return changes(document_of(self.before), self.document) if self.before else []

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.document.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        return max(0, len(self.document.lines) - MOST_LINES)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.document.paragraphs[:MOST_LINES]

    @property
    def derived(self) -> list[tuple[str, str, str]]:
        return list(derived_of(self.document))


def table(request: HttpRequest, rows: QuerySet[Any], section: str = "") -> dict[str, Any]:
    """What the template shows of a page of documents, of one outcome where the address names it.

    `section` is the slug of the one for documents that name none.
    """
    outcome = request.GET.get("outcome", "")
    page = Paginator(with_outcome(rows, outcome), ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "documents": list(_shown(list(page), section)),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "chosen": outcome if outcome in Outcome.values else "",
    }


def with_outcome(rows: QuerySet[Any], outcome: str) -> QuerySet[Any]:
    """All of them where there is no such outcome."""
    return rows.filter(outcome=outcome) if outcome in Outcome.values else rows


def _shown(rows: Sequence[Row], chosen: str) -> Iterator[Shown]:
    names = dict(Section.objects.values_list("slug", "name"))
    changed = {row.pk: other for row in rows if row.outcome == Outcome.PROPOSED and (other := _other(row))}
    before = SourceDocument.objects.in_bulk(set(changed.values()))
    for row in rows:
        slug = _section(row, chosen)
        yield Shown(row, names.get(slug, slug), before.get(changed.get(row.pk, 0)))


def _other(row: Row) -> int | None:
    return row.other_id if isinstance(row, UploadedDocument) else row.duplicate_of_id


def _section(row: Row, chosen: str) -> str:
    if row.error:
        return ""
    if row.article:
        return row.article.section.slug
    own = row.derived.get("section", {}).get("value", "")
    return own or chosen or getattr(row, "folder", "") or DEFAULT_SECTION
