"""What a reader typed into the search box, taken apart."""

import re
from typing import NamedTuple

from articles.folding import words

MOST_TERMS = 12
SHORTEST_BEGINNING = 3  # of a shorter one, half of the paper's words begin so

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PIECES = re.compile(r'(-?)"([^"]*)"|(\S+)')


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
