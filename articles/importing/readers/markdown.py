"""Markdown, with or without YAML or TOML front matter."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from articles import markup
from articles.importing import lists
from articles.importing.document import Document, Line, PictureReference, Refusal, Role
from articles.importing.readers import encodings, given, text, xml
from articles.importing.readers.fragments import address, lines_of_html
from articles.importing.readers.given import Claim, Given

_TABLE = lists.table("fields/markdown")
_PICTURES = lists.table("fields/markdown parts")["pictures"]
_GROUPS = ("taxonomies", "extra", "params")  # where Zola and Hugo keep what else there is
_FIRST_FIELD = re.compile(
    r"---[ \t]*\n(?:#.*\n)*+(?:[\w -]+:|---[ \t]*\n)|"
    r"\+\+\+[ \t]*\n(?:#.*\n|[ \t]*\n)*+(?:[\w.\" -]+=|\[|\+\+\+)"
)
_ENDS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_LONGEST_FRONT = 64_000  # characters
# The parser takes seconds for some patterns of this length; no story is as long.
_LONGEST = 100_000  # characters
_YES, _NO = {"true", "yes", "1", "on"}, {"false", "no"}
_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class _Loader(yaml.BaseLoader):
    """Texts, lists and mappings and nothing else: no dates, no numbers, no objects, no aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_mark()
            raise yaml.constructor.ConstructorError(problem="it has an alias", problem_mark=mark)
        return super().compose_node(parent, index)


def matches(name: str, data: bytes) -> bool:
    """What begins with front matter, or is named so."""
    return name.endswith((".md", ".markdown", ".mdown", ".mkd")) or bool(_FIRST_FIELD.match(xml.head(data)))


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """One document. Front matter that cannot be read becomes removed lines, and holds the story back.

    Raises Refused as `encodings.decode` does.
    """
    content, encoding, warnings = encodings.decode(data)
    content = markup.printable(content).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n")
    front, body, is_whole = _apart(content)
    try:
        found = said(_fields(front, is_whole), body)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = said({}, body)
        found.lines = (*_kept(front, is_whole), *found.lines) if found.lines or not is_whole else ()
        why = f"its front matter cannot be read ({_reason(error)}), so nothing in it was used"
        found.warnings = (*found.warnings, why)
        found.claims.append(("hold", "that its front matter cannot be read", "front matter"))
    return given.documents([found], source, encoding, warnings)


def _apart(content: str) -> tuple[str, str, bool]:
    """Front matter with its first fence, the body behind it, and whether a fence parts them."""
    if not _FIRST_FIELD.match(content):
        return "", content, True
    end = _ENDS[content[:3]].search(content, 3) or _BLANK.search(content)
    start, behind = end.span() if end else (len(content), len(content))
    return content[:start], content[behind:], bool(end and end[0].strip())


def _fields(front: str, is_whole: bool) -> dict[str, Any]:
    if not front:
        return {}
    if not is_whole:
        raise ValueError(f"no {front[:3]} ends it")
    if len(front) > _LONGEST_FRONT:
        raise ValueError(f"it is longer than {_LONGEST_FRONT:,} characters")
    fields = front.partition("\n")[2]
    found: Any = tomllib.loads(fields) if front.startswith("+++") else yaml.load(fields, _Loader)  # noqa: S506
    if not isinstance(found, dict | None):
        raise ValueError("it has no fields")
    return found or {}


def _reason(error: Exception) -> str:
    """What is wrong and where, on one line."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 2}: {error.problem}"
    return " ".join(str(error).split())[:200]


def _kept(front: str, is_whole: bool) -> Iterator[Line]:
    """The lines of front matter that cannot be read; where nothing ends it, they may be the story."""
    for line in text.lines_of(front):
        yield Line(line.text, Role.REMOVED, "front matter that cannot be read") if is_whole else line


def said(fields: dict[str, Any], body: str) -> Given:
    """The document of these fields and this Markdown."""
    flat = {str(key): value for key, value in fields.items()}
    for group in _GROUPS:
        flat = {**(flat[group] if isinstance(flat.get(group), dict) else {}), **flat}
    claims = [*given.claims(flat, _TABLE), *_categories(flat), *_status(flat)]
    pictures = tuple(_pictures(flat))
    if len(body) > _LONGEST:
        warning = "it is longer than any story, so it was read as plain text and not as Markdown"
        return Given("markdown", "", claims, text.lines_of(body), pictures, (warning,))
    tokens = _PARSER.parse(body)
    base = next((address(value, "") for name, value, _ in claims if name == "canonical"), "")
    lines = lines_of_html(_PARSER.renderer.render(tokens, _PARSER.options, {}), base)
    if tokens and tokens[0].tag == "h1" and lines:
        claims.append(("headline", lines[0].text, "first heading"))
    return Given("markdown", "", claims, lines, pictures or tuple(_pictures_in(tokens)))


def _categories(fields: dict[str, Any]) -> list[Claim]:
    """The first category is the section; the others are keywords."""
    found = given.claims(fields, {"keywords": ["categories"]})
    return found if given.claims(fields, {"section": ["section"]}) else found[1:]


def _status(fields: dict[str, Any]) -> Iterator[Claim]:
    for name, words, status in (("draft", _YES, "draft"), ("published", _NO, "not published")):
        for own, value in given.values(fields, [name]):
            if str(value).casefold() in words:
                yield "hold", status, own


def _pictures(fields: dict[str, Any]) -> Iterable[PictureReference]:
    """The lead picture, as an address or an object with one (PaperMod's `cover.image`)."""
    for _, value in given.values(fields, _PICTURES):
        if isinstance(value, dict) and "image" in value:
            value = {"url": value["image"], **value}
        yield from given.pictures(value) if value else ()


def _pictures_in(tokens: Iterable[Token]) -> Iterator[PictureReference]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "image" and 0 < len(str(child.attrs["src"])) <= given.LONGEST:
                title = text.fold(str(child.attrs.get("title", "")))
                yield PictureReference(str(child.attrs["src"]), title, alt_text=text.fold(child.content))
