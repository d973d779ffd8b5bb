"""Times that the clocks skip or show twice, typed into the story form."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.admin.conftest import row_of
from tests.factories import make_draft
from tests.test_clocks import CHANGES


def errors_of(response, name="publish_at"):
    return response.context["adminform"].form.errors.get(name, [])


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2026-02-01T10:00:00Z", tick=False):
        yield


@pytest.mark.parametrize(("zone", "skipped", "last", "doubled", "_"), CHANGES)
def test_in_each_zone(open_story, settings, zone, skipped, last, doubled, _):
    settings.TIME_ZONE = zone
    following = f"{datetime.fromisoformat(last) + timedelta(minutes=1):%-d %B %Y, %H:%M}."
    article = make_draft()
    form = open_story(article)
    (error,) = errors_of(form.save(publish_at=skipped))
    told = f"The clocks go forward over {skipped[-5:]}: there is no such time. The next one is "
    assert error == told + following
    response = form.save(publish_at=doubled)
    assert errors_of(response) == [
        f"The clocks go back: {doubled[-5:]} comes twice. Choose which one is meant."
    ]
    offsets = [part.split('"')[0] for part in response.text.split('name="publish_at_offset" value="')[1:]]
    assert row_of(article)["publish_at"] is None
    met = []
    for offset in offsets:
        open_story(article).save(publish_at=doubled, publish_at_offset=offset)
        met.append(row_of(article)["publish_at"])
    assert met == [datetime.fromisoformat(f"{doubled}{offset}") for offset in offsets]
    assert met[0] < met[1]


def test_the_chosen_one_stays_chosen_and_another_time_needs_no_choice(open_story, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make_draft()
    open_story(article).save(publish_at="2026-10-25T02:30", publish_at_offset="+01:00")
    form = open_story(article)
    assert 'value="+01:00" checked' in form.response.text
    form.save(dek="Another.", publish_at_offset="+01:00")
    assert article.revisions.first().reason == "Changed dek"
    form.save(publish_at_offset="+02:00")
    assert row_of(article)["publish_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    open_story(article).save(publish_at="2026-07-01T12:00", publish_at_offset="+01:00")
    assert row_of(article)["publish_at"] == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-10-25 25:00", "tomorrow", "2026-02-30T10:00"])
def test_what_is_no_time_is_an_error_beside_its_field(open_story, typed):
    response = open_story(make_draft()).save(publish_at=typed)
    assert errors_of(response) == ["Enter a valid date/time."]
