"""Notes to colleagues, messages, mail, and what each person wants of them."""

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from articles.editorial import notices, workflow
from articles.models import Article, Message, Note, Preferences
from tests.admin.conftest import told
from tests.factories import UserFactory, make_draft, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(client):
    rosa = make_member("Reporter", username="rosa", email="rosa@example.org")
    ed = make_member("Editor", username="ed", email="ed@example.org")
    return rosa, ed


def story_of(user):
    article = make_draft(headline="Roof")
    article.owner = user
    article.save()
    return article


class Broken(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail today")


def test_steps_are_told_to_whom_they_concern(people, django_capture_on_commit_callbacks):
    rosa, ed = people
    article = story_of(rosa)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.take(article, "submit", user=rosa)
        assert mail.outbox == []
    assert [(one.subject, one.to) for one in mail.outbox] == [
        ("A story was submitted for review: Roof", ["ed@example.org"])
    ]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.take(article, "send_back", user=ed, note="Who says so?")
    assert mail.outbox[1].to == ["rosa@example.org"]
    assert "Who says so?" in mail.outbox[1].body
    assert f"http://testserver/admin/articles/article/{article.pk}/change/" in mail.outbox[1].body
    workflow.take(article, "submit", user=rosa)
    workflow.take(article, "approve", user=ed)
    kinds = Message.objects.order_by("id").values_list("kind", "user__username", "by")
    assert list(kinds) == [
        ("submitted", "ed", "rosa"),
        ("sent_back", "rosa", "ed"),
        ("submitted", "ed", "rosa"),
        ("approved", "rosa", "ed"),
    ]


def test_a_failing_mail_server_fails_no_step(people, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "tests.admin.test_notes.Broken"
    article = story_of(people[0])
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        workflow.take(article, "submit", user=people[0])
    assert len(callbacks) == 1
    assert Article.objects.get().status == "in_review"


def test_a_note_reaches_those_it_mentions(client, people):
    rosa, ed = people
    article = story_of(rosa)
    client.force_login(rosa)
    data = {"text": "@ED, please look; @nobody, too. Write to desk@example.org <b>.\x00"}
    response = client.post(reverse("admin:note", args=[article.pk]), data, follow=True)
    assert told(response) == ["Nobody at the desk is called @nobody: the note reached no such person."]
    assert "desk@example.org &lt;b&gt;." in response.content.decode()
    assert list(Message.objects.values_list("kind", "user")) == [("mentioned", ed.pk)]


def test_every_note_is_shown_and_counted(client, people):
    article = story_of(people[0])
    for number in range(51):
        notices.write_note(article, f"Note {number}.", author=people[0])
    client.force_login(people[1])
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "Notes (51)" in page
    assert "Note 0." in page


def test_who_may_not_see_a_story_writes_no_note(client):
    client.force_login(UserFactory(is_superuser=False))
    assert client.post(reverse("admin:note", args=[make_draft().pk]), {"text": "x"}).status_code == 403
    assert not Note.objects.exists()


def test_each_chooses_what_to_hear(client, people, django_capture_on_commit_callbacks):
    rosa, ed = people
    client.force_login(ed)
    url = reverse("admin:preferences")
    assert client.get(url).context["form"]["by_mail"].value() == list(Message.Kind.values)
    client.post(url, {"_save": "1", "on_desk": ["mentioned"], "by_mail": ["submitted"]})
    with django_capture_on_commit_callbacks(execute=True):
        workflow.take(story_of(rosa), "submit", user=rosa)
        notices.write_note(story_of(rosa), "@ed", author=rosa)
    assert [one.subject for one in mail.outbox] == ["A story was submitted for review: Roof"]
    assert list(Message.objects.values_list("kind", flat=True)) == ["mentioned"]
    assert Preferences.objects.get().user == ed


def test_a_note_outlives_its_author(people):
    rosa, _ = people
    note, _ = notices.write_note(story_of(rosa), "Remember.", author=rosa)
    rosa.delete()
    note.refresh_from_db()
    assert (note.by, note.author, note.text) == ("rosa", None, "Remember.")
