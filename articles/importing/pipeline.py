"""The table of contents of an import: read, clean, derive, name, fingerprint."""

from dataclasses import replace

from articles.importing import cleaning, headlines, readers
from articles.importing.cleaning import opening
from articles.importing.document import Document, Known, Refusal
from articles.importing.fingerprints import fingerprint
from articles.importing.names import name_people_and_topics
from articles.importing.readers.mending import mend_fields

MOST_LINES = 50_000  # a book has ten thousand; each is kept with what became of it


def process(source: str, data: bytes, known: Known, *, limit: int) -> list[Document | Refusal]:
    """The drafts from the bytes of one file, and a Refusal for each member that cannot be read.

    `source` is its path as given, `known` the people and topics that the newsroom has, `limit` the
    size in bytes above which it is refused. Raises Refused when the whole file cannot be read.
    """
    found = map(_bounded, readers.read(source, data, limit=limit))
    return [one if isinstance(one, Refusal) else draft(one, known) for one in found]


def _bounded(found: Document | Refusal) -> Document | Refusal:
    if isinstance(found, Refusal) or len(found.lines) <= MOST_LINES:
        return found
    return Refusal(found.source, f"{len(found.lines):,} lines, allowed are {MOST_LINES:,}; split it")


def draft(document: Document, known: Known) -> Document:
    """A document as a reader gave it, cleaned, with what can be derived from it."""
    document = cleaning.clean(document if document.format == "text" else mend_fields(document))
    document = headlines.derive(opening.with_fields(document))
    document = name_people_and_topics(document, known)
    return replace(document, fingerprint=fingerprint(document.paragraphs))
