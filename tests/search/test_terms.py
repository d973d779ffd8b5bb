"""How a question is taken apart."""

import pytest

from articles.folding import words
from articles.search.terms import MOST_TERMS, parse


def said(text):
    """Each clause, as a reader could have written it: a star for a beginning."""
    return [
        f"{'-' * clause.is_excluded}{' '.join(phrase.words)}{'*' * phrase.is_begun}"
        for clause in parse(text)
        for phrase in clause.phrases
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("harbour wall", ["harbour*", "wall*"]),
        ("Müller ZELENSK Łódź", ["muller*", "zelensk*", "lodz*"]),
        ("EU AI", ["eu", "ai"]),
        ('"flood wall" bridge', ["flood wall", "bridge*"]),
        ("„Flut Mauer“ «le mur»", ["flut mauer", "le mur"]),
        ("market -stock", ["market*", "-stock*"]),
        ('market -"stock exchange"', ["market*", "-stock exchange"]),
        ("Jean-Luc O’Rourke U.S.", ["jean luc*", "orourke*", "us"]),
        ('an "open quote', ["an", "open*", "quote*"]),
        ("wall Wall WALL", ["wall*"]),
        ("北京 市", ["北 京", "市"]),
        ("हिन्दी", ["ह नद"]),
        ("", []),
        (" - -- \"\" '' * ( ) : ^ \x00 %", []),
    ],
)
def test_a_question(typed, expected):
    assert said(typed) == expected


def test_a_question_has_an_end():
    assert len(parse(" ".join(f"word{number}" for number in range(50)))) == MOST_TERMS
    assert [len(word) for word in words("x" * 10_000)] == [100]
