"""The front page."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.text import slugify

from articles.models import Article, FrontPlace
from tests.factories import ContributorFactory, SectionFactory, make_article

pytestmark = pytest.mark.django_db


def test_a_fresh_site_has_a_front_page(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "The first edition is in the making" in response.text
    assert response.text.count("<h1") == 1


def test_the_newest_story_leads_with_its_dek_and_bylines(client):
    make_article(headline="Old News", publish_at=timezone.now() - timedelta(days=2))
    make_article(
        headline="Mayor Opens Bridge", dek="It cost £3m.", bylines=[ContributorFactory(name="Tom Ashdown")]
    )
    page = client.get("/").text
    lead = page[page.index('class="lead"') : page.index("</article>")]
    assert "Mayor Opens Bridge" in lead
    assert "It cost £3m." in lead
    assert "Tom Ashdown" in lead
    assert page.index("Mayor Opens Bridge") < page.index("Old News")


def test_an_embargo_that_has_lifted_puts_its_story_on_top(client):
    now = timezone.now()
    make_article(headline="Yesterday", publish_at=now - timedelta(hours=5))
    make_article(
        headline="Embargoed",
        publish_at=now - timedelta(days=9),
        embargo_until=now - timedelta(minutes=1),
    )
    page = client.get("/").text
    assert page.index("Embargoed") < page.index("Yesterday")


def test_each_section_shows_its_newest_stories_that_are_not_at_the_top(client):
    quiet, busy = SectionFactory(name="Quiet"), SectionFactory(name="Busy")
    now = timezone.now()
    for number in range(5):
        make_article(
            headline=f"Quiet Story {number}", section=quiet, publish_at=now - timedelta(days=40 + number)
        )
    for number in range(13):
        make_article(
            headline=f"Busy Story {number}", section=busy, publish_at=now - timedelta(hours=1 + number)
        )
    blocks = client.get("/").context["blocks"]
    assert [(block.section.name, [story.headline for story in block.stories]) for block in blocks] == [
        ("Busy", ["Busy Story 11", "Busy Story 12"]),
        ("Quiet", ["Quiet Story 0", "Quiet Story 1", "Quiet Story 2", "Quiet Story 3"]),
    ]


def test_sections_with_one_story_share_a_part_of_the_page(client, django_assert_num_queries):
    for number in range(11):
        make_article(headline="At the Top", publish_at=timezone.now() - timedelta(minutes=number))
    for name in ("Film", "Space"):
        old = timezone.now() - timedelta(days=9)
        make_article(headline=f"Only One of {name}", section=SectionFactory(name=name), publish_at=old)
    with django_assert_num_queries(6):
        response = client.get("/")
    assert response.context["blocks"] == []
    below = response.text.partition("Also in the paper")[2]
    assert re.findall(r">(Film|Space|Only One of \w+)</a>", below) == [
        "Film",
        "Only One of Film",
        "Space",
        "Only One of Space",
    ]


def test_the_latest_are_told_by_the_clock_today_and_by_their_date_before(client, time_machine, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    now = datetime(2026, 3, 22, 23, 0, tzinfo=UTC)  # where it is the 23rd, 8 o'clock
    time_machine.move_to(now, tick=False)
    for hours in range(5):
        make_article(publish_at=now - timedelta(minutes=hours))
    make_article(publish_at=now - timedelta(hours=7, minutes=59))
    make_article(publish_at=now - timedelta(hours=8, minutes=1))
    latest = client.get("/").text.partition('id="latest"')[2].partition("</section>")[0]
    assert re.findall(r">([^<]+)</time>", latest) == ["00:01", "22 March 2026"]


@pytest.mark.parametrize(("length", "is_long"), [(110, False), (111, True)])
def test_a_long_headline_is_set_in_smaller_letters(client, length, is_long):
    story = make_article(headline="x" * length)
    for address in ("/", story.get_absolute_url()):
        assert ("is-long" in client.get(address).text) is is_long


@pytest.mark.parametrize(("sections", "shown"), [(9, [4] * 9), (12, [3] * 12), (20, [2] * 16)])
def test_the_page_is_light_however_many_sections_there_are(client, sections, shown):
    headline = "Council puts off its decision on the Mill Bank flood wall again"
    for number in range(sections):
        section = SectionFactory(name=f"Science and Health {number}")
        for days in range(8):
            make_article(
                headline=headline,
                slug=f"{slugify(headline)}-{number}-{days}",
                dek="Engineers say that the wall of 1953 may not last another winter; " * 2,
                section=section,
                bylines=[ContributorFactory(), ContributorFactory()],
                publish_at=timezone.now() - timedelta(days=days, hours=1),
            )
    for rank, story in enumerate(Article.objects.order_by("live_at")[:8]):
        FrontPlace.objects.create(article=story, part="picks", rank=rank)
    page = client.get("/")
    assert [len(block.stories) for block in page.context["blocks"]] == shown
    assert len(page.content) < 35_000


def test_a_section_without_further_stories_has_no_block(client):
    SectionFactory(name="Silent")
    make_article()
    assert client.get("/").context["blocks"] == []


@pytest.mark.parametrize("stories", [1, 3])
def test_queries(client, django_assert_num_queries, stories):
    for _ in range(stories):
        make_article(bylines=[ContributorFactory()])
    with django_assert_num_queries(6):
        client.get("/")


@pytest.mark.parametrize("sections", [1, 3])
def test_queries_with_sections_below_the_top(client, django_assert_num_queries, sections):
    for _ in range(sections):
        section = SectionFactory()
        for number in range(10):
            make_article(section=section, publish_at=timezone.now() - timedelta(days=number, hours=1))
    with django_assert_num_queries(6):
        client.get("/")
