"""The word lists in `importing/lists/names`: what a word may be before its sentence is looked at."""

from collections.abc import Iterator
from pathlib import Path

from articles.importing import lists
from articles.importing.names.folding import fold, topic_key

_LISTS = Path(lists.__file__).parent / "names"


def _lines(name: str) -> Iterator[str]:
    for line in (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _words(name: str) -> frozenset[str]:
    """The words of a list as they stand and folded, as the words of a text are: "wi-fi" and "wi fi"."""
    return frozenset(form for line in _lines(name) for word in line.split() for form in (word, fold(word)))


def _with_aliases(entry: str) -> tuple[str, list[str]]:
    canonical, _, aliases = entry.partition("=")
    return canonical.strip(), [alias.strip() for alias in aliases.split(",") if alias.strip()]


def _countries() -> Iterator[tuple[str, list[str]]]:
    for line in _lines("countries"):
        canonical, _, others = line.partition("=")
        yield canonical.strip(), [other.replace("_", " ") for other in others.split()]


def _places() -> Iterator[str]:
    for line in _lines("places"):
        yield from (name.strip() for name in line.split(","))


def cue(name: str) -> frozenset[str]:
    """One of the small sets in `importing/lists/names.txt`. Raises KeyError when there is none so named."""
    return lists.words(f"names/cues/{name}")


STOP_WORDS = _words("stop_words")
COMMON_WORDS = _words("common_words") | STOP_WORDS
TITLES = _words("titles")
ORGANISATION_WORDS = _words("org_words")
SURNAMES = _words("surnames")

# Function words are left out of the given names ("In", "My", "Do" are names in Seoul), these are not.
_BOTH_WORD_AND_NAME = cue("both_word_and_name")
GIVEN_NAMES = _words("given_names") - (STOP_WORDS - _BOTH_WORD_AND_NAME)

# Folded demonym or other name of a country -> the country.
COUNTRIES: dict[str, str] = {
    fold(name): canonical for canonical, others in _countries() for name in (canonical, *others)
}
DEMONYMS = frozenset(fold(name) for canonical, others in _countries() for name in others)
# Folded place name -> the name as an editor writes it.
PLACES: dict[str, str] = {fold(name): name for name in _places()} | COUNTRIES
PLACE_WORDS = frozenset(PLACES)

BODIES: dict[str, str] = {}
EVENTS: dict[str, str] = {}
_CAPITALS: set[str] = set()
_OTHERS: set[str] = set()
for _target, _name in ((BODIES, "bodies"), (EVENTS, "events")):
    for _canonical, _aliases in map(_with_aliases, _lines(_name)):
        for _form in (_canonical, *_aliases):
            _target[fold(_form)] = _canonical
            (_CAPITALS if _form.isupper() else _OTHERS).add(fold(_form))
# What the list writes in capitals only is another word when it is not: "EU", but not "Eu" or "eu".
CASED = cue("cased_bodies") | {form for form in _CAPITALS - _OTHERS if " " not in form}

# Singular folded phrase -> the subject's name.
_SUBJECT_OF = {
    form: canonical
    for line in _lines("subjects")
    for entry in line.split(", ")
    for canonical, aliases in [_with_aliases(entry)]
    for form in (canonical, *aliases)
}
SUBJECTS: dict[str, str] = {topic_key(form): canonical for form, canonical in _SUBJECT_OF.items()}
CASED_SUBJECTS = frozenset(topic_key(form) for form in _SUBJECT_OF if form.isupper())

BROAD_SUBJECTS = _words("broad_subjects")

# Given names that are also words, places or institutions prove little by themselves.
WEAK_GIVEN_NAMES = GIVEN_NAMES & (COMMON_WORDS | ORGANISATION_WORDS | PLACE_WORDS | TITLES)
STRONG_GIVEN_NAMES = GIVEN_NAMES - WEAK_GIVEN_NAMES

_FAMILY_ENDINGS = tuple(sorted(cue("family_endings")))


def looks_like_a_family_name(word: str) -> bool:
    """Whether the folded word is a frequent family name or ends like one."""
    return word in SURNAMES or (len(word) > 5 and word.endswith(_FAMILY_ENDINGS))
