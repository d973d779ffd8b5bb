"""Web pages: the story by trafilatura, its facts from the page's head, its markup from the page itself."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree
from trafilatura import bare_extraction

from articles import markup
from articles.importing import lists
from articles.importing.document import Document, Line, Refusal, Role
from articles.importing.readers import encodings, given, page_facts, xml
from articles.importing.readers.fragments import Blocks, lines_of_html
from articles.importing.readers.given import Given

# What it finds wrong with a page is no news to an operator; our own warnings say what came of it.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)

LEFT_OUT = "part of the page, not of the story"

_COMMENTS = r"(?:\s|<\?.*?\?>|<!--.*?-->)*+"
_PAGE = re.compile(
    _COMMENTS + r"<(?:!doctype html|(?:html|head|body|title|meta|article|main|section|div|h1|p)\b[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:-]+)|^\s*<\?xml[^>]{0,200}?encoding=[\"']([\w:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes
# Trafilatura's time grows with the square of the elements; of 181 papers' pages none has half as many.
_MOST_TAGS = 10_000
_LONGEST = 3_000_000  # characters
_HEAD = 500_000  # characters of a larger page in which its facts stand
_MOST_LEFT_OUT = 100  # lines
_DOUBTFUL = 2  # times as much text in one reading as in the other
_TAGS = lists.section("html/trafilatura")


def matches(name: str, data: bytes) -> bool:
    """What begins like a page or a part of one, or is named so."""
    return bool(_PAGE.match(xml.head(data))) or name.endswith((".html", ".htm", ".xhtml"))


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """One document: the story of a page, or all its text with a warning where no story can be told.

    What stands between the story's lines and is no part of it becomes removed lines, at most 100; what
    stands before and behind it is in the page's bytes alone. Raises Refused as `encodings.decode` does.
    """
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    label = next(filter(None, declared.groups()), b"") if declared else b""
    page, encoding, warnings = encodings.decode(data, label.decode("ascii"))
    found = said(markup.printable(page))
    found.warnings = warnings + found.warnings
    return given.documents([found], source, encoding)


def said(page: str) -> Given:
    """The story of a page, and what the page says about it."""
    is_huge = len(page) > _LONGEST or page.count("<") > _MOST_TAGS
    facts = page_facts.of(page[:_HEAD] if is_huge else page)
    lines = lines_of_html(page, facts.base)
    story = () if is_huge else _story(page)
    told = given.lines_of(facts.body, facts.base)
    there = {line.text for line in lines}
    if _size(told) > _DOUBTFUL * _size([line for line in story if line.text in there]):
        # A page that a script would fill.
        return Given("html", "", facts.claims, told, facts.pictures)
    if not story:
        why = "the page is too large to tell its story" if is_huge else "no story was found in the page"
        return Given("html", "", facts.claims, lines, facts.pictures, (f"{why}, so all its text was taken",))
    claims = [claim for claim in facts.claims if claim[0] != "dek" or not _begins(story, claim[1])]
    return Given("html", "", claims, tuple(_placed(story, lines)), facts.pictures)


def _size(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _begins(story: Sequence[Line], dek: str) -> bool:
    """Whether the page's description is the beginning of its story."""
    start = " ".join(line.text for line in story[:3])
    return given.folded(dek).rstrip('.!?”"') in start


def _story(page: str) -> tuple[Line, ...]:
    """The careful reading, unless the generous one shows that it went astray."""
    careful, generous = _extracted(page, is_careful=True), _extracted(page, is_careful=False)
    sizes = [_size(careful), _size(generous)]
    return careful if max(sizes) <= _DOUBTFUL * min(sizes) else generous or careful


def _extracted(page: str, *, is_careful: bool) -> tuple[Line, ...]:
    found = bare_extraction(
        page,
        fast=not is_careful,
        favor_precision=is_careful,
        favor_recall=not is_careful,
        include_comments=False,
    )
    body = getattr(found, "body", None)
    blocks = Blocks()
    for event, element in etree.iterwalk(body, events=("start", "end")) if body is not None else ():
        tag = "th" if element.get("role") == "head" else _TAGS.get(element.tag, element.tag)
        if event == "start":
            blocks.start(tag, {})
            blocks.data(element.text or "")
        else:
            blocks.end(tag)
            blocks.data(element.tail or "")
    blocks.close()
    return tuple(blocks.lines)


def _placed(story: Sequence[Line], page: Sequence[Line]) -> Iterator[Line]:
    """The story's lines as the page has them, with what was left out between them."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(page):
        places.setdefault(line.text, []).append(at)
    text = "\n".join(line.text for line in story)
    left = _MOST_LEFT_OUT
    below = -1
    for line in story:
        at = next((place for place in places.get(line.text, ()) if place >= below), -1)
        if at < 0:
            yield line
            continue
        for skipped in page[below if below >= 0 else at : at][:left]:
            if skipped.role is Role.BODY and skipped.text not in text:
                left -= 1
                yield Line(skipped.text, Role.REMOVED, LEFT_OUT, skipped.markup)
        yield page[at]
        below = at + 1
