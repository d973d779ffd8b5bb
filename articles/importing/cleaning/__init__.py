"""Boilerplate out: every line of a document gets its role, and each line taken out its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from articles.importing.cleaning import boilerplate, opening, regions, shapes
from articles.importing.cleaning.furniture import Junk
from articles.importing.document import Document, Line, Role

_ROUNDS = 6  # taking lines out can bring others together; a text settles in one or two
_OPENS_TAIL = {
    Junk.LABEL, Junk.NEWSLETTER, Junk.SHARE, Junk.FOLLOW, Junk.COMMENTS, Junk.TAGS, Junk.COPYRIGHT,
    Junk.CONTACT, Junk.END, Junk.COOKIES, Junk.SUBSCRIBE, Junk.NAVIGATION, Junk.TEASER,
}  # fmt: skip
_AT_THE_END = {Junk.END, Junk.AUTHOR}
_CLEAR = 25  # words of a paragraph that no teaser has
_LONGEST_LIST = 10  # lines of links between two paragraphs; more are a list of the story
_TAIL = 0.4  # these count in this last part of the lines


@dataclass(frozen=True, slots=True)
class _Eye:
    """What single lines look like and are, asked once for each: later rounds see mostly the same ones."""

    shape: Callable[[str], shapes.Shape] = field(default_factory=lambda: cache(shapes.of))
    told: Callable[[str], Junk | None] = field(default_factory=lambda: cache(boilerplate.told))


def clean(document: Document) -> Document:
    """The document with a role for every line; its body, cleaned again, loses nothing.

    When no prose would be left, every line stays and a warning says so.
    """
    lines, eye = list(document.lines), _Eye()
    for _ in range(_ROUNDS):
        cleaned = _once(lines, document, eye)
        if cleaned == lines:
            break
        lines = cleaned
    if any(_is_text(eye.shape(line.text)) for line in lines if line.role is Role.BODY):
        return replace(document, lines=tuple(lines))
    warning = "no running text was found, so nothing was taken out"
    return replace(document, warnings=(*document.warnings, warning))


def _is_text(shape: shapes.Shape) -> bool:
    """Whether a reader would call it text, however short: a sentence, a quotation, an entry of a list."""
    return shape.is_prose or (shape.ends and shape.words >= 3) or shape.item or shape.quoted


def _once(lines: Sequence[Line], document: Document, eye: _Eye) -> list[Line]:
    """One round over what is still body; lines that have a role keep it, and no table loses a row."""
    places = [at for at, line in enumerate(lines) if line.role is Role.BODY and not line.is_row]
    found = _judge([lines[at].text for at in places], eye)
    out = list(lines)
    for at, reason in zip(places, found, strict=True):
        if reason:
            out[at] = replace(out[at], role=Role.REMOVED, reason=reason)
    return _with_head(out, document)


def _judge(texts: Sequence[str], eye: _Eye) -> list[Junk | None]:
    """For each line of the body the reason to take it out, or None."""
    looks = list(map(eye.shape, texts))
    early = len(texts) * (1 - _TAIL)
    told = (eye.told(text) for text in texts)
    found = [None if junk in _AT_THE_END and at < early else junk for at, junk in enumerate(told)]
    body = _Body(texts, looks, regions.outside(texts, looks, found))
    body.take_out_beside()
    body.take_out_blocks()
    body.take_out_beside()
    return body.found


class _Body(NamedTuple):
    """The lines of a body, their shapes, and for each the reason to take it out, which is written here."""

    texts: Sequence[str]
    looks: Sequence[shapes.Shape]
    found: list[Junk | None]

    def take_out_beside(self) -> None:
        """Words that are furniture only beside furniture, taken out in both directions."""
        for order in (range(1, len(self.texts)), range(len(self.texts) - 2, -1, -1)):
            for at in order:
                if not self.found[at] and self.found[at - order.step] and boilerplate.may_be(self.texts[at]):
                    self.found[at] = Junk.NAVIGATION

    def take_out_blocks(self) -> None:
        """Runs of junk: the links below a label, and at the end all that no clear prose follows."""
        start: int | None = None
        for at in range(len(self.texts)):
            if start is None:
                start = at if self.opens(at) else None
            elif self.found[start] is not Junk.END and self.is_story(at):
                self.take_out_links(start, at)
                start = None
        if start is not None:
            for at in range(start, len(self.texts)):
                self.found[at] = self.found[at] or _in_block(self.texts[at], self.looks[at])

    def opens(self, at: int) -> bool:
        """A block begins at a label or notice that opens one, or at the first of two cut-off teasers."""
        return self.found[at] in _OPENS_TAIL or (self.is_teaser(at) and self.is_teaser(at + 1))

    def is_teaser(self, at: int) -> bool:
        if at == len(self.texts) or not boilerplate.is_teaser(self.texts[at]):
            return False
        return 4 <= self.looks[at].words <= 45 and not self.looks[at].item

    def is_story(self, at: int) -> bool:
        """Whether a line inside a block is the story going on, rather than the summary below a link."""
        look, above = self.looks[at], self.found[at - 1]
        if self.found[at] or self.is_teaser(at) or look.is_standing:
            return False
        is_entry = look.item and look.words <= 20 and not look.flows and not self.texts[at].endswith(".")
        if is_entry and above in {Junk.LABEL, Junk.HEADLINE}:
            self.found[at] = Junk.HEADLINE  # "Most read", then "1. ...", "2. ..."
            return False
        is_clear = look.words >= _CLEAR or (look.flows and look.words >= 12) or look.quoted or look.item
        return is_clear or above is not None or not self.looks[at - 1].is_standing

    def take_out_links(self, start: int, end: int) -> None:
        """The headlines between a label and the story going on; a short last one may be a subhead."""
        if self.found[start] is not Junk.LABEL or end - start > _LONGEST_LIST:
            return
        for at in range(start, end):
            is_subhead = at == end - 1 and self.looks[at].words < 6
            if not self.found[at] and not is_subhead and self.looks[at].words >= 4:
                self.found[at] = _in_block(self.texts[at], self.looks[at])


def _in_block(text: str, look: shapes.Shape) -> Junk:
    if boilerplate.is_teaser(text):
        return Junk.TEASER
    return Junk.HEADLINE if look.is_standing and look.words >= 4 else Junk.FURNITURE


def _with_head(lines: list[Line], document: Document) -> list[Line]:
    """Head fields are looked for once: a body whose headline is gone has no second one."""
    if any(line.role in {Role.HEADLINE, Role.BYLINE, Role.DATE} for line in lines):
        return lines
    return opening.label_facts(lines, document) if document.headline else opening.label(lines)
