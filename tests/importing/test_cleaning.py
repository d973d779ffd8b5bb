"""Cleaning: folders of input and expected files, and what holds for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing import cleaning
from articles.importing.document import Derived, Document, Line, Role
from articles.importing.readers import read

CASES = sorted((Path(__file__).parent / "cases" / "cleaning").glob("*.txt"))
FIELDS = {Role.HEADLINE, Role.DEK, Role.BYLINE, Role.DATE, Role.DATELINE}
FURNITURE = (
    "EDITOR’S PICKS",
    "Share",
    "Facebook Twitter",
    "ADVERTISEMENT",
    "Read more: The ferry leaves from the north quay",
    "Five students of the harbour school have reportedly…",
    "14 comments",
    "Tags: harbour, ferry",
    "Home > News",
    "Email",
    "By Jane Doe",
    "March 3, 2025",
    "PORT HALLOW, March 3 — The trust voted on Monday.",
    "ENDS",
    "© 2025 Gazette",
    "* * *",
    "Harbour trust votes for a new slipway",
    "1. Town draw first blood",
    "- a crane",
    "Q: Why now?",
    "“No,” he said.",
    "The harbour trust will spend £400,000 on a slipway, the chairman told its members on Monday.",
    "Home",
    "More",
    "Two berths will be closed. The ferry will leave from the north quay until the end of June.",
    "It rained.",
    "Menu",
)
PAGES = st.lists(st.sampled_from(FURNITURE) | st.text(max_size=40), max_size=40).map("\n".join)


def cleaned(text: str) -> Document:
    return cleaning.clean(
        Document("case", lines=tuple(Line(line) for line in text.splitlines() if line.strip()))
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    document = cleaning.clean(read(path.name, path.read_bytes(), limit=10**6)[0])
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert list(document.paragraphs) == expected["body"]
    assert [{"text": line.text, "reason": line.reason} for line in document.removed] == expected["removed"]
    assert [
        {"text": line.text, "role": line.role} for line in document.lines if line.role in FIELDS
    ] == expected["fields"]


def test_a_text_of_labels_only_is_kept_with_a_warning() -> None:
    document = cleaned("EDITOR’S PICKS\nShare this article\n")
    assert document.paragraphs == ("EDITOR’S PICKS", "Share this article")
    assert document.warnings == ("no running text was found, so nothing was taken out",)


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_cleaning_the_body_again_takes_nothing_out(text: str) -> None:
    body = cleaned(text).paragraphs
    assert cleaned("\n".join(body)).paragraphs == body


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_every_line_is_kept_in_order_under_one_role(text: str) -> None:
    document = cleaned(text)
    assert [line.text for line in document.lines] == [line for line in text.splitlines() if line.strip()]
    assert all(bool(line.reason) != (line.role is Role.BODY) for line in document.lines)


@pytest.mark.parametrize(
    "line",
    [
        "word " * 10,
        "a",
        "By Jane Doe",
        "Related stories",
        "home > ",
        "x. ",
        "…",
        "Photo: a (",
        "© " * 40,
        "#tag ",
        "cookie we ",
    ],
)
def test_a_long_line_is_cleaned(line: str) -> None:
    [document] = read("long", (line * (2_000_000 // len(line.encode()))).encode(), limit=10**8)
    assert [one.text for one in cleaning.clean(document).lines] == [one.text for one in document.lines]


@pytest.mark.parametrize(
    "line", ["a\n", "Share\n", "A word or two. And more words, enough for ten of them.\n", "Email\n"]
)
def test_many_short_lines_are_cleaned(line: str) -> None:
    [document] = read("many", (line * 50_000).encode(), limit=10**8)
    assert len(cleaning.clean(document).lines) == len(document.lines)


@pytest.mark.parametrize("before", [0, 8])
def test_no_table_loses_a_row(before: int) -> None:
    told = (
        "1 May 2024",
        "By Ann Pellow",
        "Photo: Reuters, 2",
        "© 2024 Reuters, 9",
        "Email, 3",
        "Home > News, 4",
    )
    rows = tuple(
        Line(text, markup=f"<table><tbody><tr><td><p>{text}</p></td></tr></tbody></table>") for text in told
    )
    prose = tuple(
        Line(f"The harbour trust voted on day {n} for its new slipway, he said.") for n in range(16)
    )
    document = Document(
        "a", lines=prose[:before] + rows + prose[before:], headline=Derived("Slipway", "field")
    )
    assert cleaning.clean(document).lines == document.lines
