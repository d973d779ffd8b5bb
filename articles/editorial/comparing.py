"""What one version has that another has not: word by word, name by name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from articles import markup
from articles.editorial.merging import changes

Readable = Mapping[str, str | list[str]]

# A word with the space after it; in writing without spaces, a character.
_SPACELESS = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_UNIT = re.compile(rf"[{_SPACELESS}]|[^\s{_SPACELESS}]+\s*|\s+")
MOST_COMPARED = 10**8  # pairs of words; beyond, one text stands for the other whole


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that stayed (`same`), went (`removed`) or came (`added`)."""

    kind: str
    text: str


def words(was: str, now: str) -> list[Run]:
    """Both texts as one: what they share, and what each has alone."""
    old, new = _UNIT.findall(was), _UNIT.findall(now)
    if len(old) * len(new) > MOST_COMPARED:
        return [Run("removed", was), Run("added", now)]
    runs, at, place = [], 0, 0
    for same in Indel.opcodes(old, new).as_matching_blocks():
        stayed = old[same.a : same.a + same.size]
        parts = (("removed", old[at : same.a]), ("added", new[place : same.b]), ("same", stayed))
        runs += [Run(kind, "".join(units)) for kind, units in parts if units]
        at, place = same.a + same.size, same.b + same.size
    return runs


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: its text with `paragraphs` (one that stayed is empty), or its values.

    Where only the order of names or the formatting of text changed, it says so.
    """

    name: str
    paragraphs: list[list[Run]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    note: str = ""


def differences(was: Readable, now: Readable, texts: tuple[str, ...]) -> list[Difference]:
    """What differs between two versions in words: HTML for `body`, names as lists, all else as text.

    The fields of `texts` are compared word by word.
    """
    return [_difference(name, old, now[name], name in texts) for name, old in was.items() if old != now[name]]


def _difference(name: str, was: str | list[str], now: str | list[str], is_text: bool) -> Difference:
    if isinstance(was, list) and isinstance(now, list):
        removed, added = [one for one in was if one not in now], [one for one in now if one not in was]
        is_order = not removed and not added
        note = "order only" if is_order else ""
        return Difference(name, [], was if is_order else removed, now if is_order else added, note)
    assert isinstance(was, str)
    assert isinstance(now, str)
    if name == "body":
        paragraphs = list(_paragraphs(list(markup.blocks(was)), list(markup.blocks(now))))
        changed = any(run.kind != "same" for paragraph in paragraphs for run in paragraph)
        return Difference(name, paragraphs, note="" if changed else "formatting only")
    if is_text:
        return Difference(name, [words(was, now)])
    return Difference(name, removed=[was] if was else [], added=[now] if now else [])


def _paragraphs(was: list[str], now: list[str]) -> Iterator[list[Run]]:
    for place, there in enumerate(changes(was, now)):
        if place % 2 == 0:
            yield from ([Run("added", markup.to_words(block))] for block in there)
        elif (old := was[place // 2]) not in there:
            yield words(markup.to_words(old), "\n".join(map(markup.to_words, there)))
        else:
            yield []
