"""Between documents and their entries in the ledger."""

from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, get_args

from articles import markup
from articles.importing.document import Derived, Document, Line, Named, PictureReference, Role
from articles.models import SourceDocument
from articles.models.provenance import DocumentRecord

SINGLE = tuple(one.name for one in fields(Document) if one.type == Derived | None)
MANY: dict[str, type[Any]] = {
    one.name: get_args(one.type)[0]
    for one in fields(Document)
    if one.type in (tuple[Derived, ...], tuple[Named, ...], tuple[PictureReference, ...])
}


def kept(document: Document) -> dict[str, Any]:
    """The columns of an entry that hold what was made of a document."""
    singles = {name: getattr(document, name) for name in SINGLE}
    derived = {name: _plain(one) for name, one in singles.items() if one}
    many = {name: [_plain(one) for one in getattr(document, name)] for name in MANY}
    return {
        "fingerprint": document.fingerprint,
        "encoding": document.encoding[:20],
        "lines": [_line(line) for line in document.lines],
        "derived": derived | {name: ones for name, ones in many.items() if ones},
    }


def document_of(entry: DocumentRecord) -> Document:
    """The document as it was kept."""
    derived = entry.derived
    many: dict[str, Any] = {
        name: tuple(_one(kind, one) for one in derived.get(name, ())) for name, kind in MANY.items()
    }
    singles: dict[str, Any] = {name: Derived(**derived[name]) for name in SINGLE if name in derived}
    return Document(
        source=entry.source,
        encoding=entry.encoding,
        lines=tuple(Line(**{**line, "role": Role(line["role"])}) for line in entry.lines),
        fingerprint=entry.fingerprint,
        warnings=tuple(entry.warnings),
        **singles,
        **many,
    )


def _line(line: Line) -> dict[str, Any]:
    markup = {"markup": line.markup} if line.markup else {}  # most lines are plain paragraphs
    return {"text": line.text, "role": line.role, "reason": line.reason, **markup}


def _plain(one: Derived | Named | PictureReference) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _one(kind: type[Any], values: dict[str, Any]) -> Any:
    return kind(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    )


def paragraphs_of(entry: DocumentRecord) -> list[str]:
    """The body of an entry's document."""
    return [line["text"] for line in entry.lines if line["role"] == Role.BODY]


@dataclass(frozen=True, slots=True)
class Change:
    """A field in which a new state of a source differs from the one before.

    `removed` and `added` hold the values: one for a headline, any number of people or paragraphs.
    """

    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def changes(old: Document, new: Document) -> list[Change]:
    """What differs between two states of a source, field by field, as an editor wants to see it."""
    was, now = _values(old), _values(new)
    return [Change(label, *_between(was[label], now[label])) for label in was if was[label] != now[label]]


def _values(document: Document) -> dict[str, list[str]]:
    def value(found: Derived | None) -> list[str]:
        return [found.value] if found else []

    return {
        "Headline": value(document.headline),
        "Dek": value(document.dek),
        "Bylines": [byline.value for byline in document.bylines],
        "Date": value(document.published),
        "Section": value(document.section),
        "Embargo": value(document.embargo),
        "Expires": value(document.expires),
        "Correction": value(document.correction),
        "Paragraphs": list(document.paragraphs),
        "People": [person.name for person in document.people],
        "Topics": [topic.name for topic in document.topics],
    }


def _between(old: list[str], new: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = tuple(one for step, a, b, _, _ in steps if step != "equal" for one in old[a:b])
    come = tuple(one for step, _, _, a, b in steps if step != "equal" for one in new[a:b])
    return gone, come


def put_back(entry: SourceDocument, index: int, body: str) -> str:
    """The body with a removed line back where it was: after the nearest line above it that still stands.

    `index` is the line's place in `entry.lines`, from 0. A body that has none of those lines
    gets it first.
    """
    *above, line = (block_of(each) for each in document_of(entry).lines[: index + 1])
    standing = list(markup.blocks(body))
    below = {
        part: (number, place)
        for number, block in enumerate(standing)
        for place, part in enumerate(markup.apart(block), 1)
    }
    number, place = next((below[each] for each in reversed(above) if each in below), (0, 0))
    before, after = standing[:number], standing[number + 1 :]
    parts = markup.apart("".join(standing[number : number + 1]))
    block = markup.join([*parts[:place], line, *parts[place:]])
    if block.endswith(markup.join([line])):  # it is part of the block above it, or else of the one below
        block, after = markup.join([block, *after[:1]]), after[1:]
    return "".join([*before, block, *after])


def block_of(line: Line) -> str:
    """The line as a block of a body."""
    return line.markup or markup.from_paragraphs([line.text])
