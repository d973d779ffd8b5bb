"""JSON-LD dictionaries and their way into a page."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from articles import structured_data
from articles.editorial import corrections
from articles.models import PersonAlias, PersonIdentifier, Picture
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    make_article,
)


def test_a_script_element_cannot_be_left():
    text = structured_data.as_script({"name": "</script><!-- & Müller"})
    assert not set(text) & set("<>&")
    assert json.loads(text)["@graph"] == [{"name": "</script><!-- & Müller"}]


@pytest.mark.django_db
def test_a_story_without_a_byline_is_the_papers_own():
    article = make_article(dek="", publish_at=datetime(2026, 3, 22, 10, 35, 1, 5, tzinfo=UTC))
    data = structured_data.news_article(article, bylines=[], people=[], topics=[])
    assert data["author"] == [data["publisher"]]
    assert data["publisher"] == {"@type": "Organization", "name": "Newsroom", "url": "http://testserver/"}
    assert data["datePublished"] == data["dateModified"] == "2026-03-22T10:35:01+00:00"
    assert data["isAccessibleForFree"] is True
    assert not {"description", "about", "mentions"} & data.keys()
    assert data["image"] == f"http://testserver{article.card_url}"


@pytest.mark.django_db
def test_the_front_page_names_the_site(client):
    page = client.get("/").text
    start = page.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    (site,) = json.loads(page[start : page.index("</script>", start)])["@graph"]
    assert (site["@type"], site["name"], site["url"]) == ("WebSite", "Newsroom", "http://testserver/")


def is_moment(value):
    return datetime.fromisoformat(value).tzinfo is not None


def is_url(value):
    return urlsplit(value).scheme == "http" and value.startswith("http://testserver/")


def is_text(value):
    return isinstance(value, str) and value.strip() == value != ""


def one(*kinds):
    return lambda value: value["@type"] in kinds and not list(faults(value))


def some(*kinds):
    return lambda value: bool(value) and all(map(one(*kinds), value))


# The fields that search engines ask for, with what each must be; those that end in "?" may be left out.
# https://developers.google.com/search/docs/appearance/structured-data
REQUIRED = {
    "NewsArticle": {
        "headline": is_text,
        "description?": is_text,
        "url": is_url,
        "mainEntityOfPage": is_url,
        "datePublished": is_moment,
        "dateModified": is_moment,
        "author": some("Person", "Organization"),
        "publisher": one("Organization"),
        "articleSection": is_text,
        "about?": some("Thing"),
        "mentions?": some("Person"),
        "correction?": some("CorrectionComment"),
        "wordCount": lambda value: isinstance(value, int),
        "inLanguage": is_text,
        "isAccessibleForFree": lambda value: value is True,
        "image?": lambda value: bool(value),
    },
    "BreadcrumbList": {
        "itemListElement": lambda value: (
            some("ListItem")(value) and [item["position"] for item in value] == [*range(1, len(value) + 1)]
        )
    },
    "ListItem": {"position": lambda value: value > 0, "name?": is_text, "item?": is_url, "url?": is_url},
    "ItemList": {"itemListElement": some("ListItem")},
    "CollectionPage": {
        "name": is_text,
        "url": is_url,
        "description?": is_text,
        "about?": one("Person", "Thing"),
        "mainEntity": one("ItemList"),
        "isPartOf": one("WebSite"),
        "inLanguage": is_text,
    },
    "Person": {
        "name": is_text,
        "url": is_url,
        "alternateName?": lambda value: bool(value) and all(map(is_text, value)),
        "description?": is_text,
        "jobTitle?": is_text,
        "sameAs?": lambda value: bool(value) and all(urlsplit(one).netloc for one in value),
        "image?": one("ImageObject"),
    },
    "ImageObject": {
        "url": is_url,
        "width": lambda value: value > 0,
        "height": lambda value: value > 0,
        "caption": is_text,
        "creditText": is_text,
    },
    "WebSite": {
        "name": is_text,
        "url": is_url,
        "description?": is_text,
        "publisher?": one("Organization"),
        "potentialAction?": one("SearchAction"),
    },
    "SearchAction": {
        "target": one("EntryPoint"),
        "query-input": lambda value: value == "required name=search_term_string",
    },
    "EntryPoint": {"urlTemplate": lambda value: value == "http://testserver/search/?q={search_term_string}"},
    "CorrectionComment": {"name": is_text, "text": is_text, "datePublished": is_moment},
}
for kind in ("Thing", "Organization"):
    REQUIRED[kind] = REQUIRED["Person"]


def faults(thing):
    """What a thing lacks, has wrongly, or has without being known here."""
    rules = REQUIRED[thing["@type"]]
    names = {name.removesuffix("?") for name in rules}
    yield from (f"{thing['@type']} has {name}" for name in thing.keys() - names - {"@type", "@id"})
    for name, is_right in rules.items():
        value = thing.get(name.removesuffix("?"))
        if not (name.endswith("?") if value is None else is_right(value)):
            yield f"{thing['@type']}: {name} {value}"


@pytest.fixture
def full():
    """A story that has everything, so that each kind of page has all that it can say."""
    author = ContributorFactory(name="Tom Ashdown", role="Council reporter", bio="Since 2011.")
    person = PersonFactory(
        name="Edith Calloway", description="Mayor.", role="Mayor of Halden", portrait=PictureFactory()
    )
    PersonAlias.objects.create(person=person, name="Mayor Calloway")
    PersonIdentifier.objects.create(person=person, scheme="wikidata", value="Q42")
    section = SectionFactory(name="News", description="What happened.")
    article = make_article(
        bylines=[author], people=[person], topics=[TopicFactory(name="flood")], section=section
    )
    corrections.add(article, corrections.Answer("correction", "It was Tuesday."), author=None)
    return article


def told(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


@pytest.mark.django_db
def test_every_kind_of_page_says_what_it_is_and_lacks_nothing(client, full):
    (person,), (topic,), (author,) = full.people.all(), full.topics.all(), full.authors
    collection = ["CollectionPage", "BreadcrumbList"]
    for address, kinds in {
        "/": ["WebSite"],
        full.get_absolute_url(): ["NewsArticle", "BreadcrumbList"],
        f"/archive/{full.live_at:%Y/%m}/": collection,
        "/corrections/": collection,
        **{one.get_absolute_url(): collection for one in (full.section, person, topic, author)},
    }.items():
        things = told(client, address)
        assert [thing["@type"] for thing in things] == kinds
        assert [fault for thing in things for fault in faults(thing)] == [], address


@pytest.mark.django_db
def test_the_page_of_a_person_says_who_they_are(client, full):
    collection, crumbs = told(client, "/people/edith-calloway/")
    portrait = Picture.objects.get()
    assert collection["about"] == {
        "@type": "Person",
        "name": "Edith Calloway",
        "url": "http://testserver/people/edith-calloway/",
        "alternateName": ["Mayor Calloway"],
        "description": "Mayor.",
        "jobTitle": "Mayor of Halden",
        "sameAs": ["https://www.wikidata.org/wiki/Q42"],
        "image": structured_data.image(portrait),
    }
    assert [item["url"] for item in collection["mainEntity"]["itemListElement"]] == [
        f"http://testserver{full.get_absolute_url()}"
    ]
    assert [item["name"] for item in crumbs["itemListElement"]] == ["Newsroom", "Edith Calloway"]
