"""Feeds in both formats, of the paper and of each kind of record."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.editorial import pictures, revisions, workflow
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
    make_draft,
    make_picture,
)

pytestmark = pytest.mark.django_db

ATOM = {"": "http://www.w3.org/2005/Atom"}
RSS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
}


@pytest.fixture
def story():
    return make_article(
        headline="Fish & Chips <Again>",
        slug="fish",
        dek="Salt & vinegar.",
        body="<p>The <em>whole</em> text.</p>",
        section=SectionFactory(name="Food"),
        bylines=[ContributorFactory(name="Tom Ashdown"), ContributorFactory(name="Priya Raman")],
        people=[PersonFactory(name="Edith Calloway")],
        topics=[TopicFactory(name="harbour")],
        publish_at=datetime(2026, 3, 22, 10, 35, tzinfo=UTC),
    )


def texts(element, path, names):
    return [one.text for one in element.findall(path, names)]


def test_atom(client, story):
    response = client.get("/feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.find("title", ATOM).text == "Newsroom"
    assert feed.find("updated", ATOM).text == "2026-03-22T10:35:00+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.findall("link", ATOM)}
    assert links == {"alternate": "http://testserver/", "self": "http://testserver/feed/"}
    (entry,) = feed.findall("entry", ATOM)
    assert entry.find("title", ATOM).text == "Fish & Chips <Again>"
    assert entry.find("link", ATOM).get("href") == "http://testserver/articles/fish/"
    assert entry.find("published", ATOM).text == "2026-03-22T10:35:00+00:00"
    assert entry.find("updated", ATOM).text == "2026-03-22T10:35:00+00:00"
    assert entry.find("summary", ATOM).text == "Salt &amp; vinegar."
    assert entry.find("content", ATOM).text == "<p>The <em>whole</em> text.</p>"
    assert texts(entry, "author/name", ATOM) == ["Tom Ashdown", "Priya Raman"]
    assert [one.get("term") for one in entry.findall("category", ATOM)] == [
        "Food",
        "harbour",
        "Edith Calloway",
    ]


def test_rss(client, story):
    response = client.get("/rss/")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel.find("link").text == "http://testserver/"
    assert channel.find("atom:link", RSS).get("href") == "http://testserver/rss/"
    (item,) = channel.findall("item")
    assert item.find("title").text == "Fish &amp; Chips &lt;Again&gt;"
    assert item.find("link").text == "http://testserver/articles/fish/"
    assert item.find("description").text == "Salt &amp; vinegar."
    assert item.find("content:encoded", RSS).text == "<p>The <em>whole</em> text.</p>"
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("pubDate").text == "Sun, 22 Mar 2026 10:35:00 +0000"
    assert texts(item, "dc:creator", RSS) == ["Tom Ashdown", "Priya Raman"]
    assert texts(item, "category", RSS) == ["Food", "harbour", "Edith Calloway"]


def test_the_id_of_an_entry_outlives_its_address_and_an_update_shows(client, story):
    def entry():
        return ElementTree.fromstring(client.get("/feed/").content).find("entry", ATOM)

    before = entry()
    content = revisions.with_records(revisions.working_copy(story)) | {"slug": "chips"}
    revisions.save(story, content)
    workflow.take(story, "publish_changes")
    after = entry()
    assert after.find("link", ATOM).get("href") == "http://testserver/articles/chips/"
    assert after.find("id", ATOM).text == before.find("id", ATOM).text
    assert before.find("id", ATOM).text == f"tag:testserver,{story.created_at:%Y-%m-%d}:article/{story.pk}"
    assert after.find("published", ATOM).text == before.find("published", ATOM).text
    assert after.find("updated", ATOM).text > before.find("updated", ATOM).text


@pytest.mark.parametrize("suffix", ["feed", "rss"])
def test_each_record_has_feeds_of_its_own(client, story, suffix):
    make_article(headline="Another Story")
    records = [story.section, story.people.get(), story.topics.get(), story.authors[0]]
    for record in records:
        response = client.get(f"{record.get_absolute_url()}{suffix}/")
        root = ElementTree.fromstring(response.content)
        title = root.find("title", ATOM) if suffix == "feed" else root.find("channel/title")
        assert title.text == f"{record.name} – Newsroom"
        assert response.text.count("<em") + response.text.count("&lt;em") == 1
        assert "Another Story" not in response.text


@pytest.mark.parametrize("suffix", ["feed", "rss"])
def test_a_record_without_stories_has_no_feed(client, suffix):
    person = PersonFactory()
    make_draft(people=[person])
    assert client.get(f"{person.get_absolute_url()}{suffix}/").status_code == 404
    assert client.get(f"/people/nobody/{suffix}/").status_code == 404
    assert client.get(f"{SectionFactory().get_absolute_url()}{suffix}/").status_code == 404


@pytest.mark.parametrize("address", ["/feed/", "/rss/"])
def test_a_feed_that_has_not_changed_is_not_sent_again(client, story, address):
    response = client.get(address)
    for name, header in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
        assert client.get(address, headers={header: response[name]}).status_code == 304


def test_an_empty_feed_stays_the_same(client):
    assert client.get("/feed/")["ETag"] == client.get("/feed/")["ETag"]


def test_addresses_are_those_of_the_site_whatever_host_was_asked(client, story, settings):
    settings.ALLOWED_HOSTS = ["other.example"]
    for address in ("/feed/", "/rss/", "/sitemap.xml"):
        assert "other.example" not in client.get(address, headers={"Host": "other.example"}).text


@pytest.mark.parametrize("stories", [1, 3])
def test_queries_and_length(client, django_assert_num_queries, stories):
    for _ in range(stories):
        make_article(people=[PersonFactory()], topics=[TopicFactory()], bylines=[ContributorFactory()])
    with django_assert_num_queries(6):
        client.get("/feed/")


def test_a_feed_is_bounded(client):
    for number in range(27):
        make_article(publish_at=timezone.now() - timedelta(hours=number + 1))
    assert len(ElementTree.fromstring(client.get("/feed/").content).findall("entry", ATOM)) == 25


def test_a_picture_in_a_text_says_whose_it_is_below_its_caption(client):
    picture = make_picture(caption="Boats <& nets>", credit="Li Wei")
    make_article(body=f'<figure data-picture="{picture.pk}"></figure>')
    content = ElementTree.fromstring(client.get("/feed/").content).findtext("entry/content", namespaces=ATOM)
    below = 'Boats &lt;&amp; nets&gt;<br><span class="credit">Li Wei</span>'
    assert f'alt="{picture.alt_text}"><figcaption>{below}</figcaption>' in content


def test_the_lead_picture_stands_above_the_text_unless_it_is_killed(client):
    picture = make_picture(caption="Boats")
    make_article(lead_picture=picture, body="<p>A bridge.</p>")

    def content():
        entry = ElementTree.fromstring(client.get("/feed/").content)
        return entry.findtext("entry/content", namespaces=ATOM)

    figure, _, text = content().partition("</figure>")
    assert figure.startswith('<figure><img src="http://testserver/media/')
    assert ("<figcaption>Boats<br>" in figure, text) == (True, "<p>A bridge.</p>")
    pictures.kill(picture, by=None, reason="Not ours")
    assert content() == "<p>A bridge.</p>"
