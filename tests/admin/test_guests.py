"""Inviting guests to a story, and reading what they said."""

import re

import pytest

from articles.editorial import guests, workflow
from articles.models import GuestLink
from tests.admin.conftest import told
from tests.factories import UserFactory, make_draft


@pytest.fixture
def article(db):
    return make_draft()


def page(article, more=""):
    return f"/admin/articles/article/{article.pk}/guests/{more}"


def test_a_link_is_made_shown_once_and_works(desk, client, article, editor):
    data = {"guest": "Ana <Ruiz>", "hours": "48", "may_comment": "on"}
    response = desk.post(page(article), data, follow=True)
    (message,) = told(response)
    path = re.search(r'href="http://testserver(/guest/[^"]+/)"', message)[1]
    assert client.__class__().get(path).status_code == 200
    link = GuestLink.objects.get()
    assert (link.guest, link.made_by, link.revision, link.may_comment) == ("Ana <Ruiz>", editor, None, True)
    again = desk.get(page(article)).text
    assert path not in again
    assert "Ana &lt;Ruiz&gt;" in again
    assert article.status_changes.get(verb="invite_guest").note == "Ana <Ruiz>"


@pytest.mark.parametrize("data", [{"guest": "", "hours": "24"}, {"guest": "Ana", "hours": "1000"}])
def test_what_is_wrong_is_said(desk, article, data):
    assert len(desk.post(page(article), data).context["form"].errors) == 1
    assert not GuestLink.objects.exists()


def test_a_link_is_revoked(desk, client, article):
    link, token = guests.invite(article, "Ana", by=None)
    assert desk.get(page(article, f"{link.pk}/revoke/")).status_code == 302
    assert client.get(f"/guest/{token}/").status_code == 200
    response = desk.post(page(article, f"{link.pk}/revoke/"), follow=True)
    assert told(response) == ["The link for Ana leads nowhere now."]
    assert client.get(f"/guest/{token}/").status_code == 404
    other = make_draft()
    assert desk.post(page(other, f"{link.pk}/revoke/")).status_code == 404


def test_what_guests_said_stands_at_the_story(desk, article, open_story):
    link, _ = guests.invite(article, "Ana", by=None)
    guests.comment(link, article.latest_revision, "Check the <sum>.")
    guests.approve(link, article.latest_revision)
    form = open_story(article).response.text
    assert "1 comment, approved this version" in form
    text = desk.get(page(article)).text
    assert "Check the &lt;sum&gt;." in text
    assert "<strong>Approved</strong>" in text


def test_only_who_may_change_the_story_invites(client, article):
    client.force_login(UserFactory(is_superuser=False))
    assert client.post(page(article), {"guest": "Ana", "hours": "24"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries(desk, article, django_assert_num_queries, number):
    for _ in range(number):
        link, _ = guests.invite(article, "Ana", by=None)
        guests.comment(link, article.latest_revision, "Yes.")
        guests.log_visit(link, "Browser")
    with django_assert_num_queries(6):
        desk.get(page(article))


def test_the_links_of_a_killed_story_have_ended(desk, article):
    guests.invite(article, "Ana", by=None)
    workflow.take(article, "kill", actor="tests")
    text = desk.get(page(article)).text
    assert "Ended when the story was killed." in text
    assert "Revoke" not in text
