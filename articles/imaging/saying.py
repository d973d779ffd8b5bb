"""What a picture file says of itself, by the rules of the IPTC Photo Metadata Standard.

XMP goes before IPTC-IIM, and that before EXIF (https://iptc.org/standards/photo-metadata/).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image, IptcImagePlugin

LARGEST_XMP = 1024 * 1024
MOST_WORDS = 50

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_EXTENSION = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"

_XMP = {
    f"{_PHOTOSHOP}Headline": "headline",
    f"{_DC}description": "caption",
    f"{_CORE}AltTextAccessibility": "alt_text",
    f"{_DC}creator": "creator",
    f"{_PHOTOSHOP}Credit": "credit",
    f"{_PHOTOSHOP}Source": "source",
    f"{_DC}rights": "copyright_notice",
    f"{_RIGHTS}UsageTerms": "usage_terms",
    f"{_RIGHTS}WebStatement": "licence_url",
    f"{_PLUS}LicensorURL": "licensor_url",
    f"{_DC}subject": "keywords",
    f"{_EXTENSION}PersonInImage": "people",
    f"{_PHOTOSHOP}DateCreated": "taken_at",
}
_IIM = {
    (2, 105): "headline",
    (2, 120): "caption",
    (2, 80): "creator",
    (2, 110): "credit",
    (2, 115): "source",
    (2, 116): "copyright_notice",
    (2, 25): "keywords",
    (2, 55): "taken_at",
}
_EXIF = {0x010E: "caption", 0x013B: "creator", 0x8298: "copyright_notice"}
_LISTS = ("keywords", "people")


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says, under the names of a picture's fields; empty where it says nothing."""

    headline: str = ""
    caption: str = ""
    alt_text: str = ""
    creator: str = ""
    credit: str = ""
    source: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    licence_url: str = ""
    licensor_url: str = ""
    keywords: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    taken_at: datetime | None = None  # naive where the file names no zone


Words = dict[str, tuple[str, ...]]


def said_by(picture: Image.Image) -> Said:
    """Read from an opened picture; nothing in it is taken for more than text."""
    words = {**_exif(picture), **_iim(picture), **_xmp(picture)}
    found: dict[str, Any] = {}
    for field in fields(Said):
        if field.name in _LISTS:
            found[field.name] = words.get(field.name, ())[:MOST_WORDS]
        elif field.name == "taken_at":
            found[field.name] = next(filter(None, map(_moment, words.get(field.name, ()))), None)
        else:
            found[field.name] = "; ".join(words.get(field.name, ()))
    return Said(**found)


def _clean(values: Iterable[Any]) -> tuple[str, ...]:
    """Each text once, empty ones left out."""
    texts = (str(value).strip("\0 \r\n\t") for value in values if value is not None)
    return tuple(dict.fromkeys(text for text in texts if text))


def _kept(found: Mapping[str, Iterable[Any]]) -> Words:
    cleaned = {name: _clean(values) for name, values in found.items()}
    return {name: values for name, values in cleaned.items() if values}


def _exif(picture: Image.Image) -> Words:
    exif = picture.getexif()
    found = {name: [_mended(str(exif.get(tag) or ""))] for tag, name in _EXIF.items()}
    inner = exif.get_ifd(0x8769)
    found["taken_at"] = [f"{inner.get(0x9003) or ''} {inner.get(0x9011) or ''}"]
    return _kept(found)


def _mended(text: str) -> str:
    """EXIF is in ASCII, cameras write UTF-8, and Pillow reads Latin-1."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _iim(picture: Image.Image) -> Words:
    try:
        records = IptcImagePlugin.getiptcinfo(picture) if picture.format == "JPEG" else None  # type: ignore[arg-type]
    except (SyntaxError, ValueError, OSError):
        return {}
    if not records:
        return {}
    encoding = "utf-8" if records.get((1, 90)) == b"\x1b%G" else ""
    found = {
        name: [_decoded(one, encoding) for one in value if isinstance(one, bytes)]
        for key, name in _IIM.items()
        if (value := _as_list(records.get(key)))
    }
    if "taken_at" in found:
        time = next(iter(_as_list(records.get((2, 60)))), b"")
        found["taken_at"] = [f"{found['taken_at'][0]} {_decoded(time, encoding)}"]
    return _kept(found)


def _as_list(value: Any) -> list[bytes]:
    return value if isinstance(value, list) else [value] if value else []


def _decoded(value: bytes, encoding: str) -> str:
    """Files that name no encoding are in UTF-8 or, older ones, in that of western PCs."""
    try:
        return value.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _xmp(picture: Image.Image) -> Words:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    if not isinstance(packet, bytes) or not 0 < len(packet) <= LARGEST_XMP:
        return {}
    try:
        root = fromstring(packet.strip(b"\0 \r\n\t"))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    found: dict[str, list[str]] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, texts in _properties(description):
            found.setdefault(name, []).extend(texts)
    return _kept(found)


def _properties(description: Element) -> Iterator[tuple[str, list[str]]]:
    """A property is an attribute, or an element with a text, an alternative of languages or a list."""
    for key, value in description.attrib.items():
        if key in _XMP:
            yield _XMP[key], [value]
    for element in description:
        if element.tag in _XMP:
            name = _XMP[element.tag]
            items = [item.text or "" for item in element.iter(f"{_RDF}li")]
            is_many = name in _LISTS or name == "creator"
            yield name, (items if is_many else items[:1]) or [element.text or ""]


_SHAPES = (
    *("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"),
    *("%Y:%m:%d %H:%M:%S %z", "%Y:%m:%d %H:%M:%S"),
    *("%Y%m%d %H%M%S%z", "%Y%m%d %H%M%S", "%Y%m%d"),
)


def _moment(text: str) -> datetime | None:
    """A moment in any of the three standards' forms, without a zone where the file names none."""
    for shape in _SHAPES:
        try:
            found = datetime.strptime(text.strip(), shape)
        except ValueError:
            continue
        return found if 1 < found.year < 9999 else None  # it must be a moment in every zone
    return None
