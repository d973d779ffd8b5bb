"""Whether a line is what a page puts around a story, told from that line alone."""

import re

from articles.importing import lists
from articles.importing.cleaning.furniture import Junk

_NETWORK = lists.section("furniture/parts")["network"]
_WEAK = re.compile(lists.one_of("cleaning/boilerplate/weak"))
_BUTTON = re.compile(_NETWORK.replace("|x|", "|") + "|" + lists.one_of("cleaning/boilerplate/buttons"))
_BETWEEN_BUTTONS = lists.words("cleaning/boilerplate/between_buttons")
_COOKIES = re.compile(lists.one_of("cleaning/notices/cookies"))
_HOUSE_RULES = re.compile(lists.one_of("cleaning/notices/comments"))
_LONG_COPYRIGHT = re.compile(lists.one_of("cleaning/notices/copyright"))
_CAPTION_CREDIT = re.compile(lists.one_of("cleaning/notices/credit"))
_PAGE_VOICE = re.compile(r"\b(?:we|our|us|you|your|this (?:web)?site)\b")
_OF_COPYRIGHT = ("©", "rights reserved", "may not be", "permission", "consent")
_CRUMB = re.compile(r"\s*(?:[>›»→]|(?<=\s)[/|\\](?=\s))\s*")
_STEP = re.compile(r"[>›»→/|\\]")
_ALONE = lists.words("cleaning/boilerplate/alone")
_TEASER_END = re.compile(r"(?:…|\.\.\.)[\"'”’)\]]*$|\[(?:…|\.\.\.)\]$")
_END_MARK = re.compile(r"\W*(?:ENDS|Ends|ends)\W*|[-–—]\s*(?:30|ends?|ENDS?)\s*[-–—]|\s*#(?:\s*#){1,4}\s*")
_DECORATION = " \t:|•·»›→>▶►▼▲+*-–—_=~«‹←<"
_PATTERNS = tuple(
    (
        Junk[name.upper()],
        re.compile("|".join(f"(?:{form})" for form in lists.lines(f"furniture/forms/{name}"))),
    )
    for name in lists.section("furniture/forms")
)
_SHORT = 260  # characters: no furniture pattern is longer, and no pattern meets a longer line
_LONG = 1200
_ROW = 160  # of buttons


def told(line: str) -> Junk | None:
    """What the line is when it can be nothing but furniture, whatever stands around it; else None."""
    if line.isalpha() and line.casefold() not in _ALONE:
        return None
    if len(line) <= 20 and _END_MARK.fullmatch(line):
        return Junk.END
    key = fold(line)
    if len(key) <= _SHORT:
        found = next((junk for junk, pattern in _PATTERNS if pattern.fullmatch(key)), None) or _buttons(key)
        if found or _CAPTION_CREDIT.search(key):
            return found or Junk.CREDIT
        if is_breadcrumb(line):
            return Junk.BREADCRUMB
    return _long_notice(key) if len(key) <= _LONG else None


def may_be(line: str) -> bool:
    """Whether the line is furniture if, and only if, it stands beside furniture."""
    return len(line) <= 40 and bool(_WEAK.fullmatch(fold(line)))


def is_teaser(line: str) -> bool:
    """Whether a short line breaks off with an ellipsis."""
    return (
        len(line) <= 400 and bool(_TEASER_END.search(line.rstrip()[-8:])) and line.lstrip()[:1] not in "\"'“‘"
    )


def is_breadcrumb(line: str) -> bool:
    """ "Home > News > Council": short steps parted by arrows, or by slashes when the first is Home."""
    steps = _CRUMB.split(line) if len(line) <= 160 and _STEP.search(line) else []
    if len(steps) < 2 or not all(len(step.split()) <= 8 for step in steps):
        return False
    arrows = sum(line.count(arrow) for arrow in ">›»→")
    return steps[0].strip().casefold() in {"home", "homepage", "front page"} or (
        arrows >= 2 and len(steps) >= 3
    )


def fold(line: str) -> str:
    """The key that patterns are matched against."""
    if not line.isascii():
        for sign, plain in _STRAIGHT:  # `str.translate` would take a hundred times as long
            line = line.replace(sign, plain)
    return line.casefold().strip(_DECORATION)


_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\xa0", " "))


def _buttons(key: str) -> Junk | None:
    """ "Facebook Twitter WhatsApp Email": two or more words, each of them from a row of share buttons."""
    words = re.split(r"[\s|/,·•:&]+", key) if len(key) <= _ROW else []
    if not all(_BUTTON.fullmatch(word) or word in _BETWEEN_BUTTONS or word.isdigit() for word in words):
        return None
    return Junk.SHARE if sum(bool(_BUTTON.fullmatch(word)) for word in words) >= 2 else None


def _long_notice(key: str) -> Junk | None:
    # A word that each must hold is looked for first: most lines are paragraphs of a story.
    if "cookie" in key and len(key) <= 700 and _COOKIES.search(key) and _PAGE_VOICE.search(key):
        return Junk.COOKIES
    if "comment" in key and len(key) <= 700 and _HOUSE_RULES.search(key) and _PAGE_VOICE.search(key):
        return Junk.COMMENTS
    is_short = len(key) <= 500 and any(sign in key for sign in _OF_COPYRIGHT)
    return Junk.COPYRIGHT if is_short and _LONG_COPYRIGHT.search(key) else None
