"""RSS 2.0 (https://www.rssboard.org/rss-specification), Atom (RFC 4287), and what feedparser takes for them.

An entry's `content` (in RSS `content:encoded`) is the text and its `summary` (`description`) the dek; where
there is only a summary it is the text. `media:content`, enclosures and thumbnails are pictures.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import feedparser

from articles.importing import lists
from articles.importing.document import Document, PictureReference, Refusal, Refused
from articles.importing.readers import given, xml
from articles.importing.readers.given import Given

_TABLE = lists.table("fields/feed entry")
_OF_THE_FEED = lists.table("fields/feed")
# What feedparser raises where damage leads it astray.
_STUMBLES = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def matches(name: str, data: bytes) -> bool:
    """An XML file whose root is `rss`, `feed` or `RDF`."""
    return xml.root_of(data) in {"rss", "feed", "RDF"}


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """A document for each entry. Raises Refused when the XML is unsafe or holds no entry."""
    content, encoding, warnings = xml.decoded(data)
    xml.refuse_unsafe(content)
    headers = {"content-type": "text/xml; charset=utf-8"}
    try:  # a stream, never the bytes themselves: those feedparser would take for the name of a file
        feed = feedparser.parse(BytesIO(content.encode()), response_headers=headers)
    except _STUMBLES as error:
        raise Refused("damaged: no feed that can be read; export it again") from error
    name = "Atom" if feed.get("version", "").startswith("atom") else "RSS"
    return given.documents([_said(name, one, feed.feed) for one in feed.entries], source, encoding, warnings)


def _said(name: str, entry: Any, feed: Any) -> Given:
    found = Given(name, item=entry.get("id") or entry.get("link") or "")
    found.claims = given.claims(entry, _TABLE)
    found.claims += [
        (field, value, f"channel {own}") for field, value, own in given.claims(feed, _OF_THE_FEED)
    ]
    texts = [given.strings(entry.get(name)) for name in ("content", "summary")]
    if any(map(str.strip, texts[0])):
        found.claims += [("dek", value, "summary") for value in texts[1]]
    text = max(texts[0], key=len, default="").strip() or "".join(texts[1])
    found.lines = given.lines_of(text, base=entry.get("link") or "")
    found.pictures = tuple(dict.fromkeys(_pictures(entry)))
    return found


def _pictures(entry: Any) -> Iterator[PictureReference]:
    """Media RSS (https://www.rssboard.org/media-rss), enclosures, and thumbnails."""
    caption = {"caption": entry.get("media_description")}
    for one in (*entry.get("media_content", ()), *entry.get("enclosures", ())):
        if "image" in (one.get("medium") or one.get("type") or ""):
            yield from given.pictures({**one, **caption})
    yield from given.pictures(entry.get("media_thumbnail"))
