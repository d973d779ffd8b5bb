"""XML from strangers: what the other readers of XML share, and the refusal of what none of them reads."""

import re
from contextlib import suppress
from html import escape
from html.entities import name2codepoint
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from articles import markup
from articles.importing import lists
from articles.importing.document import Document, Refusal, Refused
from articles.importing.readers import encodings, text
from articles.importing.readers.given import Claim

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DEEPEST = 200
MOST_ELEMENTS = 200_000  # in a file of up to 10 MB, and in proportion in a larger one: text has far fewer
_HEAD = 8192
_PROLOGUE = r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]*\[.*?\]\s*>|[^\[>]*>))*+"
_ROOT = re.compile(_PROLOGUE + r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)", re.DOTALL)
_DECLARED = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)")
# The namespaces whose names would be mistaken for others; of all others the prefix goes.
_PREFIXES = (
    (re.compile(r"\{http://purl\.org/rss/1\.0/modules/content/\}"), "content:"),
    (re.compile(r"\{http://purl\.org/dc/elements/1\.1/\}"), "dc:"),
    (re.compile(r"\{https?://wordpress\.org/export/[\d.]+/excerpt/\}"), "excerpt:"),
    (re.compile(r"\{https?://wordpress\.org/export/[\d.]+/\}"), "wp:"),
    (re.compile(r"\{.*\}"), ""),
)


def matches(name: str, data: bytes) -> bool:
    """XML that no other reader knows, by its declaration or its name."""
    return root_of(data) not in {"", "html"} and (
        name.casefold().endswith(".xml") or head(data).startswith("<?xml")
    )


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """Always raises Refused: with what is wrong with the XML, else that it is of an unknown kind."""
    name = parse(data)[0].tag
    raise Refused(f"an XML file of a kind that is not read: it begins with <{text.fold(name)[:80]}>")


def head(data: bytes) -> str:
    """The first characters of a file, near enough to tell formats apart."""
    for mark, encoding in encodings.MARKS:
        if data.startswith(mark):
            return data[:_HEAD].decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    return data[:_HEAD].decode("latin-1").lstrip()


def root_of(data: bytes) -> str:
    """The name of the first element, without its prefix; "" where it does not begin like XML."""
    beginning = head(data)
    found = _ROOT.match(beginning) if beginning.startswith("<") else None
    return found[1] if found else ""


class _Tree(TreeBuilder):
    """The elements by their names without namespaces, as deep as any real document."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.most = max(MOST_ELEMENTS, characters // 50)
        self.depth = self.count = 0
        self.names: dict[str, str] = {}

    def start(self, tag: str, attrs: dict[Any, Any]) -> Element:
        self.depth += 1
        self.count += 1
        if self.count > self.most:
            raise Refused(f"more than {self.most:,} XML elements; split it")
        if self.depth > DEEPEST:
            raise Refused(f"nested more than {DEEPEST} elements deep: no document is")
        return super().start(self._name(tag), attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(self._name(tag))

    def _name(self, tag: str) -> str:
        if tag not in self.names:
            prefix, name = next(
                ((put, found) for form, put in _PREFIXES if (found := form.match(tag))), ("", None)
            )
            self.names[tag] = prefix + tag[name.end() :] if name else tag
        return self.names[tag]


def parse(data: bytes) -> tuple[Element, str, tuple[str, ...]]:
    """The root element, the encoding, and warnings. Raises Refused for what is damaged or unsafe."""
    content, encoding, warnings = decoded(data)
    try:
        return _tree(content), encoding, warnings
    except ParseError as error:
        raise Refused(f"damaged: it is no well-formed XML ({error}); export it again") from error


def refuse_unsafe(content: str) -> None:
    """Raises Refused where the XML declares entities or points at other files; what is damaged may pass."""
    with suppress(ParseError):
        _tree(content)


def decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The characters that XML may hold, the encoding, and warnings."""
    declared = _DECLARED.match(head(data))
    content, encoding, warnings = encodings.decode(data, declared[1] if declared else "")
    return markup.printable(content), encoding, warnings


def _tree(content: str) -> Element:
    parser = DefusedXMLParser(target=_Tree(len(content)))
    parser.entity.update({name: chr(point) for name, point in name2codepoint.items()})
    try:
        parser.feed(content)
        return parser.close()
    except DefusedXmlException as error:
        raise Refused(
            "unsafe XML: it declares entities or points at other files; export it without"
        ) from error


def claims(element: Element, table: lists.Table) -> list[Claim]:
    """What is found below an element: `table` has for each field the path of elements, or (`path/@name`) of
    their attributes, best first.
    """
    found = []
    for field, paths in table.items():
        for path in paths:
            where, _, attribute = path.partition("/@")
            for one in element.findall(where):
                value = one.get(attribute, "") if attribute else inner(one)
                found.append((field, value, path.removeprefix(".//")))
    return found


def inner(element: Element) -> str:
    """The text of an element, or its HTML where it holds elements."""
    if not len(element):
        return element.text or ""
    inside = (tostring(child, encoding="unicode", method="html") for child in element)
    return escape(element.text or "") + "".join(inside)
