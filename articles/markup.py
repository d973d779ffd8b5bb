"""The body's allowlist as plain data: what the editor offers and the sanitiser keeps, and nothing else.

Whatever is stored is in the editor's own canonical form, which is a browser's serialisation
(https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments): `&`, `<`, `>` and the
no-break space are escaped in text, nothing else is; so opening and saving a story changes no byte.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser

import nh3

from articles import languages, tables

EDITOR_EXTENSIONS: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "CodeBlock": True,
    # Our own, see prose.js: a remark that readers find below the text; who or what is the source; a language.
    "Footnote": True,
    "Credit": True,
    "Language": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Figure": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False, "autolink": False, "protocols": ["http", "https", "mailto"]},
    "Document": True,
    "Paragraph": True,
    "Text": True,
    "History": True,
    "Menu": True,
    "SpecialCharacters": True,
}

TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
BLOCKS = TABLE | {"p", "h2", "h3", "blockquote", "ul", "ol", "li", "hr", "pre", "figure", "figcaption"}
TAGS = BLOCKS | {"strong", "em", "sub", "sup", "a", "br", "code", "small", "cite", "span"}
SPANS = {"colspan", "rowspan"}
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "span": {"lang"},
    "figure": {"data-picture"},
    "th": SPANS,
    "td": SPANS,
}
URL_SCHEMES = {"http", "https", "mailto"}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Without the `start` of a list that begins at 1 anyway: the editor writes none.

    A language is a tag as of https://www.rfc-editor.org/rfc/rfc5646, in its short form.
    """
    if name == "lang":
        return value if LANGUAGE.fullmatch(value) else None
    if name in SPANS:
        return str(min(int(value), 99)) if re.fullmatch(r"[1-9]\d{0,3}", value) else None
    is_number = re.fullmatch(r"-?[1-9][0-9]{0,5}|0", value)
    return None if name == "start" and (value == "1" or not is_number) else value


_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={**ATTRIBUTES, "*": set()},  # without “*”, nh3 lets `lang` and `title` stand anywhere
    attribute_filter=_attribute,
    url_schemes=URL_SCHEMES,
    link_rel=None,
    clean_content_tags={"script", "style", "title", "textarea", "iframe", "noscript"},
)


# A picture of the library in the text, with what the story says of it in the place of the picture's caption.
FIGURE = re.compile(
    r'<figure data-picture="([1-9][0-9]{0,17})">(?:<figcaption>((?:(?!</?fig).)+)</figcaption>)?</figure>',
    re.S,
)
_LOOSE_FIGURE = re.compile(r'<figure data-picture="([1-9][0-9]{0,17})">((?:(?!</?figure).)*)</figure>', re.S)
_FIGURE_TAG = re.compile(r"</?fig(?:ure|caption)[^>]*>")
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS))})\b[^>]*>")


def printable(text: str) -> str:
    """The text without what XML, and so a feed, cannot hold (https://www.w3.org/TR/xml/#charsets)."""
    return _UNPRINTABLE.sub("", text)


def sanitise(html: str) -> str:
    """The same body with everything outside the allowlist gone (text of unknown tags stays)."""
    html = printable(html)
    clean = _without_empty(_cleaner.clean(html))
    clean = "".join(_pieces_with_figures(clean)) if "<fig" in clean else clean
    clean = tables.tidy(clean) if "<t" in clean else clean
    return "" if clean in {"", "<p></p>"} else clean


def _pieces_with_figures(html: str) -> Iterator[str]:
    """Figures as the editor writes them, with nothing but a line of text; of any others, what is in them."""
    place = 0
    for figure in _LOOSE_FIGURE.finditer(html):
        yield _FIGURE_TAG.sub("", html[place : figure.start()])
        caption = _BLOCK_TAG.sub("", figure[2])
        said = f"<figcaption>{caption}</figcaption>" if caption else ""
        yield f'<figure data-picture="{figure[1]}">{said}</figure>'
        place = figure.end()
    yield _FIGURE_TAG.sub("", html[place:])


def pictures_in(html: str) -> list[int]:
    """The numbers of the library's pictures in a body, each once, in order."""
    return list(dict.fromkeys(int(figure[1]) for figure in FIGURE.finditer(html)))


def _without_empty(html: str) -> str:
    """Well-formed HTML without links to nowhere and spans of no language; what is in them stays."""
    stays: list[bool] = []

    def kept(tag: re.Match[str]) -> str:
        if not tag[1]:
            stays.append(bool(tag[2]))
        return tag[0] if (stays.pop() if tag[1] else stays[-1]) else ""

    return re.sub(r"<(/?)(?:a|span)(\s[^>]*)?>", kept, html)


_FOOTNOTE = re.compile(r"<small>(.*?)</small>", re.DOTALL)
_LANGUAGE = re.compile('(<span lang="([^"]+)")>')
_LINES = re.compile(r"<(p|h[23])>(.*?)</\1>", re.DOTALL)


