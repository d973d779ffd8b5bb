"""WXR, the export of a WordPress site (https://wordpress.org/documentation/article/tools-export-screen/).

RSS with elements of its own (http://wordpress.org/export/1.2/): `wp:post_type` and `wp:status`,
`wp:post_date` and `wp:post_date_gmt`, `content:encoded`, `excerpt:encoded`, `dc:creator` (a login, named by
`wp:author`), and `category` with the domains `category` and `post_tag`. Blank lines part the paragraphs of
older posts.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from articles.importing import lists
from articles.importing.document import Document, PictureReference, Refusal
from articles.importing.readers import fragments, given, xml
from articles.importing.readers.given import Given

NAME = "WordPress"
_TABLE = lists.table("fields/wxr post")
_OF_THE_SITE = lists.table("fields/wxr site")
_NEVER = "0000-00-00 00:00:00"
_PUBLIC = frozenset(("publish", "future"))  # what is due in the future has its date
_CAPTION = re.compile(r"\[caption[^\]]*\](.*?)((?:</a>)?)([^<>]*)\[/caption\]", re.DOTALL)
_SHORTCODE = re.compile(r"\[/?(?:gallery|embed|audio|video|playlist|caption)\b[^\]]*\]")
_IMAGE = re.compile(r"<img\b[^>]*?\bsrc=[\"']([^\"']+)")


def matches(name: str, data: bytes) -> bool:
    """RSS that declares WordPress's namespace."""
    return xml.root_of(data) == "rss" and "wordpress.org/export/" in xml.head(data)


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """A document for each post, a Refusal for each page, attachment and so on. Raises Refused as XML does."""
    root, encoding, warnings = xml.parse(data)
    channel = root.find("channel")
    site = _Site(channel if channel is not None else root)
    return given.documents([site.said(item) for item in root.iter("item")], source, encoding, warnings)


class _Site:
    """What the posts of an export share: the names behind the logins, and the pictures by their number."""

    def __init__(self, channel: Element) -> None:
        self.claims = xml.claims(channel, _OF_THE_SITE)
        self.names = {
            _text(author, "wp:author_login"): _text(author, "wp:author_display_name")
            for author in channel.findall("wp:author")
        }
        self.pictures = {
            _text(item, "wp:post_id"): PictureReference(
                _text(item, "wp:attachment_url"),
                given.folded(_text(item, "excerpt:encoded")),
                alt_text=given.folded(_meta(item, "_wp_attachment_image_alt")),
            )
            for item in channel.iter("item")
            if _text(item, "wp:attachment_url")
        }

    def said(self, item: Element) -> Given:
        found = Given(NAME, item=_text(item, "guid") or _text(item, "wp:post_id"))
        found.refusal = _no_post(item)
        if found.refusal:
            return found
        found.claims = [*xml.claims(item, _TABLE), *self._more(item), *self.claims]
        content = _CAPTION.sub(
            r"<figure>\1\2<figcaption>\3</figcaption></figure>", _text(item, "content:encoded")
        )
        plain = _SHORTCODE.sub("", content)
        found.lines = fragments.lines_of_html(plain, _text(item, "link"), blank_lines=True)
        found.pictures = tuple(self._pictures(item, plain))
        found.warnings = (
            ("its WordPress shortcodes were left out; see the original",) if plain != content else ()
        )
        return found

    def _more(self, item: Element) -> Iterator[given.Claim]:
        login = _text(item, "dc:creator")
        yield "bylines", self.names.get(login) or login, "dc:creator"
        dates = {name: _text(item, name) for name in ("wp:post_date_gmt", "wp:post_date")}
        for name, value in dates.items():
            if value and value != _NEVER:
                yield "published", f"{value}{'Z' if name.endswith('gmt') else ''}", name
        if (status := _text(item, "wp:status")) not in _PUBLIC:
            yield "hold", status or "nothing", "wp:status"
        if _text(item, "wp:post_password"):
            yield "hold", "a password is needed", "wp:post_password"

    def _pictures(self, item: Element, content: str) -> Iterator[PictureReference]:
        lead = self.pictures.get(_meta(item, "_thumbnail_id"))
        yield from [lead] if lead else []
        for address in dict.fromkeys(_IMAGE.findall(content)):
            yield PictureReference(address)


def _no_post(item: Element) -> str:
    kind, title = _text(item, "wp:post_type") or "post", given.folded(_text(item, "title"))[:100]
    if kind == "attachment":
        return f"an attachment, no post: {_text(item, 'wp:attachment_url') or title}"
    if kind != "post":
        return f"a {kind.replace('_', ' ')}, no post: {title}"
    return f"in the trash: {title}" if _text(item, "wp:status") == "trash" else ""


def _meta(item: Element, key: str) -> str:
    metas = (one for one in item.findall("wp:postmeta") if _text(one, "wp:meta_key") == key)
    return next((_text(one, "wp:meta_value") for one in metas), "")


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
