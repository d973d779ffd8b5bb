"""Headline-style capitals, as AP sets them: short articles, conjunctions and prepositions stay low."""

import re
from collections.abc import Iterable

_LOW_WORDS = "a an and as at but by en for if in nor of off on or out per so the to up v via vs yet"
_LOW = frozenset(_LOW_WORDS.split())
_WORD = re.compile(r"\S+")
_PART = re.compile(r"[^\W\d_](?:[^\W_]|[’'](?=[^\W\d_]))*")
_LEADING = "\"'“‘«([¿¡—–-"
_AFTER_WHICH_CAPITAL = (":", "—", "–", "?", "!")
_PARTICLES_LIST = "von van der den de da del della di du dos das la le bin al el ibn ter zu y"
_PARTICLES = frozenset(_PARTICLES_LIST.split())
# Words that the neighbouring languages do not write the same way.
_ENGLISH_WORDS = (
    "the of and to is was for that with by from it he she they has have had his her their said be are "
    "were this which who but not will after its been you your i we my our would can than one two three "
    "four only "
    "before into about when there more some them both other"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def headline_case(text: str) -> str:
    """The text with headline capitals; words that have capitals or figures of their own stay as they are."""
    words = list(_WORD.finditer(text))
    out = []
    for rank, found in enumerate(words):
        edge = rank in {0, len(words) - 1} or words[rank - 1][0].endswith(_AFTER_WHICH_CAPITAL)
        out.append(_capital(found[0], edge=edge))
    return " ".join(out)


def is_english(text: str) -> bool:
    """Whether at least one in eight of the first 200 words is a common English function word."""
    words = re.findall(r"[^\W\d_]+", text[:1500].casefold())[:200]
    return len(words) > 3 and sum(map(_ENGLISH.__contains__, words)) * 8 >= len(words)


def lowered(headline: str, body: Iterable[str]) -> str:
    """A headline in capitals, written as its words are written in the body, else with headline capitals."""
    forms: dict[str, str] = {}
    for paragraph in body:
        if paragraph.isupper():
            continue
        for found in re.finditer(r"(?<=[\w,] )[A-Z][\w’'&.-]*\w", paragraph[:4000]):
            forms.setdefault(found[0].casefold(), found[0])
    words = [_from_body(word, forms) for word in headline.split()]
    return headline_case(" ".join(words))


def _from_body(word: str, forms: dict[str, str]) -> str:
    core = word.strip("\"'“”‘’.,:;!?()")
    form = forms.get(core.casefold(), core.lower())
    return word.replace(core, form) if core else word


def _capital(word: str, *, edge: bool) -> str:
    core = word.lstrip(_LEADING)
    if core in _PARTICLES and not edge:
        return word
    plain = core.strip("\"'“”‘’.,:;!?()»]").casefold()
    if plain in _LOW and not edge and core[:1].islower():
        return word
    parts = re.split(r"(?<=[-–—/])", word)
    return "".join(_part(part, first=rank == 0) for rank, part in enumerate(parts))


def _part(part: str, *, first: bool) -> str:
    found = _PART.search(part)
    if not found or not found[0].islower() or any(c.isdigit() for c in part[: found.start()]):
        return part
    if not first and found[0] in _LOW:
        return part
    return part[: found.start()] + found[0][0].upper() + part[found.start() + 1 :]
