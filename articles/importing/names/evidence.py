"""How much the words of a name and its surroundings say for a person."""

import re
from collections.abc import Iterable, Mapping, Sequence

from articles.importing import lists
from articles.importing.names.candidates import REIGNING, SAINTS, Candidate
from articles.importing.names.engine import NO_LABELS, Labels
from articles.importing.names.folding import fold, singular
from articles.importing.names.mentions import NUMERAL, Mention
from articles.importing.names.vocabulary import (
    BODIES,
    COMMON_WORDS,
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

_SPEAKS_AFTER = lists.pattern("names/around a name/speaks_after")
_AGE_AFTER = lists.pattern("names/around a name/age_after")
_APPOSITION_AFTER = lists.pattern("names/around a name/apposition_after")
_COMPANY_AFTER = lists.pattern("names/around a name/company_after")
_HOUSE_AFTER = lists.pattern("names/around a name/house_after")
_SPEECH_BEFORE = cue("speech_before")
_COMPANY_BEFORE = cue("company_before")
_AGAINST_BEFORE = cue("against")
_PLACE_BEFORE = cue("place_before")
_NUMERALS = cue("numerals")
SUFFIXES = cue("suffixes")
_ARTICLES = cue("articles")
_STRONG = STRONG_GIVEN_NAMES - _ARTICLES
_FAMILY_PREFIX = re.compile(r"(?:Mc|Mac|O['’]|Fitz|D['’]|De|Di|Van|Le|La|Mc)[A-Z]\w+\Z|(?:al|el)-\w+\Z")
# A name needs this much evidence to be a person; the weights were set on training parts of public NER data.
_ENOUGH = 1.5
_MOST_WORDS = 5
_QUOTES = '"“'  # of a nickname
# A given name that is also a place, one that is also a word, and an initial.
_WEAK_PLACE, _WEAK_WORD, _INITIAL = 1.2, 2.0, 2.0
# What the optional engine's label weighs; a model alone is wrong too often to decide.
_LABELS, _ANOTHER_LABEL = {"person": 2.0, "": 0.0}, -1.0


def is_person(
    key: str, same: Sequence[Candidate], alone: Mapping[str, float], labels: Labels = NO_LABELS
) -> bool:
    """Whether the candidates of one key name a person in full; `alone` is what `of_surnames` gave."""
    words, keys = same[0].words, same[0].keys
    if key in PLACES or key in BODIES or key in EVENTS or keys[0] in SAINTS or len(keys) > _MOST_WORDS:
        return False
    if len(keys) > 1 and (keys[0] in REIGNING or (keys[1] in _NUMERALS and keys[0] in STRONG_GIVEN_NAMES)):
        return True
    if len(keys) == 1 or len(keys[-1]) == 1 or (len(keys) == 2 and keys[1] in SUFFIXES):
        return False
    if _is_no_name(words, keys) or any(_is_of_a_house(found.mention) for found in same):
        return False
    score = _of_words(words, keys) + max(map(_in_context, same))
    score += alone.get(keys[-1], 0.0)
    if keys[0] in alone and keys[0] not in GIVEN_NAMES:
        score -= 1.5  # "Google Stadia" beside "Google"
    return score + _of_labels(same, labels) >= _ENOUGH


def _of_labels(same: Sequence[Candidate], labels: Labels) -> float:
    """What the engine says, on average over the mentions; nothing where there is no engine."""
    if not labels.engine:
        return 0.0
    kinds = (labels.kind(found.mention.end - len(" ".join(found.words)), found.mention.end) for found in same)
    return sum(_LABELS.get(kind, _ANOTHER_LABEL) for kind in kinds) / len(same)


def _is_no_name(words: Sequence[str], keys: Sequence[str]) -> bool:
    """ "Carolina Gov.", "Hong Kong Newsroom", "Brent LCOc1", "da Bahia"."""
    ends_in_a_title = words[-1].endswith(".") and keys[-1] in TITLES
    return (
        words[0].islower()
        or "_" in "".join(words)
        or ends_in_a_title
        or " ".join(keys[:2]) in PLACES
        or any(map(str.isdigit, "".join(keys)))
    )


def _is_of_a_house(mention: Mention) -> bool:
    """ "Walter Reed hospital", "bookmakers William Hill"."""
    return bool(_HOUSE_AFTER.match(mention.after)) or fold(mention.before) in _COMPANY_BEFORE


def of_surnames(candidates: Iterable[Candidate]) -> dict[str, float]:
    """The words that stand alone as a surname may, each with what that says for a person of that name."""
    alone: dict[str, float] = {}
    for found in candidates:
        if len(found.keys) == 1 and _may_be_a_surname(found):
            evidence = 1.8 if _in_context(found) > 0 else 1.2
            alone[found.keys[0]] = max(evidence, alone.get(found.keys[0], 0.0))
    return alone


def _may_be_a_surname(found: Candidate) -> bool:
    key = found.keys[0]
    if found.mention.before == "the " and not found.has_title:
        return False
    return key not in PLACES and (key not in COMMON_WORDS or key in SURNAMES)


def _of_words(words: Sequence[str], keys: Sequence[str]) -> float:
    """What the words alone say for (above 0) or against a person."""
    first, last = keys[0], keys[-1]
    if last in SUFFIXES and len(keys) > 2:
        last = keys[-2]
    score = _given_name(words[0], first)
    has_given_name = score > 0
    score += _family_name(words[-1], last)
    pairs = enumerate((word, key) for word, key in zip(words, keys, strict=True) if word[0] not in _QUOTES)
    score -= 2.0 * (first in BODIES)
    return score - sum(_against(word, key, at == 0, has_given_name) for at, (word, key) in pairs)


def _given_name(word: str, key: str) -> float:
    if key in _STRONG or key.split()[0] in _STRONG:
        return 2.5
    if key in _ARTICLES:
        return -1.5
    if key in GIVEN_NAMES:
        return _WEAK_PLACE if key in PLACES else _WEAK_WORD
    return _INITIAL if word.endswith(".") or (len(word) <= 2 and word.isupper()) else 0.0


def _family_name(word: str, key: str) -> float:
    if looks_like_a_family_name(key) or _FAMILY_PREFIX.match(word):
        return 1.5
    return 0.7 if key in STRONG_GIVEN_NAMES else 0.0


def _against(word: str, key: str, is_first: bool, has_given_name: bool) -> float:
    if len(word) > 2 and word.isupper() and "." not in word:
        return 0.5 if NUMERAL.match(word) else 2.5
    is_name = key in GIVEN_NAMES if is_first else looks_like_a_family_name(key)
    if key in ORGANISATION_WORDS or singular(key) in ORGANISATION_WORDS:
        return 1.0 if is_name and has_given_name else 3.0
    if key in PLACES:
        return 0.7 if is_name or key in GIVEN_NAMES else 2.0
    if key in STOP_WORDS:
        return 0.0 if is_name else 2.5
    if key in COMMON_WORDS:
        return 0.0 if is_name else 1.2
    return 0.0


def _in_context(found: Candidate) -> float:
    """What stands around the mention says for or against a person."""
    mention, score = found.mention, 0.0
    before = fold(mention.before)
    if found.has_title:
        score += 2.0
    elif found.has_nationality or before in _SPEECH_BEFORE:
        score += 1.0
    elif before in _PLACE_BEFORE:
        score -= 2.0
    elif before in _AGAINST_BEFORE:
        score -= 2.5
    return score + _after(mention, found.has_title)


def _after(mention: Mention, has_title: bool) -> float:
    after = mention.after
    if mention.is_possessive:
        return 0.0
    if _SPEAKS_AFTER.match(after):
        return 1.7
    if _AGE_AFTER.match(after):
        return 1.7
    if _COMPANY_AFTER.match(after):
        return -3.0
    if after.startswith(" of ") and not has_title:
        return -1.0
    role = _APPOSITION_AFTER.match(after)
    return 1.2 if role and (role[1] in TITLES) else 0.0
