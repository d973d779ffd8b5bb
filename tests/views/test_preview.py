"""A revision as readers would see it, for the desk only."""

import pytest
from django.contrib.auth.models import Permission

from articles.editorial import revisions
from tests.factories import ContributorFactory, PersonFactory, UserFactory, make_article, make_draft

pytestmark = pytest.mark.django_db


def address_of(article):
    return f"/articles/preview/{article.latest_revision_id}/"


def test_the_desk_sees_a_draft_as_readers_would(desk):
    article = make_draft(
        headline="Bridge to Open",
        dek="Soon.",
        body="<p>Not yet.</p>",
        people=[PersonFactory(name="Edith Calloway")],
        bylines=[ContributorFactory(name="Tom Ashdown")],
    )
    response = desk.get(address_of(article))
    page = response.text
    assert response.status_code == 200
    for text in ("<h1>Bridge to Open</h1>", "Soon.", "<p>Not yet.</p>", "Edith Calloway", "Tom Ashdown"):
        assert text in page
    assert "<strong>Preview.</strong>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_preview_shows_the_revision_and_not_the_live_row(desk):
    article = make_article(headline="Live Headline")
    content = revisions.with_records(revisions.working_copy(article)) | {"headline": "Coming Headline"}
    revisions.save(article, content)
    page = desk.get(address_of(article)).text
    assert "<h1>Coming Headline</h1>" in page
    assert "Live Headline" not in page


def test_records_that_were_deleted_since_are_left_out(desk):
    person = PersonFactory(name="Gordon Hale")
    article = make_draft(people=[person])
    person.delete()
    response = desk.get(address_of(article))
    assert response.status_code == 200
    assert "Gordon Hale" not in response.text


def test_others_get_the_answer_for_an_unknown_address(client):
    article = make_draft()
    unknown = client.get("/nothing/here/")
    reader = client.get(address_of(article))
    assert reader.status_code == 404
    assert reader.content == unknown.content

    client.force_login(UserFactory(is_superuser=False))
    assert client.get(address_of(article)).status_code == 404

    changer = UserFactory(is_superuser=False, is_staff=False)
    changer.user_permissions.add(Permission.objects.get(codename="change_article"))
    client.force_login(changer)
    assert client.get(address_of(article)).status_code == 404


def test_staff_who_may_change_stories_may_look(client):
    reporter = UserFactory(is_superuser=False)
    reporter.user_permissions.add(Permission.objects.get(codename="change_article"))
    client.force_login(reporter)
    assert client.get(address_of(make_draft())).status_code == 200


def test_an_unknown_revision(desk):
    assert desk.get("/articles/preview/999/").status_code == 404
