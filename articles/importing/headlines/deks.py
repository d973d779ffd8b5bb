"""The dek: what a reader wants to know next, in one or two sentences that do not say the headline again."""

import re
from collections.abc import Iterator

from articles.importing import sentences
from articles.importing.cleaning import opening, shapes
from articles.importing.document import Derived, Document, Role
from articles.importing.headlines import wholeness

_LONGEST = 240
_PARAGRAPHS = 8
_WORDS = re.compile(r"[\w’']+")
_POINTS_ELSEWHERE = re.compile(r"\b(?:(?:is|are|see) below|click|are here|check out)\b", re.IGNORECASE)
_ENDS = (".", "!", ".”", '."', ".’", ".)")


def dek(document: Document, headline: str, used: str) -> Derived | None:
    """The source's own dek, else the next sentences after `used`, the one that the headline says."""
    own = [line.text for line in document.lines if line.role is Role.DEK]
    if own and own[0].casefold() != headline.casefold():
        return Derived(own[0], "the dek that the source has")
    found = list(_sentences(document))
    after = found.index(used) + 1 if used in found else 0
    # The lede stands right below the dek: its words again would be the same words twice.
    for start in dict.fromkeys((max(after, 1), 0)):
        if told := _two(found[start:], headline, used):
            return told
    return None


def _two(found: list[str], headline: str, used: str) -> Derived | None:
    """The first sentence that tells more, with the next one where it fits."""
    for rank, sentence in enumerate(found):
        if sentence == used or not _tells(sentence, headline):
            continue
        second = found[rank + 1] if rank + 1 < len(found) else ""
        if second and second != used and _completes(sentence, second, headline):
            return Derived(f"{sentence} {second}", "the next two sentences that stand alone")
        return Derived(sentence, "the next sentence that stands alone")
    return None


def _sentences(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs[:_PARAGRAPHS]:
        if not shapes.is_item(paragraph):
            yield from sentences.split(opening.without_dateline(paragraph)[:3000])


def _tells(sentence: str, headline: str) -> bool:
    return (
        40 <= len(sentence) <= _LONGEST
        and not sentence[0].islower()
        and sentence.endswith(_ENDS)
        and wholeness.stands(sentence)
        and not _POINTS_ELSEWHERE.search(sentence)
        and not _repeats(sentence, headline)
    )


def _completes(first: str, second: str, headline: str) -> bool:
    return (
        len(first) + len(second) < _LONGEST
        and second.endswith((".", "!"))
        and second[0] not in '"“‘'
        and not wholeness.is_personal(second)
        and wholeness.is_balanced(second)
        and not _repeats(second, headline)
    )


def _repeats(sentence: str, headline: str) -> bool:
    """Whether the sentence says the headline again: most of the headline's longer words are in it."""
    said = {word.casefold() for word in _WORDS.findall(headline) if len(word) > 3}
    again = {word.casefold() for word in _WORDS.findall(sentence)}
    return bool(said) and len(said & again) * 10 > len(said) * 6
