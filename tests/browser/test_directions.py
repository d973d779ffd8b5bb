"""Which way the words of a story from right to left run where some are in English."""

from datetime import UTC, datetime

import pytest

from tests.factories import PersonFactory, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CELL = "<table><tbody><tr><td><p>الجسر مفتوح</p></td></tr><tr><td><p>{}</p></td></tr></tbody></table>"
ENDS = """paragraph => {
  const range = document.createRange(), walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const left = (node, place) => (range.setStart(node, place), range.setEnd(node, place + 1),
                                 range.getBoundingClientRect().left);
  const first = walker.nextNode();
  return left(first, 0) < left(first, first.length - 1) ? "ltr" : "rtl";
}"""
RIGHT_EDGES = (
    "all => all.map(p => (r => (r.selectNodeContents(p), r.getBoundingClientRect().right))(new Range()))"
)


@pytest.mark.parametrize(
    ("body", "way"),
    [
        ("<p>Apple قالت إن الجسر مفتوح.</p>", "rtl"),
        ("<ul><li><p>Apple قالت إن الجسر مفتوح.</p></li></ul>", "rtl"),
        ("<p>Peace, at last.</p>", "ltr"),
        ("<h2>Peace, at last.</h2><p>Peace, at last.</p>", "ltr"),
        ("<ul><li><p>Peace, at last.</p></li></ul>", "ltr"),
        ("<blockquote><p>BBC قالت إن الجسر مفتوح.</p></blockquote>", "rtl"),
        ("<blockquote><p>الجسر مفتوح.</p></blockquote>", "rtl"),
        ("<blockquote><p>Peace, at last.</p></blockquote>", "ltr"),
        (CELL.format("Peace, at last."), "ltr"),
        ('<p>قالت <span lang="en">Peace, at last.</span></p>', "ltr"),
    ],
)
def test_english_in_an_arabic_story(new_page, live_server, body, way):
    page = new_page()
    page.goto(live_server.url + make_article(body=body, language="ar").get_absolute_url())
    said = page.locator(".body :is(span[lang], tr:last-child p, :not(td) > p)").last
    assert said.evaluate(ENDS) == way


def test_an_item_of_a_list_stands_at_its_bullet(new_page, live_server):
    page = new_page()
    body = "<ul><li><p>الجسر مفتوح</p></li><li><p>Peace, at last.</p></li></ul>"
    page.goto(live_server.url + make_article(body=body, language="ar").get_absolute_url())
    above, below = page.locator("li p").evaluate_all(RIGHT_EDGES)
    assert above == pytest.approx(below, abs=1)


def test_a_column_has_one_edge(new_page, live_server):
    page = new_page()
    page.goto(live_server.url + make_article(body=CELL.format("1234"), language="ar").get_absolute_url())
    above, below = page.locator("td p").evaluate_all(RIGHT_EDGES)
    assert above == pytest.approx(below, abs=1)


@pytest.fixture
def arabic(new_page, live_server):
    """Opens a page on a desktop as one of a paper from right to left."""

    def opened(address):
        page = new_page(viewport={"width": 1280, "height": 700})
        page.goto(live_server.url + address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        return page

    return opened


def test_on_a_desktop_no_section_fades(arabic):
    make_article()
    sections = arabic("/").locator(".sections ul")
    assert sections.evaluate("list => getComputedStyle(list).maskImage") == "none"


def test_the_ends_of_a_time_line_stand_below_their_bars(arabic):
    ada = PersonFactory()
    for month in (1, 2, 2):
        make_article(people=[ada], publish_at=datetime(2026, month, 1, tzinfo=UTC))
    page = arabic(ada.get_absolute_url())
    ends = page.locator(".coverage-ends span")
    assert ends.first.text_content() == "January 2026"
    left = "all => all.map(one => one.getBoundingClientRect().left)"
    for marks in (ends, page.locator(".coverage rect")):
        assert marks.evaluate_all(left) == sorted(marks.evaluate_all(left))
