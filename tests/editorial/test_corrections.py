"""What readers are told of changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import corrections, revisions, workflow
from articles.editorial.corrections import MINOR, Answer
from articles.models import Article, Correction
from tests.factories import SectionFactory, make_article, make_draft

pytestmark = pytest.mark.django_db


def change(article, **content):
    copy = revisions.with_records(revisions.working_copy(article))
    return revisions.save(article, copy | content)


@pytest.mark.parametrize("field", ["headline", "dek", "body"])
def test_changed_words_ask_what_readers_are_told(editor, field):
    article = make_article()
    change(article, **{field: "It opened on Tuesday."})
    with pytest.raises(workflow.StepRefused, match="minor edit"):
        workflow.take(article, "publish_changes", user=editor)
    assert "Tuesday" not in getattr(Article.objects.get(), field)
    workflow.take(article, "publish_changes", user=editor, answer=Answer(MINOR))
    assert "Tuesday" in getattr(Article.objects.get(), field)
    assert not Correction.objects.exists()


def test_a_note_names_the_versions_between_which_the_text_changed(editor):
    article = make_article()
    before = article.live_revision
    after = change(article, body="<p>It opened on Tuesday.</p>")
    answer = Answer("correction", "It opened on Tuesday, not on Monday.")
    workflow.take(article, "publish_changes", user=editor, answer=answer)
    note = article.corrections.get()
    assert (note.kind, note.text, note.author) == ("correction", answer.text, editor)
    assert (note.before, note.after) == (before, after)
    assert Article.objects.get().last_changed_at >= note.at


@pytest.mark.parametrize("answer", [Answer("correction", " "), Answer("apology", "Sorry.")])
def test_a_note_without_words_or_of_no_kind_is_refused(editor, answer):
    article = make_article()
    change(article, body="<p>Else.</p>")
    with pytest.raises(workflow.StepRefused, match="kind and its words"):
        workflow.take(article, "publish_changes", user=editor, answer=answer)


def test_nothing_is_asked_where_no_reader_knows_the_words(editor):
    never_seen = make_article(publish_at=timezone.now() + timedelta(hours=1))
    change(never_seen, body="<p>Else.</p>")
    workflow.take(never_seen, "publish_changes", user=editor)
    moved = make_article()
    change(moved, section=SectionFactory(), slug="elsewhere")
    workflow.take(moved, "publish_changes", user=editor)
    workflow.take(make_draft(), "publish", user=editor)


def test_a_story_that_comes_back_with_other_words_is_asked_too(editor):
    article = make_article(headline="First Words")
    workflow.take(article, "withdraw", user=editor)
    change(article, body="<p>Else.</p>", slug="another-address")
    row = Article.objects.get()
    assert ("Monday" in row.body, row.slug) == (True, article.slug)
    with pytest.raises(workflow.StepRefused, match="minor edit"):
        workflow.take(article, "publish", user=editor)
    workflow.take(article, "publish", user=editor, answer=Answer("update", "With the new route."))
    assert Article.objects.get().slug == "another-address"


def test_a_note_alone_finds_the_versions_by_itself():
    article = make_article()
    first = article.live_revision
    change(article, body="<p>Else.</p>")
    change(article, body="<p>Else.</p>", headline="Another")
    workflow.take(article, "publish_changes")
    note = corrections.add(article, Answer("update", "Later told."), author=None)
    assert (note.before, note.after) == (first, article.live_revision)
