"""Exact and near duplicates."""

import pytest

from articles.importing.fingerprints import Likeness, fingerprint, likeness, shingles, sketch

BODY = ["“We’ve waited,” said Zoë Nuñez — and left.", "It rained on the quay for the whole of that long day."]


def test_form_does_not_matter() -> None:
    folded = [
        '"We\'ve  WAITED", said Zoe\u0308 Nun\u0303ez - and left. It rained',
        "on the quay for the whole of that long day.",
    ]
    assert fingerprint(folded) == fingerprint(BODY)
    assert len(fingerprint(BODY)) == 32


def test_words_matter() -> None:
    assert fingerprint(BODY) != fingerprint([*BODY, "And snowed."])
    assert fingerprint(["a b"]) != fingerprint(["ab"])


def like(a: list[str], b: list[str]) -> Likeness:
    return likeness(shingles(a), shingles(b))


def test_contained_is_the_share_of_the_shorter_text_in_the_longer() -> None:
    assert like(BODY, [*BODY, "And then it snowed."]).contained == 1.0
    assert like(BODY[:1], BODY[1:]) == Likeness(0.0, 0.0)
    assert like([], BODY) == Likeness(0.0, 0.0)
    assert like(["a b c d e f g h"], ["a b c d e f x y"]) == Likeness(3 / 5, 3 / 7)


def test_a_text_shorter_than_a_shingle_is_one() -> None:
    assert shingles(["Two words"]) == {b"two words"}
    assert shingles(["–"]) == frozenset()


def prose(start: int, length: int) -> list[str]:
    return [" ".join(f"word{number}" for number in range(start, start + length))]


@pytest.mark.parametrize(("length", "size"), [(3, 1), (10, 7), (60, 16), (400, 59), (3000, 96)])
def test_a_sketch_is_bounded(length: int, size: int) -> None:
    assert len(sketch(prose(0, length))) == size


@pytest.mark.parametrize("start", range(0, 900, 90))
def test_a_brief_meets_the_long_story_that_holds_it(start: int) -> None:
    assert len(set(sketch(prose(0, 1000))) & set(sketch(prose(start, 100)))) >= 4


def test_a_sketch_is_the_same_in_every_process() -> None:
    assert sketch(["The bridge opened on Monday"]) == (735822642428678577, 4959013008019001511)
