"""Steps of the workflow, and what they mean for readers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import revisions, workflow
from articles.models import Article, StatusChange
from tests.factories import PersonFactory, UserFactory, make_article, make_draft

pytestmark = pytest.mark.django_db


def test_a_published_story_passes_the_gate_and_leaves_one_log_row(editor):
    article = make_draft()
    before = timezone.now()
    workflow.take(article, "publish", user=editor, note="front page")
    assert list(Article.objects.published()) == [article]
    assert before <= article.publish_at == article.live_at == article.first_published_at <= timezone.now()
    log = StatusChange.objects.get()
    assert (log.user, log.actor, log.from_status, log.to_status, log.note) == (
        editor,
        "editor",
        "draft",
        "published",
        "front page",
    )


@pytest.mark.parametrize("field", ["publish_at", "embargo_until"])
def test_a_story_of_the_future_waits(field):
    later = timezone.now() + timedelta(hours=2)
    article = make_draft(**{field: later})
    workflow.take(article, "publish")
    assert article.live_at == later
    assert not Article.objects.published().exists()
    assert not Article.objects.gone().exists()


def test_a_story_whose_time_is_over_before_it_begins_is_not_published():
    later = timezone.now() + timedelta(hours=2)
    article = make_draft(embargo_until=later, expire_at=later - timedelta(hours=1))
    with pytest.raises(workflow.StepRefused, match="would expire before it appears"):
        workflow.take(article, "publish")
    workflow.publish_new([article], actor="tests", note="")
    article.refresh_from_db()
    assert (article.status, article.first_published_at) == ("draft", None)


def test_an_expired_story_is_gone():
    article = make_article(expire_at=timezone.now() - timedelta(seconds=1))
    assert not Article.objects.published().exists()
    assert list(Article.objects.gone()) == [article]


@pytest.mark.parametrize("step", ["withdraw", "kill"])
def test_a_story_that_was_public_is_gone_after_it_is_taken_down(step):
    article = make_article(people=[PersonFactory()])
    workflow.take(article, step)
    assert not Article.objects.published().exists()
    assert list(Article.objects.gone()) == [article]
    assert list(article.person_taggings.values_list("live_at", flat=True)) == [None]


def test_a_scheduled_story_that_is_withdrawn_was_never_public():
    article = make_article(publish_at=timezone.now() + timedelta(hours=2))
    workflow.take(article, "withdraw")
    assert not Article.objects.gone().exists()


@pytest.mark.parametrize("steps", [["unschedule"], ["withdraw"], []])
def test_a_story_that_waited_for_its_embargo_alone_keeps_no_time_that_nobody_gave_it(steps, time_machine):
    now = timezone.now()
    article = make_draft(embargo_until=now + timedelta(hours=2))
    for step in ("submit", "approve", "schedule", *steps):
        workflow.take(article, step)
    assert revisions.working_copy(article)["publish_at"] is None
    content = revisions.with_records(revisions.working_copy(article)) | {"embargo_until": None}
    revisions.save(article, content)
    time_machine.move_to(later := now + timedelta(hours=1), tick=False)
    workflow.take(article, "publish" if steps else "publish_changes")
    assert [article.publish_at, article.live_at, article.first_published_at] == [later] * 3


def test_tags_repeat_the_time_of_the_story():
    article = make_article(people=[PersonFactory(), PersonFactory()])
    times = set(article.person_taggings.values_list("live_at", flat=True))
    assert times == {article.live_at}


def test_editing_a_live_story_changes_nothing_until_its_changes_are_published():
    article = make_article(headline="Old")
    content = revisions.with_records(revisions.working_copy(article)) | {"headline": "New"}
    revisions.save(article, content)
    assert Article.objects.get().headline == "Old"
    assert article.has_unpublished_changes
    workflow.take(article, "publish_changes")
    assert Article.objects.get().headline == "New"
    assert not article.has_unpublished_changes
    assert article.content_updated_at > article.first_published_at


def test_a_step_that_the_state_does_not_allow_is_refused_and_leaves_no_trace():
    article = make_draft()
    with pytest.raises(workflow.StepRefused, match="draft"):
        workflow.take(article, "approve")
    assert not StatusChange.objects.exists()


def test_a_step_without_the_permission_is_refused():
    reporter = UserFactory(is_superuser=False)
    article = make_draft()
    assert workflow.next_steps(article, reporter) == []
    with pytest.raises(workflow.StepRefused, match="permission"):
        workflow.take(article, "publish", user=reporter)
    assert Article.objects.get().status == "draft"


def test_a_stale_object_does_not_bring_back_an_old_state():
    article = make_article()
    stale = Article.objects.get(pk=article.pk)
    workflow.take(article, "kill")
    with pytest.raises(workflow.StepRefused, match="killed"):
        workflow.take(stale, "publish_changes")
