"""Plain text: bytes in any usual encoding, hard-wrapped or not."""

import re
import unicodedata

from articles.importing.document import Document, Line, Refusal, Refused
from articles.importing.readers import encodings, wrapping

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROLS_IN_A_THOUSAND = 1
_MOST_LINES = 1_200_000  # as they stand in the file, before wraps are joined; more would take 400 MB
# Soft hyphen, zero-width spaces, marks and embeddings of writing direction, byte order marks.
_INVISIBLE = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")
_JOINERS = re.compile("[\u200c\u200d]+")
_JOINED = frozenset(
    "Ll Lu Lt Lm Lo Mn Mc So Sk".split()
)  # https://www.unicode.org/reports/tr44/#General_Category_Values


def matches(name: str, data: bytes) -> bool:
    """Always: what no other reader knows is text, or refused as no text."""
    return True


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """One document: the lines of a plain text, white space folded, wraps joined, wording unchanged.

    Raises Refused when `data` is empty, binary or not decodable.
    """
    text, encoding, warnings = encodings.decode(data)
    text, dropped = _without_controls(text)
    lines = lines_of(text)
    if not lines:
        raise Refused("empty: there is no text in it; check the file and export it again")
    return [Document(source=source, encoding=encoding, lines=lines, warnings=warnings + dropped)]


def lines_of(text: str) -> tuple[Line, ...]:
    """The paragraphs of a text. Raises Refused when it has more lines than any text that was wrapped."""
    raw = visible(text).splitlines()
    count = len(raw) - raw.count("")
    if count > _MOST_LINES:
        raise Refused(f"{count:,} lines, allowed are {_MOST_LINES:,}; split it")
    return tuple(Line(line) for line in wrapping.join(raw))


def fold(line: str) -> str:
    """The line as the importer keeps it: no invisible characters, one space between words."""
    return " ".join(visible(line).split())


def visible(text: str) -> str:
    """The text without invisible characters, but for joiners between letters or emoji that need them."""
    if text.isascii():
        return text
    return _JOINERS.sub(_needed_joiner, _INVISIBLE.sub("", text))


def _needed_joiner(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    return found[0][0] if _joins(before) and _joins(after) else ""


def _joins(character: str) -> bool:
    """Letters, marks and emoji are what a zero-width joiner may stand between."""
    return bool(character) and unicodedata.category(character) in _JOINED


def _without_controls(text: str) -> tuple[str, tuple[str, ...]]:
    visible, count = _CONTROL.subn("", text)
    if not count:
        return text, ()
    if "\x00" in text or count * 1000 > len(text) * _CONTROLS_IN_A_THOUSAND:
        raise Refused("binary: it holds control characters that no text has; export it as plain text")
    return visible, (f"{count} control characters were dropped",)
