"""Stories in another language than the paper."""

from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import caching, languages
from articles.models import Correction, FrontPlace
from tests.factories import PersonFactory, SectionFactory, make_article

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
MARKED = 'lang="ar" dir="rtl"'


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("FA-ir", "rtl"), ("ug-Cyrl", "ltr"), ("pa-Arab-PK", "rtl"), ("de", "ltr"), ("", "ltr")],
)
def test_direction(tag, direction):
    assert languages.direction(tag) == direction


@pytest.mark.parametrize(
    ("tag", "other", "same"),
    [("en", "en-GB", True), ("EN-gb", "en", True), ("en-GB", "en-US", False), ("e", "en", False)],
)
def test_varieties(tag, other, same):
    assert languages.is_within(tag, other) is same


@pytest.mark.django_db(transaction=True)
def test_the_column_is_added_in_place_and_older_code_need_not_know_it():
    out = StringIO()
    call_command("sqlmigrate", "articles", "0004", stdout=out)
    added = """ADD COLUMN "language" varchar(30) DEFAULT '' NOT NULL;"""
    assert [line for line in out.getvalue().splitlines() if line[:2] != "--"] == [
        "BEGIN;",
        f'ALTER TABLE "articles_article" {added}',
        f'ALTER TABLE "articles_revision" {added}',
        "COMMIT;",
    ]


@pytest.fixture
def story(db):
    return make_article(
        headline="الجسر مفتوح",
        slug="bridge",
        dek="فتح الجسر يوم الاثنين.",
        body="<p>فتح الجسر.</p>",
        section=SectionFactory(slug="world"),
        people=[PersonFactory(slug="ana")],
        language="ar",
    )


def test_the_page_says_so_and_what_the_paper_says_is_in_its_own(client, story):
    page = client.get("/articles/bridge/").text
    assert f'<article class="story" {MARKED}>' in page
    assert '<div class="story-meta" lang="en" dir="ltr">' in page
    assert '"inLanguage":"ar"' in page


@pytest.mark.parametrize("address", ["/", "/sections/world/", "/people/ana/", "/search/?q=الجسر"])
def test_lists_mark_its_headline_and_dek(client, story, address):
    make_article(section=SectionFactory(slug="town"))
    FrontPlace.objects.create(article=story, part="top", rank=0)
    page = client.get(address).text
    assert page.count(MARKED) == 2
    assert page.count(" dir=") == 3  # of the page, too


def test_corrections_and_near_addresses_mark_its_headline(client, story):
    Correction.objects.create(article=story, kind="correction", text="It was Monday.", at=timezone.now())
    caching.renew()
    assert f'<h2 class="entry-headline" {MARKED}><a ' in client.get("/corrections/").text
    assert f"<li {MARKED}><a " in client.get("/articles/الجسر/").text


def test_neighbours_and_related_stories_are_marked(client, story):
    people = list(story.people.all())
    make_article(headline="الجسر", people=people, language="ar")
    other = make_article(section=story.section, people=people)
    page = client.get(other.get_absolute_url()).text
    assert page.count(MARKED) == 2


def test_feeds_and_sitemap(client, story):
    entry = ElementTree.fromstring(client.get("/feed/").content).find(f"{ATOM}entry")
    assert entry.get(f"{XML}lang") == "ar"
    assert entry.find(f"{ATOM}content").text == f"<div {MARKED}><p>فتح الجسر.</p></div>"
    item = ElementTree.fromstring(client.get("/rss/").content).find("channel/item")
    assert item.find(f"{DUBLIN}language").text == "ar"
    assert "<news:language>ar</news:language>" in client.get("/news-sitemap.xml").text
