"""Two texts as one: what stayed, what went, what came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.editorial import merging
from articles.editorial.merging import words


def shown(was, now):
    signs = {"same": "", "removed": "-", "added": "+"}
    return [f"{signs[run.kind]}{run.text}" for run in words(was, now)]


@pytest.mark.parametrize(
    ("was", "now", "runs"),
    [
        ("", "", []),
        ("one two three", "one two three", ["one two three"]),
        ("one two three", "one 2 three", ["one ", "-two ", "+2 ", "three"]),
        ("one three", "one two three", ["one ", "+two ", "three"]),
        ("昨日は晴れ", "昨日は雨", ["昨日は", "-晴れ", "+雨"]),
        ("", "new", ["+new"]),
    ],
)
def test_words(was, now, runs):
    assert shown(was, now) == runs


@given(st.text("ab \n"), st.text("ab \n"))
def test_both_texts_are_in_it_whole(was, now):
    runs = words(was, now)
    assert "".join(run.text for run in runs if run.kind != "added") == was
    assert "".join(run.text for run in runs if run.kind != "removed") == now


def test_texts_without_end_are_not_compared(monkeypatch):
    monkeypatch.setattr(merging, "MOST_COMPARED", 3)
    assert shown("a b", "a c") == ["-a b", "+a c"]
