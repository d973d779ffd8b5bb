"""The head of a story: which of its first lines are headline, dek, byline, date and dateline."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from articles.importing import lists
from articles.importing.cleaning import boilerplate, bylines, dates, shapes
from articles.importing.cleaning.furniture import Junk
from articles.importing.document import Derived, Document, Line, Role

_DEEPEST = 12  # lines; a story that has not begun by then has no head that we could tell apart
_LOOSE = 4  # label, headline and dek; more lines that are no fact are a table or a list
_DATELINE = lists.pattern("cleaning/opening/dateline")
_PLACE_ALONE = lists.pattern("cleaning/opening/place_alone")
_STATE_OR_DAY = lists.pattern("cleaning/opening/state_or_day")
_AGENCY = lists.pattern("cleaning/opening/agency")
_DAY_OR_HOUR = re.compile(r"\b(?:\d{1,2}:\d\d|\d{1,2}([/.])\d{1,2}\1\d{4})\b")
_LOW_WORD = re.compile(r"(?<![\w’'-])[^\W\d_A-Z]\w{3,}")
_PIPES = lists.pattern("cleaning/opening/pipes")


def label(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of the head with their roles, the rest as they came.

    The head ends where prose, a list item or a quotation begins. Every standing line above that
    point gets a role, so a second look at the body finds no head.
    """
    depth = _depth(lines)
    if not depth:
        return list(lines)
    head = [_fact(line) for line in lines[:depth]]
    return _titled(head) + list(lines[depth:])


def label_facts(lines: Sequence[Line], document: Document) -> list[Line]:
    """The lines below a headline that a field of the source gives.

    What leaves the body are dates, what such fields say as well, and facts that they leave out.
    """
    given = _given(document)
    out = list(lines)
    for at in range(_depth(lines)):
        line = _fact(lines[at])
        if lines[at].role is not Role.BODY:
            continue
        if line.role is Role.BODY:
            title = next((role for role in (Role.HEADLINE, Role.DEK) if _key(line.text) in given[role]), None)
            out[at] = _as(line, title) if title else line
        elif not given[line.role] or given[line.role].intersection(map(_key, _said(line))):
            out[at] = line
    return out


def _given(document: Document) -> dict[Role, set[str]]:
    fields = {
        Role.HEADLINE: [document.headline],
        Role.DEK: [document.dek],
        Role.BYLINE: document.bylines,
        Role.DATELINE: [document.dateline],
        Role.DATE: [],
    }
    return {role: {_key(one.value) for one in found if one} for role, found in fields.items()}


def _said(line: Line) -> list[str]:
    if line.role is Role.DATELINE:
        return [_place(line.text)]
    return [name for part in _parts(line.text) for name in _writers(part)]


def _key(text: str) -> str:
    return text.strip(" .").casefold()


def _place(text: str) -> str:
    return text.strip(" —–-:")


def dateline(paragraph: str) -> tuple[str, str] | None:
    """Place and day ("PORT HALLOW", "March 3") that a paragraph opens with, the day "" when it has none."""
    found = _opens_with_place(paragraph)
    if not found:
        return None
    return found["place"].strip(" ,-"), found["day"] or ""


def without_dateline(paragraph: str) -> str:
    """The paragraph from its first sentence on."""
    return paragraph[_opening(paragraph) :]


def _opens_with_place(paragraph: str) -> re.Match[str] | None:
    found = _DATELINE.match(paragraph[:160])
    return found if found and _is_place(found["place"]) else _STATE_OR_DAY.match(paragraph[:160])


def _opening(paragraph: str) -> int:
    """Where the first sentence begins, behind place, day and agency."""
    found = _opens_with_place(paragraph) or _AGENCY.match(paragraph[:160])
    return found.end() if found else 0


def with_fields(document: Document) -> Document:
    """The document with the bylines, date and dateline that its lines say, where no field of it says them."""
    named = [name for line in _in(document, Role.BYLINE) for part in _parts(line) for name in _writers(part)]
    dated = [line for role in (Role.DATE, Role.BYLINE, Role.DATELINE) for line in _in(document, role)]
    stamped = [part for line in dated for part in _parts(line)]
    places = _in(document, Role.DATELINE)
    day = next((Derived(day, "date line") for part in stamped if (day := _published(part))), None)
    place = Derived(_place(places[0]), "line of its own") if places else None
    return replace(
        document,
        bylines=document.bylines or tuple(Derived(name, "byline") for name in dict.fromkeys(named)),
        published=document.published or day,
        dateline=document.dateline or place,
    )


def _in(document: Document, role: Role) -> list[str]:
    return [line.text for line in document.lines if line.role is role]


def _parts(line: str) -> list[str]:
    return _PIPES.split(line)


def _writers(part: str) -> tuple[str, ...]:
    return bylines.parse(part) or bylines.bare(part)


def _published(part: str) -> str | None:
    """The date of a part of a line; the day of an update is not the day of publishing."""
    if re.match(r"\W*(?:last\s+)?(?:updated|modified)\b", part, re.IGNORECASE):
        return None
    return dates.parse(part) or dates.find(part)


def _is_place(text: str) -> bool:
    name = text.strip(" ,-")
    first = name.split(",")[0]
    return len(first) >= 3 and first == first.upper() and any(c.isalpha() for c in first) and len(name) <= 60


