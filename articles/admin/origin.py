"""What was imported: the panel beside a story’s form with its untouched source, and tables of documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from articles import markup
from articles.admin.base import number_of
from articles.editorial.imports import DEFAULT_SECTION
from articles.editorial.intake import Change, block_of, changes, document_of
from articles.editorial.intake.ledger import SINGLE
from articles.importing.document import Document, Line, Named, Role
from articles.models import Article, Section, SourceDocument, UploadedDocument
from articles.models.provenance import DocumentRecord

_LABELS = {"published": "Date", "canonical": "Address", "hold": "Held back"}
LONGEST_SHOWN = 100_000  # characters of an original in the panel; the download has all of it
ON_A_PAGE = 50
MOST_LINES = 120  # of a document's text, before and after
Outcome = DocumentRecord.Outcome
Row = SourceDocument | UploadedDocument


@dataclass(frozen=True)
class RemovedLine:
    """A line that the import took out; `place` is what the button that puts it back sends."""

    place: str
    line: Line
    is_back: bool


def derived_of(document: Document) -> Iterator[tuple[str, str, str]]:
    """Label, value and rule of each thing that was derived."""
    for name in SINGLE:
        if found := getattr(document, name):
            yield _LABELS.get(name, name.replace("_", " ").capitalize()), found.value, found.rule
    for label, many in (("Byline", document.bylines), ("Keyword", document.keywords)):
        for one in many:
            yield label, one.value, one.rule
    for picture in document.pictures:
        yield "Picture", picture.address, "; ".join(filter(None, (picture.caption, picture.credit)))
    for label, names in (("Person", document.people), ("Topic", document.topics)):
        for named in names:
            yield label, named.name, _how_often(named)


def _how_often(named: Named) -> str:
    if not named.count:
        return named.rule
    forms = "; ".join(f"“{form}”" for form in named.forms)
    return f"{'once' if named.count == 1 else f'{named.count} times'}, as {forms} – {named.rule}"


def download(entry: SourceDocument) -> HttpResponse:
    """The untouched bytes, as a file that no browser runs."""
    name = entry.name if entry.name.endswith(".txt") else f"{entry.name}.txt"
    return HttpResponse(
        entry.original,
        content_type=f"text/plain; charset={entry.encoding or 'utf-8'}",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


def removed_line(article: Article, place: str) -> tuple[SourceDocument, int] | None:
    """The document and index that a button's `place` names, if it is a removed line of this story."""
    pk, _, index = place.partition(":")
    entry, at = article.sources.filter(pk=number_of(pk)).first(), number_of(index)
    if entry is None or not 0 <= at < len(entry.lines) or entry.lines[at]["role"] != Role.REMOVED:
        return None
    return entry, at


@dataclass(frozen=True)
class Shown:
    """A document in a table, or beside the form of a story that came of it: `story` is its body.

    `before` is what it is a new version of, or what came to the story before it.
    """

    row: Row
    before: Row | None = None
    section: str = ""
    story: str = ""

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
    def resembles(self) -> list[Article]:
        """Other stories that came with mostly the same text, before this one or after it."""
        assert isinstance(self.row, SourceDocument)
        both = (self.row.duplicate_of, *self.row.duplicates.all())
        stories = {each.article_id: each.article for each in both if each and each.article}
        return [story for pk, story in stories.items() if pk != self.row.article_id]

    @property
    def is_left_out(self) -> bool:
        return isinstance(self.row, UploadedDocument) and not self.row.is_wanted

    @property
    def is_proposal(self) -> bool:
        return self.row.outcome == Outcome.PROPOSED

    @cached_property
    def changes(self) -> list[Change]:
        return changes(document_of(self.before), self.document) if self.before else []

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.document.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        return max(0, len(self.document.lines) - MOST_LINES)

    @cached_property
    def removed(self) -> list[RemovedLine]:
        standing = set(markup.apart(self.story))
        return [
            RemovedLine(f"{self.row.pk}:{index}", line, block_of(line) in standing)
            for index, line in enumerate(self.document.lines)
            if line.role is Role.REMOVED
        ]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.document.paragraphs[:MOST_LINES]

    @cached_property
    def derived(self) -> list[tuple[str, str, str]]:
        return list(derived_of(self.document))

    @cached_property
    def original(self) -> str:
        """As text, which is enough of it for the panel."""
        assert isinstance(self.row, SourceDocument)
        return self.row.original.decode(self.row.encoding or "utf-8", errors="replace")[:LONGEST_SHOWN]


def origins(article: Article, body: str) -> list[Shown]:
    """The documents behind a story, the first one first; `body` tells which lines stand in it already."""
    rows = article.sources.select_related("run", "file", "duplicate_of__article", "revision").order_by("id")
    later = SourceDocument.objects.filter(outcome=Outcome.CREATED).select_related("article")
    entries = list(rows.prefetch_related(Prefetch("duplicates", later.defer("lines", "derived"))))
    return [Shown(row, before, story=body) for before, row in zip([None, *entries], entries, strict=False)]


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
        yield Shown(row, before.get(changed.get(row.pk, 0)), names.get(slug, slug))


def _other(row: Row) -> int | None:
    return row.other_id if isinstance(row, UploadedDocument) else row.duplicate_of_id


def _section(row: Row, chosen: str) -> str:
    if row.error:
        return ""
    if row.article:
        return row.article.section.slug
    own = row.derived.get("section", {}).get("value", "")
    return own or chosen or getattr(row, "folder", "") or DEFAULT_SECTION
