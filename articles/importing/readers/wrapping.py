"""Hard-wrapped text back to paragraphs, and nothing else joined."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_WIDEST = 100  # columns; a longer line was not wrapped by hand or by a mail program
_NARROWEST = 40
_RAGGED = 12  # columns that a line broken by hand may leave free beyond the next word
_STANDS_ALONE = re.compile(r"(?:[-*+•·>#|]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[QA]:)\s|By\s+[A-Z]|https?://")


def join(lines: Sequence[str]) -> Iterator[str]:
    """The paragraphs of `lines`: blank lines are dropped, wrapped lines joined by one space.

    Two lines are one paragraph when no blank line parts them, their neighbours (or the document as
    a whole) look wrapped, and the first word of the second would not have fitted on the first.
    """
    groups = list(_groups(lines))
    width = _width(groups)
    for group in groups:
        if _is_wrapped([group]):
            yield from _joined(group, max(map(len, group)))
        elif width and max(map(len, group)) <= width:
            yield from _joined(group, width)
        else:
            yield from (" ".join(line.split()) for line in group)


def _width(groups: Sequence[list[str]]) -> int:
    """The columns that the document as a whole is wrapped at; 0 when it is not."""
    wrapped = [group for group in groups if len(group) > 1]
    return max(len(line) for group in wrapped for line in group) if _is_wrapped(wrapped) else 0


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in lines:
        if line and not line.isspace():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_wrapped(groups: Sequence[list[str]]) -> bool:
    """Prose that was wrapped goes on in lower case after most of its line ends; heads and verse do not."""
    width = max((len(line) for group in groups for line in group), default=0)
    ends = sum(len(group) - 1 for group in groups)
    if not ends or not _NARROWEST <= width <= _WIDEST:
        return False
    breaks = [pair for group in groups for pair in pairwise(group)]
    flowing = sum(_flows(line, following, width) for line, following in breaks)
    full = flowing + sum(
        _room(line, following, width) < 0 and not _flows(line, following, width) for line, following in breaks
    )
    return flowing * 5 >= ends * 2 or (ends >= 3 and flowing > 0 and full * 5 >= ends * 3)


def _flows(line: str, following: str, width: int) -> bool:
    return following.lstrip()[:1].islower() and _room(line, following, width) < _RAGGED


def _joined(group: list[str], width: int) -> Iterator[str]:
    paragraph = group[0].split()
    for line, following in pairwise(group):
        if not _goes_on(line, following, width):
            yield " ".join(paragraph)
            paragraph = []
        paragraph += following.split()
    yield " ".join(paragraph)


def _goes_on(line: str, following: str, width: int) -> bool:
    if _STANDS_ALONE.match(following.lstrip()) or (
        _indent(following) > _indent(line) + 1 and not _is_item(line)
    ):
        return False
    return _flows(line, following, width) or _room(line, following, width) < 0


def _room(line: str, following: str, width: int) -> int:
    """Columns left on `line` after the first word of the next one; below zero it would not have fitted."""
    return width - len(line.rstrip()) - 1 - len(following.split(maxsplit=1)[0])


def _is_item(line: str) -> bool:
    return bool(_STANDS_ALONE.match(line.lstrip()))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
