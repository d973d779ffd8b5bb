"""The worker: side effects once, none early, none held up; and what is said when it stays away."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from articles.editorial import effects, revisions, worker, workflow
from articles.editorial.intake import Arrival, Intake
from articles.models import Article, Effect, Heartbeat
from tests.admin.conftest import document
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def told():
    """What receivers were told, as (story, kind)."""
    heard = []

    def hear(sender, effect, **kwargs):
        heard.append((effect.article_id, effect.kind))

    effects.happened.connect(hear)
    yield heard
    effects.happened.disconnect(hear)


@pytest.fixture
def worked():
    """A worker has run before."""
    worker.run()


def later(**delta):
    return NOON + timedelta(**delta)


@pytest.mark.usefixtures("worked")
def test_each_is_told_once_on_its_second_and_none_early(told, time_machine):
    article = make_article(publish_at=later(minutes=5), expire_at=None)
    copy = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**copy, "expire_at": later(minutes=10)})
    workflow.take(article, "publish_changes")
    heard = []
    for seconds in (0, 299, 300, 599, 600, -3000, 601):
        time_machine.move_to(later(seconds=seconds), tick=False)
        call_command("run_due")
        heard.append([kind for _, kind in told])
    assert heard == [[], [], ["live"], ["live"], *[["live", "expired"]] * 3]


@pytest.mark.usefixtures("worked")
def test_what_is_taken_down_or_moved_meanwhile_is_not_told(told, time_machine):
    withdrawn, moved = (make_article(publish_at=later(minutes=5)) for _ in range(2))
    workflow.take(withdrawn, "withdraw")
    copy = revisions.with_records(revisions.working_copy(moved))
    revisions.save(moved, {**copy, "publish_at": later(minutes=20)})
    workflow.take(moved, "publish_changes")
    time_machine.move_to(later(minutes=6), tick=False)
    worker.run()
    assert told == []
    time_machine.move_to(later(minutes=20), tick=False)
    worker.run()
    assert told == [(moved.pk, "live")]


@pytest.mark.usefixtures("worked")
def test_a_story_that_is_taken_down_is_told_as_expired(told):
    article = make_article()
    worker.run()
    workflow.take(article, "withdraw")
    worker.run()
    assert told == [(article.pk, "live"), (article.pk, "expired")]


def test_a_first_worker_tells_no_old_news(told, time_machine):
    make_article(publish_at=later(minutes=-5))
    coming = make_article(publish_at=later(minutes=5))
    worker.run()
    assert told == []
    time_machine.move_to(later(minutes=5), tick=False)
    worker.run()
    assert told == [(coming.pk, "live")]


@pytest.mark.usefixtures("worked")
def test_one_that_fails_is_tried_again_and_then_reported(client, told, time_machine):
    poisoned, other = (make_article(publish_at=later(seconds=number)) for number in (1, 2))
    tries = []

    def fail(sender, effect, **kwargs):
        if effect.article_id == poisoned.pk:
            tries.append(effect.pk)
            raise OSError("no route")

    effects.happened.connect(fail)
    try:
        for minute in range(1, 60):
            time_machine.move_to(later(minutes=minute), tick=False)
            worker.run()
    finally:
        effects.happened.disconnect(fail)
    assert (other.pk, "live") in told
    assert len(tries) == 5
    assert worker.complaints() == [
        "1 side effect failed for good: see the log, mend the cause, and run manage.py run_due --again."
    ]
    assert client.get("/healthz").json()["worker"] == "late"
    told.clear()
    call_command("run_due", "--again")
    assert told == [(poisoned.pk, "live")]
    assert worker.complaints() == []


def test_the_desk_is_told(desk, time_machine):
    assert "last seen" not in desk.get("/admin/").text
    worker.run(every=60)
    time_machine.move_to(later(hours=1), tick=False)
    assert "The worker was last seen on 12 March 2026, 12:00." in desk.get("/admin/").text


def test_a_worker_is_missed_once_it_has_run_and_until_it_is_dismissed(client, time_machine):
    well = {"status": "ok", "database": "ok"}
    assert client.get("/healthz").json() == well
    worker.run(every=60)
    assert client.get("/healthz").json() == {**well, "worker": "ok"}
    time_machine.move_to(later(seconds=211), tick=False)
    assert worker.complaints()[0].startswith("The worker was last seen on 12 March 2026, 12:00.")
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {**well, "worker": "late"})
    call_command("run_due", "--gone")
    assert not Heartbeat.objects.exists()
    assert client.get("/healthz").json() == well


@pytest.mark.usefixtures("worked")
def test_an_overdue_effect_is_reported():
    article = make_article()
    Effect.objects.filter(article=article).update(try_at=later(hours=-1), at=later(hours=-1), done_at=None)
    assert worker.complaints() == ["1 side effect is overdue."]


@pytest.mark.usefixtures("worked")
def test_a_going_worker_looks_when_something_is_due():
    assert worker.seconds_to_wait(60) == 60
    live = make_article(expire_at=None)
    worker.run()
    revisions.save(live, {**revisions.with_records(revisions.working_copy(live)), "headline": "New Words"})
    workflow.take(live, "publish_changes", at=later(seconds=9))
    assert worker.seconds_to_wait(60) == 9
    make_article(publish_at=later(seconds=7))
    assert worker.seconds_to_wait(60) == 7
    make_article(publish_at=later(seconds=-7))
    assert worker.seconds_to_wait(60) == 0


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_and_one_killed(tmp_path):
    """The script at a tenth of its size: each once, none early, and none held up by a poisoned one."""
    base = connection.settings_dict
    address = f"postgres://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{base['NAME']}"
    if connection.vendor == "sqlite":  # the suite's own is in memory, which locks whole tables
        address = f"sqlite:///{tmp_path}/site.sqlite3"
    command = [sys.executable, "-m", "tests.benchmarks.due_items", "--items", "50", "--seconds", "1"]
    environment = {**os.environ, "DATABASE_URL": address}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.partition(", by workers")[0]) == (
        0,
        "told: 50, told twice: 0, told early: 0, never told: 0",
    ), ran.stderr


def test_every_goes_on_until_somebody_stops_it(told, time_machine, monkeypatch):
    article = make_article(publish_at=later(seconds=90))
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        time_machine.shift(seconds)
        if len(pauses) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    # The one connection holds the test's own transaction.
    monkeypatch.setattr("articles.management.commands.run_due.close_old_connections", lambda: None)
    call_command("run_due", "--every", "60")
    assert pauses == [60, 30, 60, 60]
    assert told == [(article.pk, "live")]


def test_what_an_import_publishes_is_told_like_anything_else():
    intake = Intake(operator="ops", publish=True)
    intake.take_in([Arrival("a.txt", b"x", "town", document=document())])
    effect = Effect.objects.get()
    assert (effect.kind, effect.at) == ("live", Article.objects.get().live_at)
