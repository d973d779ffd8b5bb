"""IPTC ninjs 1, 2 and 3 (https://iptc.org/std/ninjs/), the objects that `json` finds in its files.

2 has lists of `{role, contenttype, value}` in `headlines`, `bodies` and `descriptions`; 3 spells all names in
camel case and has `embargoedUntil`; 1 has `headline`, `byline` and `body_xhtml`, `body_text` and so on.
`title` is metadata and comes after the headlines. Pictures are `renditions` of `associations`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from articles.importing import lists
from articles.importing.document import PictureReference
from articles.importing.readers import given
from articles.importing.readers.given import Given

NAME = "ninjs"
_TABLE = lists.table("fields/ninjs")
_MARKS = frozenset(
    "bodies headlines versioncreated firstcreated representationtype pubstatus bodyxhtml".split()
)


def matches(record: Mapping[str, Any]) -> bool:
    """An object with a `uri`, the one property that ninjs demands, and another that only ninjs has."""
    return isinstance(record.get("uri"), str) and any(given.key_of(key) in _MARKS for key in record)


def said(record: Mapping[str, Any]) -> Given:
    """What a ninjs object says."""
    found = Given(NAME, item=record["uri"])
    main_first = {key: _by_role(value) for key, value in record.items()}
    found.claims = given.claims(main_first, _TABLE)
    status = given.strings(_get(record, "pubstatus"))
    found.claims += [("hold", value, "pubstatus") for value in status if value != "usable"]
    of_1 = [{"contenttype": key, "value": value} for key, value in record.items() if key.startswith("body_")]
    texts = _by_role(_get(record, "bodies")) or of_1
    if not texts and record.get("type", "text") == "text":  # some send a short one as its description
        texts = _by_role(_get(record, "descriptions"))
    # They are renditions of one text: marked up before plain, and the main one before others.
    bodies = sorted(_members(texts), key=lambda one: "html" not in _type(one))
    found.lines = given.lines_of(next(iter(given.strings(bodies[:1])), ""))
    found.pictures = tuple(_pictures(record))
    if not found.lines:
        found.refusal = (
            f"no text in it, its type is {' '.join(given.strings(record.get('type'))) or 'not said'}"
        )
    return found


def _get(record: Mapping[str, Any], name: str) -> Any:
    return next((value for _, value in given.values(record, [name])), None)


def _type(body: Mapping[str, Any]) -> str:
    return " ".join(given.strings(_get(body, "contenttype")))


def _by_role(value: Any) -> Any:
    """A list of headlines or the like with the main one in front; anything else as it is."""
    if not isinstance(value, list):
        return value
    return sorted(
        value, key=lambda one: isinstance(one, Mapping) and one.get("role", "main") not in ("main", "summary")
    )


def _pictures(record: Mapping[str, Any]) -> Iterator[PictureReference]:
    for one in _members(record.get("associations")):
        if one.get("type") in ("picture", "graphic"):
            sizes = [size for size in _members(one.get("renditions")) if isinstance(size.get("href"), str)]
            widest = max(sizes, key=_width, default={})
            yield from given.pictures({**one, "url": widest.get("href")})


def _members(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list, or (in ninjs 1) under the names of an object."""
    members = value.values() if isinstance(value, Mapping) else value
    return [one for one in members if isinstance(one, Mapping)] if isinstance(members, Iterable) else []


def _width(size: Mapping[str, Any]) -> float:
    width = size.get("width")
    return width if isinstance(width, int | float) else 0
