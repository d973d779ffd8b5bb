"""The tables of a body that is well-formed HTML: as the editor writes them, and as readers see them.

The editor's form is a grid without holes whose cells hold paragraphs, and reach neither into each
other nor over the edge. Whatever else stood there, its words stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

MOST_CELLS = 5000  # what is larger is no table that anybody reads; it becomes a paragraph a row

_ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
_CELL = re.compile(r"<(t[hd])((?: \w+=\"\d+\")*)>(.*?)</\1>", re.S)
_PART = re.compile(r"</?(?:table|thead|tbody|tr|t[hd])\b[^>]*>")
_BLOCK = re.compile(r"</?(?:p|h[23]|blockquote|ul|ol|li|hr|pre|fig\w+)\b[^>]*>")
_PARAGRAPHS = re.compile(rf"(?:<p>(?:(?!{_BLOCK.pattern}).)*</p>)+", re.S)
_TABLE = re.compile(r"<table>.*?</table>", re.S)


@dataclass(slots=True)
class _Cell:
    tag: str
    across: int
    down: int
    content: str

    def __str__(self) -> str:
        across = f' colspan="{self.across}"' if self.across > 1 else ""
        down = f' rowspan="{self.down}"' if self.down > 1 else ""
        return f"<{self.tag}{across}{down}>{self.content}</{self.tag}>"


def tidy(html: str) -> str:
    """The same body with its tables in the editor's form."""
    return _TABLE.sub(lambda table: _tidy(table[0]), _flat(html))


def _flat(html: str) -> str:
    """Without tables in tables, and without what belongs to a table outside of one."""
    depth = 0

    def kept(part: re.Match[str]) -> str:
        nonlocal depth
        depth += part[0] == "<table>"
        is_inner = depth != 1
        depth -= part[0] == "</table>"
        return "<p>" if is_inner and depth else "" if is_inner else part[0]

    return _PART.sub(kept, html)


def _tidy(table: str) -> str:
    rows = [list(map(_cell, _CELL.finditer(row))) for row in _ROW.findall(table)]
    beside = _PART.sub("", _CELL.sub("", table)).strip()  # a caption, for instance
    return (_in_paragraphs(beside) if beside else "") + _written(rows)


def _cell(found: re.Match[str]) -> _Cell:
    spans = {name: int(number) for name, number in re.findall(r'(\w+)="(\d{1,3})"', found[2])}
    across, down = (max(spans.get(name, 1), 1) for name in ("colspan", "rowspan"))
    return _Cell(found[1], across, down, _in_paragraphs(found[3].strip()))


def _in_paragraphs(content: str) -> str:
    if _PARAGRAPHS.fullmatch(content):
        return content
    pieces = map(str.strip, _BLOCK.split(content))
    return f"<p>{'<br>'.join(filter(None, pieces))}</p>"


def _written(rows: list[list[_Cell]]) -> str:
    until: dict[int, int] = {}  # of each column, the row from which it is free again
    begun: list[tuple[int, int, _Cell]] = []
    width = 0  # up to the last column in which a cell begins: `colspan="99"` often says “the whole width”
    for place, row in enumerate(rows):
        column = 0
        for cell in row:
            while until.get(column, 0) > place:
                column += 1
            width = max(width, column + 1)
            if width * len(rows) > MOST_CELLS:
                return "".join(map(_as_paragraph, rows))
            cell.down = min(cell.down, len(rows) - place)
            while any(until.get(column + more, 0) > place for more in range(cell.across)):
                cell.across -= 1
            until.update((column + more, place + cell.down) for more in range(cell.across))
            begun.append((place, column, cell))
    holes = [width] * len(rows)
    for place, column, cell in begun:
        cell.across = min(cell.across, width - column)
        for covered in range(place, place + cell.down):
            holes[covered] -= cell.across
    for row, missing in zip(rows, holes, strict=True):
        row += [_Cell("td", 1, 1, "<p></p>")] * missing
    written = "".join(f"<tr>{''.join(map(str, row))}</tr>" for row in rows)
    return f"<table><tbody>{written}</tbody></table>" if width else ""


def _as_paragraph(row: list[_Cell]) -> str:
    texts = (cell.content[3:-4].replace("</p><p>", "<br>") for cell in row)
    return f"<p>{', '.join(filter(None, texts))}</p>"


def for_readers(html: str) -> str:
    """Each table in a box that scrolls, within reach of the keyboard; its header cells say what they head."""
    tables = iter(range(1, html.count("<table>") + 1))
    return _TABLE.sub(lambda table: _shown(table[0], next(tables)), html)


def _shown(table: str, number: int) -> str:
    rows = _ROW.findall(table)
    head = list(takewhile(lambda row: row.startswith("<th") and "<td" not in row, rows))
    first, rest = "".join(_headed(head, "col")), "".join(_headed(rows[len(head) :], "row"))
    if head and not _reaches_below(head):
        first = f"<thead>{first}</thead>"
        rest = f"<tbody>{rest}</tbody>" if rest else ""
    else:
        first, rest = "<tbody>", f"{first}{rest}</tbody>"
    box = f'<div class="table" role="region" aria-label="Table {number}" tabindex="0">'
    return f"{box}<table>{first}{rest}</table></div>"


def _reaches_below(head: list[str]) -> bool:
    """Whether a cell of the first rows does: HTML would cut it off where a <thead> ends."""
    spans = (map(int, re.findall(r'rowspan="(\d+)">', row)) for row in head)
    return any(place + down > len(head) for place, downs in enumerate(spans) for down in downs)


def _headed(rows: list[str], scope: str) -> Iterator[str]:
    opening = f'<th scope="{scope}"'
    return (f"<tr>{row.replace('<th', opening)}</tr>" for row in rows)
