"""Subjects of a text: what it is about in common nouns, found by a list and by what it repeats."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from articles.importing.document import KnownName
from articles.importing.names.authority import Authority
from articles.importing.names.folding import singular, topic_key
from articles.importing.names.vocabulary import (
    CASED_SUBJECTS,
    COMMON_WORDS,
    GIVEN_NAMES,
    STOP_WORDS,
    SUBJECTS,
    TITLES,
    cue,
)

_TOKEN = re.compile(r"[^\W_]+(?:['’-](?!s\b)[^\W_]+)*|[^\w ]")
_WORD = re.compile(r"([^\W_]+(?:['’](?!s\b)[^\W_]+)*)")
_BREAK = re.compile(r"[.,;:!?\n]\s")
_NO_NOUN = re.compile(r".*(?:ly|ed|ing|ful|ous|ive|less|able|ible|est|ical|ional|istic|['’]\w+)\Z|.{0,3}\Z")
_BEFORE_A_VERB = cue("before_a_verb")
# First word of a listed subject -> how many words the longest one that begins so has, and the second words.
_LONGEST: dict[str, int] = {}
_SECOND: dict[str, set[str]] = defaultdict(set)
for _phrase in SUBJECTS:
    _first, *_rest = _phrase.split(" ")
    _LONGEST[_first] = max(_LONGEST.get(_first, 0), len(_rest) + 1)
    _SECOND[_first].update(_rest[:1])


@dataclass(slots=True)
class Found:
    """A subject with its forms in the text and the token numbers at which it stands."""

    name: str
    is_listed: bool
    forms: dict[str, int] = field(default_factory=dict)  # with how often each stands there
    positions: list[int] = field(default_factory=list)


def find(pieces: Iterable[str]) -> list[Found]:
    """The subjects in the pieces of a text between its names; no phrase crosses the end of a piece."""
    tokens = _TOKEN.findall(" | ".join((*pieces, "")))
    keys = list(map(_key, tokens))
    found: dict[str, Found] = {}
    taken = _listed(tokens, keys, found)
    _repeated(tokens, keys, taken, found)
    return list(found.values())


def known(text: str, authority: Authority) -> Iterator[tuple[int, str, KnownName]]:
    """Each known topic in the text, the longest first: its first word's number, its form, and its record."""
    parts = _WORD.split(text)  # every second one is a word
    keys = list(map(topic_key, parts[1::2]))
    end, longest = 0, authority.longest
    for at in [at for at, key in enumerate(keys) if key in longest]:
        for length in range(longest[keys[at]] if at >= end else 0, 0, -1):
            record = authority.topics.get(" ".join(keys[at : at + length]))
            if record is None:
                continue
            form = "".join(parts[2 * at + 1 : 2 * min(at + length, len(keys))])
            if not _BREAK.search(form):
                end = at + length
                yield at, form, record
                break


@lru_cache(maxsize=65536)
def _key(token: str) -> str:
    return singular(token.lower().replace("’", "'"))


def _listed(tokens: Sequence[str], keys: Sequence[str], found: dict[str, Found]) -> set[int]:
    taken: set[int] = set()
    for at in [at for at, key in enumerate(keys) if key in _LONGEST]:
        if at in taken:
            continue
        key = keys[at]
        goes_on = at + 1 < len(keys) and keys[at + 1].partition("-")[0] in _SECOND[key]
        for length in range(_LONGEST[key] if goes_on else 1, 0, -1):
            phrase = " ".join(keys[at : at + length]).replace("-", " ")
            form = " ".join(tokens[at : at + length])
            name = SUBJECTS.get(phrase)
            if name and (form.isupper() or phrase not in CASED_SUBJECTS):
                subject = found.setdefault(name, Found(name, is_listed=True))
                subject.forms[form] = subject.forms.get(form, 0) + 1
                subject.positions.append(at)
                taken.update(range(at, at + length))
                break
    return taken


def _repeated(tokens: Sequence[str], keys: Sequence[str], taken: set[int], found: dict[str, Found]) -> None:
    places: dict[str, list[int]] = defaultdict(list)
    verbs: Counter[str] = Counter()
    nouns = {key for key, count in Counter(keys).items() if count > 1 and _is_noun_like(key)}
    for at, key in enumerate(keys):
        if key not in nouns or at in taken:
            continue
        places[key].append(at)
        before = keys[at - 1] if at else "|"
        verbs[key] += before in _BEFORE_A_VERB
        if at - 1 not in taken and _may_lead(before):
            places[f"{before} {key}"].append(at - 1)
    for key in [key for key, count in verbs.items() if 3 * count > len(places[key])]:
        del places[key]  # "to attract", "can attract": no noun
    for phrase, positions in _worth_naming(places):
        length = phrase.count(" ") + 1
        forms = Counter(" ".join(tokens[at : at + length]) for at in positions)
        found[phrase] = Found(_shown(phrase, forms), is_listed=False, forms=forms, positions=positions)


def _worth_naming(places: dict[str, list[int]]) -> Iterator[tuple[str, list[int]]]:
    whole = {phrase: len(at) for phrase, at in places.items() if " " in phrase and len(at) > 1}
    inside: Counter[str] = Counter()
    for phrase, count in whole.items():
        for word in phrase.split():
            inside[word] += count
    for phrase, positions in places.items():
        if (phrase in whole and _is_compound(phrase, len(positions))) or (
            " " not in phrase and len(positions) - inside[phrase] > 2
        ):
            yield phrase, positions


def _is_compound(phrase: str, count: int) -> bool:
    """ "feather duvet" by its words; "water vapour" only when it comes three times."""
    first = phrase.split()[0]
    return count > 2 or (
        first not in COMMON_WORDS and not _NO_NOUN.match(first) and not first.endswith(("y", "al"))
    )


@lru_cache(maxsize=65536)
def _may_lead(key: str) -> bool:
    """Whether the word makes a phrase with a noun after it."""
    return len(key) > 1 and key.isalpha() and key not in STOP_WORDS and not key.endswith(("ly", "est"))


@lru_cache(maxsize=65536)
def _is_noun_like(key: str) -> bool:
    if key in COMMON_WORDS or key in TITLES or key in GIVEN_NAMES or not key[0].isalpha():
        return False
    return key + "s" not in COMMON_WORDS and not _NO_NOUN.match(key)


def _shown(phrase: str, forms: dict[str, int]) -> str:
    """The singular when the text has it, else the commonest form in lower case; "iPad" as it is written."""
    form = min(forms, key=lambda form: (-forms[form], form))
    if form[0].islower() and not form.islower():
        return form
    lower = {form.lower() for form in forms}
    return phrase if phrase in lower else min(lower, key=lambda form: (-forms[form], form))
