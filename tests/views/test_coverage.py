"""The time line of a person or topic, and the people and topics in the same stories."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.views import coverage
from tests.factories import PersonFactory, TopicFactory, make_article, make_draft

pytestmark = pytest.mark.django_db

KINDS = {"people": PersonFactory, "topics": TopicFactory}
each_kind = pytest.mark.parametrize("kind", KINDS)
NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _spring(time_machine):
    time_machine.move_to(NOW, tick=False)


def rows(page):
    """The time line as its table says it."""
    found = re.findall(
        r'<tr><th scope="row">(?:<a href="([^"]+)">)?([^<]+)(?:</a>)?</th><td>(\d+)', page.text
    )
    return [(label, int(number), query) for query, label, number in found]


def company(page):
    text = page.text[page.text.index('class="company"') :] if 'class="company"' in page.text else ""
    return re.findall(r">([^<>]+)</a> <span>(\d+)<", text)


@each_kind
def test_years_are_counted_and_lead_to_their_stories(client, kind):
    subject = KINDS[kind]()
    for year, number in ((2021, 1), (2023, 3), (2026, 2)):
        for day in range(number):
            moment = datetime(year, 1, 1 + day, tzinfo=UTC)
            make_article(headline=f"Of {year}", publish_at=moment, **{kind: [subject]})
    make_draft(**{kind: [subject]})
    make_article(publish_at=NOW + timedelta(hours=1), **{kind: [subject]})
    make_article(publish_at=datetime(2022, 5, 1, tzinfo=UTC), expire_at=NOW, **{kind: [subject]})
    page = client.get(subject.get_absolute_url())
    told = [(label, number) for label, number, _ in rows(page)]
    assert told == [("2021", 1), ("2022", 0), ("2023", 3), ("2024", 0), ("2025", 0), ("2026", 2)]
    assert "6 stories since 2021, 3 of them in 2023." in page.text
    assert page.text.count("<rect") == 3
    older = client.get(subject.get_absolute_url() + rows(page)[2][2])
    assert [story.headline for story in older.context["page"].entries] == ["Of 2023"] * 3 + ["Of 2021"]
    assert "<svg" not in older.text


def test_months_are_those_of_the_newsrooms_clock(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    person = PersonFactory()
    for moment in (datetime(2025, 12, 31, 16, tzinfo=UTC), NOW - timedelta(days=1), NOW - timedelta(days=2)):
        make_article(publish_at=moment, people=[person])
    told = [(label, number) for label, number, _ in rows(client.get(person.get_absolute_url()))]
    assert told == [("January 2026", 1), ("February 2026", 0), ("March 2026", 2)]


def test_three_years_are_counted_by_month(client):
    person = PersonFactory()
    for moment in (datetime(2022, 12, 5, tzinfo=UTC), *[NOW - timedelta(days=1)] * 2):
        make_article(publish_at=moment, people=[person])
    told = rows(client.get(person.get_absolute_url()))
    assert (len(told), told[0][:2], told[-1][:2]) == (40, ("December 2022", 1), ("March 2026", 2))


def test_a_century_fits_on_the_line(client):
    topic = TopicFactory()
    for year in (1900, 1901, 2026):
        make_article(publish_at=datetime(year, 1, 2, tzinfo=UTC), topics=[topic])
    told = rows(client.get(topic.get_absolute_url()))
    assert [row[:2] for row in (told[0], told[-1])] == [("1900–1903", 2), ("2024–2027", 1)]
    assert len(told) == 32


def test_two_stories_are_no_line(client):
    person = PersonFactory()
    for _ in range(2):
        make_article(people=[person])
    assert "<svg" not in client.get(person.get_absolute_url()).text


def test_only_the_newest_are_counted_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(coverage, "COUNTED", 4)
    monkeypatch.setattr(coverage, "LOOKED_AT", 3)
    person, other = PersonFactory(), PersonFactory(name="Ada Hale")
    for years in range(6):
        make_article(people=[person, other], publish_at=NOW - timedelta(days=366 * years + 1))
    page = client.get(person.get_absolute_url())
    assert [row[:2] for row in rows(page)] == [("2023", 1), ("2024", 1), ("2025", 1), ("2026", 1)]
    assert "The newest 4 stories since 2023" in page.text
    assert company(page) == [("Ada Hale", "3")]
    assert "counted in the newest 3 stories." in page.text


@each_kind
def test_who_and_what_stands_in_the_same_stories_most_often_first(client, kind):
    subject = KINDS[kind]()
    hale, ashdown = PersonFactory(name="Ada Hale"), PersonFactory(name="Tom Ashdown")
    flood, secret = TopicFactory(name="flood"), TopicFactory(name="merger")

    def content(people, topics):
        lists = {"people": people, "topics": topics}
        return {**lists, kind: [subject, *lists[kind]]}

    make_article(**content([hale], [flood]))
    make_article(**content([hale, ashdown], []))
    make_draft(**content([PersonFactory(name="Secret Witness")], [secret]))
    make_article(people=[PersonFactory(name="Somebody Else")])
    page = client.get(subject.get_absolute_url())
    assert company(page) == [("Ada Hale", "2"), ("Tom Ashdown", "1"), ("flood", "1")]


def test_it_is_made_once_and_anew_with_each_edition_and_at_each_due_moment(
    client, desk, time_machine, django_assert_num_queries
):
    person = PersonFactory()
    own = make_article(people=[person, PersonFactory(name="Ada Hale")])
    make_article(people=[person, PersonFactory(name="Tom Ashdown")], publish_at=NOW + timedelta(minutes=30))
    address = person.get_absolute_url()
    desk.get(address)  # with a session, so that the page itself is not kept
    # The edition twice, the record, its aliases and ids, its stories, their bylines, the navigation.
    with django_assert_num_queries(7):
        assert company(desk.get(address)) == [("Ada Hale", "1")]
    time_machine.move_to(NOW + timedelta(minutes=30), tick=False)
    assert company(desk.get(address)) == [("Ada Hale", "1"), ("Tom Ashdown", "1")]
    workflow.take(own, "withdraw")
    assert company(desk.get(address)) == [("Tom Ashdown", "1")]
    assert timezone.now() == NOW + timedelta(minutes=30)
