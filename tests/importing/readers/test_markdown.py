"""Markdown: front matter that is right, wrong or hostile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.document import Document, Refusal, Refused, Role
from articles.importing.readers import markdown, read

BODY = "\nThe harbour trust will meet on Monday.\n"
LIMIT = 10**7


def read_one(text: str) -> Document:
    [document] = read("a.md", text.encode(), limit=LIMIT)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("name", "beginning", "is_markdown"),
    [
        ("a.md", "Text.", True),
        ("a.txt", "---\ntitle: x\n---\n", True),
        ("a.txt", "---\n# a comment\npub date: x\n---\n", True),
        ("a.txt", "+++\ntitle = 'x'\n+++\n", True),
        ("a.txt", "+++\n[extra]\n", True),
        ("a.txt", "---\n\nA rule above a text: no front matter.", False),
        ("a.txt", "# Text", False),
    ],
)
def test_markdown_is_known_by_its_front_matter_or_its_name(
    name: str, beginning: str, *, is_markdown: bool
) -> None:
    assert markdown.matches(name, beginning.encode()) is is_markdown


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("---\na: [\n---", "line 3: "),
        ("---\na: &a x\nb: *a\n---", "line 3: it has an alias"),
        ("---\na: !!python/object/apply:os.system [x\n---", "line 3: "),
        ("---\na: " + "[" * 20_000 + "\n---", ""),
        ("---\na: " + "x" * 70_000 + "\n---", "it is longer than 64,000 characters"),
        ("+++\na = \n+++", "Invalid value"),
        ("+++\na = " + "[" * 20_000 + "\n+++", ""),
        ("---\njust: a\n- mess\n---", "line 3: "),
    ],
)
def test_front_matter_that_cannot_be_read_holds_the_story_back(front: str, reason: str) -> None:
    document = read_one(front + BODY)
    assert document.hold
    assert document.warnings[0].startswith("its front matter cannot be read (" + reason)
    assert "\n" not in document.warnings[0]
    assert document.paragraphs == (BODY.strip(),)
    assert len(document.removed) >= 2


def test_what_a_tag_of_yaml_would_make_is_text() -> None:
    document = read_one(f"---\ntitle: !!python/name:os.system x\ndate: 2025-03-03\n---{BODY}")
    assert document.headline
    assert document.headline.value == "x"
    assert document.published
    assert document.published.value == "2025-03-03"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end(line_end: str) -> None:
    document = read_one(f"\ufeff---\ntitle: x\n---\n{BODY}".replace("\n", line_end))
    assert document.headline
    assert document.headline.value == "x"
    assert document.paragraphs == (BODY.strip(),)


def test_a_text_too_long_for_a_story_is_plain_text() -> None:
    document = read_one("# Votes\n\n" + "The trust *voted* on it.\n\n" * 20_000)
    assert document.paragraphs[:2] == ("# Votes", "The trust *voted* on it.")
    assert document.warnings == (
        "it is longer than any story, so it was read as plain text and not as Markdown",
    )


@pytest.mark.parametrize(
    "unit", [">", "- ", "[", "![", "*", "`", "<div>", "***a", "a|b\n-|-\n", "[a]: b\n", "\u202e"]
)
def test_hostile_markdown_is_read_or_refused(unit: str) -> None:
    [found] = read("a.md", f"x\n\n{unit * 20_000} x".encode(), limit=LIMIT)
    assert isinstance(found, Document)


PIECES = (
    "---\n", "+++\n", "title: x\n", "a = 1\n", "draft: yes\n", "cover: {image: [1]}\n", "[extra]\n", "\n",
    "params: [x]\n", "image: {url: {}}\n", "# x\n", "> q\n", "- i\n", "![x](y)", "<b>", "date: 9\n", "é",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join).map(str.encode)
    | st.binary(max_size=200).map(lambda data: b"---\na: " + data)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        [found] = read("a.md", data, limit=LIMIT)
    except Refused as refused:
        found = Refusal("a.md", str(refused))
    is_read = isinstance(found, Document) and any(line.role is Role.BODY for line in found.lines)
    assert is_read or (isinstance(found, Refusal) and "\n" not in found.error)
