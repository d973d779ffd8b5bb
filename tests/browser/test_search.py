"""Suggestions below the search field, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.factories import PersonFactory, TopicFactory, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(new_page, live_server):
    return new_page(base_url=live_server.url)


def test_a_suggestion_is_chosen_with_the_arrow_keys(page):
    make_article(headline="Zelenskyy visits", people=[PersonFactory(name="Volodymyr Zelenskyy")])
    page.goto("/")
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("zelen")
    expect(page.get_by_role("option")).to_have_text(["Volodymyr Zelenskyy person", "Zelenskyy visits story"])
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Volodymyr Zelenskyy person")
    field.press("Enter")
    expect(page).to_have_url("/people/volodymyr-zelenskyy/")


def test_escape_closes_and_enter_searches(page):
    make_article(headline="Zelenskyy visits")
    page.goto("/")
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("zelen")
    expect(page.get_by_role("option")).to_have_count(1)
    field.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    field.press("Enter")
    expect(page.locator("mark")).to_have_text("Zelenskyy")


def test_a_number_beside_a_long_name_stays_whole(page):
    topic = TopicFactory(name="Port Merrow harbour expansion and the long dispute over its dredging")
    for _ in range(10):
        make_article(topics=[topic], people=[PersonFactory()])
    page.goto("/search/?q=bridge")
    number = page.locator(".facets li", has=page.get_by_role("link", name=topic.name)).locator("span")
    expect(number).to_have_text("10")
    assert number.evaluate("(span) => span.offsetHeight < 50")  # one line
