"""The archive by month."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import ContributorFactory, make_article, make_draft

pytestmark = pytest.mark.django_db


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


def headlines(response):
    return [story.headline for story in response.context["page"].entries]


def marked(response):
    return [int(day) for day in re.findall(r'<td><a href="[^"]+">(\d+)</a></td>', response.text)]


def test_a_month_has_its_stories_and_marks_their_days(client):
    make_article(headline="First", publish_at=at(2026, 3, 1))
    make_article(headline="Last", publish_at=at(2026, 3, 31, 23, 59, 59, 999999))
    make_article(headline="Next", publish_at=at(2026, 4, 1))
    make_article(publish_at=at(2026, 3, 5), expire_at=timezone.now() - timedelta(days=1))
    make_draft(publish_at=at(2026, 3, 6))
    response = client.get("/archive/2026/03/")
    assert headlines(response) == ["Last", "First"]
    assert marked(response) == [1, 31]
    assert "<title>March 2026 – Newsroom</title>" in response.text
    assert '<link rel="canonical" href="http://testserver/archive/2026/03/">' in response.text
    assert 'href="/archive/2026/03/feed/"' in response.text


def test_a_day_is_named_once_for_all_its_stories(client):
    for moment in (at(2026, 3, 1, 8), at(2026, 3, 1, 9), at(2026, 3, 2, 9)):
        make_article(publish_at=moment)
    page = client.get("/archive/2026/03/").text
    assert re.findall(r">([^<]+)</time>", page) == ["Monday, 2 March", "Sunday, 1 March"]


def test_a_day_leads_to_its_stories(client):
    for day in (1, 2, 3):
        make_article(headline=f"Day {day}", publish_at=at(2026, 3, day, 23, 59))
    calendar = client.get("/archive/2026/03/").text
    second = re.search(r'<a href="(\?before=[^"]+)">2</a>', calendar)[1]
    assert headlines(client.get(f"/archive/2026/03/{second}")) == ["Day 2", "Day 1"]


def test_days_are_those_of_the_zone_of_the_site(client, settings):
    settings.TIME_ZONE = "America/New_York"  # where the clock changes on 8 March
    make_article(publish_at=at(2026, 3, 9, 3, 59))
    make_article(publish_at=at(2026, 3, 1, 4, 59))
    assert marked(client.get("/archive/2026/03/")) == [8]
    assert marked(client.get("/archive/2026/02/")) == [28]


def test_neighbours_are_months_that_have_stories(client):
    for moment in (at(2024, 12, 31), at(2026, 1, 10), at(2026, 3, 5), at(2026, 3, 7), at(2026, 5, 1)):
        make_article(publish_at=moment)
    make_article(publish_at=at(2026, 4, 1), expire_at=timezone.now() - timedelta(days=1))
    context = client.get("/archive/2026/03/").context
    assert [str(context["calendar"].earlier), str(context["calendar"].later)] == ["January 2026", "May 2026"]
    assert [month.number for month in context["calendar"].months] == [1, 3, 5]
    assert context["calendar"].years == [2026, 2025, 2024]
    ends = client.get("/archive/2024/12/").context, client.get("/archive/2026/05/").context
    assert (ends[0]["calendar"].earlier, ends[1]["calendar"].later) == (None, None)


def test_the_archive_begins_with_the_newest_month(client):
    assert client.get("/archive/").status_code == 404
    for moment in (at(2024, 12, 31), at(2026, 1, 10)):
        make_article(publish_at=moment)
    make_article(publish_at=timezone.now() + timedelta(days=400))
    goals = {"": "2026/01", "2027/": "2026/01", "2026/": "2026/01", "2025/": "2024/12"}
    for address, goal in goals.items():
        assert client.get(f"/archive/{address}")["Location"] == f"/archive/{goal}/"
    assert client.get("/archive/2023/").status_code == 404


@pytest.mark.parametrize("address", ["2026/02", "2026/13", "2026/1", "1066/01", "9999", "0", "2026/03/x"])
def test_no_other_month(client, address):
    make_article(publish_at=at(2026, 3, 1))
    assert client.get(f"/archive/{address}/").status_code == 404


def test_older_pages_stay_in_the_month(client):
    for number in range(25):
        make_article(headline=f"{number}", publish_at=at(2026, 3, 20) - timedelta(days=number))
    first = client.get("/archive/2026/03/")
    assert headlines(first) == [f"{number}" for number in range(20)]
    assert first.context["page"].older == ""
    assert headlines(client.get("/archive/2026/02/")) == [f"{number}" for number in range(20, 25)]
    assert client.get("/archive/2026/03/?before=20260225T000000.000000Z-0").status_code == 404
    assert len(headlines(client.get("/archive/2026/03/?before=20300101T000000.000000Z-0"))) == 20


@pytest.mark.parametrize("suffix", ["feed", "rss"])
def test_feeds(client, suffix):
    make_article(headline="In March", publish_at=at(2026, 3, 31))
    make_article(headline="In April", publish_at=at(2026, 4, 1))
    text = client.get(f"/archive/2026/03/{suffix}/").text
    assert "March 2026 – Newsroom" in text
    assert ("In March" in text, "In April" in text) == (True, False)
    assert client.get(f"/archive/2026/02/{suffix}/").status_code == 404


@pytest.mark.parametrize("stories", [1, 3])
def test_queries(client, django_assert_num_queries, stories):
    for number in range(stories):
        make_article(publish_at=at(2026, 3, 1 + number), bylines=[ContributorFactory()])
    # The edition, its stories, their bylines, the calendar, the navigation.
    with django_assert_num_queries(5):
        client.get("/archive/2026/03/", {"before": "20260401T000000.000000Z-0"})
