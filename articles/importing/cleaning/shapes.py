"""What kind of text a line is, told from its form alone, in any language."""

import re
from dataclasses import dataclass

_CLOSERS = "\"'”’»)]*_ "
_STOPS = ".!?…。！？:;"
_OPEN_QUOTES = "\"“«„『「'‘"
_ITEM = re.compile(r"(?:[-*+•·‣▪◦–—]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[ivx]{1,4}[.)])\s+\W{0,2}\w")
_SPEAKER = re.compile(r"(?:[QA]|[A-Z][\w.’' ]{1,30}):\s")
# The stop comes first, so that what stands before it is only looked at there.
_INNER_STOP = re.compile(
    r"[.!?](?<=[a-z\d].)(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr|No).)(?<!\b(?:Mrs|Gov|Rep|Sen|Rev|Gen|Col).)"
    r"[\"”’)]*\s+[\"“‘(]*[A-Z]"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LOOK = 1500  # characters that decide; the rest of a very long line changes nothing


@dataclass(frozen=True, slots=True)
class Shape:
    """`words` counts at most the first 1,500 characters; `ends` says whether it ends like a sentence."""

    words: int
    ends: bool
    flows: bool
    item: bool
    quoted: bool

    @property
    def is_prose(self) -> bool:
        """Clear running text, of a length that no link or label has."""
        return self.words >= 30 or (self.flows and self.words >= 12) or (self.ends and self.words >= 10)

    @property
    def is_standing(self) -> bool:
        """A head, label, name or link: short, and not ended like a sentence."""
        return not (self.ends or self.item or self.quoted or self.words > 20)


_ONE_WORD = Shape(words=1, ends=False, flows=False, item=False, quoted=False)


def is_item(line: str) -> bool:
    """Whether the line is an entry of a list, or what a named speaker says."""
    return bool(_ITEM.match(line) or _SPEAKER.match(line))


def of(line: str) -> Shape:
    """The shape of one line."""
    if line.isascii() and line.isalpha():
        return _ONE_WORD
    look = line[:_LOOK]
    marker = _ITEM.match(look)
    words = len(look.split()) if look.isascii() else max(len(look.split()), len(_UNSPACED.findall(look)) // 2)
    last = line[-12:].rstrip(_CLOSERS)[-1:]
    return Shape(
        words=words,
        ends=bool(last) and last in _STOPS,
        flows=bool(_INNER_STOP.search(look, marker.end() + 1 if marker else 0)),
        item=is_item(look),
        quoted=look[:1] in _OPEN_QUOTES,
    )
