"""The text files that the import's rules are read from."""

import re
from pathlib import Path

import pytest

from articles.importing import lists
from articles.importing.cleaning.furniture import Junk
from articles.importing.document import Document

FOLDER = Path(lists.__file__).parent
SECTIONS = [
    f"{path.stem}/{name}"
    for path in sorted(FOLDER.glob("*.txt"))
    for name in re.findall(r"^\[(.+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_entry_says_something(name: str) -> None:
    """An entry that names another one that is not there would raise."""
    entries = lists.section(name)
    assert entries
    assert [entry for entry, value in entries.items() if not value.strip()] == []


@pytest.mark.parametrize(
    "name", [one for one in SECTIONS if one.startswith("fields/") and "parts" not in one]
)
def test_a_format_fills_fields_of_a_document(name: str) -> None:
    more = {"note", "address", "caption", "credit", "alt_text"}  # what the desk is told, and pictures
    assert set(lists.table(name)) <= {*Document.__dataclass_fields__, *more}


def test_each_form_of_furniture_has_its_reason() -> None:
    assert {name.upper() for name in lists.section("furniture/forms")} <= set(Junk.__members__)


def test_words_alternatives_and_patterns() -> None:
    assert lists.words("headlines/wholeness/ends_nothing") < lists.words("headlines/wholeness/dangling")
    assert lists.one_of("cleaning/bylines/role").split("|")[:2] == ["staff", "writer"]
    assert lists.pattern("phrases/always/when_at_the_end").search("fell on Monday night")


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        lists.words("headlines/wholeness/nothing")
    with pytest.raises(KeyError):
        lists.section("headlines/nothing")
