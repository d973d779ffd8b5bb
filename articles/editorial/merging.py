"""Two versions of a story: what one has that the other has not, and what both changed brought together."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from articles import markup

LISTED = ("people", "topics", "bylines")
MOST_PAIRED = 10_000  # pairs of blocks whose likeness is looked at; beyond, they pair in their order
LONGEST_COMPARED = 1000  # characters of a block that count for its likeness
Readable = Mapping[str, str | list[str]]
# A word with the space after it; in writing without spaces, a character.
_SPACELESS = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_UNIT = re.compile(rf"[{_SPACELESS}]|[^\s{_SPACELESS}]+\s*|\s+")
MOST_COMPARED = 10**8  # pairs of words; beyond, one text stands for the other whole


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed differently: a field, or blocks of the body in a row (each side's HTML)."""

    field: str
    was: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """Both sides' changes together; where they are in conflict, `content` keeps my value."""

    content: dict[str, Any]
    conflicts: list[Conflict]
    body: list[str | Conflict]

    def settled(self, values: Sequence[Any]) -> dict[str, Any]:
        """The content with a value for each conflict, in their order."""
        chosen = {id(conflict): value for conflict, value in zip(self.conflicts, values, strict=True)}
        fields = {one.field: chosen[id(one)] for one in self.conflicts if one.field != "body"}
        body = (piece if isinstance(piece, str) else chosen[id(piece)] for piece in self.body)
        return {**self.content, **fields, "body": "".join(body)}


def merge(was: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Both sides' changes to `was`, which all three have the keys of, `body` among them."""
    content, conflicts = dict(mine), []
    body: list[str | Conflict] = []
    for name, before in was.items():
        if name == "body":
            body = _merge_bodies(before, mine[name], theirs[name])
            conflicts += [piece for piece in body if isinstance(piece, Conflict)]
            content[name] = "".join(piece.mine if isinstance(piece, Conflict) else piece for piece in body)
        elif mine[name] == before or mine[name] == theirs[name]:
            content[name] = theirs[name]
        elif theirs[name] != before:
            together = _merge_names(before, mine[name], theirs[name]) if name in LISTED else None
            content[name] = mine[name] if together is None else together
            conflicts += [] if together is not None else [Conflict(name, before, mine[name], theirs[name])]
    return Merge(content, conflicts, body)


def _merge_names(
    was: Sequence[Hashable], mine: Sequence[Hashable], theirs: Sequence[Hashable]
) -> list[Any] | None:
    """Without what either took out, with what either added; nothing where both changed the order."""
    stay = set(was) & set(mine) & set(theirs)
    before, by_me, by_them = ([one for one in side if one in stay] for side in (was, mine, theirs))
    if by_me == before:
        first, second = theirs, mine
    elif by_them in (before, by_me):
        first, second = mine, theirs
    else:
        return None
    known = set(was)
    together = [one for one in first if one in stay or one not in known]
    place = 0
    for one in second:
        if one in together:
            place = together.index(one) + 1
        elif one not in known:
            while place < len(together) and together[place] not in (known | set(second)):
                place += 1
            together.insert(place, one)
    return together


class _Unit(NamedTuple):
    """A block of the old version, or a gap beside one, and what each side has there now."""

    was: list[str]
    mine: list[str]
    theirs: list[str]

    @property
    def is_clash(self) -> bool:
        """Whether both sides changed the same block differently."""
        return bool(self.was) and self.mine != self.theirs and self.was not in (self.mine, self.theirs)

    @property
    def is_crowded(self) -> bool:
        """Whether both sides put something into the same gap."""
        return not self.was and bool(self.mine and self.theirs) and self.mine != self.theirs

    def together(self) -> list[str]:
        if self.mine == self.was:
            return self.theirs
        if self.theirs == self.was or set(self.theirs) <= set(self.mine):
            return self.mine
        return self.theirs + [block for block in self.mine if block not in self.theirs]


def _merge_bodies(was: str, mine: str, theirs: str) -> list[str | Conflict]:
    if was in (mine, theirs) or mine == theirs:
        return [theirs if mine == was else mine]
    blocks, *ours = (list(markup.blocks(body)) for body in (was, mine, theirs))
    sides = zip(*(changes(blocks, side) for side in ours), strict=True)
    befores = [[blocks[at // 2]] if at % 2 else [] for at in range(2 * len(blocks) + 1)]
    units = [_Unit(before, *both) for before, both in zip(befores, sides, strict=True)]
    return list(_pieces([unit for unit in units if any(unit)]))


def _pieces(units: list[_Unit]) -> Iterator[str | Conflict]:
    # What both put beside a block that both changed belongs to the same decision.
    clashes = [unit.is_clash for unit in units]
    beside = zip([False, *clashes], [*clashes[1:], False], strict=False)
    clashes = [
        clash or (unit.is_crowded and any(near))
        for unit, clash, near in zip(units, clashes, beside, strict=False)
    ]
    for clash, run in groupby(zip(clashes, units, strict=True), lambda pair: pair[0]):
        together = [unit for _, unit in run]
        if clash:
            sides = ("".join(block for unit in together for block in unit[side]) for side in range(3))
            yield Conflict("body", *sides)
        else:
            yield "".join(block for unit in together for block in unit.together())


def changes(was: Sequence[str], now: Sequence[str]) -> list[list[str]]:
    """What stands now in the gap before each old block, in its place, and in the gap at the end."""
    places: list[list[str]] = [[] for _ in range(2 * len(was) + 1)]
    old = new = 0
    for same in Indel.opcodes(was, now).as_matching_blocks():
        for place, block in _paired(was[old : same.a], now[new : same.b]):
            places[2 * old + place].append(block)
        old, new = same.a + same.size, same.b + same.size
        for at in range(same.a, old):
            places[2 * at + 1].append(was[at])
    return places


def _paired(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, str]]:
    """New blocks with their places among those that they stand for, by likeness and in order."""
    if len(was) * len(now) > MOST_PAIRED:
        yield from ((min(2 * at + 1, 2 * len(was)), block) for at, block in enumerate(now))
        return
    best = [[0.0] * (len(now) + 1) for _ in range(len(was) + 1)]
    for old in reversed(range(len(was))):
        for new in reversed(range(len(now))):
            paired = best[old + 1][new + 1] + _likeness(was[old], now[new])
            best[old][new] = max(best[old + 1][new], best[old][new + 1], paired)
    old = new = 0
    while new < len(now):
        if old == len(was) or best[old][new] == best[old][new + 1]:
            yield 2 * old, now[new]
            new += 1
        elif best[old][new] == best[old + 1][new]:
            old += 1
        else:
            yield 2 * old + 1, now[new]
            old, new = old + 1, new + 1


def _likeness(one: str, other: str) -> float:
    return 0.05 + fuzz.ratio(one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]) / 100


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
