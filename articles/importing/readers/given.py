"""What a structured format says of a document, on its way into the Document's fields."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.utils import parseaddr, parsedate_to_datetime
from functools import lru_cache
from html import unescape
from typing import Any

from articles import markup
from articles.importing import lists
from articles.importing.cleaning import bylines, dates
from articles.importing.document import Derived, Document, Line, PictureReference, Refusal, Refused, Role
from articles.importing.readers import fragments, text

MOST_DOCUMENTS = 50_000
LONGEST = 2000  # characters of a value; what is longer is no headline, byline or section
MANY = 50  # bylines or keywords; what comes after them is a vocabulary and not about the story

# A field of Document (or "note": what the source tells the desk), a value, and the format's own name of it.
Claim = tuple[str, str, str]

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:\w+|#\d+);")
_SEPARATED = re.compile(r"\s*[,;|]\s*")
_BY = re.compile(r"(?:by|von|par|por|door)\s+(?=\S+\s+\S)", re.IGNORECASE)
_AND = re.compile(r"\s*;\s*|\s+(?:and|und|et|y|&)\s+")
IMAGE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|tiff?|heic)$", re.IGNORECASE)
_COUNTED = re.compile(r"(?:img|dsc\w?|pxl|image|photo|picture)?[\s_-]*\d[\d_-]*", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")  # https://www.rfc-editor.org/rfc/rfc5646


@dataclass
class Given:
    """One document of a file as its format gives it; `refusal` says why it is none.

    `item` is its id there. `claims` stand in the order of preference: the first that can be read is taken.
    """

    format: str
    item: str = ""
    claims: list[Claim] = field(default_factory=list)
    lines: tuple[Line, ...] = ()
    pictures: tuple[PictureReference, ...] = ()
    warnings: tuple[str, ...] = ()
    refusal: str = ""


def documents(
    found: Sequence[Given], source: str, encoding: str = "utf-8", warnings: tuple[str, ...] = ()
) -> list[Document | Refusal]:
    """The documents of the file at `source`, named by their item or number where there are several.

    Raises Refused when there is none, or too many.
    """
    if not found:
        raise Refused("empty: there is no document in it; check the file and export it again")
    count(found)
    several = len(found) > 1
    return [
        _document(
            given, f"{source}#{folded(given.item)[:200] or number}" if several else source, encoding, warnings
        )
        for number, given in enumerate(found, 1)
    ]


def count(found: Sequence[object]) -> None:
    """Raises Refused when there are more documents, or what becomes documents, than one file may hold."""
    if len(found) > MOST_DOCUMENTS:
        raise Refused(f"{len(found):,} documents in one file, allowed are {MOST_DOCUMENTS:,}; split it")


def _document(given: Given, source: str, encoding: str, warnings: tuple[str, ...]) -> Document | Refusal:
    if given.refusal or not any(line.role is Role.BODY for line in given.lines):
        return Refusal(source, folded(given.refusal)[:400] or "empty: there is no text in it")
    fields: dict[str, list[Derived]] = {}
    unread: list[str] = []
    for name, value, own in given.claims:
        read = list(_values(name, value))
        fields.setdefault(name, []).extend(
            Derived(one, f"{given.format} {folded(own)[:100]}") for one in read
        )
        if not read and value.strip():
            unread.append(f"its {folded(own)[:100]} cannot be read: {folded(value)[:80]}")
    notes = tuple(f"note to the desk: {note.value}" for note in fields.pop("note", ()))
    held = tuple(f"held back: the source says {one.value}" for one in fields.get("hold", ())[:1])
    used = _fields(fields)
    return Document(
        source=source,
        encoding=encoding,
        lines=given.lines,
        warnings=(*warnings, *given.warnings, *held, *notes, *unread),
        format=given.format,
        item=folded(given.item),
        digest=_digest(given, used),
        pictures=tuple(map(_told, given.pictures)),
        **used,
    )


def _fields(found: dict[str, list[Derived]]) -> dict[str, Any]:
    """Bylines of the first field that names any, all keywords, and the first value of everything else."""
    writers = found.pop("bylines", [])
    keywords: dict[str, Derived] = {}
    for one in found.pop("keywords", []):
        keywords.setdefault(one.value.casefold(), one)
    return {
        "bylines": tuple(dict.fromkeys(one for one in writers if one.rule == writers[0].rule))[:MANY],
        "keywords": tuple(keywords.values())[:MANY],
        **{name: values[0] for name, values in found.items() if values},
    }


def _digest(given: Given, used: dict[str, Any]) -> str:
    """Of what the document says, and not of what was passed over, such as the number of a version."""
    lines = [line.markup or line.text for line in given.lines]
    content = [used, lines, [one.address for one in given.pictures]]
    plain = json.dumps(content, sort_keys=True, default=lambda derived: derived.value)
    return hashlib.sha256(plain.encode()).hexdigest()


def _values(name: str, value: str) -> Iterable[str]:
    """What a field takes of a value, nothing when it cannot be read."""
    if len(value) > LONGEST:
        return ()
    if name in {"published", "embargo", "expires"}:
        return filter(None, [moment(value)])
    if name == "canonical":
        return filter(None, [fragments.address(value, "")])
    one = folded(value)
    if name == "language":
        return [one.replace("_", "-")] if _LANGUAGE.fullmatch(one) else ()
    if name == "keywords" and len(one) > 100:
        return ()
    return _writers(one) if name == "bylines" else filter(None, [one])


def folded(value: str) -> str:
    """The text of a value on one line, without markup."""
    return fragments.plain(value) if _MARKUP.search(value) else text.fold(markup.printable(value))


def _writers(value: str) -> Sequence[str]:
    if "@" in value:
        value = parseaddr(value)[0]
    parts = _AND.split(_BY.sub("", value, count=1))
    if not bylines.is_name(parts[0]):
        parts = [" and ".join(parts)]
    names = (bylines.signed(name) for part in parts for name in bylines.parse(f"By {part}") or [part])
    return [name for name in names if name and "://" not in name]


def moment(value: str) -> str | None:
    """A date, or date and time, in ISO 8601: from that, seconds since 1970, RFC 5322, or prose.

    None for one that might be before 1800 or after 2199 in some time zone: no page has a place for it.
    """
    value = value.strip()
    for read in (_iso, _since_1970, _in_mail, dates.parse):
        try:
            if found := read(value):
                return found if 1800 < int(found[:4]) < 2199 else None
        except (ValueError, OverflowError, OSError):
            continue
    return None


def _iso(value: str) -> str:
    if len(value) <= len("2025-03-03"):
        return date.fromisoformat(value).isoformat()
    return datetime.fromisoformat(re.sub(r"^(\d{8})(\d{6})(?!\d)", r"\1T\2", value)).isoformat()


def _since_1970(value: str) -> str:
    seconds = float(value)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC).isoformat()


def _in_mail(value: str) -> str:
    return parsedate_to_datetime(value).isoformat()


def lines_of(value: str, base: str = "") -> tuple[Line, ...]:
    """The lines of a text, or of HTML where it holds any; `base` is what links are relative to."""
    if _MARKUP.search(value):
        return fragments.lines_of_html(value, base)
    return text.lines_of(markup.printable(value))


def claims(record: Mapping[str, Any], table: lists.Table) -> list[Claim]:
    """What a record says of each field; `table` has the names that mean it, best first.

    Names count the same in any case, with or without hyphens and underscores.
    """
    keys = _names(record)
    return [
        (name, value, keys[known])
        for name, meaning in table.items()
        for known in map(key_of, meaning)
        if known in keys
        for value in _listed(name, record[keys[known]])
    ]


def values(record: Mapping[str, Any], meaning: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The own name and the value of each of these names that a record has, best first."""
    keys = _names(record)
    return ((keys[known], record[keys[known]]) for known in meaning if known in keys)


