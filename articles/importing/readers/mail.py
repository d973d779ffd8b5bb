"""Mail as it is saved (.eml; RFC 5322 and MIME), such as press releases.

Subject, From, Date, Keywords and Expires (RFC 4021) are headline, byline or site, date, keywords and end. The
text part is the text, or the HTML part where there is no other or the text part is only a stub.
"""

import email
import re
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import cast

from articles import markup
from articles.importing import lists
from articles.importing.cleaning import bylines
from articles.importing.document import Document, Refusal, Refused
from articles.importing.readers import encodings, fragments, given, text, xml
from articles.importing.readers.given import Given

NAME = "mail"
_TABLE = lists.table("fields/mail")
_HEADERS = re.compile(r"(?:From .*\r?\n)?(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)+", re.ASCII)
_PROOF = re.compile(r"^(?:Message-ID|MIME-Version|Received|Return-Path):", re.IGNORECASE | re.MULTILINE)
_REPLY = re.compile(r"\A\s*(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
MOST_PARTS = 10_000
_STUB = 3  # times as long as the text part is an HTML part that tells what the text part leaves out


def matches(name: str, data: bytes) -> bool:
    """What begins with headers that only mail has, or is named so."""
    found = _HEADERS.match(xml.head(data))
    return bool(found and _PROOF.search(found[0])) or name.endswith(".eml")


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """One document, with the names of what is attached in its warnings. Raises Refused when it is damaged."""
    if data.count(b"\n--") > MOST_PARTS:
        raise Refused(f"more than {MOST_PARTS:,} parts in one mail")
    try:
        message = email.message_from_bytes(data)
        texts = _texts(message)
        attached = [part for part in message.walk() if not part.is_multipart() and _is_attached(part)]
    except RecursionError as error:
        raise Refused("nested too deep: no mail is") from error
    found = Given(NAME, item=_header(message, "Message-ID").strip("<> "))
    headers = {name: _REPLY.sub("", _decoded(_header(message, name))) for [name] in _TABLE.values()}
    found.claims = given.claims(headers, _TABLE)
    found.claims.append(_sender(_header(message, "From")))
    found.lines = tuple(line for one in texts for line in one.lines)
    found.warnings = tuple(f"attached and not imported: {_name(part)}" for part in attached)
    warnings = dict.fromkeys(warning for one in texts for warning in one.warnings)
    return given.documents([found], source, texts[0].encoding if texts else "utf-8", tuple(warnings))


class _Text:
    """A text part: its lines, and how much it tells (HTML must tell more than the text beside it)."""

    def __init__(self, part: Message) -> None:
        payload = part.get_payload(decode=True)
        data, charset = payload if isinstance(payload, bytes) else b"", part.get_content_charset()
        content, self.encoding, self.warnings = encodings.decode(data, charset or "")
        is_html = part.get_content_subtype() == "html"
        self.lines = fragments.lines_of_html(content) if is_html else text.lines_of(markup.printable(content))
        self.weight = sum(len(line.text) for line in self.lines) * (1 if is_html else _STUB)


def _texts(part: Message) -> list[_Text]:
    """The texts of a part, one after another; of alternatives (RFC 2046, 5.1.4) the one that tells most."""
    if not part.is_multipart():
        return [] if _is_attached(part) else [_Text(part)]
    inside = [_texts(cast(Message, one)) for one in part.get_payload()]
    if part.get_content_subtype() == "alternative":
        return max(inside, key=lambda texts: sum(one.weight for one in texts), default=[])
    return [one for texts in inside for one in texts]


def _is_attached(part: Message) -> bool:
    return bool(part.get_filename()) or part.get_content_maintype() != "text"


def _header(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.casefold() == name.casefold()), "")
    return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(header: str) -> str:
    """A header with its encoded words (RFC 2047) decoded, or as it stands where that fails."""
    try:
        return str(make_header(decode_header(header)))
    except (MessageError, LookupError, ValueError):
        return header


def _sender(header: str) -> given.Claim:
    """A person's name is a byline, anything else the house that the mail comes from."""
    name, address = parseaddr(header)
    name = _decoded(name)
    return ("bylines", name, "From") if bylines.is_name(name) else ("site", name or address, "From")


def _name(part: Message) -> str:
    return given.folded(f"{part.get_filename() or 'without a name'} ({part.get_content_type()})")
