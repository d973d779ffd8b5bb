"""Mentions that may name a person, without the title, nationality or office before the name."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from articles.importing.names.folding import fold, singular
from articles.importing.names.mentions import NUMERAL, Mention
from articles.importing.names.vocabulary import (
    COMMON_WORDS,
    DEMONYMS,
    GIVEN_NAMES,
    ORGANISATION_WORDS,
    PLACES,
    STRONG_GIVEN_NAMES,
    TITLES,
    cue,
)

REIGNING = cue("reigning")
SAINTS = cue("saints")
_TRADES_AND_PEOPLES = tuple(sorted(cue("trades")))
_GIVEN_OR_TITLE = GIVEN_NAMES & TITLES - REIGNING


class Candidate(NamedTuple):
    """A mention with its title cut off: what may be a person's name."""

    mention: Mention
    words: tuple[str, ...]
    keys: tuple[str, ...]
    has_title: bool
    has_nationality: bool


def find(mentions: Iterable[Mention]) -> list[Candidate]:
    """The mentions that may name a person, each without the title, nationality or office before the name."""
    return [found for found in map(_without_title, mentions) if found]


def _without_title(mention: Mention) -> Candidate | None:
    cut, has_title = _start_of_name(mention)
    if cut and mention.keys[cut - 1] in SAINTS:
        cut -= 1
    words = mention.words[cut:]
    keys = mention.keys[cut:]
    if not words or not all(keys):
        return None
    return Candidate(mention, words, keys, has_title or _role_before(mention, cut), cut > 0 and not has_title)


def _start_of_name(mention: Mention) -> tuple[int, bool]:
    keys, last = mention.keys, len(mention.keys) - 1
    start, has_title = 0, False
    for position, key in enumerate(keys[: min(last, 8)]):
        if _is_title(key) and not _is_rather_a_given_name(keys, position):
            start, has_title = position + 1, True
    while start < last and (
        leading := (keys[start] in DEMONYMS and not has_title) or _lead_in(mention.words, keys, start)
    ):
        start += leading
    if has_title and start and keys[start - 1] in REIGNING and _is_reign(mention, start):
        start -= 1
    return start, has_title


def _is_title(key: str) -> bool:
    return key in TITLES or (" " in key and not TITLES.isdisjoint(key.split()))


def _is_rather_a_given_name(keys: Sequence[str], position: int) -> bool:
    """ "Dean Hartnell", "Earl Warren", but "Dean Mary Hartnell"."""
    rest = keys[position + 1 :]
    return keys[position] in _GIVEN_OR_TITLE and not (len(rest) > 1 and rest[0] in GIVEN_NAMES)


def _is_reign(mention: Mention, start: int) -> bool:
    rest = mention.keys[start:]
    return rest[0] in GIVEN_NAMES and (len(rest) == 1 or bool(NUMERAL.match(mention.words[start + 1])))


def _lead_in(words: Sequence[str], keys: Sequence[str], start: int) -> int:
    """How many words lead in: "State Marco Rubio" (of "Secretary of State"), "AC Milan George Weah"."""
    rest = keys[start + 1 :]
    if words[start].isupper() and len(rest) > 2 and rest[0] in PLACES and rest[1] in STRONG_GIVEN_NAMES:
        return 2
    is_office = any(keys[start] in listed for listed in (ORGANISATION_WORDS, PLACES, COMMON_WORDS))
    is_office = is_office or singular(keys[start]) in TITLES or keys[start].endswith(_TRADES_AND_PEOPLES)
    return len(rest) > 1 and is_office and keys[start] not in GIVEN_NAMES and rest[0] in STRONG_GIVEN_NAMES


def _role_before(mention: Mention, cut: int) -> bool:
    if cut:
        return False
    before = mention.before.rstrip()
    return fold(before) in TITLES and not before.endswith((".", ";", ":"))
