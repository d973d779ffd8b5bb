"""What a reader typed into the search box, taken apart, and marked where a text has it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.folding import ALONE, words

MOST_TERMS = 12
SHORTEST_BEGINNING = 3  # of a shorter one, half of the paper's words begin so

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PIECES = re.compile(r'(-?)"([^"]*)"|(\S+)')
BEFORE, LENGTH = 60, 240  # characters of a snippet: in front of the first match, and in all
_WORD = re.compile(rf"[{ALONE}]|[^\W_{ALONE}]+(?:['’.][^\W_{ALONE}]+)*")
_folded = lru_cache(maxsize=20_000)(words)


class Phrase(NamedTuple):
    """Words that stand in a row; of the last one, only its beginning where `is_begun` says so."""

    words: tuple[str, ...]
    is_begun: bool = False


class Clause(NamedTuple):
    """A story must have one of these phrases, or none of them where they are excluded."""

    phrases: tuple[Phrase, ...]
    is_excluded: bool = False


def parse(text: str) -> list[Clause]:
    """A clause for each word, each phrase in quotes, each of them with a minus: at most `MOST_TERMS`.

    A word that is not in quotes is found by its beginning; one of several parts (Jean-Luc) is a phrase.
    """
    found: dict[Clause, None] = {}
    for minus, quoted, bare in _PIECES.findall(text.translate(_QUOTES)):
        is_excluded = bool(minus) or bare.startswith("-")
        if parts := tuple(words(quoted or bare)):
            is_begun = not quoted and len(parts[-1]) >= SHORTEST_BEGINNING
            found[Clause((Phrase(parts, is_begun),), is_excluded)] = None
    return list(found)[:MOST_TERMS]


def marked(text: str, clauses: Iterable[Clause]) -> SafeString:
    """The text as HTML, with `mark` around each word that was asked for."""
    said, at = [], 0
    for start, end in _matches(text, clauses):
        said += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return mark_safe("".join([*said, escape(text[at:])]))  # noqa: S308


def snippet(text: str, clauses: Iterable[Clause]) -> SafeString:
    """A piece of the text from a little before its first match on, or its beginning."""
    clauses = list(clauses)
    first = next(_matches(text, clauses), (0, 0))[0]
    start = 0 if first <= BEFORE else text.find(" ", first - BEFORE, first) + 1
    start = start or (first if first > BEFORE else 0)
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start + 1, start + LENGTH)
    end = end if end > start else start + LENGTH
    piece = marked(text[start:end], clauses)
    return mark_safe(f"{'… ' * (start > 0)}{piece}{' …' * (end < len(text))}")  # noqa: S308


def _matches(text: str, clauses: Iterable[Clause]) -> Iterator[tuple[int, int]]:
    """Where the words that were asked for stand."""
    phrases = [phrase for clause in clauses if not clause.is_excluded for phrase in clause.phrases]
    whole = {word for phrase in phrases for word in phrase.words[: -1 if phrase.is_begun else None]}
    begun = tuple(phrase.words[-1] for phrase in phrases if phrase.is_begun)
    for word in _WORD.finditer(text):
        if any(part in whole or part.startswith(begun) for part in _folded(word[0])):
            yield word.span()
