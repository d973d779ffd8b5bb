"""Corrections as readers meet them: on the story, in feeds and structured data, on a page of their own."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.editorial import corrections, workflow
from articles.editorial.corrections import Answer
from articles.models import Correction
from tests.factories import make_article

pytestmark = pytest.mark.django_db
ATOM = {"": "http://www.w3.org/2005/Atom"}


def note(article, kind="correction", text="It opened on Tuesday & not on <Monday>."):
    return corrections.add(article, Answer(kind, text), author=None)


@pytest.mark.parametrize(
    ("kind", "is_above"), [("correction", 1), ("retraction", 1), ("clarification", 0), ("update", 0)]
)
def test_each_kind_has_its_place_on_the_story(client, kind, is_above):
    article = make_article()
    client.get(article.get_absolute_url())
    note(article, kind)
    page = client.get(article.get_absolute_url()).text
    assert page.count("It opened on Tuesday &amp; not on &lt;Monday&gt;.") == 1
    assert (page.index("Tuesday &amp;") < page.index('<div class="body">')) is bool(is_above)
    assert f"<strong>{kind.capitalize()},</strong>" in page


def test_structured_data(client):
    article = make_article(publish_at=timezone.now() - timedelta(days=3))
    made = note(article)
    page = client.get(article.get_absolute_url()).text
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])["@graph"][0]
    at = made.at.isoformat(timespec="seconds")
    assert data["correction"] == [
        {"@type": "CorrectionComment", "name": "Correction", "text": made.text, "datePublished": at}
    ]
    assert data["dateModified"] >= at > data["datePublished"]


def test_the_storys_entry_in_a_feed_has_the_note(client):
    article = make_article(publish_at=timezone.now() - timedelta(days=3))
    made = note(article, "update")
    entry = ElementTree.fromstring(client.get("/feed/").content).find("entry", ATOM)
    content = entry.find("content", ATOM).text
    assert content.index("Buses cross it") < content.index("not on &lt;Monday&gt;")
    assert entry.find("updated", ATOM).text >= made.at.isoformat(timespec="seconds")


def test_the_page_of_corrections_and_its_feeds(client):
    assert "Nothing has been corrected yet." in client.get("/corrections/").text
    article = make_article(headline="Bridge Opens")
    note(article, text="First."), note(article, "update", "Second.")
    page = client.get("/corrections/").text
    assert re.findall(r"(First|Second)\.", page) == ["Second", "First"]
    assert page.count(f'<a href="{article.get_absolute_url()}">Bridge Opens</a>') == 2
    for path, title in (("feed", "entry/title"), ("rss", "channel/item/title")):
        feed = ElementTree.fromstring(client.get(f"/corrections/{path}/").content)
        found = [one.text for one in feed.findall(title, ATOM if path == "feed" else None)]
        assert found == ["Update: Bridge Opens", "Correction: Bridge Opens"]


def test_a_story_that_is_taken_down_leaves_with_its_notes(client):
    article = make_article(headline="Quokka Bites Mayor")
    note(article, text="It was the quokka.")
    workflow.take(article, "withdraw", answer=Answer("retraction", "We withdraw this report."))
    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "We withdraw this report." in gone.text
    assert "uokka" not in gone.text
    for path in ("/corrections/", "/corrections/feed/", "/corrections/rss/"):
        page = client.get(path).text
        assert "We withdraw this report." in page
        assert "uokka" not in page


def test_a_withdrawn_story_without_a_retraction_is_on_no_page(client):
    article = make_article()
    note(article, text="Quokka.")
    assert "Quokka" in client.get("/corrections/").text
    workflow.take(article, "withdraw")
    assert "Quokka" not in client.get("/corrections/").text


def test_paging_with_equal_times_loses_nothing(client):
    article = make_article()
    made = [note(article, text=f"Note {number}.") for number in range(45)]
    Correction.objects.update(at=timezone.now())
    seen, query = [], ""
    while True:
        response = client.get(f"/corrections/{query}")
        seen += [one.pk for one in response.context["page"].entries]
        if not response.context["page"].older:
            break
        query = f"?before={response.context['page'].older}"
    assert seen == [one.pk for one in reversed(made)]
    assert client.get("/corrections/?before=nonsense").status_code == 404
    assert client.get("/corrections/?before=19990101T000000.000000Z-1").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_queries(client, django_assert_num_queries, number):
    for _ in range(number):
        note(make_article())
    for path, queries in (("/corrections/", 3), ("/corrections/feed/", 2), ("/corrections/rss/", 2)):
        with django_assert_num_queries(queries):
            client.get(path)
