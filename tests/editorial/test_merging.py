"""What two people made of the same version, brought together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import markup
from articles.editorial.merging import Conflict, merge


def html(text: str) -> str:
    """“a b” as two paragraphs."""
    return markup.from_paragraphs(text.split())


def merged(was, mine, theirs):
    result = merge({"body": html(was)}, {"body": html(mine)}, {"body": html(theirs)})
    show = lambda body: " ".join(markup.to_paragraphs(body)) or "–"  # noqa: E731
    return [
        show(piece) if isinstance(piece, str) else (show(piece.was), show(piece.mine), show(piece.theirs))
        for piece in result.body
    ]


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "together"),
    [
        ("a b c", "a2 b c", "a b c2", ["a2 b c2"]),
        ("a b c", "a2 b c", "a b2 c", ["a2 b2 c"]),  # neighbours
        ("a b c", "a x b c", "a b y c", ["a x b y c"]),
        ("a b c", "a c", "a b c d", ["a c d"]),
        ("a b", "a b2", "a2 b2", ["a2 b2"]),  # the same change by both
        ("a", "a mine", "a theirs", ["a theirs mine"]),  # both add at the same place
        ("a", "a x mine", "a x", ["a x mine"]),
        ("", "mine", "theirs", ["theirs mine"]),
        ("a b c", "c a b", "a b c d", ["c a b d"]),
        ("a b", "", "a b", ["–"]),
        ("long1 long2", "new long1 long2x", "long1 long2 end", ["new long1 long2x end"]),
    ],
)
def test_what_is_apart_comes_together(was, mine, theirs, together):
    assert merged(was, mine, theirs) == together


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "pieces"),
    [
        ("a b c", "a b2 c", "a b3 c", ["a", ("b", "b2", "b3"), "c"]),
        ("a b c", "a c", "a b3 c", ["a", ("b", "–", "b3"), "c"]),
        ("a b c", "a2 b2 c", "a3 b3 c4", [("a b", "a2 b2", "a3 b3"), "c4"]),
        ("a first", "b first1 more1", "c first2 more2", [("a first", "b first1 more1", "c first2 more2")]),
    ],
)
def test_the_same_block_changed_by_both_is_a_conflict(was, mine, theirs, pieces):
    assert merged(was, mine, theirs) == pieces


def test_settling_puts_each_choice_in_its_place():
    sides = ("a b c d", "a b1 c d1", "a b2 c d2")
    was, mine, theirs = ({"body": html(body), "dek": str(at)} for at, body in enumerate(sides))
    result = merge(was, mine, theirs)
    assert [conflict.field for conflict in result.conflicts] == ["body", "body", "dek"]
    settled = result.settled([html("b1 b2"), html("mine"), "together"])
    assert settled == {"body": html("a b1 b2 c mine"), "dek": "together"}


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "together"),
    [
        ([1, 2], [1, 2, 3], [1, 2, 4], [1, 2, 4, 3]),
        ([1, 2], [2], [1, 2, 4], [2, 4]),
        ([1, 2, 3], [3, 1, 2], [1, 2, 3, 4], [3, 4, 1, 2]),
        ([1, 2, 3], [1, 2, 3, "New"], [2, 1, 3], [2, 1, 3, "New"]),
        ([1], [2], [3], [3, 2]),
        ([], [1, 2], [2], [1, 2]),
        ([1, 2, 3], [3, 1, 2], [3, 1, 2, 4], [3, 1, 2, 4]),
    ],
)
def test_names_come_together_in_order(was, mine, theirs, together):
    result = merge({"people": was}, {"people": mine}, {"people": theirs})
    assert (result.content, result.conflicts) == ({"people": together}, [])


def test_two_different_orders_are_a_conflict():
    was, mine, theirs = [1, 2, 3], [3, 1, 2], [2, 1, 3]
    result = merge({"people": was}, {"people": mine}, {"people": theirs})
    assert result.conflicts == [Conflict("people", was, mine, theirs)]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>a</p>b",
        "loose <strong>text</strong><p>x</p>",
        '<p><a href="/?a>b">x</a></p><hr><ul><li><p>c</p><ul><li><p>d</p></li></ul></li></ul><p></p>',
        "<blockquote><p>q</p><hr></blockquote>",
    ],
)
def test_blocks_are_the_body_in_parts(body):
    assert "".join(markup.blocks(body)) == body


def test_blocks():
    body = "<p>b</p><ul><li><p>c</p><ul><li><p>d</p></li></ul></li></ul><hr><blockquote><p>e</p></blockquote>"
    assert [markup.to_text(block) for block in markup.blocks(body)] == ["b", "c\nd", "", "e"]


WORDS = st.lists(st.sampled_from("abcdef") | st.integers(0, 99).map("w{}".format), max_size=7)


@given(WORDS, WORDS, WORDS)
def test_no_change_of_either_side_is_lost(was, mine, theirs):
    result = merge(*({"body": markup.from_paragraphs(side)} for side in (was, mine, theirs)))
    shown = "".join(piece if isinstance(piece, str) else piece.mine + piece.theirs for piece in result.body)
    for side in (mine, theirs):
        for word in set(side) - set(was):
            assert f"<p>{word}</p>" in shown
    if mine == was:
        assert result.content == {"body": markup.from_paragraphs(theirs)}
    if theirs == was:
        assert result.content == {"body": markup.from_paragraphs(mine)}
