"""The line that says what a story's times mean, and the choice of an hour that comes twice."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.admin.conftest import row_of
from tests.factories import UserFactory, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    return make_draft()


def test_times_are_said_in_words_while_they_are_typed(pages, story):
    page = pages(UserFactory())(f"articles/article/{story.pk}/change/")
    line = page.locator("output.outlook")
    expect(line).to_have_text("Once published, it goes live at once.")
    page.locator("#id_publish_at").fill("2199-01-02T06:00")
    expect(line).to_contain_text("Once published, it goes live on 2 January 2199 at 06:00, in ")
    page.locator("#id_expire_at").fill("2199-01-01T06:00")
    expect(line).to_have_text("It would expire before anybody sees it.")
    assert page.said == []


def test_an_hour_that_comes_twice_is_chosen_without_scripts(pages, story):
    page = pages(UserFactory())(f"articles/article/{story.pk}/change/", java_script_enabled=False)
    page.locator("#id_publish_at").fill("2030-10-27T02:30")
    page.locator("button[name=_continue]").first.click()
    page.get_by_label("the second, UTC+01:00 (CET)").check()
    page.locator("button[name=_continue]").first.click()
    page.wait_for_selector(".messagelist")
    assert row_of(story)["publish_at"] == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    expect(page.locator("output.outlook")).to_contain_text("on 27 October 2030 at 02:30")