def with_footnotes(html: str, language: str = "") -> str:
    """A stored body in this language as readers see it: each footnote's number in its place, its text below.

    What is in another language says which way it is written. So do, in a text from right to left, the
    paragraphs that are in letters from left to right.
    """
    notes: list[str] = []

    def number(note: re.Match[str]) -> str:
        notes.append(note[1])
        n = len(notes)
        link = f'<a id="ref-{n}" href="#note-{n}" role="doc-noteref" aria-label="Footnote {n}">{n}</a>'
        return f"<sup>{link}</sup>"

    def way(said: str) -> str:
        return "" if languages.is_possible(language, to_line(said)) else ' dir="ltr"'

    text = _FOOTNOTE.sub(number, html)
    if languages.direction(language) == "rtl":
        text = _LINES.sub(lambda line: f"<{line[1]}{way(line[2])}>{line[2]}</{line[1]}>", text)
        notes = [f"<span{way(note)}>{note}</span>" if way(note) else note for note in notes]
    back = 'role="doc-backlink" aria-label="Back to the text">↩</a>'
    items = (
        f'<li id="note-{n}">{note}&nbsp;<a href="#ref-{n}" {back}</li>' for n, note in enumerate(notes, 1)
    )
    below = f'<section role="doc-endnotes" aria-label="Footnotes"><ol>{"".join(items)}</ol></section>'
    # What scrolls sideways must be within reach of the keyboard.
    text = tables.for_readers(text).replace("<pre>", '<pre tabindex="0">')
    return _LANGUAGE.sub(_directed, text + below if notes else text)


def _directed(opening: re.Match[str]) -> str:
    return f'{opening[1]} dir="{languages.direction(opening[2])}">'


def escape(text: str) -> str:
    """Text as the body's HTML writes it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;")


def from_paragraphs(paragraphs: Iterable[str]) -> str:
    """The body of plain paragraphs, in canonical form."""
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


_TAG = re.compile(r"<(/?)([a-z]\w*)[^>]*>")
_JOINED = (
    *((f"<{tag}>", f"</{tag}>") for tag in ("ul", "ol", "blockquote")),
    ("<table><tbody>", "</tbody></table>"),
)


def join(blocks: Iterable[str]) -> str:
    """A body of these blocks; neighbours that are lists of one kind, quotations, or tables, become one.

    A row without the tag of its table's body, which HTML allows, begins a table of its own.
    """
    out: list[str] = []
    for block in blocks:
        opening, closing = next((pair for pair in _JOINED if block.startswith(pair[0])), ("", ""))
        if closing and out and out[-1].endswith(closing):
            out[-1] = out[-1].removesuffix(closing)
            block = block.removeprefix(opening)
        out.append(block.replace("<table><tr>", "<table><tbody><tr>"))
    return "".join(out)


def apart(body: str) -> list[str]:
    """The blocks of a body that `join` makes it of: each item of a list is a list, each row a table."""
    return [part for block in blocks(body) for part in _parts(block)]


def _parts(block: str) -> Iterator[str]:
    usual, closing = next((pair for pair in _JOINED if block.endswith(pair[1])), ("", ""))
    if not closing:
        yield block
        return
    opening = usual if block.startswith(usual) else block[: block.index(">") + 1]
    first = opening.removesuffix("<tbody>")
    for child in blocks(block[len(opening) : -len(closing)]):
        yield f"{first}{child}{closing}"
        first = usual


def blocks(html: str) -> Iterator[str]:
    """The elements at the top of canonical HTML, in order; joined they are the body again."""
    depth = start = 0
    for tag in _TAG.finditer(html):
        depth += 0 if tag[2] in {"br", "hr"} else -1 if tag[1] else 1
        if not depth:
            yield html[start : tag.end()]
            start = tag.end()
    if start < len(html):
        yield html[start:]


_BESIDE = "\0"  # between the cells of a row; no stored body has it


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"th", "td"}:
            self.is_in_cell = True
            self.parts.append(_BESIDE)
        elif tag in {"br", "small"}:
            self.parts.append(" ")
        elif tag in BLOCKS:
            self.parts.append(" " if self.is_in_cell else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.is_in_cell = self.is_in_cell and tag not in {"th", "td"}

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def to_paragraphs(html: str) -> list[str]:
    """The text of each block of a body, and of each row of a table, in order, without empty ones."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = "".join(parser.parts).split("\n")
    return [line for line in map(_line, lines) if line]


def _line(text: str) -> str:
    cells = (" ".join(cell.split()) for cell in text.split(_BESIDE))
    return ", ".join(filter(None, cells))


def to_words(html: str) -> str:
    """The same for somebody who compares two versions: pictures are named, too."""
    return to_text(FIGURE.sub(r"<p>[picture \1] \2</p>", html))


def to_text(html: str) -> str:
    """The whole text of a body, one block a line."""
    return "\n".join(to_paragraphs(html))


_INLINE = re.compile(rf"</?(?:{'|'.join(sorted(TAGS - BLOCKS - {'br', 'small'}))})\b[^>]*>")
_ANY_TAG = re.compile(r"<[^>]*>")
_NO_LETTER = re.compile(r" [^\w ]++(?= |\Z)")


def to_line(html: str) -> str:
    """The text of a stored body in one line, where its blocks do not matter: fifty times as fast."""
    return " ".join(unescape(_ANY_TAG.sub(" ", _INLINE.sub("", html))).split())


def count_words(html: str) -> int:
    """How many words a body has, as an editor counts them: runs without white space that hold a letter."""
    line = to_line(html)
    return len(line.split()) - len(_NO_LETTER.findall(f" {line}"))
