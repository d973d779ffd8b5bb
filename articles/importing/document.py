"""The frozen dataclasses that travel the whole import pipeline."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What became of a line of the source."""

    BODY = "body"
    REMOVED = "removed"
    HEADLINE = "headline"
    DEK = "dek"
    BYLINE = "byline"
    DATE = "date"
    DATELINE = "dateline"


class Refused(Exception):
    """A document that cannot be imported; its message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source (a paragraph where the source wraps them) and what became of it.

    `reason` says in an editor's words why the line is not body text; it is empty for body. `markup` is
    the line as a block of a body, as `articles.markup.join` takes it; "" for a plain paragraph.
    """

    text: str
    role: Role = Role.BODY
    reason: str = ""
    markup: str = ""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.markup.startswith("<table>")


@dataclass(frozen=True, slots=True)
class Derived:
    """A value, and the rule that found it: the field of the format that says it, or how it was guessed."""

    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Named:
    """A person or topic that the text is about.

    `forms` are the ways in which the text writes the name, `count` how often it does.
    `kind` is "" for people; for topics one of place, organisation, event, subject.
    """

    name: str
    forms: tuple[str, ...]
    count: int
    rule: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A person or topic that the newsroom already has: its canonical name and its aliases."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The newsroom's own authority records, as the naming rules want them.

    `model` is the optional NLP engine's (a package or a folder); "" leaves the naming to the rules.
    """

    people: tuple[KnownName, ...] = ()
    topics: tuple[KnownName, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class PictureReference:
    """A picture that the source points at; it is not fetched. `address` may be relative, or a file name."""

    address: str
    caption: str = ""
    credit: str = ""
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A member of a file that cannot be read while the others arrive; `error` is one line that says why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document on its way from bytes to a draft.

    `source` is its path as given, `encoding` the one it was read with. Every non-blank line
    of the source is in `lines`, in order, under exactly one role, so that nothing is lost.
    `published` holds an ISO 8601 date or local date and time, and is None when the source
    has none. `fingerprint` is the same for two documents whose body has the same words.

    `format` is the reader's name. `item` is the document's id within its file (guid, post id, ninjs
    uri), the same in every delivery, or "". `digest` is the sha256 (hexadecimal) of its own bytes or
    parsed content, whatever the file around it holds. `embargo` and `expires` are ISO 8601 like
    `published`, `language` is BCP 47, `canonical` an address; each is None when the source is silent.
    `hold` is the status (draft, withheld) by which the source says that it must not be published yet.
    """

    source: str
    encoding: str = "utf-8"
    lines: tuple[Line, ...] = ()
    headline: Derived | None = None
    is_headline_own: bool = False
    dek: Derived | None = None
    bylines: tuple[Derived, ...] = ()
    dateline: Derived | None = None
    published: Derived | None = None
    people: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    fingerprint: str = ""
    warnings: tuple[str, ...] = ()
    format: str = "text"
    item: str = ""
    digest: str = ""
    canonical: Derived | None = None
    site: Derived | None = None
    language: Derived | None = None
    section: Derived | None = None
    embargo: Derived | None = None
    expires: Derived | None = None
    usage_terms: Derived | None = None
    copyright: Derived | None = None
    correction: Derived | None = None
    hold: Derived | None = None
    keywords: tuple[Derived, ...] = ()
    pictures: tuple[PictureReference, ...] = ()

    @property
    def body(self) -> tuple[Line, ...]:
        """The kept lines, in order."""
        return tuple(line for line in self.lines if line.role is Role.BODY)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body as plain text: that of each kept line, in order."""
        return tuple(line.text for line in self.lines if line.role is Role.BODY)

    @property
    def removed(self) -> tuple[Line, ...]:
        """The lines that were taken out of the body, in order, each with its reason."""
        return tuple(line for line in self.lines if line.role is Role.REMOVED)
