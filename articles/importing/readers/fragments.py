"""A piece of HTML, such as the body of a feed's entry, to lines that keep what the allowlist knows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree

from articles import markup
from articles.importing import lists
from articles.importing.document import Line, Refused, Role
from articles.importing.readers.text import fold, visible

CAPTION = "picture caption"

_BLOCKS = lists.words("html/elements/blocks")
_ROWS = lists.words("html/elements/rows")
_PASSED_OVER = lists.words("html/elements/passed_over")
_HEADINGS = lists.section("html/headings")
_MARKS = lists.section("html/marks")
_ORDER = ("strong", "em", "sub", "sup", "cite")  # in which the editor nests them, inside the link
_BREAK = "\0"  # no text has it
_LONGEST_ADDRESS = 2000
_MOST_ELEMENTS = 200_000
_LONGEST_BLOCK = 20_000  # pieces of text; no paragraph has as many


def lines_of_html(fragment: str, base: str = "", *, blank_lines: bool = False) -> tuple[Line, ...]:
    """The blocks of a fragment, one a line, with their markup; a picture's caption is no body text.

    Links keep an http, https or mailto address; `base` is what relative ones are relative to, else they
    go and their text stays. With `blank_lines` line ends mean what they mean in WordPress's posts: a
    blank line parts paragraphs, a single one breaks the line.
    """
    blocks = Blocks(base, blank_lines)
    parser = etree.HTMLParser(target=blocks, huge_tree=True)
    text = markup.printable(fragment)
    if text.strip():
        parser.feed(text)
        parser.close()
    return tuple(blocks.lines)


def plain(fragment: str) -> str:
    """The text of a fragment on one line: of a headline with entities and tags in it."""
    return " ".join(line.text for line in lines_of_html(fragment))


@dataclass(frozen=True, slots=True)
class _Run:
    """Text (or a line break) and what it is marked with; `link` is an address or "", `lang` a language."""

    text: str
    marks: tuple[str, ...] = ()
    link: str = ""
    lang: str = ""

    @property
    def tags(self) -> list[tuple[str, str]]:
        """The opening and closing tag of each mark, the outermost first."""
        outer = [("<cite>", "</cite>")] if "cite" in self.marks else []
        outer += [(f'<span lang="{self.lang}">', "</span>")] if self.lang else []
        outer += [(f'<a href="{markup.escape(self.link)}">', "</a>")] if self.link else []
        return outer + [(f"<{mark}>", f"</{mark}>") for mark in self.marks if mark != "cite"]


@dataclass
class Blocks:
    """A target for a parser's events, whose `lines` are complete when it is closed.

    Depth is counted rather than kept, so that any nesting costs the same.
    """

    base: str = ""
    blank_lines: bool = False
    lines: list[Line] = field(default_factory=list)
    _runs: list[_Run] = field(default_factory=list)
    _open: Counter[str] = field(default_factory=Counter)
    _count: int = 0
    _hidden: int = 0
    _marks: tuple[str, ...] = ()
    _links: list[str] = field(default_factory=list)
    _languages: list[str] = field(default_factory=list)
    _lists: list[str] = field(default_factory=list)  # the opening tag of each list around
    _tables: list[bool] = field(default_factory=list)  # of each one around, whether its rows stay rows
    _is_new_table: bool = True  # until a row of it is written
    _is_of_table: bool = False  # whether the last figure has a table, which WordPress puts in one
    _cells: list[tuple[str, int]] = field(default_factory=list)  # of a row: opening tag, first run

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise Refused(f"more than {_MOST_ELEMENTS:,} HTML elements in one text; no story has as many")
        if tag in _BLOCKS:
            self._part(tag)
        self._open[tag] += 1
        self._hidden += tag in _PASSED_OVER
        if tag in _MARKS:
            self._mark()
        elif tag in {"ul", "ol"}:
            self._lists.append(_list(tag, attributes.get("start", "")))
        elif tag == "a":
            self._links.append(address(attributes.get("href", ""), self.base))
        elif tag == "span":
            lang = attributes.get("lang", "")
            around = self._languages[-1] if self._languages else ""
            self._languages.append(lang if markup.LANGUAGE.fullmatch(lang) else around)
        elif tag == "br":
            self._break()
        elif tag == "table":
            self._tables.append(False)
            self._is_new_table = self._is_of_table = True
        elif tag == "figure":
            self._is_of_table = False
        elif tag == "tr":
            self._cells = []
        elif tag in {"td", "th"} and self._tables:
            self._cell(tag, attributes)

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._part(tag)
        if self._open[tag]:
            self._open[tag] -= 1
            self._hidden -= tag in _PASSED_OVER
        if tag in _MARKS:
            self._mark()
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "table" and self._tables:
            self._tables.pop()
            self._is_new_table = True
        elif tag == "a" and self._links:
            self._links.pop()
        elif tag == "span" and self._languages:
            self._languages.pop()

    def data(self, data: str) -> None:
        if self._hidden:
            return
        if not (self.blank_lines or self._open["pre"]):
            self._say(data)
            return
        for number, line in enumerate(re.split(r"\r\n|\r|\n", data)):
            if number:
                self._break()
            self._say(line)

    def close(self) -> None:
        self._end_block()

    def _cell(self, tag: str, attributes: dict[str, str]) -> None:
        """A table with header cells stays one."""
        self._tables[-1] |= tag == "th"
        spans = ((name, attributes.get(name, "")) for name in ("colspan", "rowspan"))
        wide = (f' {name}="{cells}"' for name, cells in spans if re.fullmatch(r"[2-9]|[1-9]\d", cells))
        self._cells.append((f"<{tag}{''.join(wide)}>", len(self._runs)))

    @property
    def _is_in_row(self) -> bool:
        return bool(self._cells) and self._tables[-1:] == [True]

    def _part(self, tag: str) -> None:
        """What parts paragraphs breaks a line within a cell."""
        if self._is_in_row and tag not in _ROWS:
            self._break()
        else:
            self._end_block()

    def _say(self, text: str) -> None:
        if not text:
            return
        if len(self._runs) >= _LONGEST_BLOCK:
            self._end_block()
        link, lang = (stack[-1] if stack else "" for stack in (self._links, self._languages))
        self._runs.append(_Run(text, self._marks, link, lang))

    def _mark(self) -> None:
        marks = {_MARKS[tag] for tag in _MARKS if self._open[tag]}
        self._marks = tuple(mark for mark in _ORDER if mark in marks)

    def _break(self) -> None:
        """The second of two breaks ends the paragraph, but no cell."""
        if self._is_in_row:
            self._say(_BREAK)
            return
        white = len(self._runs)
        while white and self._runs[white - 1].text.isspace() and self._runs[white - 1].text != _BREAK:
            white -= 1
        del self._runs[white:]
        if self._runs and self._runs[-1].text == _BREAK:
            self._end_block()
        elif self._runs:
            self._say(_BREAK)

    def _end_block(self) -> None:
        if not self._runs:
            return
        is_row, cells, runs = self._is_in_row, self._cells, _foreign(self._runs)
        self._runs, self._cells = [], []
        places = [0, *(place for _, place in cells), len(runs)]
        pieces = [_tidy(runs[start:end]) for start, end in pairwise(places)]
        text = ", ".join(filter(None, map(_text, pieces)))
        if not text:
            return
        if self._open["figcaption"] and not self._is_of_table:
            self.lines.append(Line(text, Role.REMOVED, CAPTION))
            return
        written = ["".join(_written(piece)) for piece in pieces]
        if is_row:
            openings = [opening for opening, _ in cells]
            both = zip(["<td>", *openings][not pieces[0] :], written[not pieces[0] :], strict=True)
            block = _row(both, is_first=self._is_new_table)
            self._is_new_table = False
        else:
            block = self._block(", ".join(filter(None, written)))
        self.lines.append(Line(text, markup="" if block == f"<p>{markup.escape(text)}</p>" else block))

    def _block(self, written: str) -> str:
        for tag, heading in _HEADINGS.items():
            if self._open[tag]:
                return f"<{heading}>{written}</{heading}>"
        if self._lists and self._open["li"]:
            opening, self._lists[-1] = self._lists[-1], _list(self._lists[-1][1:3])
            return f"{opening}<li><p>{written}</p></li></{opening[1:3]}>"
        if self._open["blockquote"]:
            return f"<blockquote><p>{written}</p></blockquote>"
        return f"<p>{written}</p>"


def address(href: str, base: str) -> str:
    """A link's absolute address as the body keeps it; "" where it leads nowhere that a reader can go."""
    try:
        parts = urlsplit(urljoin(base, href.strip()) if len(href) <= _LONGEST_ADDRESS else "")
    except ValueError:
        return ""
    is_web = parts.scheme in {"http", "https"} and parts.netloc
    if not is_web and not (parts.scheme == "mailto" and "@" in parts.path):
        return ""
    return quote(parts.geturl(), safe="%/:=&?~#+!$,;'@()*[]", encoding="utf-8", errors="replace")


