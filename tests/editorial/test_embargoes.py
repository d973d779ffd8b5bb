"""An embargo holds to its second, whoever edits what, unless somebody may break it and says why."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.editorial import corrections, embargoes, revisions, workflow
from articles.models import Article
from tests.factories import UserFactory, make_article, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def until():
    return timezone.now() + timedelta(hours=6)


@pytest.fixture
def publisher(db):
    user = UserFactory(is_superuser=False)
    names = ("change_article", "publish_article", "review_article")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def change(article, **content):
    copy = revisions.with_records(revisions.working_copy(article))
    return revisions.save(article, copy | content)


def scheduled(until):
    article = make_draft(embargo_until=until)
    workflow.take(article, "publish")
    return article


@pytest.mark.parametrize("make", [lambda until: make_draft(embargo_until=until), scheduled])
@pytest.mark.parametrize("hours", [None, 1])
def test_going_earlier_needs_permission_and_reason_and_is_logged(publisher, editor, until, make, hours):
    article = make(until)
    step = "publish_changes" if article.status == "published" else "publish"
    change(article, embargo_until=timezone.now() + timedelta(hours=hours) if hours else None)
    with pytest.raises(workflow.StepRefused, match="permission"):
        workflow.take(article, step, user=publisher, reason="Now!")
    with pytest.raises(workflow.StepRefused, match="reason"):
        workflow.take(article, step, user=editor, reason=" ")
    assert not Article.objects.published().exists()
    workflow.take(article, step, user=editor, reason="The ministry lifted it.")
    log = article.status_changes.get(verb=embargoes.VERB)
    assert log.user == editor
    assert log.note.startswith("It held until ")
    assert log.note.endswith(" The ministry lifted it.")
    assert Article.objects.published().exists() is (hours is None)
    assert embargoes.standing(article) is None


def test_keeping_it_or_going_later_needs_nothing(publisher, until):
    article = make_draft(embargo_until=until)
    workflow.take(article, "publish", user=publisher)
    change(article, embargo_until=until + timedelta(hours=1), dek="Another.")
    workflow.take(article, "publish_changes", user=publisher)
    assert not article.status_changes.filter(verb=embargoes.VERB).exists()
    assert Article.objects.get().live_at == until + timedelta(hours=1)


def test_a_live_story_has_none_to_break(publisher, until):
    article = make_article()
    change(article, embargo_until=until)
    change(article, embargo_until=None, dek="Another.")
    workflow.take(article, "publish_changes", user=publisher, answer=corrections.Answer("minor"))
    assert Article.objects.published().exists()


def test_one_that_has_passed_binds_nobody(publisher, until, time_machine):
    article = make_draft(embargo_until=until)
    time_machine.move_to(until, tick=False)
    workflow.take(article, "publish", user=publisher)
    assert Article.objects.published().exists()


def test_the_step_page_asks_for_the_reason(desk, until):
    article = make_draft(embargo_until=until)
    change(article, embargo_until=None)
    url = f"/admin/articles/article/{article.pk}/step/publish/"
    assert "This goes before the embargo, which holds until" in desk.get(url).text
    data = {"seen": article.latest_revision_id}
    assert "Going before the embargo needs a reason." in desk.post(url, data).text
    desk.post(url, {**data, "reason": "Lifted at noon."})
    assert article.status_changes.get(verb=embargoes.VERB).note.endswith("Lifted at noon.")