def _listed(name: str, value: Any) -> list[str]:
    """The texts in a value; keywords may be one text with separators."""
    return (
        _SEPARATED.split(unescape(value)) if name == "keywords" and isinstance(value, str) else strings(value)
    )


def _names(record: Mapping[str, Any]) -> dict[str, str]:
    """The names in a record, by how they compare; of those alike the first."""
    return {key_of(key): key for key in [*record][::-1]}


@lru_cache(maxsize=1000)
def key_of(name: str) -> str:
    """A name as it compares with others: in lower case, without hyphens and underscores."""
    return re.sub(r"[\W_]", "", name).casefold()


_NAMING = "value name rendered label term title html text content url href".split()


def strings(value: Any) -> list[str]:
    """The texts in a value: of a list those of each member, of an object its value or name."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple):
        return [one for member in value for one in strings(member)]
    if isinstance(value, Mapping):
        return next((strings(value[key]) for key in _NAMING if value.get(key)), [])
    return [] if value is None or isinstance(value, bool) else [str(value)]


_PICTURE = lists.table("fields/picture")


def pictures(value: Any) -> list[PictureReference]:
    """The pictures that a value names by addresses, or objects that say more than that."""
    if isinstance(value, list | tuple):
        return [one for member in value for one in pictures(member)]
    record = value if isinstance(value, Mapping) else {"url": value}
    said = {name: folded(text) for name, text, _ in reversed(claims(record, _PICTURE))}
    is_short = 0 < len(said.get("address", "")) <= LONGEST
    return [PictureReference(**said)] if is_short else []


def _told(picture: PictureReference) -> PictureReference:
    """Without a file's name or a camera's number for an alternative: it would pass for a description."""
    alt_text = IMAGE.sub("", picture.alt_text)
    name = IMAGE.sub("", picture.address.partition("?")[0].rpartition("/")[2])
    is_name = alt_text != picture.alt_text or alt_text == name or _COUNTED.fullmatch(alt_text)
    return replace(picture, alt_text="") if is_name else picture
