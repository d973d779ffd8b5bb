"""NITF 3.x, the News Industry Text Format (https://iptc.org/std/NITF/3.6/specification/nitf-3-6.xsd).

`docdata` gives id, dates (`date.issue`, `date.release`, `date.expire`), `correction`, `ed-msg`, copyright,
rights and `key-list`; `pubdata` the section and the publication; `body.head` headline, byline, dateline and
abstract; `media` pictures. Dates are `norm` attributes like 20250303T180500+0100.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from articles.importing import lists
from articles.importing.document import Document, PictureReference, Refusal
from articles.importing.readers import fragments, given, xml
from articles.importing.readers.given import Given

NAME = "NITF"
_TABLE = lists.table("fields/nitf")
_AS_HTML = lists.section("html/nitf")  # what HTML calls the elements of a body


def matches(name: str, data: bytes) -> bool:
    """An XML file whose root is `nitf`."""
    return xml.root_of(data) == "nitf"


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """One document. Raises Refused when the XML is damaged or unsafe."""
    root, encoding, warnings = xml.parse(data)
    return given.documents([said(root)], source, encoding, warnings)


def said(nitf: Element) -> Given:
    """What a `nitf` element says; NewsML-G2 embeds them."""
    found = Given(NAME, item=attribute(nitf, ".//docdata/doc-id", "id-string"))
    found.claims = [*xml.claims(nitf, _TABLE), *_bylines(nitf), *_dates_and_status(nitf)]
    copyright_ = " ".join(
        filter(None, (attribute(nitf, ".//doc.copyright", one) for one in ("year", "holder")))
    )
    found.claims.append(("copyright", copyright_, "doc.copyright"))
    found.claims.append(("language", nitf.get(xml.LANGUAGE, ""), "xml:lang"))
    found.pictures = tuple(_pictures(nitf))
    for element in nitf.iter():
        element.tag = _AS_HTML.get(element.tag, element.tag)
    found.lines = tuple(
        line
        for part in ("body/body.content", "body/body.end/tagline")
        for element in nitf.findall(part)
        for line in fragments.lines_of_html(xml.inner(element))
    )
    return found


def attribute(nitf: Element, path: str, name: str) -> str:
    found = nitf.find(path)
    return found.get(name, "") if found is not None else ""


def _bylines(nitf: Element) -> Iterator[given.Claim]:
    """`byline` is mixed text: the title in `byttl` is no part of a name, and alone it is an agency's."""
    for byline in nitf.findall(".//body.head/byline"):
        titles = [title.text or "" for title in byline.iter("byttl")]
        name = "".join(byline.itertext())
        for title in titles:
            name = name.replace(title, " ")
        yield "bylines", name.strip(" ,\n\t") or " ".join(titles), "byline"


def _dates_and_status(nitf: Element) -> Iterator[given.Claim]:
    """`date.release` holds a story back when it is not its date of issue as well."""
    released = attribute(nitf, ".//docdata/date.release", "norm")
    status = attribute(nitf, ".//docdata", "management-status")
    if released != attribute(nitf, ".//docdata/date.issue", "norm") or status == "embargoed":
        yield "embargo", released, "docdata/date.release/@norm"
    if status in {"withheld", "canceled"}:
        yield "hold", status, "docdata/@management-status"


def _pictures(nitf: Element) -> Iterator[PictureReference]:
    for media in nitf.iter("media"):
        address = attribute(media, "media-reference", "source")
        if address and media.get("media-type", "image") == "image":
            caption, credit = (
                given.folded(xml.inner(one)) if one is not None else ""
                for one in (media.find("media-caption"), media.find("media-producer"))
            )
            instead = given.folded(attribute(media, "media-reference", "alternate-text") or "")
            yield PictureReference(address[: given.LONGEST], caption, credit, instead)
