"""What the times in the story form mean, said in words."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.editorial import checklist, revisions, workflow
from articles.models import ScheduledChange
from tests.admin.conftest import local, row_of, told
from tests.factories import make_article, make_draft


@pytest.fixture(autouse=True)
def _evening(settings):
    settings.TIME_ZONE = "Europe/Paris"
    with time_machine.travel("2026-03-10T20:00:00Z", tick=False):
        yield


def outlook(desk, article=None, **typed):
    path = f"{article.pk}/outlook/" if article else "outlook/"
    return desk.get(f"/admin/articles/article/{path}", typed).json()["text"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ({}, "Once published, it goes live at once."),
        ({"publish_at": "2026-03-11T06:00"}, "Once published, it goes live tomorrow at 06:00, in 9 hours."),
        (
            {
                "publish_at": "2026-03-10T21:00",
                "embargo_until": "2026-03-11T06:00",
                "expire_at": "2026-03-12T06:00",
            },
            "Once published, it goes live tomorrow at 06:00, in 9 hours, when its embargo ends, "
            "and is taken down on 12 March 2026 at 06:00.",
        ),
        ({"expire_at": "2026-03-10T20:30"}, "It would expire before anybody sees it."),
        (
            {"publish_at": "2026-03-29T02:30"},
            "The clocks go forward over 02:30: there is no such time. The next one is 29 March 2026, 03:00.",
        ),
        (
            {"publish_at": "2026-10-25T02:30"},
            "The clocks go back: 02:30 comes twice. Choose which one is meant.",
        ),
        (
            {"publish_at": "2026-10-25T02:30", "publish_at_offset": "+01:00"},
            "Once published, it goes live on 25 October 2026 at 02:30, in 7 months.",
        ),
    ],
)
def test_as_it_is_typed(desk, typed, text):
    assert outlook(desk, **typed) == text


@pytest.mark.parametrize(("minutes", "is_unseen"), [(-1, True), (0, True), (1, False)])
def test_every_page_says_alike_what_nobody_would_see(desk, open_story, minutes, is_unseen):
    begins = timezone.now() + timedelta(hours=9)
    expires = begins + timedelta(minutes=minutes)
    article = make_draft(publish_at=begins, expire_at=expires)
    typed = {"publish_at": local(begins), "expire_at": local(expires)}
    form = open_story(article).save(**typed, dek="Typed.").context["adminform"].form
    step = desk.get(f"/admin/articles/article/{article.pk}/step/publish/")
    found = checklist.findings(article, revisions.working_copy(article), None)
    answers = [
        bool(form.errors),
        "would expire" in outlook(desk, article, **typed),
        step.context["forecast"].sentence.startswith("It would expire"),
        "expiry" in [finding.check for finding in found],
    ]
    with suppress(workflow.StepRefused):
        workflow.take(article, "publish")
    article.refresh_from_db()
    assert [*answers, article.status == "draft"] == [is_unseen] * 5


def test_of_what_is_over_nothing_is_promised(desk):
    earlier = (timezone.now() - timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M")
    article = make_article()
    assert outlook(desk, article, expire_at=earlier) == "Its time is over: nobody sees it any more."
    workflow.take(article, "kill")
    assert outlook(desk, article) == "The story is killed: it appears at no time."


def test_of_what_is_saved_it_stands_on_the_page(desk, open_story):
    draft = make_draft(publish_at=timezone.now() + timedelta(hours=9))
    text = "Once published, it goes live tomorrow at 06:00, in 9 hours."
    assert f">{text}</output>" in open_story(draft).response.text
    text = "Once these are published, it disappears, and comes back tomorrow at 06:00, in 9 hours."
    assert outlook(desk, make_article(), embargo_until="2026-03-11T06:00") == text
    live = make_draft(expire_at=timezone.now() + timedelta(hours=9))
    workflow.take(live, "publish")
    assert outlook(desk, live) == "Once these are published, it stays live."
    assert "it stays live and is taken down tomorrow at 06:00." in open_story(live).response.text


def test_a_change_is_planned_and_cancelled(desk, open_story):
    article = make_article(publish_at=timezone.now() - timedelta(hours=1))
    copy = revisions.with_records(revisions.working_copy(article))
    revisions.save(article, {**copy, "dek": "New."})
    url = f"/admin/articles/article/{article.pk}/step/publish_changes/"
    data = {"seen": article.latest_revision_id, "kind": "minor"}
    response = desk.post(url, {**data, "at": "2026-03-10T20:59"})
    assert response.context["questions"].errors == {"at": ["That time is over. Give a later one, or none."]}
    response = desk.post(url, {**data, "at": "2026-03-11T06:00"}, follow=True)
    assert told(response)[0].endswith("The changes go live tomorrow at 06:00, in 9 hours.")
    assert row_of(article)["dek"] != "New."
    assert "take the place of those planned for tomorrow at 06:00" in desk.get(url).text
    response = open_story(article).save("_unplan")
    assert told(response) == ["The plan is cancelled: readers go on seeing the story as it is."]
    assert not ScheduledChange.objects.exists()