def _list(tag: str, start: str = "") -> str:
    is_number = tag == "ol" and re.fullmatch(r"-?[1-9]\d{0,5}|0", start) and start != "1"
    return f'<{tag} start="{start}">' if is_number else f"<{tag}>"


def _row(cells: Iterable[tuple[str, str]], *, is_first: bool) -> str:
    """A table of one row, which `markup.join` makes part of the one above it unless it is the first."""
    row = "".join(f"{opening}<p>{written}</p></{opening[1:3]}>" for opening, written in cells)
    return f"<table>{'' if is_first else '<tbody>'}<tr>{row}</tr></tbody></table>"


def _text(runs: list[_Run]) -> str:
    return fold("".join(run.text for run in runs).replace(_BREAK, " "))


def _foreign(runs: list[_Run]) -> list[_Run]:
    """Without a language that the whole block is in: word processors mark every word with their own."""
    languages = {run.lang for run in runs if not run.text.isspace() and run.text != _BREAK}
    return runs if len(languages) > 1 else [replace(run, lang="") for run in runs]


def _tidy(runs: list[_Run]) -> list[_Run]:
    """One space between words, none at a line's ends; no invisible characters; neighbours alike are one."""
    out: list[_Run] = []
    for alike, same in groupby(runs, key=lambda run: (run.marks, run.link, run.lang, run.text == _BREAK)):
        marks, link, lang, is_break = alike
        text = _BREAK if is_break else re.sub(r"\s+", " ", visible("".join(run.text for run in same)))
        if is_break:
            _strip_end(out)
        elif not out or out[-1].text[-1] in f" {_BREAK}":
            text = text.lstrip(" ")
        if text and (out or not is_break):
            out.append(_Run(text, marks, link, lang))
    _strip_end(out)
    return out


def _strip_end(runs: list[_Run]) -> None:
    """Take white space and line breaks from the end of the last run, and empty runs with it."""
    while runs and not (text := runs[-1].text.rstrip(f" \t\r\n{_BREAK}")):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=text)


def _written(runs: list[_Run]) -> Iterator[str]:
    """The runs as the editor writes them: a mark goes on over all that share it, and those inside close."""
    if len(runs) == 1 and not (runs[0].marks or runs[0].link or runs[0].lang):
        yield markup.escape(runs[0].text)
        return
    stack: list[tuple[str, str]] = []
    for run in [*runs, _Run("")]:
        tags = run.tags
        same = 0
        while same < min(len(stack), len(tags)) and stack[same] == tags[same]:
            same += 1
        yield "".join(closing for _, closing in reversed(stack[same:]))
        yield "".join(opening for opening, _ in tags[same:])
        yield "<br>" if run.text == _BREAK else markup.escape(run.text)
        stack = tags
