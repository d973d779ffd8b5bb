"""What differs between two states of a source."""

from dataclasses import replace

import pytest

from articles import markup
from articles.editorial.intake import Change, block_of, changes, document_of, put_back
from articles.editorial.intake.ledger import kept
from articles.importing.document import Derived, Document, Line, Named, Role
from articles.models import SourceDocument

DOCUMENT = Document(
    "in/bridge.txt",
    lines=(Line("Share", Role.REMOVED, "x"), Line("One."), Line("Two."), Line("Three.")),
    headline=Derived("Bridge opens", "x"),
    people=(Named("Edith Calloway", ("Calloway",), 1, "x"),),
)


def test_the_same_has_no_changes():
    assert changes(DOCUMENT, replace(DOCUMENT, headline=Derived("Bridge opens", "another rule"))) == []


def test_each_field_that_differs_is_named_with_both_values():
    new = replace(
        DOCUMENT,
        headline=Derived("Bridge closes", "x"),
        dek=Derived("After a day.", "x"),
        lines=(Line("One."), Line("Two and a half."), Line("Three."), Line("Four.")),
        people=(),
    )
    assert changes(DOCUMENT, new) == [
        Change("Headline", ("Bridge opens",), ("Bridge closes",)),
        Change("Dek", (), ("After a day.",)),
        Change("Paragraphs", ("Two.",), ("Two and a half.", "Four.")),
        Change("People", ("Edith Calloway",), ()),
    ]


LINES = (
    Line("Lead."),
    Line("a", markup="<ul><li><p>a</p></li></ul>"),
    Line("b", Role.REMOVED, "x", "<ul><li><p>b</p></li></ul>"),
    Line("c", markup="<ul><li><p>c</p></li></ul>"),
    Line("Share", Role.REMOVED, "x"),
    Line("d", markup="<ul><li><p>d</p></li></ul>"),
)


def entry_of(*lines):
    return SourceDocument(source="a.html", **kept(Document("a.html", lines=lines)))


def test_the_lines_of_an_entry_keep_their_markup():
    assert document_of(entry_of(*LINES)).lines == LINES
    assert entry_of(*LINES).lines[0] == {"text": "Lead.", "role": "body", "reason": ""}


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (2, "<p>Lead.</p><ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li><li><p>d</p></li></ul>"),
        (4, "<p>Lead.</p><ul><li><p>a</p></li><li><p>c</p></li></ul><p>Share</p><ul><li><p>d</p></li></ul>"),
    ],
)
def test_a_line_goes_back_into_a_list(index, expected):
    body = markup.join(block_of(line) for line in LINES if line.role is Role.BODY)
    assert body == "<p>Lead.</p><ul><li><p>a</p></li><li><p>c</p></li><li><p>d</p></li></ul>"
    assert put_back(entry_of(*LINES), index, body) == expected


def test_a_line_goes_first_where_none_of_those_above_it_stands():
    body = "<blockquote><p>New.</p><p>Lead.</p></blockquote><p>x</p>"
    assert put_back(entry_of(*LINES), 4, body) == f"<p>Share</p>{body}"


NEIGHBOURS = "<ul><li><p>y</p></li></ul><ul><li><p>z</p></li></ul>" + 2 * (
    "<table><tbody><tr><td><p>1</p></td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("index", "body", "expected"),
    [
        (4, f"<p>Lead.</p>{NEIGHBOURS}", f"<p>Lead.</p><p>Share</p>{NEIGHBOURS}"),
        (
            2,
            f"<ul><li><p>a</p></li></ul>{NEIGHBOURS}",
            f"<ul><li><p>a</p></li><li><p>b</p></li></ul>{NEIGHBOURS}",
        ),
        (2, f"<p>Lead.</p>{NEIGHBOURS}", f"<p>Lead.</p><ul><li><p>b</p></li>{NEIGHBOURS[4:]}"),
        (2, "", "<ul><li><p>b</p></li></ul>"),
    ],
)
def test_a_line_goes_back_and_no_other_blocks_become_one(index, body, expected):
    assert put_back(entry_of(*LINES), index, body) == expected
