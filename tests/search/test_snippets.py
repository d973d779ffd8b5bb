"""The words that were found, marked."""

import pytest

from articles.search.terms import LENGTH, marked, parse, snippet


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        (
            "Müller, O’Rourke & Łódź",
            "muller orour lodz",
            "<mark>Müller</mark>, <mark>O’Rourke</mark> &amp; <mark>Łódź</mark>",
        ),
        ("The harbours of <b>", "harb", "The <mark>harbours</mark> of &lt;b&gt;"),
        (
            "flood walls, flood wall",
            '"flood wall"',
            "<mark>flood</mark> walls, <mark>flood</mark> <mark>wall</mark>",
        ),
        ("market stock", "market -stock", "<mark>market</mark> stock"),
        ("Jean-Luc", "jean-l", "<mark>Jean</mark>-Luc"),
        ("北京市", "北京", "<mark>北</mark><mark>京</mark>市"),
        ("nothing", "", "nothing"),
    ],
)
def test_marks(text, question, expected):
    assert marked(text, parse(question)) == expected


def test_a_snippet_begins_before_the_first_match_and_ends_at_a_word():
    text = f"{'begin ' * 50}needle {'end ' * 100}"
    piece = snippet(text, parse("needle"))
    assert piece.startswith("… begin begin")
    assert "<mark>needle</mark> end" in piece
    assert piece.endswith("end …")
    assert len(piece) <= LENGTH + len("… <mark></mark> …")


def test_a_short_text_is_whole():
    assert snippet("A needle.", parse("needle")) == "A <mark>needle</mark>."
    assert snippet("", parse("needle")) == ""


def test_a_text_without_spaces_and_without_the_word():
    assert snippet("x" * 1000, parse("needle")) == "x" * LENGTH + " …"
