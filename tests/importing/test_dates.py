"""Date lines to ISO 8601."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.cleaning import dates


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("March 3, 2025", "2025-03-03"),
        ("3 March 2025", "2025-03-03"),
        ("Published: Monday, 3rd March 2025", "2025-03-03"),
        ("Posted on Sept. 9, 2024", "2024-09-09"),
        ("2025-03-03", "2025-03-03"),
        ("2025-03-03T18:05:00Z", "2025-03-03T18:05+00:00"),
        ("2025-03-03 18:05 +01:00", "2025-03-03T18:05+01:00"),
        ("March 3, 2025 at 6:05 p.m.", "2025-03-03T18:05"),
        ("March 3, 2025, 12:05 AM ET", "2025-03-03T00:05"),
        ("Published 26 February 2026, 22:47", "2026-02-26T22:47"),
        ("3 March 2025 | 6pm", "2025-03-03T18:00"),
        ("the 3rd of March 2025", "2025-03-03"),
        ("March 3", None),
        ("March 2025", None),
        ("2 hours ago", None),
        ("3/4/2025", None),
        ("31 February 2025", None),
        ("2025-13-40", None),
        ("The trust voted on March 3, 2025.", None),
        ("", None),
    ],
)
def test_parse(line: str, iso: str | None) -> None:
    assert dates.parse(line) == iso


@pytest.mark.parametrize(
    "line", ["March 3", "Updated 2 hours ago", "3/4/25", "Monday, 3 March", "March 3, 2025", "an hour ago"]
)
def test_stamps(line: str) -> None:
    assert dates.is_stamp(line)


@pytest.mark.parametrize("line", ["March for the harbour", "2025", "40 people", "May", "Monday Club 3"])
def test_no_stamps(line: str) -> None:
    assert not dates.is_stamp(line)


def test_find() -> None:
    assert dates.find("PORT HALLOW, 3 March 2025 (PHG)") == "2025-03-03"
    assert dates.find("PORT HALLOW, March 3") is None


@given(
    st.text(max_size=100)
    | st.from_regex(r"\d{1,4}[-/ ](March|\d\d)[-/ ]\d{1,4}( \d{1,2}:\d\d)?", fullmatch=True)
)
def test_any_text(text: str) -> None:
    dates.parse(text)
    dates.find(text)
