"""Changes to a live story that take place at their moment, once, with nobody at work."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from articles.editorial import due, revisions, schedule, workflow
from articles.editorial.corrections import MINOR, Answer
from articles.models import Article, ScheduledChange, Section
from tests.factories import PersonFactory, make_article

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
SOON = NOON + timedelta(seconds=90)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def change(article, **content):
    copy = revisions.with_records(revisions.working_copy(article))
    return revisions.save(article, copy | content)


def planned(at=SOON, user=None, answer=None, **content):
    article = make_article(headline="Old Words", publish_at=NOON - timedelta(hours=2))
    change(article, headline="New Words", **content)
    workflow.take(article, "publish_changes", user=user, at=at, answer=answer)
    return article


@pytest.mark.parametrize("query", ["", "?utm=1"])
def test_readers_see_it_on_its_second(client, time_machine, query):
    person = PersonFactory()
    article = planned(people=[person])
    seen = []
    for second in (0, 89, 90, 91):
        time_machine.move_to(NOON + timedelta(seconds=second), tick=False)
        paths = ("/", "/feed/", article.get_absolute_url())
        seen.append({"New Words" in client.get(path + query).text for path in paths})
    assert seen == [{False}, {False}, {True}, {True}]
    assert client.get(person.get_absolute_url()).status_code == 200
    assert article.get_absolute_url() in client.get("/search/?q=new+words").text
    page = client.get(article.get_absolute_url()).text
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])["@graph"][0]
    assert data["dateModified"] == SOON.isoformat(timespec="seconds")
    assert article.status_changes.filter(verb="publish_changes").count() == 1


def test_waiting_costs_a_reader_nothing(client, django_assert_num_queries):
    article = planned()
    client.get(article.get_absolute_url())
    with django_assert_num_queries(1):
        client.get(article.get_absolute_url())


def test_its_note_to_readers_comes_with_it(client, editor, time_machine):
    answer = Answer("correction", "It was Tuesday.")
    article = planned(user=editor, answer=answer, body="<p>Tuesday.</p>")
    before = article.live_revision
    assert "It was Tuesday." not in client.get(article.get_absolute_url()).text
    time_machine.move_to(SOON, tick=False)
    assert "It was Tuesday." in client.get(article.get_absolute_url()).text
    note = article.corrections.get()
    assert (note.at, note.author, note.before) == (SOON, editor, before)


def test_it_happens_once_even_when_the_clock_goes_back(client, time_machine):
    article = planned()
    time_machine.move_to(SOON, tick=False)
    client.get("/")
    change(article, headline="Newest Words")
    workflow.take(article, "publish_changes")
    for hours in (-1, 0, 1):
        time_machine.move_to(SOON + timedelta(hours=hours, seconds=1), tick=False)
        client.get("/")
    assert Article.objects.get().headline == "Newest Words"


@pytest.mark.parametrize("step", ["publish_changes", "withdraw", "kill"])
def test_what_is_done_meanwhile_takes_the_plans_place(client, time_machine, step):
    article = planned()
    workflow.take(article, step)
    assert not ScheduledChange.objects.exists()


def test_a_second_plan_takes_the_place_of_the_first(client, time_machine):
    article = planned()
    change(article, headline="Later Words")
    workflow.take(article, "publish_changes", at=SOON + timedelta(hours=1))
    time_machine.move_to(SOON, tick=False)
    assert "Old Words" in client.get("/").text
    time_machine.move_to(SOON + timedelta(hours=1), tick=False)
    assert "Later Words" in client.get("/").text


def test_a_plan_that_is_cancelled_changes_nothing(client, editor, time_machine):
    article = planned()
    workflow.unplan(article, editor)
    time_machine.move_to(SOON, tick=False)
    assert "Old Words" in client.get("/").text
    assert article.has_unpublished_changes


def test_only_changes_to_a_live_story_wait(editor):
    article = make_article(publish_at=NOON + timedelta(hours=1))
    change(article, headline="New")
    with pytest.raises(workflow.StepRefused, match="Only changes to a live story can wait"):
        workflow.take(article, "publish_changes", user=editor, at=SOON, answer=Answer(MINOR))


def test_one_that_fails_holds_up_neither_readers_nor_another(client, time_machine, monkeypatch):
    poisoned, other = planned(), planned()
    real = revisions.apply

    def apply(article, revision):
        if article.pk == poisoned.pk:
            Section.objects.create(name="Half a deed")
            raise ZeroDivisionError("poison")
        real(article, revision)

    monkeypatch.setattr(revisions, "apply", apply)
    time_machine.move_to(SOON, tick=False)
    assert client.get("/").status_code == 200
    headlines = {pk: Article.objects.get(pk=pk).headline for pk in (poisoned.pk, other.pk)}
    assert headlines == {poisoned.pk: "Old Words", other.pk: "New Words"}
    assert not Section.objects.filter(name="Half a deed").exists()
    waiting = schedule.waiting(poisoned)
    assert (waiting.attempts, waiting.error) == (1, "ZeroDivisionError: poison")
    monkeypatch.setattr(revisions, "apply", real)
    time_machine.move_to(SOON + timedelta(seconds=due.FIRST_PAUSE), tick=False)
    client.get("/")
    assert Article.objects.get(pk=poisoned.pk).headline == "New Words"


def test_a_change_that_would_come_after_the_end_of_the_story_is_refused(editor):
    with pytest.raises(workflow.StepRefused, match="over by then"):
        planned(user=editor, answer=Answer(MINOR), expire_at=SOON)
