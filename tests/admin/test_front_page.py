"""Editors arrange the front page; readers see it at the next request."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.editorial import front_page
from articles.models import FrontPlace, Picture, StatusChange
from tests.factories import UserFactory, make_article, make_draft, make_member

pytestmark = pytest.mark.django_db
URL = "/admin/articles/frontplace/"


@pytest.fixture
def stories():
    """Newest first: Story 0 to Story 11."""
    now = timezone.now()
    return [make_article(headline=f"Story {n}", publish_at=now - timedelta(hours=n + 1)) for n in range(12)]


def send(desk, act="", top=(), picks=(), **data):
    before = front_page.seen(front_page.standing())
    rows = {"top": [one.pk for one in top], "picks": [one.pk for one in picks]}
    return desk.post(URL, {"before": before, "act": act, **rows, **data}, follow=True)


def top_of(client):
    context = client.get("/").context
    return [story.headline for story in (context["lead"], *context["seconds"])]


def test_a_story_put_on_top_leads_at_once_and_is_logged(client, desk, stories):
    reader = type(client)()
    assert top_of(reader)[0] == "Story 0"
    send(desk, f"top:{stories[7].pk}")
    assert top_of(reader) == ["Story 7", "Story 0", "Story 1", "Story 2", "Story 3"]
    entry = StatusChange.objects.first()
    assert (entry.verb, entry.actor, entry.subject, entry.note) == (
        "arrange",
        "editor",
        "Front page",
        "Top stories: Story 7",
    )


def test_order_is_that_of_the_rows_and_the_buttons(client, desk, stories):
    send(desk, top=stories[5:8])
    send(desk, f"up:{stories[7].pk}", top=stories[5:8])
    assert top_of(client)[:3] == ["Story 5", "Story 7", "Story 6"]
    send(desk, f"down:{stories[5].pk}", top=[stories[5], stories[7], stories[6]])
    assert top_of(client)[:3] == ["Story 7", "Story 5", "Story 6"]
    send(desk, f"out:{stories[7].pk}", top=[stories[7], stories[5], stories[6]])
    assert top_of(client) == ["Story 5", "Story 6", "Story 0", "Story 1", "Story 2"]


def test_picks_are_a_part_of_their_own(client, desk, stories):
    assert "Editor’s picks" not in client.get("/").text
    send(desk, f"picks:{stories[9].pk}")
    context = client.get("/").context
    assert [story.headline for story in context["picks"]] == ["Story 9"]
    assert context["lead"].headline == "Story 0"


def test_a_place_ends_on_its_second(client, desk, stories, time_machine):
    until = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=5)
    send(desk, top=[stories[7]], **{f"{stories[7].pk}-until": f"{until:%Y-%m-%dT%H:%M}"})
    reader = type(client)()
    assert top_of(reader)[0] == "Story 7"
    time_machine.move_to(until, tick=False)
    assert top_of(reader)[0] == "Story 0"


def test_readers_see_nothing_that_is_not_published(client, desk, stories):
    draft, later = make_draft(headline="Secret"), make_article(publish_at=timezone.now() + timedelta(hours=1))
    send(desk, top=[draft, later, stories[7]])
    assert [place.article_id for place in front_page.standing()] == [later.pk, stories[7].pk]
    assert top_of(client)[0] == "Story 7"
    assert f"not shown: appears {later.live_at:%-d %B}" in desk.get(URL).text


def test_a_time_that_is_over_is_refused(desk, stories):
    answer = send(desk, top=[stories[7]], **{f"{stories[7].pk}-until": "2020-01-01T10:00"})
    assert "That time is over" in answer.text
    assert not FrontPlace.objects.exists()


def test_two_editors_never_overwrite_each_other(desk, stories):
    send(desk, f"top:{stories[7].pk}")
    answer = send(desk, f"top:{stories[8].pk}", before="")
    assert "arranged meanwhile" in answer.text
    assert [place.article_id for place in front_page.standing()] == [stories[7].pk]


def test_a_part_has_a_bound(desk, stories):
    answer = send(desk, top=stories)
    assert "has 8 places" in answer.text
    assert not FrontPlace.objects.exists()


def test_a_lead_with_a_picture_has_two_seconds(client, desk, stories):
    picture = Picture(alt_text="A bridge", credit="A. Ruiz", file="a.png", width=1, height=1)
    Picture.objects.bulk_create([picture])
    type(stories[7]).objects.filter(pk=stories[7].pk).update(lead_picture=picture)
    send(desk, f"top:{stories[7].pk}")
    assert top_of(client) == ["Story 7", "Story 0", "Story 1"]


@pytest.mark.parametrize("hostile", ["top:x", "top:999999", "up:", "out:\0", "top:" + "9" * 30, "picks:-1"])
def test_a_crafted_request_changes_nothing(desk, stories, hostile):
    assert send(desk, hostile).status_code == 200
    assert not FrontPlace.objects.exists()


@pytest.mark.parametrize(
    ("role", "look", "arrange"), [("Reporter", 200, 403), ("Editor", 200, 302), ("Publisher", 200, 302)]
)
def test_who_may_arrange(client, stories, role, look, arrange):
    client.force_login(make_member(role))
    assert client.get(URL).status_code == look
    assert client.post(URL, {"act": f"top:{stories[3].pk}", "before": ""}).status_code == arrange
    assert FrontPlace.objects.exists() is (arrange == 302)


def test_others_do_not_even_see_it(client):
    client.force_login(UserFactory(is_superuser=False))
    assert client.get(URL).status_code == 403
    assert client.get(reverse("admin:articles_frontplace_changelist") + "add/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_queries(client, desk, stories, django_assert_num_queries, number):
    send(desk, top=stories[:number], picks=stories[6 : 6 + number])
    with django_assert_num_queries(6):
        type(client)().get("/")


def test_searching_offers_stories(desk, stories):
    page = desk.get(URL, {"q": "story"}).text
    assert page.count("Top story:") >= 8
    assert "No published story has these words" in desk.get(URL, {"q": "zebra"}).text
