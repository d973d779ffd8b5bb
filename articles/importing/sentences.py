"""Where one sentence ends and the next begins, in English prose."""

import re
from collections.abc import Iterator
from functools import lru_cache

from articles.importing import lists

# Each match is consumed whole and looked at once, so the walk is linear in the length of the text.
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*|[。！？]+[」』”’）]*")
_LAST_WORD = re.compile(r"[\w.&’'-]{1,24}\Z")
_OPENERS = "\"'“‘«([¿¡—–-•"

_NEVER_LAST = lists.words("sentences/words/never_last")
_NOT_BEFORE_FIGURES = lists.words("sentences/words/before_a_figure")
_LONGEST = 7  # letters in a row: more than any of the abbreviations has
_COMPANY = lists.words("sentences/words/company")
_STARTERS = lists.words("sentences/words/starters")
_SPEAKING = re.compile(
    r"(?:[\w.’'-]+\s+){0,4}(?:said|says|asked|asks|told|added|adds|replied|shouted|wrote)\b"
)


def split(paragraph: str) -> list[str]:
    """The sentences of one paragraph, in order, stripped; their words are the paragraph's words.

    A stop ends a sentence when space and then a capital, a figure, an opening quote or a letter
    without case follows, and when the word before it is no abbreviation or initial.
    """
    return list(_split(paragraph))


@lru_cache(maxsize=256)  # headline, dek and names ask for the same paragraphs, one after another
def _split(paragraph: str) -> tuple[str, ...]:
    return tuple(filter(None, _pieces(paragraph)))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() < len(text) and _ends_here(text, stop):
            yield text[start : stop.end()].strip()
            start = stop.end()
    yield text[start:].strip()


def _ends_here(text: str, stop: re.Match[str]) -> bool:
    if stop[0][0] in "。！？":
        return True
    following = text[stop.end() : stop.end() + 80]
    rest = following.lstrip()
    if not rest or rest == following or not _may_open(rest):
        return False
    if stop[0] == ".":
        word = text[max(0, stop.start() - _LONGEST) : stop.start()]
        is_too_long = len(word) == _LONGEST and word.isalpha()
        return is_too_long or not _is_abbreviation(text[max(0, stop.start() - 24) : stop.start()], rest)
    # “Stop!” Smith said.
    return not (stop[0][0] in "!?" and len(stop[0]) > 1 and _SPEAKING.match(rest))


def _may_open(rest: str) -> bool:
    first = rest.lstrip(_OPENERS)[:1] or rest[0]
    return not first.islower() and (first.isalnum() or rest[0] in _OPENERS)


def _is_abbreviation(before: str, rest: str) -> bool:
    found = _LAST_WORD.search(before)
    if not found:
        return False
    word = found[0].strip("'’-&").casefold()
    if word in _NEVER_LAST:
        return True
    if len(word) == 1 and found[0].isupper():  # "J. Smith", but "Vitamin C. The ..."
        return _next_word(rest) not in _STARTERS
    if word in _NOT_BEFORE_FIGURES:
        return rest[0].isdigit()
    if word in _COMPANY or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return _next_word(rest) not in _STARTERS and rest[0] not in _OPENERS
    return False


def _next_word(rest: str) -> str:
    found = re.match(r"[\w’']+", rest.lstrip(_OPENERS))
    return found[0].casefold() if found else ""
