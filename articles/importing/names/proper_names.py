"""Proper names that are no people: put together, and told what kind of thing they name."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from articles.importing.names.folding import fold
from articles.importing.names.mentions import Mention
from articles.importing.names.vocabulary import (
    BODIES,
    CASED,
    COMMON_WORDS,
    DEMONYMS,
    EVENTS,
    GIVEN_NAMES,
    ORGANISATION_WORDS,
    PLACES,
    STOP_WORDS,
    STRONG_GIVEN_NAMES,
    SURNAMES,
    TITLES,
    cue,
    looks_like_a_family_name,
)

_BRIDGE = re.compile(r" (?:of|of the|for|for the|and|&|in|in the|on) \Z")
_LIST = re.compile(r"(?:, [^\W\d_a-z]\w+)*,? and [^\W\d_a-z]")
_EVENT_WORDS = cue("event_words")
_GROUND_WORDS = cue("ground_words")
_AMBIGUOUS_WHEN_FIRST = cue("ambiguous_when_first")
_DIRECTIONS = cue("directions")
_SHOUTED = 8  # letters; an acronym has fewer
_OWNERS = COMMON_WORDS - ORGANISATION_WORDS - TITLES
_ENDS_A_NAME = re.compile(r"[a-z][A-Z]\w*(?: \d+)? \Z")
_OF_SENTENCES = cue("of_sentences")
_CAPITALISED = re.compile(r"[^\W\d_a-z]\w+")
_ANOTHER = re.compile(r",? (?:and )?([^\W\d_a-z]\w+) [^\W\d_a-z]")
_NUMBERED = cue("numbered")
_NUMBER = re.compile(r" (\d{1,4})\b")
_JOINED_BODIES = frozenset(key for key in BODIES if not {"and", "of", "for"}.isdisjoint(key.split()))
_OF_A_PLACE = re.compile(r"\b(?:in|at|near|from|across|around|outside)(?: the)? \Z")


class ProperName(NamedTuple):
    """A name as the text writes it, its words and their keys, and the mention that it begins with."""

    form: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    mention: Mention
    is_joined: bool


def join(text: str, mentions: Sequence[Mention]) -> Iterator[ProperName]:
    """Names that only "of", "for" or "and" holds apart, put together: "Ministry of Defence"."""
    at = 0
    while at < len(mentions):
        first = last = mentions[at]
        words, keys = first.words, first.keys
        number = _NUMBER.match(first.after) if keys[-1] in _NUMBERED else None
        if number:
            words, keys = (*words, number[1]), (*keys, number[1])
        while at + 1 < len(mentions) and _belongs(text, keys, last, mentions[at + 1], last is not first):
            at += 1
            gap = text[last.end : mentions[at].start]
            last = mentions[at]
            if gap[0] != " ":  # a comma or a possessive belongs to the word before it
                words = (*words[:-1], words[-1] + gap.split()[0])
            parts = tuple(gap.split()[gap[0] != " " :])
            words, keys = words + parts + last.words, keys + parts + last.keys
        form = text[first.start : last.end] + (number[0] if number else "")
        yield ProperName(form, words, keys, first, bool(number) or last is not first)
        at += 1


def _belongs(text: str, keys: tuple[str, ...], last: Mention, following: Mention, is_joined: bool) -> bool:
    if last.is_possessive and last.key in _OWNERS and following.start - last.end == len("'s "):
        return True  # "People's Liberation Army"
    if following.sentence != last.sentence or last.is_possessive or following.start - last.end > 12:
        return False
    gap = text[last.end : following.start]
    if _BRIDGE.fullmatch(gap) and " ".join((keys[-1], *gap.split(), *following.keys)) in _JOINED_BODIES:
        return True
    if gap == ", " and _LIST.match(text, following.end):
        gap = " and "  # "Ministry of Trade, Industry and Energy"
    if not _BRIDGE.fullmatch(gap) or not ORGANISATION_WORDS.intersection(keys):
        return False
    goes_on_with_a_word = following.keys[0] in ORGANISATION_WORDS or following.keys[0] in COMMON_WORDS
    if gap.startswith(" of"):
        return keys[-1] in ORGANISATION_WORDS or is_joined
    if gap.startswith(" for"):
        return keys[-1] in ORGANISATION_WORDS and goes_on_with_a_word
    if gap == " and ":
        return is_joined and goes_on_with_a_word
    return len(keys) > 3 and keys[-1] in ORGANISATION_WORDS and following.key in PLACES


def acronyms_of(names: Sequence[ProperName]) -> dict[str, str]:
    """ "KSUSTA" -> the long name that it stands behind in brackets."""
    found = {}
    for name, following in pairwise(names):
        gap = following.mention.start - name.mention.start - len(name.form)
        short = following.form
        if gap == 2 and short.isupper() and len(short) > 1 and short[0] == name.form[0] and " " in name.form:
            found[short] = BODIES.get(" ".join(name.keys), name.form)
    return found


def look_up(key: str, mention: Mention) -> tuple[str, str] | None:
    """The canonical name and the kind of a listed body, event or place; None when the key is none of them."""
    if key in CASED and not any(word.isupper() and fold(word) == key for word in mention.words):
        return None
    if mention.is_first and key in _AMBIGUOUS_WHEN_FIRST:
        return None
    if key in PLACES and key in BODIES and mention.before == "the ":
        return PLACES[key], "place"  # the river Amazon has its article, and the company none
    for names, kind in ((BODIES, "organisation"), (EVENTS, "event"), (PLACES, "place")):
        if key in names and not (kind == "organisation" and _is_accented(key, mention)):
            return names[key], kind
    return None


def _is_accented(key: str, mention: Mention) -> bool:
    """ "Über" is not Uber."""
    return any(fold(word) == key and not word.isascii() for word in mention.words)


def kind_of(name: ProperName, is_repeated: bool) -> str:
    """What kind of proper name this may be, or "" when it is none that makes a topic."""
    last = name.keys[-1]
    if len(name.keys) == 1:
        return _kind_of_one_word(name)
    if all(key in STOP_WORDS or key in TITLES or key in DEMONYMS for key in name.keys):
        return ""
    if not _OF_SENTENCES.isdisjoint(map(fold, filter(_CAPITALISED.match, name.words))):
        return ""  # "Click To Tweet", "In God We Trust"
    if name.keys[0] in TITLES and (len(name.keys) == 2 or name.keys[1] in GIVEN_NAMES):
        return ""
    if last in _EVENT_WORDS or name.keys[0] in ("storm", "hurricane", "typhoon", "cyclone", "operation"):
        return "event"
    if last in _GROUND_WORDS or name.keys[0] in ("river", "lake", "mount"):
        return "place"
    if name.keys[0] in _DIRECTIONS and last in PLACES and last not in DEMONYMS:
        return "place"  # "West Michigan"
    if last in TITLES and not ORGANISATION_WORDS.intersection(name.keys):
        return ""
    if _is_rather_a_person(name):
        return ""
    if ORGANISATION_WORDS.intersection(name.keys):
        return "organisation"
    if len(name.keys) > 6 or name.is_joined or not is_repeated:
        return ""
    return "" if _may_be_a_person(name) else "organisation"


def _is_rather_a_person(name: ProperName) -> bool:
    """Whether its last two words are a person whom the rules did not dare to name, as in "Magic Johnson"."""
    first, last = name.keys[-2:]
    if first in STRONG_GIVEN_NAMES:
        return last in SURNAMES or last not in ORGANISATION_WORDS
    another = _ANOTHER.match(name.mention.after)  # "Kanye West and Kim Kardashian"
    is_beside_one = another is not None and fold(another[1]) in STRONG_GIVEN_NAMES
    return len(name.keys) == 2 and last in SURNAMES and (last not in ORGANISATION_WORDS or is_beside_one)


def _may_be_a_person(name: ProperName) -> bool:
    """People are silent rather than wrong: a name that did not make a person makes no organisation either."""
    has_particle = any(word.islower() for word in name.words)
    return has_particle or name.keys[0] in GIVEN_NAMES or looks_like_a_family_name(name.keys[-1])


def _kind_of_one_word(name: ProperName) -> str:
    word, key = name.form, name.keys[0]
    if key in COMMON_WORDS or key in TITLES or key in ORGANISATION_WORDS or key in DEMONYMS or len(key) < 3:
        return ""
    if key in GIVEN_NAMES or key in SURNAMES:
        return ""
    if _ENDS_A_NAME.search(name.mention.lead):
        return ""  # the "Pro" of "iPhone 11 Pro" and of "iPad Pro"
    if word.isupper():
        return "organisation" if 2 < len(word) < _SHOUTED else ""
    return "place" if _OF_A_PLACE.search(name.mention.lead) else "organisation"
