"""What somebody without an account sees and says with a link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.editorial import guests, revisions, workflow
from articles.models import GuestComment, GuestLink
from tests.factories import make_draft, make_picture

pytestmark = pytest.mark.django_db


def save(article, **content):
    copy = revisions.with_records(revisions.working_copy(article))
    return revisions.save(article, copy | content)


@pytest.fixture
def article():
    return make_draft(headline="Secret Plans")


@pytest.fixture
def link(article):
    """A link to the newest version, with everything."""
    made, token = guests.invite(article, "Ana Ruiz", by=None)
    made.path = f"/guest/{token}/"
    return made


def say(client, link, text="Looks right.", **data):
    seen = link.article.revisions.first().pk
    return client.post(link.path, {"seen": seen, "text": text, **data}, follow=True)


def test_a_guest_reads_what_readers_would(client, article, link):
    save(article, headline="Newest Plans")
    response = client.get(link.path)
    assert "<h1>Newest Plans</h1>" in response.text
    assert "shows this version to Ana Ruiz" in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store, private"
    assert "Secret Plans" not in response.text


def test_a_fixed_link_stays_with_its_version(client, article):
    _, token = guests.invite(article, "Ana Ruiz", by=None, is_fixed=True)
    save(article, headline="Newest Plans")
    assert "<h1>Secret Plans</h1>" in client.get(f"/guest/{token}/").text


def tampered(path):
    token = path.split("/")[2]
    pk, rest = token.split("-", 1)
    flipped = ("b" if rest[0] == "a" else "a") + rest[1:]
    return [
        f"{pk}-{flipped}",
        f"{int(pk) + 1}-{rest}",
        token[:-1] + ("b" if token[-1] == "a" else "a"),
        token.rpartition(".")[0],
        guests._signer.sign(f"{pk}-guessed"),
        "x",
    ]


def test_a_link_that_is_not_whole_is_a_plain_404(client, link):
    nothing = client.get("/nothing/here/")
    for token in tampered(link.path):
        response = client.get(f"/guest/{token}/")
        assert (response.status_code, response.content) == (404, nothing.content)
    assert not link.visits.exists()


def test_an_expired_or_revoked_link_is_a_plain_404(client, link, time_machine):
    time_machine.move_to(link.expires_at - timedelta(seconds=1), tick=False)
    assert client.get(link.path).status_code == 200
    time_machine.move_to(link.expires_at, tick=False)
    assert client.get(link.path).content == client.get("/nothing/here/").content
    time_machine.move_to(link.expires_at - timedelta(hours=1), tick=False)
    GuestLink.objects.update(revoked_at=timezone.now())
    assert client.get(link.path).status_code == 404
    assert say(client, link).status_code == 404
    assert not GuestComment.objects.exists()


def test_no_link_outlives_three_days_and_no_token_is_kept(article):
    before = timezone.now()
    link, token = guests.invite(article, "Ana", by=None, hours=1000)
    assert link.expires_at - before <= timedelta(hours=72, seconds=5)
    secret = token.partition("-")[2].rpartition(".")[0]
    assert len(secret) >= 43
    assert secret not in str(GuestLink.objects.values_list().get())


def test_visits_are_logged_by_browser_and_bounded(client, link, monkeypatch):
    monkeypatch.setattr(guests, "MOST_BROWSERS", 2)
    for agent in ("One", "One", "Two", "Three", "Four"):
        client.get(link.path, headers={"user-agent": agent})
    assert set(link.visits.values_list("browser", "times")) == {("One", 2), ("Two", 1), ("others", 2)}


def test_comments_and_approval(client, article, link):
    response = say(client, link, "One <typo>.")
    assert "One &lt;typo&gt;." in response.text
    say(client, link, "", approve="1")
    link.refresh_from_db()
    assert link.approved == article.latest_revision
    assert "You approved this version" in client.get(link.path).text
    save(article, headline="Newer")
    assert "You approved an earlier version" in client.get(link.path).text
    assert GuestComment.objects.get().text == "One <typo>."


def test_what_is_not_kept_is_said_and_stays_in_the_box(client, article, link, monkeypatch):
    assert "Write something, or approve the story." in say(client, link, " ").text
    response = say(client, link, "Kept words.", seen=article.latest_revision_id + 1000)
    assert "The story was changed while you were reading." in response.text
    assert "Kept words.</textarea>" in response.text
    monkeypatch.setattr(guests, "MOST_COMMENTS", 2)
    for text in ("One.", "Two.", "Three."):
        response = say(client, link, text)
    assert "That is a lot of comments for one hour." in response.text
    assert GuestComment.objects.count() == 2
    assert len(say(client, link, "x" * 5001).context["form"].errors["text"]) == 1


def test_a_link_without_a_box_takes_nothing(client, article):
    link, token = guests.invite(article, "Ana", by=None, may_comment=False)
    link.path = f"/guest/{token}/"
    assert '<form method="post"' not in client.get(link.path).text
    say(client, link, approve="1")
    link.refresh_from_db()
    assert link.approved_at is None
    assert not GuestComment.objects.exists()


def test_posts_from_elsewhere_are_refused(link):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(link.path, {"text": "x", "seen": 1}).status_code == 403


def test_a_guest_sees_the_storys_pictures_and_no_other(client, article):
    one, two, other = make_picture(), make_picture(), make_picture()
    body = f'<p>Text.</p><figure data-picture="{two.pk}"></figure>'
    save(article, lead_picture=one, body=body)
    _, token = guests.invite(article, "Ana", by=None)
    assert client.get(one.file.url).status_code == 404
    client.get(f"/guest/{token}/")
    response = client.get(one.file.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert client.get(two.file.url).status_code == 200
    assert client.get(other.file.url).status_code == 404
    GuestLink.objects.update(revoked_at=timezone.now())
    assert client.get(one.file.url).status_code == 404


def test_a_killed_story_is_shown_to_nobody(client, article, link):
    assert "Secret Plans" in client.get(link.path).text
    workflow.take(article, "kill", actor="tests")
    response = client.get(link.path)
    assert response.status_code == 404
    assert "Secret Plans" not in response.text
