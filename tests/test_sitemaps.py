"""The sitemap and its parts."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import RequestFactory
from django.utils import timezone

from articles import caching, sitemaps
from articles.editorial import workflow
from articles.models import Article
from tests.factories import SectionFactory, make_article, make_draft

pytestmark = pytest.mark.django_db

NAMES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def places(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return [one.text for one in ElementTree.fromstring(response.content).findall("*/loc", NAMES)]


def test_the_index_has_a_part_for_each_month_with_stories(client):
    for month, day in ((1, 31), (3, 1), (3, 31)):
        make_article(publish_at=datetime(2026, month, day, 12, tzinfo=UTC))
    make_draft(publish_at=datetime(2026, 2, 2, tzinfo=UTC))
    make_article(publish_at=datetime(2025, 12, 2, tzinfo=UTC), expire_at=timezone.now() - timedelta(days=1))
    assert places(client.get("/sitemap.xml")) == [
        "http://testserver/sitemap-sections.xml",
        "http://testserver/sitemap-2026-03.xml",
        "http://testserver/sitemap-2026-01.xml",
    ]


def test_a_story_of_a_year_that_no_address_names_stops_nothing(client):
    make_article(publish_at=datetime(2026, 3, 1, tzinfo=UTC))
    make_article(publish_at=datetime(1799, 7, 1, tzinfo=UTC))
    assert places(client.get("/sitemap.xml"))[1:] == ["http://testserver/sitemap-2026-03.xml"]
    assert client.get("/archive/2026/03/").context["calendar"].earlier is None
    assert client.get("/archive/1850/").status_code == 404


def test_a_month_has_its_stories_with_their_last_change(client):
    make_article(slug="first", publish_at=datetime(2026, 3, 1, tzinfo=UTC))
    make_article(slug="last", publish_at=datetime(2026, 3, 31, 23, 59, 59, 999999, tzinfo=UTC))
    make_article(slug="next", publish_at=datetime(2026, 4, 1, tzinfo=UTC))
    response = client.get("/sitemap-2026-03.xml")
    assert places(response) == ["http://testserver/articles/last/", "http://testserver/articles/first/"]
    assert "<lastmod>2026-03-31</lastmod>" in response.text


@pytest.fixture
def march(monkeypatch):
    """A month of more stories than a part has: on its 1st b and d, on its 2nd a, c, e and f, in order."""
    monkeypatch.setattr(sitemaps, "MOST_STORIES", 2)
    monkeypatch.setattr(sitemaps, "OVERLAP", 1)
    for slug in "abcdef":
        day = 1 if slug in "bd" else 2
        make_article(slug=slug, publish_at=datetime(2026, 3, day, ord(slug) % 12, tzinfo=UTC))
    make_article(slug="g", publish_at=datetime(2026, 2, 28, tzinfo=UTC))
    make_draft(publish_at=datetime(2026, 3, 3, tzinfo=UTC))


def parts_of(client):
    return {
        address.removeprefix("http://testserver/sitemap-2026-"): [
            place[-2] for place in places(client.get(address))
        ]
        for address in places(client.get("/sitemap.xml"))[1:]
    }


def test_a_month_of_many_stories_has_a_part_for_each_day(client, march):
    assert parts_of(client) == {
        "03-02-2.xml": ["f", "e"],
        "03-02.xml": ["e", "c", "a"],
        "03-01.xml": ["d", "b"],
        "02.xml": ["g"],
    }
    for part in ("03-02-0", "03-02-1", "03-02-3", "03-02-99999", "03-03", "03-32", "02-30", "03-2"):
        assert client.get(f"/sitemap-2026-{part}.xml").status_code == 404


def test_a_story_that_is_withdrawn_between_two_parts_hides_no_other(client, march):
    first = places(client.get("/sitemap-2026-03-02.xml"))
    workflow.take(Article.objects.get(slug="a"), "withdraw", actor="tests", note="Wrong.")
    second = places(client.get("/sitemap-2026-03-02-2.xml"))
    assert {place[-2] for place in first + second} == set("acef")


def test_a_day_whose_stories_have_expired_is_empty(client, march):
    Article.objects.filter(slug__in="bd").update(expire_at=timezone.now())
    caching.renew()
    assert parts_of(client)["03-01.xml"] == []


def test_the_index_looks_twice_into_each_month_and_once_into_the_days_of_one_with_many(
    march, django_assert_num_queries
):
    # Two for each of two months, the days of the full one, the count of its full day, and no month before.
    with django_assert_num_queries(7):
        sitemaps.index(RequestFactory().get("/"))
    with django_assert_num_queries(2):
        sitemaps.day(RequestFactory().get("/"), date(2026, 3, 2), 2)


def test_days_are_those_of_the_zone_of_the_site(client, settings, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_STORIES", 1)
    settings.TIME_ZONE = "Europe/London"  # on its way to summer time, the 29th has 23 hours
    make_article(slug="a", publish_at=datetime(2026, 3, 29, 22, 59, tzinfo=UTC))
    make_article(slug="b", publish_at=datetime(2026, 3, 29, 23, 1, tzinfo=UTC))
    assert parts_of(client) == {"03-30.xml": ["b"], "03-29.xml": ["a"]}


def test_an_hour_that_comes_twice_before_midnight_is_in_its_day(client, settings, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_STORIES", 1)
    settings.TIME_ZONE = "America/Santiago"  # on the 4th of April, half past eleven comes twice
    for slug, hour in (("a", 2), ("b", 3), ("c", 4)):
        make_article(slug=slug, publish_at=datetime(2026, 4, 5, hour, 30, tzinfo=UTC))
    assert parts_of(client) == {"04-05.xml": ["c"], "04-04-2.xml": ["b"], "04-04.xml": ["b", "a"]}


def test_months_are_those_of_the_zone_of_the_site(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    make_article(slug="new-year", publish_at=datetime(2025, 12, 31, 16, tzinfo=UTC))
    assert "http://testserver/sitemap-2026-01.xml" in places(client.get("/sitemap.xml"))
    assert places(client.get("/sitemap-2026-01.xml")) == ["http://testserver/articles/new-year/"]
    assert client.get("/sitemap-2025-12.xml").status_code == 404


def test_sections(client):
    SectionFactory(name="Secret Merger")
    make_article(section=SectionFactory(name="Sport"))
    assert places(client.get("/sitemap-sections.xml")) == [
        "http://testserver/",
        "http://testserver/about/",
        "http://testserver/sections/sport/",
    ]


@pytest.mark.parametrize("month", ["2026-01", "2026-13", "0000-01", "9999-12", "x"])
def test_no_other_part(client, month):
    assert client.get(f"/sitemap-{month}.xml").status_code == 404


def test_news_of_the_last_two_days(client):
    now = timezone.now()
    make_article(headline="Fish & Chips", slug="fish", publish_at=now - timedelta(hours=47))
    make_article(publish_at=now - timedelta(hours=49))
    make_article(publish_at=now + timedelta(hours=1))
    make_draft()
    response = client.get("/news-sitemap.xml")
    (url,) = ElementTree.fromstring(response.content)
    name = "{http://www.google.com/schemas/sitemap-news/0.9}"
    assert places(response) == ["http://testserver/articles/fish/"]
    assert [(one.tag.removeprefix(name), one.text) for one in url.iter() if one.tag.startswith(name)] == [
        ("news", "\n"),
        ("publication", None),
        ("name", "Newsroom"),
        ("language", "en"),
        ("publication_date", f"{now - timedelta(hours=47):%Y-%m-%dT%H:%M:%SZ}"),
        ("title", "Fish & Chips"),
    ]


def test_news_are_at_most_a_thousand(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for _ in range(3):
        make_article()
    assert len(places(client.get("/news-sitemap.xml"))) == 2
