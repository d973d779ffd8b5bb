"""Boilerplate out: every line of a document gets its role, and each line taken out its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

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
    found = list(map(eye.told, texts))
    found = [
        None if junk in _AT_THE_END and at < len(texts) * (1 - _TAIL) else junk
        for at, junk in enumerate(found)
    ]
    found = regions.outside(texts, looks, found)
    found = _beside(texts, found)
    return _beside(texts, _blocks(texts, looks, found))


def _beside(texts: Sequence[str], found: list[Junk | None]) -> list[Junk | None]:
    """Words that are furniture only beside furniture, taken out in both directions."""
    out = list(found)
    for order in (range(1, len(texts)), range(len(texts) - 2, -1, -1)):
        step = order.step
        for at in order:
            if not out[at] and out[at - step] and boilerplate.may_be(texts[at]):
                out[at] = Junk.NAVIGATION
    return out


def _blocks(
    texts: Sequence[str], looks: Sequence[shapes.Shape], found: Sequence[Junk | None]
) -> list[Junk | None]:
    """Runs of junk: the links below a label, and at the end all that no clear prose follows."""
    out = list(found)
    start: int | None = None
    for at in range(len(texts)):
        if start is None:
            start = at if _opens(texts, looks, found, at) else None
        elif found[start] is not Junk.END and _is_story(texts, looks, out, at):
            _links(texts, looks, out, start, at)
            start = None
    if start is not None:
        for at in range(start, len(texts)):
            out[at] = out[at] or _in_block(texts[at], looks[at])
    return out


def _opens(
    texts: Sequence[str], looks: Sequence[shapes.Shape], found: Sequence[Junk | None], at: int
) -> bool:
    """A block begins at a label or notice that opens one, or at the first of two cut-off teasers."""
    if found[at] in _OPENS_TAIL:
        return True
    return _is_teaser(texts, looks, at) and at + 1 < len(texts) and _is_teaser(texts, looks, at + 1)


def _is_teaser(texts: Sequence[str], looks: Sequence[shapes.Shape], at: int) -> bool:
    return boilerplate.is_teaser(texts[at]) and 4 <= looks[at].words <= 45 and not looks[at].item


def _is_story(texts: Sequence[str], looks: Sequence[shapes.Shape], found: list[Junk | None], at: int) -> bool:
    """Whether a line inside a block is the story going on, rather than the summary below a link."""
    if found[at] or _is_teaser(texts, looks, at) or looks[at].is_standing:
        return False
    look = looks[at]
    is_entry = look.item and look.words <= 20 and not look.flows and not texts[at].endswith(".")
    if is_entry and found[at - 1] in {Junk.LABEL, Junk.HEADLINE}:
        found[at] = Junk.HEADLINE  # "Most read", then "1. ...", "2. ..."
        return False
    is_clear = look.words >= _CLEAR or (look.flows and look.words >= 12) or look.quoted or look.item
    return is_clear or found[at - 1] is not None or not looks[at - 1].is_standing


def _links(
    texts: Sequence[str], looks: Sequence[shapes.Shape], out: list[Junk | None], start: int, end: int
) -> None:
    """Takes out the headlines between a label and the story going on; a short last one may be a subhead."""
    if out[start] is not Junk.LABEL or end - start > _LONGEST_LIST:
        return
    for at in range(start, end):
        is_subhead = at == end - 1 and looks[at].words < 6
        if not out[at] and not is_subhead and looks[at].words >= 4:
            out[at] = _in_block(texts[at], looks[at])


def _in_block(text: str, look: shapes.Shape) -> Junk:
    if boilerplate.is_teaser(text):
        return Junk.TEASER
    return Junk.HEADLINE if look.is_standing and look.words >= 4 else Junk.FURNITURE


def _with_head(lines: list[Line], document: Document) -> list[Line]:
    """Head fields are looked for once: a body whose headline is gone has no second one."""
    if any(line.role in {Role.HEADLINE, Role.BYLINE, Role.DATE} for line in lines):
        return lines
    return opening.label_facts(lines, document) if document.headline else opening.label(lines)
