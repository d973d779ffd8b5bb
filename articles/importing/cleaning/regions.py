"""Where in a whole page's text the story stands; used only where little of the text is prose."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from articles.importing.cleaning import dates, opening
from articles.importing.cleaning.boilerplate import may_be
from articles.importing.cleaning.furniture import Junk
from articles.importing.cleaning.shapes import Shape

_FEWEST = 20  # lines; a shorter text is no page
_FURNITURE = 6  # lines that can be nothing else
_ABOVE = 10  # labels above the first prose: deeper than the head of any story
_LABEL = 4  # words of a label
_FOLLOWS = 5  # lines of a list that goes on where the prose of the story ends
_LONG_LIST = 100  # words of a list between the prose and the tags of a story
_SHORTEST = 60  # words of a story below its headline
_NEAR = 25  # lines between a headline and its story
_DEEPEST = 80  # lines between a story and the headline of it that may stand above a gallery or a form
# What a line says for the story (words of prose, at most so many) or against it; the sum decides.
_MOST = 50
_PLENTY = 40  # words of prose that stand for themselves; shorter prose with no other beside it counts half
_STANDING, _OTHER, _JUNK, _TURN_WEIGHT = -5.0, 3.0, -10.0, -40.0
_HEAVY = {
    Junk.COMMENTS: -300.0,
    Junk.COPYRIGHT: -40.0,
    Junk.LABEL: -20.0,
    Junk.NEWSLETTER: -20.0,
    Junk.READ_MORE: -20.0,
    Junk.CONTACT: -15.0,
}
_EARLY = 0.7  # of the greatest sum: the first run that has as much is the story, later ones its comments
_TITLE_STOP = re.compile(r"\s+[|–—·:»›-]{1,2}\s+|\s*\|\s*")
_LONGEST_TURN = 90  # characters
_FIGURE = re.compile(r"[.,%:/+()£$€-]{0,3}\d[\d.,%:/+()£$€-]{0,12}")


def outside(texts: Sequence[str], looks: Sequence[Shape], found: Sequence[Junk | None]) -> list[Junk | None]:
    """`found`, and for a page also the lines before and after its story; headline and byline stay."""
    page = _Page(texts, looks, found)
    if not page.is_one():
        return list(found)
    titled = page.titled()
    first, last = page.story(titled)
    last = page.to_the_tags(page.with_list(last))
    headline = page.headline(titled, first, last)
    first = max(first, headline)
    head = page.head(headline, first)
    around = (Junk.NAVIGATION if at < first else Junk.FURNITURE for at in range(len(texts)))
    return [
        junk or (None if first <= at <= last or at in head else reason)
        for at, (junk, reason) in enumerate(zip(found, around, strict=True))
    ]


class _Page(NamedTuple):
    """The lines of a text, their shapes, and what each can only be."""

    texts: Sequence[str]
    looks: Sequence[Shape]
    found: Sequence[Junk | None]

    def is_one(self) -> bool:
        """Many lines, most of them standing, and a page's furniture among, above or below the prose."""
        looks, found = self.looks, self.found
        prose = [at for at, look in enumerate(looks) if look.is_prose and not found[at]]
        standing = sum(look.is_standing and look.words <= 12 for look in looks)
        if len(looks) < _FEWEST or not prose or standing <= len(prose):
            return False
        if Junk.COPYRIGHT in found[-len(found) // 5 :]:
            return True
        furniture = sum(bool(junk) or may_be(text) for text, junk in zip(self.texts, found, strict=True))
        above = sum(look.is_standing and look.words <= _LABEL for look in looks[: prose[0]])
        return above >= _ABOVE or (furniture >= _FURNITURE and furniture * 20 >= len(looks))

    def story(self, titled: Sequence[int]) -> tuple[int, int]:
        """First and last line of the story: of the first run that is long or stands below the headline."""
        runs = list(_runs([self.weight(at) for at in range(len(self.texts))]))
        greatest = max((total for total, _, _ in runs), default=0.0)
        for total, first, last in runs:
            above = bisect_right(titled, first)
            is_below = above > 0 and first - titled[above - 1] <= _NEAR
            if total >= _EARLY * greatest or (is_below and total >= _SHORTEST):
                return first, last
        return 0, len(self.texts) - 1

    def weight(self, at: int) -> float:
        junk, look = self.found[at], self.looks[at]
        if junk:
            return _HEAVY.get(junk, _JUNK)
        if _is_turn(self.texts[at]):
            return _TURN_WEIGHT
        if self.is_cell(at):
            return 0.0
        if look.is_prose:
            share = 1.0 if look.words >= _PLENTY or self.has_company(at) else 0.5
            return share * min(look.words, _MOST)
        return _STANDING if look.is_standing else _OTHER

    def is_cell(self, at: int) -> bool:
        """Whether it is a cell of a table: short, with figures alone on lines around it."""
        around = self.texts[max(0, at - 6) : at + 7]
        return self.looks[at].words <= 3 and sum(bool(_FIGURE.fullmatch(text)) for text in around) >= 3

    def has_company(self, at: int) -> bool:
        """Whether prose stands beside it; the summary below a link stands alone."""
        beside = (near for near in (at - 1, at + 1) if 0 <= near < len(self.looks))
        return any(self.looks[near].is_prose and not self.found[near] for near in beside)

    def with_list(self, last: int) -> int:
        """The last line of a long list or table that follows the run, be it below a title; else `last`."""
        at = start = last + 1 + (self.looks[min(last + 1, len(self.looks) - 1)].words < 3)
        while at < len(self.texts) and self.looks[at].words >= 3 and not self.is_around(at):
            at += 1
        return at - 1 if at - start >= _FOLLOWS else last

    def is_around(self, at: int) -> bool:
        return bool(self.found[at]) or may_be(self.texts[at]) or _is_turn(self.texts[at])

    def to_the_tags(self, last: int) -> int:
        """The line above the tags, where so much stands between the run and them that it is the story's."""
        for at in range(last + 1, len(self.found)):
            if self.found[at] is Junk.TAGS:
                between = range(last + 1, at)
                words = sum(self.looks[line].words for line in between if not self.found[line])
                return at - 1 if words >= _LONG_LIST else last
        return last

    def titled(self) -> list[int]:
        """The lines that say again what the first, the page's title, says: headlines, links to itself."""
        title = _key(self.texts[0])
        parts = {_key(part) for part in _TITLE_STOP.split(self.texts[0])}
        keys = ((at, _key(text)) for at, text in enumerate(self.texts) if at and len(text) <= 300)
        return [
            at
            for at, key in keys
            if len(key.split()) >= 3 and (key in parts or (len(key) >= 20 and title.startswith(key)))
        ]

    def headline(self, titled: Sequence[int], first: int, last: int) -> int:
        """The headline above the run, else the one in it with a byline or date below, else `first`."""
        above = bisect_right(titled, first)
        if above and first - titled[above - 1] < _DEEPEST:
            return titled[above - 1]
        inside = (at for at in titled[above:] if at < last)
        return next((at for at in inside if any(map(opening.is_fact, self.texts[at + 1 : at + 4]))), first)

    def head(self, headline: int, first: int) -> set[int]:
        """The headline and what belongs to it above the run: byline, date, a dek, a paragraph below them."""
        near = range(headline + 1, first)
        facts = {at for at in near if opening.is_fact(self.texts[at])}
        deks = {at for at in near[:2] if self.looks[at].words >= 6 and self.looks[at].is_standing}
        deks |= {at for at in near[:2] if self.looks[at].words >= 6 and at + 1 in facts}
        lede = {at for at in near if self.looks[at].words >= 20 and at > max(facts, default=0)}
        return {headline} | facts | deks | lede


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _is_turn(text: str) -> bool:
    """Whether the line parts two comments: a date, with the name of who wrote at most."""
    return len(text) < _LONGEST_TURN and (dates.is_stamp(text) or dates.find(text) is not None)


def _runs(weights: Sequence[float]) -> Iterator[tuple[float, int, int]]:
    """The runs whose sum is positive from any of their beginnings (Kadane): sum, first and last place."""
    total = best = 0.0
    first = last = 0
    for at, weight in enumerate(weights):
        if total <= 0:
            if best:
                yield best, first, last
            total, best, first = 0.0, 0.0, at
        total += weight
        if total > best:
            best, last = total, at
    if best:
        yield best, first, last
