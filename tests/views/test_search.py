"""The search page, its feeds, and suggestions."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import PersonAlias
from articles.search import Found, asking, numbering
from articles.views import search
from tests.factories import (
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    make_article,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def headlines(response):
    return [hit.story.headline for hit in response.context["page"].hits]


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def paper():
    """Two stories about Ada in Sport, one of them of last year, and one about Ben in News."""
    ada, ben = PersonFactory(name="Ada Quill"), PersonFactory(name="Ben Zábor")
    sport, news = SectionFactory(name="Sport"), SectionFactory(name="News")
    tom, cup = ContributorFactory(name="Tom Ashdown"), TopicFactory(name="the cup")
    for headline, moment, section, people in (
        ("Old final", datetime(2025, 12, 31, 23, tzinfo=UTC), sport, [ada]),
        ("New final", datetime(2026, 3, 1, tzinfo=UTC), sport, [ada]),
        ("Budget", datetime(2026, 3, 2, tzinfo=UTC), news, [ben]),
    ):
        make_article(
            headline=headline, publish_at=moment, section=section, people=people, topics=[cup], bylines=[tom]
        )


def test_an_empty_search_gives_advice(client):
    page = client.get("/search/")
    assert "What are you looking for?" in page.text
    assert client.get("/search/?q=bridge")["Cache-Control"] == "no-cache"


def test_search_engines_are_shown_the_page_that_asks_and_no_answers(client):
    noindex, feed = '<meta name="robots" content="noindex">', "This search – "
    asking, answer = client.get("/search/").text, client.get("/search/?q=bridge").text
    assert noindex not in asking
    assert feed not in asking
    assert '<link rel="canonical" href="http://testserver/search/">' in asking
    assert noindex in answer
    assert feed in answer


def test_results_are_marked_and_escaped(client):
    make_article(headline="Müller <wins>", body="<p>Before. Ms Müller said: 1 &lt; 2.</p>")
    page = client.get("/search/", {"q": "mull"}).text
    assert "<mark>Müller</mark> &lt;wins&gt;</a></h2>" in page
    assert '<p class="entry-dek">Before. Ms <mark>Müller</mark> said: 1 &lt; 2.</p>' in page
    assert "<title>“mull” – Search – Newsroom</title>" in page
    assert ">1 story</p>" in page


def test_nothing_found_gives_advice(client, paper):
    page = client.get("/search/", {"q": "zeppelin", "section": "sport"}).text
    assert "No story answers this search" in page
    assert '<a href="/search/?q=zeppelin">Search the whole paper</a>' in page


def test_facets_count_and_narrow(client, paper):
    page = client.get("/search/", {"q": "bridge"})
    groups = {label: [(one.name, one.number) for one in choices] for label, choices in page.context["groups"]}
    assert groups == {
        "Section": [("News", 1), ("Sport", 2)],
        "People": [("Ada Quill", 2), ("Ben Zábor", 1)],
        "Topics": [("the cup", 3)],
        "Authors": [("Tom Ashdown", 3)],
        "Year": [("2026", 2), ("2025", 1)],
    }
    links = {one.name: one.query for _, choices in page.context["groups"] for one in choices}
    assert headlines(client.get(f"/search/{links['Ben Zábor']}")) == ["Budget"]
    assert headlines(client.get(f"/search/{links['2025']}")) == ["Old final"]
    sport = client.get(f"/search/{links['Sport']}&sort=newest")
    assert headlines(sport) == ["New final", "Old final"]
    assert "Section" not in [label for label, _ in sport.context["groups"]]
    [(name, query)] = sport.context["taken"]
    assert (name, query) == ("Sport", "?q=bridge&sort=newest")
    assert '<input type="hidden" name="section" value="sport">' in sport.text


def test_dates(client, paper, settings):
    settings.TIME_ZONE = "Asia/Tokyo"  # where the old final was played in 2026
    for query, expected in (
        ({"since": "2026-03-02"}, ["Budget"]),
        ({"until": "2026-03-01"}, ["New final", "Old final"]),
        ({"since": "2026-01-01", "until": "2026-01-01"}, ["Old final"]),
        ({"year": "2025"}, []),
        ({"year": "2026", "since": "2026-03-01"}, ["Budget", "New final"]),
    ):
        assert headlines(client.get("/search/", query | {"sort": "newest"})) == expected


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"q": "x" * 10_000}, "Please ask in at most 200 characters."),
        ({"q": "bridge\x00"}, "Null characters are not allowed."),
        ({"person": "nobody"}, "There is no such person here; all were searched."),
        ({"section": "<script>"}, "There is no such section here; all were searched."),
        ({"year": "many"}, "That is no year."),
        ({"year": "99999999999999999999"}, "That is no year."),
        ({"since": "2026-13-41"}, "“From” must be a date, such as 2026-03-22."),
        ({"since": "0001-01-01"}, "“From” must be a date, such as 2026-03-22."),
        ({"until": "9999-12-31"}, "“To” must be a date, such as 2026-03-22."),
        ({"sort": "random"}, "There is no such order; the best matches come first."),
        ({"page": "0"}, "There is no such page."),
    ],
)
def test_what_makes_no_sense_is_said_and_left_out(client, paper, query, said):
    page = client.get("/search/", {"q": "bridge", **query})
    assert page.status_code == 200
    assert "\x00" not in page.text
    assert page.context["filters"].errors == [said]
    assert len(page.context["page"].hits) == (0 if "q" in query else 3)
    assert "<script>" not in page.text
    assert len(page.content) < 35_000
    assert client.get("/search/feed/", query).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        "*",
        '"',
        "a",
        "-",
        "AND",
        "NOT bridge",
        'bridge" OR "',
        "<img src=x onerror=alert(1)>",
        "';--",
        "%",
        "\\",
        "bridge\x01\x0bfinal\ufffe",
    ],
)
def test_hostile_questions(client, paper, typed):
    page = client.get("/search/", {"q": typed})
    assert page.status_code == 200
    assert "<img" not in page.text
    for suffix in ("feed", "rss"):
        ElementTree.fromstring(client.get(f"/search/{suffix}/", {"q": typed}).content)


def test_pages(client, monkeypatch):
    monkeypatch.setattr(search, "PAGE_SIZE", 2)
    now = timezone.now()
    for number in range(5):
        make_article(headline=f"{number}", publish_at=now - timedelta(hours=number + 1))
    query = {"q": "bridge", "sort": "newest"}
    pages = [client.get("/search/", query | {"page": number}) for number in (1, 2, 3)]
    assert [headlines(page) for page in pages] == [["0", "1"], ["2", "3"], ["4"]]
    assert [(page.context["page"].earlier, page.context["page"].later) for page in pages] == [
        ("", "?q=bridge&sort=newest&page=2"),
        ("?q=bridge&sort=newest&page=1", "?q=bridge&sort=newest&page=3"),
        ("?q=bridge&sort=newest&page=2", ""),
    ]
    assert client.get("/search/", query | {"page": 4}).status_code == 404


def test_the_page_says_when_it_counts_no_further(client, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2)
    monkeypatch.setattr(search, "MOST", 2)
    for _ in range(3):
        make_article()
    page = client.get("/search/", {"q": "bridge"}).text
    assert "More than 2 stories: the newest 2 are listed and counted here." in page


def test_a_long_number_of_stories_is_easy_to_read(client, monkeypatch):
    story = make_article()
    found = Found(rows=[numbering.number(story.live_at, story.pk)] * 1234)
    monkeypatch.setattr(search, "find", lambda *args, **kwargs: found)
    assert ">1,234 stories</p>" in client.get("/search/", {"q": "bridge"}).text


@pytest.mark.parametrize("suffix", ["feed", "rss"])
def test_a_search_can_be_followed(client, paper, suffix):
    address = f"/search/{suffix}/?q=bridge&section=sport"
    response = client.get(address)
    root = ElementTree.fromstring(response.content)
    if suffix == "feed":
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        titles = [one.text for one in root.findall(f"{ATOM}entry/{ATOM}title")]
        assert root.find(f"{ATOM}title").text == "“bridge” · Sport – Newsroom"
        assert links["self"] == f"http://testserver{address}"
        assert links["alternate"] == "http://testserver/search/?q=bridge&section=sport"
    else:
        titles = [one.text for one in root.findall("channel/item/title")]
    assert titles == ["New final", "Old final"]
    assert "The bridge opened on Monday." in response.text
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    empty = client.get(f"/search/{suffix}/", {"q": "zeppelin"})
    assert (empty.status_code, client.get(f"/search/{suffix}/").status_code) == (200, 200)


def test_suggestions(client, paper):
    person = PersonFactory(name="Adam Notreal")
    PersonAlias.objects.create(person=PersonFactory(name="Nobody Known"), name="Ada")
    make_article(headline="Adamant <council>", people=[person])
    response = client.get("/search/suggestions/", {"q": "ada"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    typed, names, kinds, urls = json.loads(response.content)
    assert typed == "ada"
    assert sorted(zip(names, kinds, urls, strict=True)) == [
        ("Ada Quill", "person", "/people/ada-quill/"),
        ("Adam Notreal", "person", "/people/adam-notreal/"),
        ("Adamant <council>", "story", urls[-1]),
    ]
    for typed in ("", "a", "zabor ad", "x" * 10_000, '"', "\x00", "*ada) OR"):
        assert json.loads(client.get("/search/suggestions/", {"q": typed}).content)[1:] == [[], [], []]
    assert json.loads(client.get("/search/suggestions/", {"q": "QUILL a"}).content)[1] == ["Ada Quill"]


def test_a_withdrawn_story_leaves_at_once(client):
    story = make_article(headline="Ferry sinks")
    addresses = ["/search/?q=ferry", "/search/feed/?q=ferry", "/search/suggestions/?q=ferry"]
    assert ["sinks" in text_of(client.get(address).text) for address in addresses] == [True] * 3
    workflow.take(story, "withdraw")
    assert ["sinks" in text_of(client.get(address).text) for address in addresses] == [False] * 3


def test_a_story_of_endless_words_is_found_by_its_first_ones(client):
    make_article(
        headline="Long", body=f"<p>{' '.join(f'{at:05}{95 * chr(0x4E2)}' for at in range(16_000))}</p>"
    )
    assert headlines(client.get("/search/", {"q": "00000"})) == ["Long"]
    assert headlines(client.get("/search/", {"q": "15999"})) == []


def test_every_page_leads_to_the_search(client):
    make_article()
    home = client.get("/").text
    assert '<form class="search-box" role="search" action="/search/">' in home
    assert '<link rel="search" type="application/opensearchdescription+xml"' in home
    assert "http://testserver/search/?q={search_term_string}" in home
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.content)
    assert root.find("*[@type='text/html']").get("template") == "http://testserver/search/?q={searchTerms}"


@pytest.mark.parametrize("stories", [1, 3])
def test_queries(client, django_assert_num_queries, stories):
    for _ in range(stories):
        make_article(people=[PersonFactory()], topics=[TopicFactory()], bylines=[ContributorFactory()])
    # The edition, names, matches, the best of them, facets, stories, navigation.
    with django_assert_num_queries(7 if stories > 1 else 6):
        client.get("/search/", {"q": "bridge"})
    # The record that narrows it; the navigation is known by now.
    with django_assert_num_queries(7 if stories > 1 else 6):
        client.get("/search/", {"q": "bridge", "section": stories and "section-x"})
