"""The desk: what waits, for whom, and one click to go on."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles.editorial import desk as lists
from articles.editorial import notices, revisions, workflow
from articles.importing.document import Derived, Line
from articles.models import Article, Message
from tests.admin.conftest import document, take_in
from tests.factories import UserFactory, make_article, make_draft, make_member

pytestmark = pytest.mark.django_db
NOON = "2026-03-10T12:00:00Z"


def owned(user, *steps, **content):
    article = make_draft(**content)
    Article.objects.filter(pk=article.pk).update(owner=user)
    article.refresh_from_db()
    for step in steps:
        workflow.take(article, step, note="Why.")
    return article


def headlines(response):
    return {box.name: [item.headline for item in box.items] for box in response.context["boxes"]}


def test_each_list_holds_its_stories(client):
    editor, rosa = make_member("Editor"), make_member("Reporter")
    owned(editor, headline="My own")
    owned(editor, "submit", headline="My own in review")
    owned(rosa, "submit", headline="Rosa’s in review")
    owned(rosa, "submit", "approve", headline="Approved")
    changed = make_article(headline="Old words")
    revisions.save(
        changed, revisions.with_records(revisions.working_copy(changed)) | {"headline": "New words"}
    )
    make_draft(headline="From the wire")
    client.force_login(editor)
    assert headlines(client.get("/admin/")) == {
        "waiting": ["Approved", "Rosa’s in review"],
        "mine": ["My own in review", "My own"],
        "review": ["Rosa’s in review", "My own in review"],
        "changes": ["New words"],
        "imports": ["From the wire"],
        "proposals": [],
    }


def test_a_reporter_sees_what_was_sent_back(client):
    rosa = make_member("Reporter")
    owned(rosa, headline="Draft")
    owned(rosa, "submit", "send_back", headline="Sent back")
    client.force_login(rosa)
    assert headlines(client.get("/admin/"))["waiting"] == ["Sent back"]


def test_one_click_to_the_story_and_to_its_next_step(client):
    article = owned(UserFactory(), "submit")
    client.force_login(make_member("Editor"))
    page = client.get("/admin/").content.decode()
    assert reverse("admin:articles_article_change", args=[article.pk]) in page
    step = reverse("admin:articles_article_step", args=[article.pk, "approve"])
    assert f'href="{step}"' in page
    assert client.get(step).status_code == 200


@pytest.mark.parametrize("number", [1, 60])
def test_queries_are_bounded(client, django_assert_num_queries, number):
    editor = make_member("Editor")
    for _ in range(number):
        owned(editor, "submit", publish_at=timezone.now() + timedelta(hours=2))
    client.force_login(editor)
    with django_assert_num_queries(16):
        page = client.get("/admin/").content.decode()
    assert (">50+<" in page) == (number > 50)
    assert "COUNT" not in page


@time_machine.travel(NOON, tick=False)
def test_the_time_line_has_gaps_and_what_is_late_is_apart(client):
    now = timezone.now()
    make_article(headline="At four", publish_at=now + timedelta(hours=4))
    make_article(headline="At five", publish_at=now + timedelta(hours=5))
    owned(None, "submit", headline="Tomorrow", publish_at=now + timedelta(days=1))
    make_article(headline="In a month", publish_at=now + timedelta(days=30))
    make_draft(headline="Of the archive", publish_at=now - timedelta(hours=2))
    with time_machine.travel(now - timedelta(hours=3), tick=False):
        owned(None, "submit", headline="Too late", publish_at=now - timedelta(hours=1))
    client.force_login(UserFactory())
    response = client.get("/admin/")
    line = [
        [entry if isinstance(entry, int) else entry.headline for entry in day.entries]
        for day in response.context["days"]
    ]
    assert line == [[4, "At four", "At five"], ["Tomorrow"], [], [], [], [], []]
    assert [item.headline for item in response.context["late"]] == ["Too late"]
    assert "4 hours without a story" in response.content.decode()


def test_messages_are_read_once(client):
    rosa, editor = make_member("Reporter"), make_member("Editor", username="ed")
    article = owned(rosa, "submit", headline="Roof")
    workflow.take(article, "send_back", user=editor, note="Who says so?")
    client.force_login(rosa)
    page = client.get("/admin/").content.decode()
    assert "1 unread" in page
    assert "Who says so?" in page
    client.post(reverse("admin:messages"), {"shown": "9" * 5000})
    assert "1 unread" in client.get("/admin/").content.decode()
    client.post(reverse("admin:messages"), {"shown": Message.objects.get(user=rosa).pk})
    assert "unread" not in client.get("/admin/").content.decode()
    assert client.get(reverse("admin:messages")).status_code == 405


def test_an_empty_desk_says_so(desk):
    page = desk.get("/admin/").content.decode()
    assert page.count("Nothing here.") == 6
    assert page.count("Nothing planned") == lists.DAYS


def test_somebody_without_rights_sees_no_stories(client):
    make_article(headline="Secret")
    client.force_login(UserFactory(is_superuser=False))
    assert "Secret" not in client.get("/admin/").content.decode()


def proposals(desk):
    boxes = {box.name: box for box in desk.get("/admin/").context["boxes"]}
    return [item.article for item in boxes["proposals"].items]


def test_a_new_version_of_a_source_waits_until_somebody_saves_the_story(desk, editor):
    address = Derived("https://example.org/roof", "the page")
    article = take_in(document(canonical=address))
    other = (Line("The council voted on Tuesday and nobody objected to the roof."),)
    take_in(document(canonical=address, lines=other, fingerprint="b"), data=b"newer")
    assert proposals(desk) == [article]
    revisions.save(article, revisions.with_records(revisions.working_copy(article)), author=editor)
    assert proposals(desk) == []


def test_colleagues_go_by_their_full_names(desk):
    rosa = make_member("Reporter", username="rosa", first_name="Rosa", last_name="Lind")
    article = owned(rosa, headline="Roof")
    workflow.take(article, "submit", user=rosa)
    notices.write_note(article, "Look at this.", author=rosa)
    for page in ("/admin/articles/statuschange/", f"/admin/articles/article/{article.pk}/change/", "/admin/"):
        assert "Rosa Lind" in desk.get(page).text
