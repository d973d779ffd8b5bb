"""What comes to the door of the newsroom, the answer it gets, and what it becomes in rows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles import languages, markup
from articles.editorial.intake.ledger import block_of, kept
from articles.importing.album import Beside
from articles.importing.document import Derived, Document
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


def columns(arrival: Arrival) -> dict[str, Any]:
    """What a record of an arrival holds, its outcome aside."""
    digest, item = arrival.identity
    return {
        "source": arrival.source[:1000],
        "name": arrival.name,
        "digest": digest,
        "item": item,
        "canonical": arrival.canonical,
        "error": arrival.error[:500],
        **(kept(arrival.document) if arrival.document else {}),
    }


def section_of(arrival: Arrival) -> str:
    """The section that the source names, else the one it was brought to."""
    own = arrival.document and arrival.document.section
    return own.value if own else arrival.section


def title_of(section: str) -> str:
    """The name of a section that is made from a slug or a folder."""
    return section.replace("-", " ").replace("_", " ").strip().capitalize()[:100] or "News"


def content_of(document: Document) -> dict[str, Any]:
    """What an editor would have typed, without the records and the section."""
    headline = document.headline.value if document.headline else document.source
    return {
        "headline": headline[:200],
        "is_headline_confirmed": document.is_headline_own,
        "slug": "",
        "dek": document.dek.value[:400] if document.dek else "",
        "body": markup.join(map(block_of, document.body)),
        "lead_picture": None,
        "publish_at": _moment(document.published),
        "embargo_until": _moment(document.embargo),
        "expire_at": _moment(document.expires),
        "language": _language(document),
    }


def _language(document: Document) -> str:
    """The source's language, where it is another one than the site's and the letters do not contradict."""
    tag = languages.canonical(document.language.value) if document.language else ""
    is_foreign = markup.LANGUAGE.fullmatch(tag) and not languages.is_within(tag, settings.LANGUAGE_CODE)
    return tag if is_foreign and languages.is_possible(tag, " ".join(document.paragraphs)) else ""


def _moment(found: Derived | None) -> datetime | None:
    """The source's date in the site's time zone; the start of the day where it names no time."""
    if found is None:
        return None
    moment = datetime.fromisoformat(found.value)
    return moment if moment.tzinfo else timezone.make_aware(moment)
