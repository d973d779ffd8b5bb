"""Headline-style capitals, as AP sets them: short articles, conjunctions and prepositions stay low."""

import re
from collections.abc import Iterable

from articles.importing import lists

_LOW = lists.words("headlines/capitals/low")
_WORD = re.compile(r"\S+")
_PART = re.compile(r"[^\W\d_](?:[^\W_]|[’'](?=[^\W\d_]))*")
_LEADING = "\"'“‘«([¿¡—–-"
_AFTER_WHICH_CAPITAL = (":", "—", "–", "?", "!")
_PARTICLES = lists.words("headlines/capitals/particles")
_ENGLISH = lists.words("headlines/capitals/english")


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
