"""Old addresses lead on, and tell nothing that readers may not know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import addresses, authorities, revisions, workflow
from articles.editorial.corrections import Answer
from articles.models import OldAddress, Person
from tests.factories import PersonFactory, make_article, make_draft
from tests.views.test_lists import each_kind, owner_of

pytestmark = pytest.mark.django_db


def readdress(article, slug, *, publish=True, **content):
    copy = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**copy, "slug": slug, **content})
    if publish:
        workflow.take(article, "publish_changes")


def rename(record, slug):
    old, record.slug = record.slug, slug
    record.save()
    addresses.move(record, old)


def answer(client, path):
    response = client.get(path)
    return response.status_code, response.get("Location", "")


def test_a_chain_of_changes_is_one_redirect_and_back_again_is_no_loop(client):
    article = make_article(slug="one")
    for slug in ("two", "three"):
        readdress(article, slug)
    assert answer(client, "/articles/one/") == (301, "/articles/three/")
    assert answer(client, "/articles/two/?utm=x&y=1") == (301, "/articles/three/?utm=x&y=1")
    readdress(article, "one")
    assert answer(client, "/articles/one/") == (200, "")
    assert answer(client, "/articles/two/") == answer(client, "/articles/three/") == (301, "/articles/one/")


def test_an_unpublished_slug_is_told_nobody(client):
    article = make_article(slug="public-words")
    readdress(article, "secret-words", publish=False)
    assert answer(client, "/articles/public-words/") == (200, "")
    assert answer(client, "/articles/secret-words/") == (404, "")
    workflow.take(article, "withdraw")
    assert answer(client, "/articles/public-words/") == (410, "")
    assert answer(client, "/articles/secret-words/") == (404, "")


def test_only_addresses_that_were_public_lead_on(client):
    scheduled = make_article(slug="early", publish_at=timezone.now() + timedelta(hours=1))
    readdress(scheduled, "later")
    draft = make_draft(slug="first-thought")
    readdress(draft, "second-thought", publish=False)
    assert answer(client, "/articles/early/") == answer(client, "/articles/first-thought/") == (404, "")
    assert not OldAddress.objects.exists()


def test_a_target_that_is_gone_answers_410_in_its_place(client):
    withdrawn, hidden, deleted = make_article(slug="a"), make_article(slug="b"), make_article(slug="c")
    readdress(withdrawn, "a2"), readdress(deleted, "c2")
    workflow.take(withdrawn, "withdraw", answer=Answer("retraction", "We take it back."))
    readdress(hidden, "b2-secret", embargo_until=timezone.now() + timedelta(hours=1))
    deleted.delete()
    for path in ("/articles/a/", "/articles/b/", "/articles/c/"):
        response = client.get(path)
        assert response.status_code == 410
        assert "secret" not in response.text
        assert ("We take it back." in response.text) is (path == "/articles/a/")


def test_a_story_that_takes_an_old_address_has_it(client):
    moved = make_article(slug="bridge")
    readdress(moved, "bridge-opens")
    other = make_draft()
    readdress(other, "bridge", publish=False)
    assert answer(client, "/articles/bridge/") == (301, "/articles/bridge-opens/")
    workflow.take(other, "publish")
    assert answer(client, "/articles/bridge/") == (200, "")


def test_a_new_story_is_given_no_address_that_leads_elsewhere():
    readdress(make_article(slug="bridge"), "bridge-opens")
    assert addresses.free_slug(type(make_draft()), "bridge") == "bridge-2"


@each_kind
def test_records_and_their_feeds(client, kind):
    record, content = owner_of(kind)
    article = make_article(**content)
    old = record.get_absolute_url()
    rename(record, "renamed")
    new = record.get_absolute_url()
    assert answer(client, old) == (301, new)
    assert answer(client, f"{old}feed/") == (301, f"{new}feed/")
    assert answer(client, f"{old}rss/") == (301, f"{new}rss/")
    workflow.take(article, "withdraw")
    assert answer(client, old) == (404, "")


@each_kind
def test_a_record_that_nobody_could_see_leaves_no_address(client, kind):
    record, content = owner_of(kind)
    make_draft(**content)
    rename(record, "renamed")
    assert not OldAddress.objects.exists()


def test_what_nobody_could_see_answers_like_what_never_was(client):
    first, second = PersonFactory(slug="e-calloway"), PersonFactory(slug="edith")
    make_draft(people=[first])
    authorities.rename(first, "Edith Calloway")
    authorities.merge([first], second)
    assert set(OldAddress.objects.values_list("slug", flat=True)) == {"e-calloway", "edith-calloway"}
    second.delete()
    assert answer(client, "/people/e-calloway/") == answer(client, "/people/edith-calloway/") == (404, "")


@pytest.mark.parametrize(("story", "leads"), [(make_draft, False), (make_article, True)])
def test_the_address_of_an_undone_split_leads_back_if_it_was_public(client, story, leads):
    smith = PersonFactory(name="John Smith", slug="john-smith")
    article = story(people=[smith])
    make_article(people=[smith])
    _, rework = authorities.split(smith, [article], name="John Smith", qualifier="suspect")
    assert authorities.undo(rework) == []
    assert answer(client, "/people/john-smith-suspect/")[0] == (301 if leads else 404)


def test_the_desk_renames_a_person(client, desk):
    person = PersonFactory(name="Edith Calloway", slug="edith")
    make_article(people=[person])
    url = f"/admin/articles/person/{person.pk}/change/"
    forms = [one.formset.management_form for one in desk.get(url).context["inline_admin_formsets"]]
    data = {
        "name": person.name,
        "slug": "edith-calloway",
        **{f"{form.prefix}-{k}": v for form in forms for k, v in form.initial.items()},
    }
    assert desk.post(url, data).status_code == 302
    assert answer(client.__class__(), "/people/edith/") == (301, "/people/edith-calloway/")


def test_merging_takes_all_old_addresses_along(client):
    first, second = PersonFactory(slug="e-calloway"), PersonFactory(slug="edith")
    article = make_article(people=[first])
    rename(first, "ed-calloway")
    addresses.merge(first, second)
    copy = revisions.with_records(revisions.working_copy(article)) | {"people": [second]}
    revisions.save(article, copy)
    workflow.take(article, "publish_changes")
    Person.objects.get(pk=first.pk).delete()
    assert answer(client, "/people/e-calloway/") == answer(client, "/people/ed-calloway/")
    assert answer(client, "/people/e-calloway/") == (301, "/people/edith/")
    second.delete()
    assert answer(client, "/people/e-calloway/") == (410, "")


def test_a_bad_cursor_never_loops(client):
    person = PersonFactory(slug="now")
    make_article(people=[person])
    OldAddress.objects.create(kind="person", slug="now", target=person.pk)
    assert client.get("/people/now/?before=x").status_code in (404, 410)
