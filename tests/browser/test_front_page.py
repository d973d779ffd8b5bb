"""Arranging the front page in Chromium: by keyboard, by dragging, and without scripts."""

import pytest
from playwright.sync_api import expect

from articles.editorial import front_page
from articles.models import FrontPlace
from tests.factories import UserFactory, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "articles/frontplace/"


@pytest.fixture
def stories():
    articles = [make_article(headline=f"Story {name}") for name in "ABC"]
    places = [FrontPlace(article=article, part="top") for article in articles]
    front_page.arrange(places, user=UserFactory(), before="")
    return articles


def names(page):
    return page.locator(".front-rows[data-part=top] .front-story a")


def saved(page):
    page.get_by_role("button", name="Save the order and times").click()
    page.wait_for_selector(".messagelist .success")
    return [str(place.article) for place in front_page.standing()]


def test_rows_move_by_keyboard_and_are_saved_together(open_page, stories):
    page = open_page(PATH)
    page.get_by_role("button", name="Down: Story A").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(names(page)).to_have_text(["Story B", "Story C", "Story A"])
    expect(page.locator(".front-unsaved")).to_be_visible()
    assert saved(page) == ["Story B", "Story C", "Story A"]
    assert page.said == []


def test_a_row_is_dragged_up_and_to_the_other_part(open_page, stories):
    page = open_page(PATH)
    rows = page.locator(".front-rows[data-part=top] .front-row")
    rows.nth(2).drag_to(rows.nth(0), target_position={"x": 20, "y": 4})
    expect(names(page)).to_have_text(["Story C", "Story A", "Story B"])
    rows.nth(1).drag_to(page.locator("#part-picks"))
    assert sorted(saved(page)) == ["Story A", "Story B", "Story C"]
    assert FrontPlace.objects.get(part="picks").article == stories[0]


def test_without_scripts_each_button_saves(open_page, stories):
    page = open_page(PATH, java_script_enabled=False)
    page.get_by_role("button", name="Up: Story C").click()
    expect(names(page)).to_have_text(["Story A", "Story C", "Story B"])
    page.get_by_role("button", name="Take out: Story A").click()
    expect(names(page)).to_have_text(["Story C", "Story B"])
