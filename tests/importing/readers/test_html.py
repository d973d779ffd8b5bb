"""Web pages: which are recognised, what becomes of long and hostile ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import markup
from articles.importing.document import Document, Refusal, Refused, Role
from articles.importing.readers import html, page_facts, read

PARAGRAPH = "<p>The trust voted on Monday for a new slipway, the chairman said to all of its members.</p>\n"
LIMIT = 10 * 2**20


def read_one(page: str) -> Document:
    [document] = read("a.html", page.encode(), limit=LIMIT)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("name", "beginning", "is_page"),
    [
        ("a.txt", "<!DOCTYPE html><x>", True),
        ("a.txt", "\ufeff <?xml version='1.0'?><!-- <p> -->\n<HTML lang=en>", True),
        ("a.txt", "<div class='story'><p>Text.", True),
        ("a.htm", "Text.", True),
        ("a.txt", "Text with <p>tags</p>.", False),
        ("a.txt", "<pre>Text.", False),
        ("a.xml", "<?xml version='1.0'?><nitf>", False),
        ("a.txt", "<3 from the desk", False),
    ],
)
def test_a_page_is_known_by_its_beginning_or_its_name(name: str, beginning: str, *, is_page: bool) -> None:
    assert html.matches(name, beginning.encode()) is is_page


@pytest.mark.parametrize(
    ("author", "names"),
    [("kevin-r", []), ("AS", []), ("siteadmin", []), ("Regan", ["Regan"]), ("Jane Doe Monday", ["Jane Doe"])],
)
def test_who_signs_a_page_is_no_account_of_it(author: str, names: list[str]) -> None:
    page = f"<html><head><meta name='author' content='{author}'></head><body>{3 * PARAGRAPH}</body></html>"
    assert [one.value for one in read_one(page).bylines] == names


def test_a_table_of_the_story_stays_one() -> None:
    rows = (
        "<caption>Depths in <i>metres</i></caption>"
        "<tr><th>Quay<th>Depth<th></tr><tr><td>Fish Quay<td><td>1.2</tr>"
        "<tr><td><p>Custom <b>House</b></p><td>0.4<td>x</tr>"
    )
    story = "".join(PARAGRAPH.replace("Monday", f"day {n}") for n in range(8))
    document = read_one(f"<html><body><article>{story}<table>{rows}</table>{story.replace('day', 'night')}")
    assert document.paragraphs[8] == "Depths in metres"
    table = document.body[9:12]
    assert [line.text for line in table] == ["Quay, Depth", "Fish Quay, 1.2", "Custom House, 0.4, x"]
    assert markup.sanitise(markup.join(line.markup for line in table)) == (
        "<table><tbody><tr><th><p>Quay</p></th><th><p>Depth</p></th><th><p></p></th></tr>"
        "<tr><td><p>Fish Quay</p></td><td><p></p></td><td><p>1.2</p></td></tr>"
        "<tr><td><p>Custom <strong>House</strong></p></td><td><p>0.4</p></td><td><p>x</p></td></tr>"
        "</tbody></table>"
    )


FOUND = '<meta property="og:image" content="https://x.org/img/1.jpg">'
SHOWN = '<figure><img src="/img/1.jpg?w=9" alt="Ballots"><figcaption>The <i>count</i></figcaption></figure>'


@pytest.mark.parametrize(
    ("page", "caption", "alt_text"),
    [
        (f'<img src="/logo-1.png" alt="The Bugle">{SHOWN}', "The count", "Ballots"),
        (f'<img src="/logos/1.jpg" alt="The Bugle">{SHOWN}', "The count", "Ballots"),
        (f'<img src="data:image/png;base64,a/1.jpg" alt="Share">{SHOWN}', "The count", "Ballots"),
        ('<img srcset="/img/0.jpg 1x,/img/1.webp 2x" alt="Ballots">', "", "Ballots"),
        (f'{SHOWN.replace("Ballots", "")}<img src="/img/1.jpg" alt="The Bugle">', "The count", ""),
        (SHOWN.replace("Ballots", "IMG_0012.jpg"), "The count", ""),
        (SHOWN.replace("Ballots", "1"), "The count", ""),
        (SHOWN.replace("Ballots", "DSC 0012"), "The count", ""),
        ('<img src="/img/11.jpg" alt="The Bugle">', "", ""),
    ],
)
def test_a_picture_is_described_as_the_page_shows_it(page: str, caption: str, alt_text: str) -> None:
    [picture] = read_one(f"<html><head>{FOUND}</head><body>{page}{PARAGRAPH}").pictures[:1]
    assert (picture.caption, picture.alt_text) == (caption, alt_text)


def test_a_picture_that_a_script_serves_is_known_by_its_query() -> None:
    logo, lead = (f'<img src="/image?url={name}.jpg" alt="{name}">' for name in ("Bugle", "Quay"))
    head = '<meta property="og:image" content="https://x.org/image?url=Quay.jpg">'
    [picture] = read_one(f"<html><head>{head}</head><body>{logo}{lead}{PARAGRAPH}").pictures[:1]
    assert picture.alt_text == "Quay"


def test_the_caption_of_many_pictures_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page_facts, "_short", lambda text: asked.append(text) or text)
    page_facts.of(f"<head>{FOUND}</head><figure>{'<img src=/1.jpg alt=b>' * 90}<figcaption>a</figcaption>")
    assert asked == ["a", "b"]


def test_a_page_in_utf_16_is_a_page() -> None:
    [document] = read("a.txt", f"<html><body>{PARAGRAPH * 3}".encode("utf-16"), limit=LIMIT)
    assert (document.format, document.encoding) == ("html", "utf-16")  # type: ignore[union-attr]


def test_a_page_too_large_for_its_story_gives_all_its_text() -> None:
    document = read_one(f"<html><title>Votes</title><nav>Home</nav>{PARAGRAPH * 5_000}")
    assert document.headline
    assert document.headline.value == "Votes"
    assert len(document.lines) == 5_001
    assert document.warnings == ("the page is too large to tell its story, so all its text was taken",)


def test_at_most_100_lines_of_a_page_are_kept_beside_its_story() -> None:
    inside = "".join(f"<li><a href=/{n}>Link number {n}</a></li>" for n in range(500))
    story = "".join(PARAGRAPH.replace("Monday", f"day {n}") for n in range(20))
    document = read_one(
        f"<html><body><article>{story}<nav><ul>{inside}</ul></nav>{story.replace('day', 'night')}"
    )
    assert len(document.paragraphs) == 40
    assert len(document.removed) == 100
    assert {line.reason for line in document.removed} == {html.LEFT_OUT}


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<b>x",
        "<ul><li>x",
        "<table><tr><td>x",
        "<a href=http://e.org>x",
        "<!--",
        "<![CDATA[",
        "<",
        "&",
        "\u202e\u200b<p>",
    ],
)
def test_hostile_nesting_is_read_or_refused(unit: str) -> None:
    assert outcome(f"<html><body>{unit * 100_000}".encode()) in {"read", "refused"}


PIECES = (
    "<!doctype html>", "<html lang=x>", "<head>", "<meta charset=utf-8>", "<meta charset=klingon>", "<title>",
    "</title>", "<meta property=og:title content='x'>", "<meta name=date content='2025'>", "</script>",
    "<base href='http://['>", "<meta property=og:image content='http://['>",
    "<link rel=canonical href='http://['>", "<script type=application/ld+json>",
    '{"@type":"NewsArticle","author":[[]]}', '[{"@id":{},"@type":1}]', "<body>", "<article>", PARAGRAPH,
    '{"@graph":[{"@type":"Article","image":{"url":[]},"author":{"@id":"a"}}]}', "<figure>", "<figcaption>x",
    "<img src=a>", "<table>", "<td>", "<ul>", "<li>", "</p>", "</article>", "\0", "\ud7ff", "é",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join).map(str.encode) | st.binary(max_size=300))
def test_any_page_is_read_or_refused(data: bytes) -> None:
    assert outcome(data) in {"read", "refused"}


def outcome(data: bytes) -> str:
    """How it ends; a refusal on two lines and a document without text end badly."""
    try:
        [found] = read("a.html", data, limit=LIMIT)
    except Refused as refused:
        return "refused" if "\n" not in str(refused) else "two lines"
    if isinstance(found, Refusal):
        return "refused"
    return "read" if any(line.role is Role.BODY for line in found.lines) else "no text"
