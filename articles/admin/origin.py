"""Where a story came from: the panel beside its form, and the untouched original."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from articles import markup
from articles.admin.base import number_of
from articles.admin.wording import address
from articles.editorial.intake import Change, block_of, changes, document_of
from articles.editorial.intake.ledger import SINGLE
from articles.importing.document import Document, Line, Named, Role
from articles.models import Article, SourceDocument

_LABELS = {"published": "Date", "canonical": "Address", "hold": "Held back"}
LONGEST_SHOWN = 100_000  # characters of an original in the panel; the download has all of it


@dataclass(frozen=True)
class RemovedLine:
    """A line that the import took out; `place` is what the button that puts it back sends."""

    place: str
    line: Line
    is_back: bool


@dataclass(frozen=True)
class Origin:
    """One document that a story came from, as the panel shows it."""

    entry: SourceDocument
    document: Document
    original: str
    derived: list[tuple[str, str, str]]
    removed: list[RemovedLine]
    changes: list[Change]

    @property
    def is_proposal(self) -> bool:
        return self.entry.outcome == SourceDocument.Outcome.PROPOSED

    @property
    def resembles(self) -> list[Article]:
        """Other stories that came with mostly the same text, before this one or after it."""
        earlier = [self.entry.duplicate_of] if self.entry.duplicate_of else []
        both = (*earlier, *self.entry.duplicates.all())
        stories = {each.article_id: each.article for each in both if each.article}
        return [story for pk, story in stories.items() if pk != self.entry.article_id]

    @property
    def preview_url(self) -> str:
        return address("preview", self.entry.revision_id)


def origins(article: Article, body: str) -> list[Origin]:
    """The documents behind a story, the first one first; `body` tells which lines stand in it already."""
    rows = article.sources.select_related("run", "file", "duplicate_of__article", "revision").order_by("id")
    later = SourceDocument.objects.filter(outcome=SourceDocument.Outcome.CREATED).select_related("article")
    rows = rows.prefetch_related(Prefetch("duplicates", later.defer("lines", "derived")))
    found: list[Origin] = []
    for entry in rows:
        found.append(_origin(entry, body, found[-1].document if found else None))
    return found


def _origin(entry: SourceDocument, body: str, before: Document | None) -> Origin:
    document = document_of(entry)
    standing = set(markup.apart(body))
    return Origin(
        entry=entry,
        document=document,
        original=text_of(entry)[:LONGEST_SHOWN],
        derived=list(derived_of(document)),
        removed=[
            RemovedLine(f"{entry.pk}:{index}", line, block_of(line) in standing)
            for index, line in enumerate(document.lines)
            if line.role is Role.REMOVED
        ],
        changes=changes(before, document) if before else [],
    )


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


def text_of(entry: SourceDocument) -> str:
    """The original as text."""
    return entry.original.decode(entry.encoding or "utf-8", errors="replace")


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
