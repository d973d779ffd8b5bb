"""The whole import of one document, with names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.document import Derived, Document, Known, Line, Refused, Role
from articles.importing.fingerprints import fingerprint
from articles.importing.pipeline import draft, process

TEXT = (
    "Harbour trust votes for a new slipway\nBy Jane Doe\nPublished March 3, 2025\n\n"
    "The harbour trust will spend £400,000 on a new slipway, the chairman told its members on Monday.\n"
    "Two berths will be closed while the piles are driven, and the ferry will leave from the north quay.\n"
    "Related stories\n"
)


def test_a_document_from_bytes_to_draft() -> None:
    [document] = process("in/a.txt", TEXT.encode(), Known(), limit=10**6)
    assert document.source == "in/a.txt"
    assert document.headline is not None
    assert document.headline.value == "Harbour trust votes for a new slipway"
    assert [byline.value for byline in document.bylines] == ["Jane Doe"]
    assert document.published is not None
    assert document.published.value == "2025-03-03"
    assert [line.role for line in document.lines] == [
        Role.HEADLINE, Role.BYLINE, Role.DATE, Role.BODY, Role.BODY, Role.REMOVED,
    ]  # fmt: skip
    assert document.fingerprint == fingerprint(document.paragraphs)


def test_a_refusal_reaches_the_caller() -> None:
    with pytest.raises(Refused, match=r"^empty: "):
        process("a.txt", b"", Known(), limit=10)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_become_a_draft_or_are_refused(data: bytes) -> None:
    try:
        [document] = process("a.txt", data, Known(), limit=150)
    except Refused:
        return
    assert isinstance(document, Document)
    assert document.headline is not None
    assert 1 <= len(document.headline.value) <= 90


BODY = (
    "The harbour trust will spend £400,000 on a new slipway, the chairman told its members on Monday.",
    "Two berths",
    "Two berths will be closed while the piles are driven, and the ferry will leave from the north quay.",
    "“We have waited ten years,” said Rosa Lindqvist, who sails from the quay.",
)


def given_by_a_format(*lines: str, **fields: object) -> Document:
    headline = Derived("Slipway", "title")
    return draft(Document("a.json", lines=tuple(map(Line, lines)), headline=headline, **fields), Known())  # type: ignore[arg-type]


def test_what_a_format_says_is_used_before_anything_is_guessed() -> None:
    fields = {
        "dek": Derived("A dek.", "summary"),
        "bylines": (Derived("Jane Doe", "author"),),
        "published": Derived("2025-03-03", "date"),
        "dateline": Derived("PORT HALLOW", "dateline"),
    }
    document = given_by_a_format(*BODY, **fields)
    assert document.headline == Derived("Slipway", "title")
    assert document.is_headline_own
    assert {name: getattr(document, name) for name in fields} == fields
    assert document.paragraphs == BODY


def test_a_body_below_a_given_headline_keeps_its_first_lines() -> None:
    lines = ("A subhead to begin with", "Another standing line", *BODY)
    assert given_by_a_format(*lines).paragraphs == lines


def test_facts_that_no_field_gives_are_found_in_the_body() -> None:
    document = given_by_a_format("Slipway", "By Jane Doe", "March 3, 2025", *BODY)
    assert [line.role for line in document.lines[:3]] == [Role.HEADLINE, Role.BYLINE, Role.DATE]
    assert document.bylines == (Derived("Jane Doe", "byline"),)
    assert document.published == Derived("2025-03-03", "date line")
    assert document.paragraphs == BODY


@pytest.mark.parametrize(("line", "stays"), [("By JANE DOE", False), ("By John Roe", True)])
def test_a_byline_that_says_what_the_field_says_goes(line: str, *, stays: bool) -> None:
    document = given_by_a_format(line, *BODY, bylines=(Derived("Jane Doe", "author"),))
    assert document.paragraphs == ((line, *BODY) if stays else BODY)


def test_a_given_headline_is_never_longer_than_a_story_can_have() -> None:
    long = Derived("The trust votes for a slipway and " * 9, "title")
    document = draft(Document("a.json", lines=tuple(map(Line, BODY)), headline=long), Known())
    assert document.headline
    assert document.headline.rule == "title, shortened"
    assert 1 <= len(document.headline.value) <= 90


def test_what_escapes_hide_is_mended_too() -> None:
    data = b'{"title": "Zo\\u00c3\\u00ab", "body": "<p>A <b>caf\\u00c3\\u00a9</b> here. &Atilde;&copy;</p>"}'
    [document] = process("a.json", data, Known(), limit=10**6)
    assert isinstance(document, Document)
    assert document.headline
    assert document.headline.value == "Zoë"
    assert [line.markup for line in document.body] == ["<p>A <strong>café</strong> here. é</p>"]
    assert (
        document.warnings[0] == "the text was decoded wrongly before it came to us; 3 characters were mended"
    )


@pytest.mark.parametrize(
    "dateline", ["LONDON 1996-12-06", "DURBAN, South Africa 1996-12-06", "LONDON, Dec 6, 1996"]
)
def test_a_dateline_on_the_first_line_is_no_headline(dateline: str) -> None:
    text = f"{dateline}\nThe harbour trust approved a new slipway for the north quay, it said on Friday.\n"
    [document] = process("a.txt", text.encode(), Known(), limit=10**6)
    assert isinstance(document, Document)
    assert document.lines[0].role is Role.DATELINE
    assert document.published == Derived("1996-12-06", "date line")
    assert document.headline
    assert document.headline.value == "The Harbour Trust Approves a New Slipway for the North Quay"


def test_a_description_that_is_the_whole_story_is_no_dek() -> None:
    told = "".join(
        f"The trust voted on day {day} for a new slipway, the chairman said to them all. " for day in range(9)
    )
    page = (
        f'<html><head><meta name="description" content="{told}"></head><body><p>{told[80:]}</p></body></html>'
    )
    [document] = process("a.html", page.encode(), Known(), limit=10**6)
    assert isinstance(document, Document)
    assert not document.dek or len(document.dek.value) < 240


@pytest.mark.parametrize(("writer", "bylines"), [("admin", []), ("Jdadmin", []), ("Jane Doe", ["Jane Doe"])])
def test_an_account_of_the_machine_has_written_nothing(writer: str, bylines: list[str]) -> None:
    page = f'<html><head><meta name="author" content="{writer}"></head><body><p>{TEXT}</p></body></html>'
    [document] = process("a.html", page.encode(), Known(), limit=10**6)
    assert isinstance(document, Document)
    assert [one.value for one in document.bylines] == bylines
