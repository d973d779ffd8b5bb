"""The page about the paper: a text from the settings until somebody writes another."""

import pytest

from articles.models import AboutPage, StatusChange
from tests.factories import PictureFactory, make_member

pytestmark = pytest.mark.django_db
URL = "/admin/articles/aboutpage/"


def body_of(client):
    return client.get("/about/").context["body"]


def write(desk, body, before=None):
    return desk.post(URL, {"body": body, "before": body_of(desk) if before is None else before}, follow=True)


def test_a_fresh_site_says_what_it_promises(client, settings):
    settings.SITE_CONTACT = "desk@example.com"
    page = client.get("/about/").text
    assert "<h1>About Newsroom</h1>" in page
    assert '<a href="mailto:desk@example.com">desk@example.com</a>' in page
    assert '<a href="http://testserver/corrections/">all corrections</a>' in page
    assert '<a href="/about/">About</a>' in client.get("/").text


def test_what_an_editor_writes_shows_at_once_and_is_logged(client, desk):
    reader = type(client)()
    body_of(reader)
    write(desk, "<p>We are <strong>here</strong>.</p><script>alert(1)</script>")
    assert body_of(reader) == "<p>We are <strong>here</strong>.</p>"
    assert [(one.verb, one.actor, one.subject) for one in StatusChange.objects.all()] == [
        ("rewrite", "editor", "About page")
    ]


def test_it_shows_no_picture_that_no_story_shows(client, desk):
    picture = PictureFactory(caption="A secret caption")
    write(desk, f'<p>We are here.</p><figure data-picture="{picture.pk}"></figure>')
    assert body_of(client) == "<p>We are here.</p>"


def test_two_editors_never_overwrite_each_other(client, desk):
    start = body_of(client)
    write(desk, "<p>One.</p>")
    answer = write(desk, "<p>Two.</p>", before=start)
    assert "meanwhile" in answer.text
    assert "&lt;p&gt;Two.&lt;/p&gt;" in answer.text
    assert body_of(client) == "<p>One.</p>"
    assert AboutPage.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [("Reporter", 403), ("Editor", 403), ("Publisher", 302)])
def test_who_may_write_it(client, role, status):
    client.force_login(make_member(role))
    assert client.get(URL).status_code == 200
    answer = client.post(URL, {"body": "<p>New.</p>", "before": body_of(client)})
    assert answer.status_code == status
    assert AboutPage.objects.exists() is (status == 302)
