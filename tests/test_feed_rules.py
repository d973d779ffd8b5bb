"""The W3C feed validator's rules (https://validator.w3.org/feed/docs/) that a feed of ours could break."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from articles.editorial import corrections
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[\w/?:@&=+$.!~*'()%,#-]*", re.ASCII)
ONCE = {
    "title",
    "id",
    "updated",
    "published",
    "subtitle",
    "summary",
    "content",
    "link",
    "description",
    "guid",
}


class _Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src")]


def is_absolute(address):
    return urlsplit(address).scheme in ("http", "https", "mailto") and address.isascii()


def wrong_times(times):
    moments = [
        datetime.fromisoformat(time) if time[:1].isdigit() else parsedate_to_datetime(time) for time in times
    ]
    return [str(moment) for moment in moments if moment.tzinfo is None or moment > datetime.now(UTC)]


def atom_complaints(feed, address):
    """https://www.rfc-editor.org/rfc/rfc4287"""
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        yield from (f"no {name}" for name in ("id", "title", "updated") if not element.findtext(ATOM + name))
        names = [one.tag.removeprefix(ATOM) for one in element if one.get("rel") != "self"]
        yield from (f"{name} twice" for name in ONCE if names.count(name) > 1)
        times = [one.text for one in element if one.tag in (f"{ATOM}updated", f"{ATOM}published")]
        yield from wrong_times(times)
        yield from (
            link.get("href") for link in element.findall(f"{ATOM}link") if not is_absolute(link.get("href"))
        )
        yield from ("no name" for one in element.findall(f"{ATOM}author") if not one.findtext(f"{ATOM}name"))
        yield from ("no term" for one in element.findall(f"{ATOM}category") if not one.get("term"))
        yield from ("empty" for one in element if not one.text and not one.attrib and not len(one))
    yield from ([] if feed.find(f"{ATOM}author") is not None else ["no author"])
    selves = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    yield from ([] if selves == [address] else [f"is not {selves}"])
    for entry in entries:
        identity, content = entry.findtext(f"{ATOM}id"), entry.find(f"{ATOM}content")
        yield from ([] if TAG_URI.fullmatch(identity) else [identity])
        found = [] if content is None else _Links(content.text).found
        links = [urljoin(content.get(BASE), link) for link in found]
        yield from (link for link in links if not is_absolute(link))
    identities = [entry.findtext(f"{ATOM}id") for entry in entries]
    yield from (identity for identity in identities if identities.count(identity) > 1)


def rss_complaints(rss, address):
    """https://www.rssboard.org/rss-profile"""
    channel = rss.find("channel")
    items = channel.findall("item")
    yield from (f"no {name}" for name in ("title", "link", "description") if not channel.findtext(name))
    link = channel.find(f"{ATOM}link")
    if link.attrib != {"rel": "self", "type": "application/rss+xml", "href": address}:
        yield f"is not {link.attrib}"
    for element in (channel, *items):
        names = [one.tag for one in element]
        yield from (f"{name} twice" for name in ONCE if names.count(name) > 1)
        times = [one.text for one in element if one.tag in ("pubDate", "lastBuildDate")]
        yield from wrong_times(times)
        yield from ("empty" for one in element if not one.text and not one.attrib and not len(one))
        yield from (one.text for one in element.findall("link") if not is_absolute(one.text))
    for item in items:
        yield from ([] if TAG_URI.fullmatch(item.findtext("guid")) else ["guid"])
        yield from (link for link in _Links(item.findtext(CONTENT) or "").found if not is_absolute(link))
        yield from ("<" for name in ("title", "description") if "<" in (item.findtext(name) or ""))
        yield from ("no creator" for one in item.findall(CREATOR) if not one.text)
    guids = [item.findtext("guid") for item in items]
    yield from (guid for guid in guids if guids.count(guid) > 1)


@pytest.fixture
def records():
    """What has feeds, with stories whose fields are hard to write down in XML."""
    hard = "A & B <b>]]></b> \u201cq\u201d \U0001f600\ufffe \u0085 \u202e"
    person = PersonFactory(name=f"P {hard}", slug="владимир")
    topic, author = TopicFactory(name=f"T {hard}"), ContributorFactory(name=f"C {hard}")
    section = SectionFactory(name=f"S {hard}", description=hard)
    shared = {"section": section, "people": [person], "topics": [topic], "bylines": [author]}
    links = '<p><a href="/articles/x/">here</a> href="/no/" <a href="https://other.example/">there</a></p>'
    story = make_article(headline=hard, dek=hard, slug="北京-новости", body=links, **shared)
    corrections.add(story, corrections.Answer("correction", hard), author=None)
    make_article(dek="", body="", publish_at=datetime(2020, 1, 1, tzinfo=UTC), section=section)
    make_article(publish_at=datetime.now(UTC) + timedelta(days=1), **shared)
    return [section, person, topic, author]


def test_every_feed_keeps_the_rules(client, records):
    month = f"/archive/{datetime.now(UTC) - timedelta(hours=1):%Y/%m}/"
    lists = ["/", "/corrections/", month, *(record.get_absolute_url() for record in records)]
    addresses = [(f"{path}{suffix}/", "") for path in lists for suffix in ("feed", "rss")]
    addresses += [(f"/search/{suffix}/", "?q=here") for suffix in ("feed", "rss")]
    for path, query in addresses:
        response = client.get(path + query)
        assert response.status_code == 200, path
        root = ElementTree.fromstring(response.content)
        rules = atom_complaints if path.endswith("feed/") else rss_complaints
        assert list(rules(root, f"http://testserver{path}{query}")) == [], path
        assert len([one for one in root.iter() if one.tag in (f"{ATOM}entry", "item")]) >= 1
        kind = "atom" if path.endswith("feed/") else "rss"
        assert response["Content-Type"] == f"application/{kind}+xml; charset=utf-8"


def test_links_in_a_text_are_whole_and_words_that_look_like_one_stay(client, records):
    for path in ("/feed/", "/rss/"):
        told = ElementTree.fromstring(client.get(path).content)
        (text,) = (one.text for one in told.iter() if "other.example" in (one.text or ""))
        assert text.endswith(
            '<p><a href="http://testserver/articles/x/">here</a> href="/no/" '
            '<a href="https://other.example/">there</a></p>'
        ), text


def test_an_empty_feed_keeps_the_rules(client):
    for path, rules in (("/feed/", atom_complaints), ("/rss/", rss_complaints)):
        root = ElementTree.fromstring(client.get(path).content)
        assert list(rules(root, f"http://testserver{path}")) == []
