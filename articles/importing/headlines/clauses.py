"""The forms that a sentence can take in a headline: tighter inside or ended earlier, the least loss first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from articles.importing import lists
from articles.importing.headlines import tense, verbs
from articles.importing.headlines.tightening import WHEN_LAST, levels


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a sentence: its text, the rule that made it, and what was cut off its end.

    `verb` is its main verb, None when that is unknown or cut off.
    """

    text: str
    rule: str
    verb: verbs.Verb | None
    tail: str = ""


def forms(sentence: str, longest: int) -> Iterator[Form]:
    """The forms of at most `longest` characters, the one that loses least first."""
    waiting: list[tuple[int, int, Form]] = []
    seen: set[str] = set()
    for cost, rule, tight in chain(levels(sentence), [(_DEAREST, "", "")]):
        # What costs less than all that is still to come.
        ready = sorted((one for one in waiting if one[0] < cost), key=lambda each: each[:2])
        waiting = [one for one in waiting if one[0] >= cost]
        for _, _, form in ready:
            if form.text not in seen and len(form.text.split()) >= 3:
                seen.add(form.text)
                yield form
        waiting += _at(cost, rule, tight, longest)


def _at(cost: int, rule: str, tight: str, longest: int) -> Iterator[tuple[int, int, Form]]:
    """The forms of one level of tightness, each with what it costs and its length below zero."""
    text, verb = tense.told(tight)
    if len(text) <= longest:
        yield cost, -len(text), Form(text, rule, verb)
        return
    for end_cost, end in _ends(text, longest):
        name = rule if end_cost < 1 else "without its subordinate clause" if end_cost < 4 else _LAST_PHRASE
        kept = WHEN_LAST.sub("", text[:end].rstrip(" ,;:–—-"))
        stub = 6 if len(kept) < 28 else 4 if len(kept) < 40 else 0
        kept_verb = verb if verb and verb.end <= len(kept) else None
        yield cost + end_cost + stub, -len(kept), Form(kept, name, kept_verb, text[end:])


_DEAREST = 1 << 30  # no form costs as much
_LAST_PHRASE = "without its last phrase"
_TAILS = (
    (lists.pattern("phrases/ends/clauses"), 0),
    (lists.pattern("phrases/ends/conjunctions"), 1),
    (lists.pattern("phrases/ends/postmodifiers"), 3),
    (lists.pattern("phrases/ends/coordination"), 3),
    (re.compile(r", (?=[a-z])"), 4),
)
_PHRASES = lists.pattern("phrases/ends/phrases")
_PLACE_OR_TIME = lists.pattern("phrases/ends/place_or_time")


def _ends(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Where the sentence may end, with what ending there costs; only places that leave it short enough."""
    window = text[: longest + 40]
    for pattern, cost in _TAILS:
        for found in pattern.finditer(window):
            if 8 < found.start() <= longest:
                yield cost, found.start()
    for found in _PHRASES.finditer(window):
        if 8 < found.start() <= longest:
            yield 4 if _PLACE_OR_TIME.match(window, found.end()) else 5, found.start()
