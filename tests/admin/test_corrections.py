"""Telling readers of a change, from the admin."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.editorial import revisions
from articles.models import Correction, StatusChange
from tests.admin.conftest import row_of
from tests.factories import UserFactory, make_article, make_draft

ADD = "/admin/articles/correction/add/"


@pytest.fixture
def changed(db):
    article = make_article()
    copy = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**copy, "body": "<p>Other words.</p>"})
    return article


def post(desk, article, step, **answers):
    url = f"/admin/articles/article/{article.pk}/step/{step}/"
    return desk.post(url, {"seen": article.latest_revision_id, **answers}, follow=True)


@pytest.mark.parametrize(
    ("answers", "field", "error"),
    [
        ({}, "kind", "Choose one: a minor edit needs no note."),
        ({"kind": "correction"}, "text", "Write what readers are told, or choose the minor edit."),
        (
            {"kind": "minor", "text": "Kept words."},
            "kind",
            "A minor edit has no note: choose a kind, or empty the note.",
        ),
    ],
)
def test_the_step_page_wants_an_answer_and_keeps_what_was_typed(desk, changed, answers, field, error):
    response = post(desk, changed, "publish_changes", **answers)
    assert response.context["questions"].errors == {field: [error]}
    assert answers.get("text", "") in response.text
    assert row_of(changed)["body"] != "<p>Other words.</p>"


def test_the_answer_publishes_with_a_note(desk, editor, changed):
    post(desk, changed, "publish_changes", kind="clarification", text="It means this.")
    assert row_of(changed)["body"] == "<p>Other words.</p>"
    note = Correction.objects.get()
    assert (note.kind, note.text, note.author) == ("clarification", "It means this.", editor)


def test_nothing_is_asked_for_a_draft_and_a_retraction_may_follow_a_withdrawal(desk):
    assert (
        list(desk.get(f"/admin/articles/article/{make_draft().pk}/step/publish/").context["questions"]) == []
    )
    first, second = make_article(), make_article()
    post(desk, first, "withdraw")
    post(desk, second, "kill", text="We take it back.")
    note = Correction.objects.get()
    assert (note.article, note.kind, note.text) == (second, "retraction", "We take it back.")


def test_a_note_is_added_from_the_story(desk, editor):
    article = make_article()
    form = desk.get(f"/admin/articles/article/{article.pk}/change/")
    assert f'href="{ADD}?article={article.pk}"' in form.text
    begun = desk.get(f"{ADD}?article={article.pk}").text
    assert f'<option value="{article.pk}" selected' in begun
    assert ("Story:" in begun, "Article:" in begun) == (True, False)
    response = desk.post(ADD, {"article": article.pk, "kind": "update", "text": "News."}, follow=True)
    note = Correction.objects.get()
    assert (note.article, note.text, note.author) == (article, "News.", editor)
    assert row_of(article)["live_at"] < Correction.objects.get().at
    assert "News." in response.text
    assert response.redirect_chain == [(f"/admin/articles/article/{article.pk}/change/", 302)]


def test_a_note_is_mended_and_removed_on_the_record(desk, editor):
    article = make_article()
    desk.post(ADD, {"article": article.pk, "kind": "update", "text": "News."})
    page = f"/admin/articles/correction/{Correction.objects.get().pk}/"
    for place in (f"{page}change/", "/admin/articles/correction/"):
        text = desk.get(place).text
        assert (">Story" in text, ">Article" in text, article.headline in text) == (True, False, True)
    assert re.findall('name="(_\\w+)"', desk.get(f"{page}change/").text) == ["_save"]
    for text in ("Better news.", "Better news."):
        desk.post(f"{page}change/", {"kind": "update", "text": text})
    assert Correction.objects.get().text == "Better news."
    desk.post(f"{page}delete/", {"post": "yes"})
    assert not Correction.objects.exists()
    log = StatusChange.objects.order_by("id").values_list("verb", "actor", "note")
    assert list(log)[1:] == [
        ("correct", "editor", "Update: News."),
        ("mend_correction", "editor", "Update: Better news."),
        ("remove_correction", "editor", "Update: Better news."),
    ]


def test_a_story_that_nobody_has_seen_gets_no_note(desk):
    response = desk.post(ADD, {"article": make_draft().pk, "kind": "update", "text": "News."})
    assert "No reader has seen this story: it needs no note." in response.text
    assert not Correction.objects.exists()


def test_only_who_may_publish_adds_notes(db):
    article = make_article()
    user = UserFactory(is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=("view_article", "change_article")))
    browser = Client()
    browser.force_login(user)
    assert browser.post(ADD, {"article": article.pk, "kind": "update", "text": "x"}).status_code == 403
    assert "Add a correction" not in browser.get(f"/admin/articles/article/{article.pk}/change/").text
    assert browser.get("/admin/articles/correction/").status_code == 200
