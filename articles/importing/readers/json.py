"""JSON and JSON Lines: one object, a list of them, an object that holds such a list, or an object a line.

Reads the names that `import_seeds --format jsonl` writes, those of JSON-LD's NewsArticle
(https://schema.org/NewsArticle), of JSON Feed (https://jsonfeed.org/version/1.1) and other common ones, in
any spelling: `datePublished` is `date_published`. An IPTC ninjs object is read by its own names.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from articles.importing import lists
from articles.importing.document import Document, Refusal, Refused
from articles.importing.readers import encodings, given, ninjs, xml
from articles.importing.readers.given import Given

NAME = "JSON"
_TABLE = lists.table("fields/json")
_PARTS = lists.table("fields/json parts")
_HELD = frozenset(
    "draft in_review approved pending private withheld canceled cancelled killed withdrawn".split()
)
_DEEPEST = 4


def matches(name: str, data: bytes) -> bool:
    """What begins like an object or a list of them, or is named so."""
    start = "".join(xml.head(data)[:100].split())
    return start.startswith(('{"', "[{")) or name.endswith((".json", ".jsonl", ".ndjson"))


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """A document for each object with a text. Raises Refused when there is none, or it is no JSON."""
    content, encoding, warnings = encodings.decode(data)
    try:
        records = _records(content)
        given.count(records)
        found = [_said(record) for record in records]
    except RecursionError as error:
        raise Refused("nested too deep: no document is") from error
    return given.documents(found, source, encoding, warnings)


def _records(content: str) -> list[Any]:
    try:
        whole = json.loads(content)
    except json.JSONDecodeError as error:
        lines = [line for line in content.splitlines() if line.strip()]
        records = [_parsed(line) for line in lines]
        if len(lines) > 1 and any(isinstance(one, dict) for one in records):
            return records
        raise Refused(f"damaged: it is no JSON ({error}); export it again") from error
    except ValueError as error:
        raise Refused("damaged: a number in it is longer than any; export it again") from error
    if isinstance(whole, list):
        return whole
    return list(_within(whole)) or [whole]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        return error


def _within(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The objects with a text: this one, else those in what it holds."""
    if isinstance(value, Mapping) and _body(value):
        yield value
    elif isinstance(value, Mapping | list) and depth < _DEEPEST:
        for member in value.values() if isinstance(value, Mapping) else value:
            yield from _within(member, depth + 1)


def _body(record: Mapping[str, Any]) -> list[str]:
    texts = (given.strings(value) for _, value in given.values(record, _PARTS["text"]))
    return next(filter(None, texts), [])


def _said(record: Any) -> Given:
    if isinstance(record, ValueError):
        return Given(NAME, refusal=f"damaged: no JSON ({record})")
    if not isinstance(record, Mapping):
        return Given(NAME, refusal="no document: it is no JSON object with a text")
    if ninjs.matches(record):
        return ninjs.said(record)
    ids = given.claims(record, {"item": _PARTS["item"]})
    found = Given(NAME, item=ids[0][1] if ids else "")
    found.claims = [*given.claims(record, _TABLE), *_status(record)]
    addresses = [value for name, value, _ in found.claims if name == "canonical"]
    base = addresses[0] if addresses else ""
    found.lines = tuple(line for part in _body(record) for line in given.lines_of(part, base))
    pictures = given.values(record, _PARTS["pictures"])
    found.pictures = tuple(one for _, value in pictures for one in given.pictures(value))
    return found


def _status(record: Mapping[str, Any]) -> Iterator[given.Claim]:
    for _, value, own in given.claims(record, {"hold": _PARTS["hold"]}):
        if value.casefold() in _HELD:
            yield "hold", value, own
