"""Requests that no page of ours sends, and words that no page can hold."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone

from articles.admin.base import url_of
from articles.editorial import corrections, revisions, workflow
from articles.models import Article, Person
from tests.factories import PersonFactory, SectionFactory, make_article, make_draft

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def posted(article=None, **changes):
    """The story form's fields as a browser sends them."""
    fields = {"headline": "Bridge Opens", "slug": "", "dek": "", "body": "<p>It opened.</p>"}
    names = ("bylines", "people", "topics", "lead_picture", "publish_at", "embargo_until", "expire_at")
    fields |= dict.fromkeys(names, "")
    section = article.section_id if article else SectionFactory().pk
    base = article.latest_revision_id if article else ""
    return {**fields, "section": section, "base": base, "_continue": "1", **changes}


@pytest.mark.parametrize("number", ["9" * 30, "-1", "x", "²", "0"])
def test_numbers_that_are_none_find_nothing(desk, number):
    article = make_draft()
    assert desk.get(LIST, {"byline": number}).status_code == 200
    change = f"{LIST}{article.pk}/change/"
    for name in ("_take_over", "_put_back", "base"):
        assert desk.post(change, posted(article, **{name: number})).status_code in (200, 302)
    assert desk.get(f"/admin/articles/statuschange/{number}/undo/").status_code in (302, 404)


CHOICES = [(model, name) for model, of in admin.site._registry.items() for name in of.autocomplete_fields]


@pytest.mark.parametrize("number", ["x", "9" * 30, "\0", "²", "-1", "7 or so", "987654321"])
@pytest.mark.parametrize(("model", "name"), CHOICES)
def test_a_form_begins_with_no_record_that_is_not_there(desk, model, name, number):
    address = url_of("add", model)
    response = desk.get(address, {name: number})
    assert response.status_code == 200
    assert " selected>" not in str(response.context["adminform"].form[name])
    assert desk.post(address, {name: number}).context["adminform"].form.errors[name]


def test_a_form_begins_with_the_record_that_its_address_names(desk):
    article = make_article()
    form = desk.get("/admin/articles/correction/add/", {"article": article.pk}).context["adminform"].form
    assert f'<option value="{article.pk}" selected>{article.headline}</option>' in str(form["article"])


def test_a_nul_in_a_look_up_finds_nothing(desk):
    assert desk.get(f"{LIST}names/people/", {"q": "\0"}).json() == {"results": [], "near": []}


def test_the_second_story_of_a_headline_gets_an_address_of_its_own(desk):
    for _ in range(2):
        assert desk.post(f"{LIST}add/", posted()).status_code == 302
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["bridge-opens", "bridge-opens-2"]


@pytest.mark.parametrize("year", ["0026", "1500", "9999"])
def test_a_mistyped_year_is_an_error(desk, year):
    article = make_draft()
    response = desk.post(f"{LIST}{article.pk}/change/", posted(article, publish_at=f"{year}-11-22T10:00"))
    assert "give one from 1800 to 2199" in response.content.decode()


def test_a_story_that_would_expire_before_it_appears_is_an_error(desk):
    article = make_draft()
    times = {"publish_at": "2026-11-22T10:00", "expire_at": "2026-11-22T09:00"}
    response = desk.post(f"{LIST}{article.pk}/change/", posted(article, **times))
    assert "would expire before it appears" in response.content.decode()


