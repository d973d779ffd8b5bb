"""What the head of a web page says about its story: JSON-LD first, then OpenGraph and other metadata."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from trafilatura.metadata import extract_metadata

from articles.importing import lists
from articles.importing.document import PictureReference
from articles.importing.readers import given
from articles.importing.readers.fragments import address
from articles.importing.readers.given import Claim

_LINKED = lists.table("fields/json-ld")
_META = lists.table("fields/meta")
_STORY = re.compile(r"(?:Article|Report|Posting|Review)$")
_SEPARATED = "article:tag news_keywords parsely-tags sailthru.tags keywords".split()
_DATE = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
_TITLE = re.compile(r"(.+)(\s+[|–—-]\s+)(.+?)\s*")
_ENDS = (".", "!", "?", "”", '"')
# What a paper's own machinery calls its pages.
_OF_NOTHING = frozenset(
    "all article articles frontpage general home homepage latest news page post posts story topstories "
    "uncategorized".split()
)
# Of the paper's machinery: "siteadmin", "kevin-r", "AS".
_ACCOUNT = re.compile(
    r"\w*admin(?:istrator)?|webmaster|root|user|(?-i:[a-z0-9_-]+)|[a-z]{1,2}", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"[/\\]|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"^(?:\w+:)?//[^/]*")
_DEEPEST = 8  # objects in objects
_MOST_KEYWORDS = 15  # what comes after them is for search engines
_LONGEST_KEYWORD = 60  # characters, as below
_LONGEST_SECTION = 40
_LONGEST_DEK = 400
_LONGEST_BYLINE = 100
_LONGEST_CAPTION = 1000
_MOST_IMAGES = 100


@dataclass(frozen=True, slots=True)
class Facts:
    """`claims` in the order of preference; `base` is what the page's links are relative to, or "".

    `body` is the story's text as its JSON-LD has it, or "".
    """

    claims: list[Claim]
    pictures: tuple[PictureReference, ...] = ()
    base: str = ""
    body: str = ""


def of(page: str) -> Facts:
    """The facts of a page, as far as it says any."""
    tree = etree.HTML(page.encode(), etree.HTMLParser(encoding="utf-8")) if page.strip() else None
    if tree is None:
        return Facts([])
    node, meta = _node(tree), _meta(tree)
    claims = [*_linked(tree), *_of(node, _LINKED, "JSON-LD"), *_of(meta, _META, "meta"), *_found(page)]
    claims = _without_site([claim for claim in claims if _is_plausible(*claim)])
    canonical = next((value for name, value, _ in claims if name == "canonical"), "")
    base = next(iter(tree.xpath("//base/@href")), "")
    declared = [*given.pictures(node.get("image")), *given.pictures(meta.get("og:image"))]
    pictures = dict.fromkeys([*declared[:1], *_saved(tree)])
    return Facts(
        claims,
        tuple(_described(one, tree) for one in pictures),
        address(base, canonical) or canonical,
        next(iter(given.strings(node.get("articleBody"))), ""),
    )


def _of(record: Mapping[str, Any], table: lists.Table, kind: str) -> Iterator[Claim]:
    return ((name, value, f"{kind} {own}") for name, value, own in given.claims(record, table))


def _node(tree: etree._Element) -> dict[str, Any]:
    """The first story that the page's JSON-LD describes, with what it refers to by id."""
    nodes = list(_nodes(tree))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    story = next((node for node in nodes if any(map(_STORY.search, given.strings(node.get("@type"))))), {})
    return {key: _referred(value, by_id) for key, value in story.items()}


