"""The masthead on a desktop and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.factories import SectionFactory, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "link => [link.getBoundingClientRect().left, link.getBoundingClientRect().right]"


@pytest.fixture
def last(live_server):
    """The address of the last of many sections."""
    for number in range(12):
        section = SectionFactory(name=f"Science and Health {number:02}", position=number)
        make_article(section=section)
    return live_server.url + section.get_absolute_url()


def test_on_a_desktop_the_page_opens_at_its_top_and_has_a_field(new_page, last):
    page = new_page(viewport={"width": 1280, "height": 500})
    page.goto(last)
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_label("Search")).to_be_visible()
    expect(page.locator(".to-search")).to_be_hidden()


def test_on_a_phone_the_sections_are_a_line_that_shows_the_current_one(new_page, last):
    page = new_page(viewport={"width": 360, "height": 700})
    page.goto(last)
    assert page.evaluate("scrollY") == 0
    assert page.locator(".sections").bounding_box()["height"] < 60
    for link in (page.locator("[aria-current]"), page.locator(".sections a").first):
        link.focus()
        left, right = link.evaluate(PLACE)
        assert left >= 0
        assert right <= page.locator(".to-search").bounding_box()["x"]
    page.locator(".to-search").click()
    expect(page.get_by_label("Words, people, topics")).to_be_visible()
