"""The pictures for sharing, as far as a machine can look at them."""

from io import BytesIO

import pytest
from PIL import Image, features

from articles import cards

LONG = "The Mayor and the Harbour Master Agree " * 5
RIGHT = pytest.mark.skipif(not features.check("raqm"), reason="Pillow comes without Raqm")


def drawn(headline, **more):
    with Image.open(BytesIO(cards.draw(cards.Words(headline, "Council", "The Courier"), **more))) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
        return card.convert("RGB")


def ink(card, box):
    """Whether anything dark stands in a box."""
    return card.convert("L").crop(box).getextrema()[0] < 100


@pytest.mark.parametrize("headline", ["Bridge opens", LONG[:200], "W" * 200, "x " * 100])
def test_every_headline_stays_within_its_edges(headline):
    card = drawn(headline)
    assert ink(card, (64, 140, 1136, 490))
    for outside in ((0, 0, 62, 630), (1138, 0, 1200, 630), (64, 495, 1136, 515)):
        assert not ink(card, outside)


@pytest.mark.parametrize(
    "headline", ["Žižkov Łódź", "Η Αθήνα", "Київ", "Thị trưởng", "café “x” – 5 €", "e\u0301te\u0301"]
)
def test_letters_of_these_scripts_are_there(headline):
    assert "".join(piece.text for piece in cards.Typesetter(cards.OWN_FONTS).pieces(headline)) == headline


@RIGHT
def test_a_text_from_right_to_left_keeps_other_words_in_their_order():
    pieces = cards.Typesetter(cards.OWN_FONTS).pieces("ראש Port Tarrow 3 שני")
    assert [piece.text for piece in pieces] == ["שני", " ", "Port", " ", "Tarrow", " ", "3", " ", "ראש"]


@RIGHT
def test_a_text_from_right_to_left_begins_at_the_right():
    card = drawn("جسر")
    assert ink(card, (900, 140, 1136, 300))
    assert not ink(card, (64, 140, 600, 300))


def test_the_papers_name_stands_for_a_headline_that_cannot_be_set():
    assert drawn("市长为新桥剪彩") == drawn("The Courier")


def test_a_picture_stands_beside_the_headline_at_its_focal_point():
    file = BytesIO()
    picture = Image.new("RGB", (3000, 1000), "#0000ff")
    picture.paste("#00ff00", (2400, 0, 3000, 1000))
    picture.save(file, "PNG")
    card = drawn("Bridge opens", picture=file, focus=(1.0, 0.5))
    assert card.getpixel((1190, 300)) == (0, 255, 0)
    assert not ink(card, (676, 140, 738, 490))


def test_the_version_changes_with_every_fact():
    assert len({cards.version("a", "b"), cards.version("ab", ""), cards.version("a", "c")}) == 3