def _nodes(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """All objects of the JSON-LD, those further out first."""
    level: list[Any] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            level.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue  # the page is there for people; much of what is meant for machines is broken
    for _ in range(_DEEPEST):
        yield from (one for one in level if isinstance(one, dict))
        inner = ([*one.values()] if isinstance(one, dict) else one for one in level)
        level = [
            each for one in inner if isinstance(one, list) for each in one if isinstance(each, dict | list)
        ]


def _referred(value: Any, by_id: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_referred(one, by_id) for one in value]
    is_reference = isinstance(value, dict) and list(value) == ["@id"] and isinstance(value["@id"], str)
    return by_id.get(value["@id"], value["@id"]) if is_reference else value


def _meta(tree: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        for naming in ("property", "name", "itemprop", "http-equiv"):
            if element.get(naming) and element.get("content"):
                found.setdefault(element.get(naming).strip(), []).append(element.get("content"))
    for name in _SEPARATED:
        found[name] = [word for content in found.get(name, ()) for word in content.split(",")]
    return found


def _linked(tree: etree._Element) -> Iterator[Claim]:
    for href in tree.xpath("//link[translate(@rel, 'CANONICAL', 'canonical') = 'canonical']/@href"):
        yield "canonical", href, "link canonical"
    for language in tree.xpath("/html/@lang"):
        yield "language", language, "html lang"


def _found(page: str) -> Iterator[Claim]:
    """What trafilatura finds in the page where the head is silent."""
    found = extract_metadata(page, date_config=_DATE)
    for name, value in (("headline", found.title), ("published", found.date), ("site", found.sitename)):
        if value:
            yield name, value, f"page's {name}"
    for writer in (found.author or "").split("; "):
        yield "bylines", writer, "page's byline"


def _is_plausible(name: str, value: str, own: str) -> bool:
    """Whether it is about the story; heads are full of what belongs to the site."""
    if name == "dek":
        told = value.rstrip()
        return told.endswith(_ENDS) and not told.endswith("...") and len(told) <= _LONGEST_DEK
    if name == "canonical":
        return bool(urlsplit(address(value, "")).path.strip("/"))
    if name in {"section", "keywords"} and given.key_of(value) in _OF_NOTHING:
        return False
    if name == "section":
        return len(value) <= _LONGEST_SECTION and not re.search(r"[.,|]", value)
    if name in {"published", "expires"}:
        return given.moment(value) is not None
    if name == "bylines":
        return "://" not in value and len(value) <= _LONGEST_BYLINE and not _ACCOUNT.fullmatch(value.strip())
    return name != "keywords" or (len(value) <= _LONGEST_KEYWORD and not re.search(r"[@:/|_]", value))


def _without_site(claims: list[Claim]) -> list[Claim]:
    """The claims without the site's name behind a headline, and of the keywords the first ones."""
    sites = {value.casefold() for name, value, _ in claims if name == "site"}
    keys = set(map(given.key_of, sites))
    keywords = [one for one in claims if one[0] == "keywords" and given.key_of(one[1]) not in keys]
    others = [
        (name, _titled(value, sites) if name == "headline" else value, own)
        for name, value, own in claims
        if name != "keywords" and not (name == "bylines" and value.casefold() in sites)
    ]
    return others + keywords[:_MOST_KEYWORDS]


def _titled(headline: str, sites: set[str]) -> str:
    found = _TITLE.fullmatch(headline)
    return found[1] if found and found[3].casefold() in sites else headline


def _saved(tree: etree._Element) -> Iterator[PictureReference]:
    """The first picture of the story that lies beside the page; what the head declares may be elsewhere."""
    images = tree.xpath("//figure//img/@src | //article//img/@src | //main//img/@src")
    local = (one for one in images or tree.xpath("//img/@src") if not _ELSEWHERE.match(one))
    yield from given.pictures(next(local, ""))


def _described(picture: PictureReference, tree: etree._Element) -> PictureReference:
    """The picture with the caption and the alternative that it has where the page shows it."""
    name, path = _named(picture.address), _HOST.sub("", picture.address.partition("?")[0])
    images = [(one, _sources(one)) for one in tree.xpath("//img")[:_MOST_IMAGES]] if name else []
    shown = [one for one in images if name and name.search(one[1])]
    if not shown:
        return picture
    # Papers call many pictures alike: "large.jpg" in one folder is not the one in another.
    image = max(shown, key=lambda one: (path in one[1], bool(one[0].xpath("ancestor::figure"))))[0]
    caption = _short(" ".join(image.xpath("(ancestor::figure[1]//figcaption)[1]//text()")))
    alt_text = _short(image.get("alt", ""))
    return replace(picture, caption=caption or picture.caption, alt_text=alt_text or picture.alt_text)


def _named(address: str) -> re.Pattern[str] | None:
    """What finds the picture among addresses, in any format; where a script serves it, its query names it."""
    plain, _, query = address.partition("#")[0].partition("?")
    name = plain.rpartition("/")[2]
    stem = given.IMAGE.sub("", name)
    if stem == name and query:
        stem = f"{name}?{query}"
    return re.compile(rf"(?<![^/\s,]){re.escape(stem)}(?:\.\w+)?(?![^?#\s,])") if stem else None


def _sources(image: etree._Element) -> str:
    addresses = " ".join(value for name, value in image.items() if "src" in name)
    return re.sub(r"\bdata:\S*", "", addresses)


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_CAPTION]