def test_an_expired_story_is_not_published_again():
    article = make_draft(expire_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(workflow.StepRefused, match="would expire before it appears"):
        workflow.take(article, "publish")


def test_what_a_feed_cannot_hold_is_dropped_wherever_it_is_typed(desk, client):
    fields = posted(headline="Foo\x03bar\ufffe", dek="A\x01b", body="<p>x\x1fy</p>", people="Jim\x03 Doe")
    desk.post(f"{LIST}add/", fields)
    article = Article.objects.get()
    workflow.take(article, "publish")
    assert (article.headline, article.dek, article.body) == ("Foobar", "Ab", "<p>xy</p>")
    assert Person.objects.get().name == "Jim Doe"
    for feed in ("/feed/", "/rss/"):
        assert client.get(feed).status_code == 200


def test_what_a_feed_cannot_hold_is_dropped_from_what_records_and_notes_say(desk, client):
    article, told = make_article(), "Old\x0bnew\x01"
    section, place = article.section, "/admin/articles/section"
    fields = {"name": section.name, "slug": section.slug, "position": 1, "description": told}
    assert desk.post(f"{place}/{section.pk}/change/", fields).status_code == 302
    person = Person.objects.create(name="Jim Doe", description=told)
    note = corrections.add(article, corrections.Answer("correction", "Wrong."), author=None)
    answer = desk.post(
        f"/admin/articles/correction/{note.pk}/change/", {"kind": "correction", "text": f" {told} "}
    )
    assert answer.status_code == 302
    section.refresh_from_db()
    note.refresh_from_db()
    assert {section.description, person.description, note.text} == {"Oldnew"}
    for feed in ("/feed/", "/corrections/feed/", "/corrections/rss/", f"/sections/{section.slug}/feed/"):
        assert client.get(feed).status_code == 200


@pytest.mark.parametrize(
    "query", ["statuschange/?verb=%00", "topic/?kind=%00", "correction/?kind=%00", "article/?section=%00"]
)
def test_a_nul_in_a_filter_is_passed_over(desk, query):
    assert desk.get(f"/admin/articles/{query}", follow=True).status_code == 200


def test_a_nul_in_the_note_to_a_step_is_dropped(desk):
    article = make_draft()
    workflow.take(article, "submit")
    url = f"{LIST}{article.pk}/step/send_back/"
    desk.post(url, {"note": "Who says\0 so?", "seen": article.latest_revision_id})
    article.refresh_from_db()
    assert article.status == "draft"
    assert article.status_changes.first().note == "Who says so?"


def test_a_taken_slug_does_not_make_the_address_drift():
    first, second = make_draft(slug="first"), make_draft(slug="second")
    for article in (first, second):
        content = revisions.with_records(revisions.working_copy(article)) | {"slug": "wanted"}
        article.status = Article.Status.APPROVED
        article.save(update_fields=["status"])
        revisions.propose(article, content)
        revisions.save(article, content)
        workflow.take(article, "publish")
    assert (first.slug, second.slug) == ("wanted", "second")
    for _ in range(2):
        content = revisions.with_records(revisions.working_copy(second)) | {"headline": "Again"}
        assert content["slug"] == "second"
        revisions.save(second, content)
        workflow.take(second, "publish_changes")
        assert second.slug == "second"


def test_bringing_a_version_back_lifts_no_embargo():
    article = make_draft()
    old = article.latest_revision
    embargo = timezone.now() + timedelta(days=5)
    content = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**content, "embargo_until": embargo, "headline": "New", "slug": "new"})
    revisions.restore(old, author=None)
    article.refresh_from_db()
    assert (article.headline, article.embargo_until, article.slug) == (old.headline, embargo, "new")


def test_a_story_that_is_published_again_keeps_its_time():
    article = make_article(people=[PersonFactory()])
    before = article.publish_at
    workflow.take(article, "withdraw")
    content = revisions.with_records(revisions.working_copy(article)) | {"publish_at": None}
    revisions.save(article, content)
    workflow.take(article, "publish")
    assert article.publish_at == before


def test_a_list_shows_and_finds_the_working_copys_headline(desk):
    article = make_article(headline="Old Words")
    content = revisions.with_records(revisions.working_copy(article)) | {"headline": "New Words"}
    revisions.save(article, content)
    for query in ("Old", "New"):
        assert "New Words" in desk.get(LIST, {"q": query}).content.decode()


def test_expired_stories_are_shown_and_found_as_such(desk):
    make_article(headline="Long Ago", expire_at=timezone.now() - timedelta(hours=1))
    make_article(headline="Still Here")
    page = desk.get(LIST, {"standing": "expired"}).content.decode()
    assert "Long Ago" in page
    assert "state-expired" in page
    assert "Still Here" not in page
