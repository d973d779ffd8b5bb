"""NewsML-G2 (https://iptc.org/std/NewsML-G2/, namespace http://iptc.org/std/nar/2006-10-01/).

A `newsItem`, or a `newsMessage` with several of them: `itemMeta` (firstCreated, embargoed, pubStatus, signal,
edNote), `contentMeta` (headline, by, creator, language, keyword, subject, dateline, description) and
`rightsInfo`; the text in `contentSet` as NITF, XHTML or plain text. An NITF's own fields fill the gaps.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from articles.importing import lists
from articles.importing.document import Document, PictureReference, Refusal
from articles.importing.readers import fragments, given, nitf, xml
from articles.importing.readers.given import Given

NAME = "NewsML-G2"
_ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_TABLE = lists.table("fields/newsml")
_ABOUT_PICTURES = ("description", "creditline")


def matches(name: str, data: bytes) -> bool:
    """An XML file whose root is an item or a message of NewsML-G2."""
    return xml.root_of(data) in {"newsMessage", *_ITEMS}


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """A document for each news item. Raises Refused when the XML is damaged or unsafe."""
    root, encoding, warnings = xml.parse(data)
    items = [one for one in root.iter() if one.tag in _ITEMS]
    found = [_said(one) for one in items if one.tag == "newsItem"]
    stories = [one for one in found if one.lines]
    if len(stories) == 1:  # the pictures beside it are its own, and a package only says how to lay them out
        stories[0].pictures += tuple(picture for one in found if not one.lines for picture in one.pictures)
        found = [one for one in found if one.lines or not one.pictures]
    return given.documents(found or [_said(one) for one in items], source, encoding, warnings)


def _said(item: Element) -> Given:
    found = Given(NAME, item=item.get("guid", ""))
    if item.tag != "newsItem":
        found.refusal = f"no text in it, it is a {item.tag}"
        return found
    found.claims = [
        *xml.claims(item, _TABLE),
        *_status(item),
        ("language", item.get(xml.LANGUAGE, ""), "xml:lang"),
    ]
    for content in item.iterfind("contentSet/*"):
        if not found.lines:
            _add_content(found, content)
    if not found.lines:
        found.pictures = tuple(_picture(item))
        kind = nitf.attribute(item, "itemMeta/itemClass", "qcode").rpartition(":")[2] or "not said"
        found.refusal = f"no text in it, its class is {kind}"
    return found


def _status(item: Element) -> Iterator[given.Claim]:
    """By the codes of http://cv.iptc.org/newscodes/pubstatusg2/ and http://cv.iptc.org/newscodes/signal/."""
    status = nitf.attribute(item, "itemMeta/pubStatus", "qcode").rpartition(":")[2]
    if status not in {"", "usable"}:
        yield "hold", status, "itemMeta/pubStatus"
    for signal in item.iterfind("itemMeta/signal"):
        if signal.get("qcode", "").rpartition(":")[2] == "correction":
            yield "correction", item.findtext("itemMeta/edNote") or "correction", "itemMeta/signal"


def _add_content(found: Given, content: Element) -> None:
    if content.tag == "inlineData" and content.get("contenttype", "text/plain").startswith("text/"):
        found.lines = given.lines_of(content.text or "")
    for embedded in content:
        if embedded.tag == "nitf":
            inside = nitf.said(embedded)
            found.lines, found.pictures = inside.lines, inside.pictures
            found.claims += [(name, value, f"NITF {own}") for name, value, own in inside.claims]
        elif embedded.tag == "html":
            found.lines = fragments.lines_of_html(xml.inner(embedded))


def _picture(item: Element) -> Iterator[PictureReference]:
    """The widest of the renditions of a picture item."""
    files = [one for one in item.iterfind("contentSet/remoteContent") if one.get("href")]
    images = [one for one in files if one.get("contenttype", "image").startswith("image")]
    for widest in sorted(images, key=lambda one: int(re.sub(r"\D", "", one.get("width", ""))[:9] or 0))[-1:]:
        caption, credit = (
            given.folded(item.findtext(f"contentMeta/{name}") or "") for name in _ABOUT_PICTURES
        )
        yield PictureReference(widest.get("href", "")[: given.LONGEST], caption, credit)
