"""Mentions that may name a person, without the title, nationality or office before the name."""

import re
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
    SURNAMES,
    TITLES,
    cue,
)

REIGNING = cue("reigning")
SAINTS = cue("saints")
_TRADES_AND_PEOPLES = tuple(sorted(cue("trades")))
_POSITION = re.compile(r"[CDFG]|[A-Z]\w+-[a-z]+er")  # as what somebody plays: "F", "Third-stringer"
_FAMILY_ONLY = SURNAMES - GIVEN_NAMES
_GIVEN_OR_TITLE = GIVEN_NAMES & TITLES - REIGNING


class Candidate(NamedTuple):
    """A mention with its title cut off: what may be a person's name."""

    mention: Mention
    words: tuple[str, ...]
    keys: tuple[str, ...]
    has_title: bool
    has_nationality: bool


def find(mentions: Iterable[Mention], *, is_english: bool = True) -> list[Candidate]:
    """The mentions that may name a person, each without the title, nationality or office before the name.

    Which words have their capital from a sentence's beginning alone is known of English; in another
    language "Saat Ali" and "Handschriftliche Dokumente" are names from their second word on at most.
    """
    found = (_without_title(each, is_english or not each.is_first) for each in mentions)
    return [one for one in found if one]


def _without_title(mention: Mention, is_all_name: bool) -> Candidate | None:
    cut, has_title = _start_of_name(mention)
    has_nationality = cut > 0 and not has_title
    if not (cut or is_all_name or _begins_a_name(mention.keys)):
        cut = 1
    if cut and mention.keys[cut - 1] in SAINTS:
        cut -= 1
    words = mention.words[cut:]
    keys = mention.keys[cut:]
    if not words or not all(keys):
        return None
    return Candidate(mention, words, keys, has_title or _role_before(mention, cut), has_nationality)


def _begins_a_name(keys: Sequence[str]) -> bool:
    return len(keys) != 2 or len(keys[0]) == 1 or keys[0] in GIVEN_NAMES or keys[1] in _FAMILY_ONLY


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
    first = next((at for at in range(start, len(keys) - 1) if keys[at] in STRONG_GIVEN_NAMES), start)
    if first == start and len(keys) - start > 2 and len(keys[start + 1]) > 1:
        return int(bool(_POSITION.fullmatch(words[start])))
    leads = all(_is_office(words[at], keys[at], at == start) for at in range(start, first))
    return first - start if leads else 0


def _is_office(word: str, key: str, is_first: bool) -> bool:
    """Whether it says for whom or as what somebody works: a body, a place, a trade, "DL"."""
    if key in GIVEN_NAMES:
        return key in PLACES and not is_first
    is_listed = any(key in listed for listed in (ORGANISATION_WORDS, PLACES, COMMON_WORDS))
    is_trade = singular(key) in TITLES or key.endswith(_TRADES_AND_PEOPLES)
    return is_listed or is_trade or (word.isupper() and len(word) < 4)


def _role_before(mention: Mention, cut: int) -> bool:
    if cut:
        return False
    before = mention.before.rstrip()
    return fold(before) in TITLES and not before.endswith((".", ";", ":"))
