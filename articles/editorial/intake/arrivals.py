"""What comes to the door of the newsroom, and the answer it gets."""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import Any

from articles.importing.album import Beside
from articles.importing.document import Document
from articles.importing.fingerprints import sketch
from articles.importing.sources import Source
from articles.models import Article
from articles.models.provenance import DocumentRecord

Identity = tuple[str, str]


@lru_cache(maxsize=1)
def sha256_of(data: bytes) -> str:
    """Hexadecimal; the documents of one file ask one after another and are answered once."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Arrival:
    """A document at the door: the bytes of its file (as much as was read), and what was made of them.

    `section` is the slug of the section it goes to where it names none itself. Either `document` or
    `error` is set. `parts` is how many documents its file gave, `file` where that came from. `sketch`
    is that of the document's paragraphs, where a worker has made it already. `picture` comes along with it.
    """

    source: str
    data: bytes
    section: str
    document: Document | None = None
    error: str = ""
    parts: int = 1
    sketch: tuple[int, ...] | None = None
    file: Source | None = None
    picture: Beside | None = None

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.data)

    @cached_property
    def name(self) -> str:
        return PurePath(self.source).name[-255:]

    @cached_property
    def identity(self) -> Identity:
        """What makes it the same document when it comes again: see `models.SourceDocument`.

        Of a file that was not read that is its path: all of those have the same bytes, none.
        """
        item = self.document.item if self.document else "" if self.data else self.source
        digest = self.document.digest if self.document else ""
        return digest or self.sha256, item[-255:] or self.name

    @cached_property
    def hashes(self) -> tuple[int, ...]:
        if self.sketch is None:
            return sketch(self.document.paragraphs) if self.document else ()
        return self.sketch

    @property
    def canonical(self) -> str:
        """The address at which the document was published, or ""."""
        found = self.document and self.document.canonical
        return found.value[:500] if found else ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an arrival; `document` is None when it was refused.

    `other` is what it repeats, changes or resembles. `arrival` is there unless its whole file (`file`)
    was known. `remark` says where its picture went, unless it came with the story.
    """

    source: str
    outcome: str
    document: Document | None = None
    other: DocumentRecord | None = None
    warnings: tuple[str, ...] = ()
    error: str | None = None
    article: Article | None = None
    arrival: Arrival | None = None
    file: Source | None = None
    picture: Beside | None = None
    remark: str = ""

    @property
    def duplicate_of(self) -> str | None:
        """The path of the other document, as it was given."""
        return self.other.source if self.other else None

    def as_json(self) -> dict[str, Any]:
        """The object that `import_seeds --format jsonl` prints: the contract in DESIGN.md."""
        document = self.document or Document(source=self.source)
        return {
            "source": self.source,
            "outcome": self.outcome,
            "headline": document.headline.value if document.headline else None,
            "dek": document.dek.value if document.dek else None,
            "body": list(document.paragraphs),
            "people": [person.name for person in document.people],
            "topics": [topic.name for topic in document.topics],
            "removed": [{"text": line.text, "reason": line.reason} for line in document.removed],
            "duplicate_of": self.duplicate_of,
            "warnings": [*self.warnings, *([self.remark] if self.remark else [])],
            "error": self.error,
        }
