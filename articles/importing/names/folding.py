"""Keys under which two spellings of one name, or two forms of one word, are the same."""

import re
from functools import lru_cache

from articles import folding
from articles.importing import lists

_POSSESSIVE = re.compile(r"['’]s?(?=\s|\Z)")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The name's key, as the newsroom's records have it, without a possessive; empty for signs only."""
    key = folding.fold(_POSSESSIVE.sub("", name))
    return key if any(map(str.isalnum, key)) else ""


def without_initials(key: str) -> str:
    """A folded full name without single letters between its first and last word."""
    first, *middle, last = key.split() if " " in key else (key, "")
    return " ".join([first, *(word for word in middle if len(word) > 1), last]).strip()


_PLURALS = lists.section("names/plurals")


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The lower-case word without its plural ending; a word that only looks like a plural may change too.

    It is a key for comparison, never a word to show.
    """
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65536)
def topic_key(name: str) -> str:
    """The folded name with each word in the singular, without a leading "the"."""
    words = fold(name).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(map(singular, words))