def _depth(lines: Sequence[Line]) -> int:
    """How many of the first lines belong to the head; 0 when the story never clearly begins."""
    body = list(islice((at for at, line in enumerate(lines) if line.role is Role.BODY), _DEEPEST + 1))
    for position, at in enumerate(body[:_DEEPEST]):
        below = lines[body[position + 1]] if position + 1 < len(body) else Line("")
        if _begins_story(lines[at].text, below):
            loose = sum(not is_fact(lines[place].text) for place in body[:position])
            return at if loose <= _LOOSE else 0
    return 0


def _begins_story(text: str, below: Line) -> bool:
    """Whether the story begins here; what stands directly above a byline is its dek.

    Only these two lines decide, so that the answer is the same once the head is gone.
    """
    shape = shapes.of(text)
    is_led = shape.item and text[0].isupper() and text.count(":") == 1  # "Harbour: trust votes for a slipway"
    is_head = shape.is_standing or ((shape.quoted or is_led) and not shape.ends and shape.words <= 20)
    if is_head or is_fact(text):
        return False
    fact = _fact(below).role
    is_question = text.endswith("?") and shape.words <= 15 and fact is Role.DATE
    is_dek = fact in {Role.BYLINE, Role.DATE} and shape.words <= 40 and not (shape.quoted or shape.item)
    return not (is_question or is_dek)


def is_fact(text: str) -> bool:
    """Whether the line is a byline, a date or a dateline of its own."""
    return _fact(Line(text)).role is not Role.BODY


def _fact(line: Line) -> Line:
    """The line with its role if it is a byline, a date or a dateline on its own."""
    if line.role is not Role.BODY or line.is_row or len(line.text) > 200:
        return line
    parts = _PIPES.split(line.text)
    if dates.is_stamp(line.text):
        return _as(line, Role.DATE)
    if bylines.parse(line.text) or any(map(bylines.parse, parts)):
        return _as(line, Role.BYLINE)
    if _is_placed(line.text) or (
        dateline(line.text + " —")
        and (dateline(line.text) or dates.find(line.text))
        and not _after_dateline(line.text)
    ):
        return _as(line, Role.DATELINE)
    if len(parts) > 1 and any(map(dates.is_stamp, parts)) and all(len(part.split()) <= 6 for part in parts):
        is_signed = any(map(bylines.is_name, parts))
        return _as(line, Role.BYLINE, "byline and date") if is_signed else _as(line, Role.DATE)
    return line


def _as(line: Line, role: Role, reason: str = "") -> Line:
    return replace(line, role=role, reason=reason or ("date line" if role is Role.DATE else role.value))


def _is_placed(text: str) -> bool:
    """ "LONDON, Dec 6" or "DURBAN, South Africa 1996-12-06"."""
    words = text.split(" ") if text[:3].isupper() else []
    return any(
        dates.is_stamp(" ".join(words[at:])) and bool(dateline(" ".join(words[:at]).rstrip(",") + " —"))
        for at in range(1, min(len(words), 8))
    )


def _after_dateline(text: str) -> str:
    found = _DATELINE.match(text)
    return text[found.end() :].strip() if found else ""


def _titled(head: list[Line]) -> list[Line]:
    """Headline for the first standing line (below a section label, if there is one), dek for the others."""
    open_lines = [at for at, line in enumerate(head) if line.role is Role.BODY]
    if len(open_lines) > 1 and _is_label(head, open_lines):
        head[open_lines[0]] = replace(head[open_lines[0]], role=Role.REMOVED, reason=Junk.SECTION)
        open_lines = open_lines[1:]
    for rank, at in enumerate(open_lines):
        head[at] = _title(head, at, rank)
    return head


def _title(head: list[Line], at: int, rank: int) -> Line:
    line = head[at]
    above = head[at - 1].role if at else Role.BODY
    is_below_byline = above in {Role.BYLINE, Role.DATE}
    is_place = is_below_byline and line.text.isupper() and len(line.text.split()) <= 4
    if is_place or _PLACE_ALONE.fullmatch(line.text):
        return _as(line, Role.DATELINE)
    if rank == 0 and len(line.text) <= 200:
        return _as(line, Role.HEADLINE)
    beside = head[at + 1].text if at + 1 < len(head) else ""
    is_job = above is Role.BYLINE and bylines.is_job(line.text)
    if is_job or bylines.is_signed(line.text):
        return _as(line, Role.BYLINE)
    if bylines.is_name(line.text) and (bylines.is_job(beside) or dates.is_stamp(beside)):
        return _as(line, Role.BYLINE)
    return _as(line, Role.DATE if _is_stamped(line.text) else Role.DEK)


def _is_stamped(text: str) -> bool:
    """ "Monday November 18, 2019 7:45 am PST by Jane Doe": a day or an hour among words that say nothing."""
    is_dated = dates.find(text) is not None or _DAY_OR_HOUR.search(text) is not None
    return is_dated and len(_LOW_WORD.findall(text)) < 2


def _is_label(head: list[Line], open_lines: list[int]) -> bool:
    """ "LOCAL NEWS" above a headline: at most three words, directly above a longer standing line."""
    first, second = open_lines[:2]
    words = head[first].text.split()
    if second != first + 1 or len(words) > 3 or not shapes.of(head[second].text).is_standing:
        return False
    return len(head[second].text.split()) >= 4 and (
        boilerplate.may_be(head[first].text) or head[first].text.isupper()
    )
