"""Lines made to send a pattern astray: each rule comes back, whatever stands in the line.

A pattern that backtracks without end shows as a test that never does (`faulthandler_timeout` tells where).
"""

import random

import pytest

from articles.importing import headlines
from articles.importing.cleaning import boilerplate, bylines, dates, opening
from articles.importing.document import Document, Line

WORDS = (
    "follow us on at , & x @a facebook read more : … share this © 2019 all rights reserved photo by | > › "
    "/ cookies we our sign up newsletter inbox your email comments 12 tags # #a 1 2 3 (555) - . a@b.c "
    "contact get app download the related stories from and of in March 3, 2025 PORT TOWN — who is, which was "
    "according to said that"
).split()


@pytest.mark.parametrize("seed", range(200))
def test_every_rule_comes_back(seed: int) -> None:
    chance = random.Random(seed)
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 3))]
    text = chance.choice([" ", "", ", "]).join(words * 400)
    line = text[: chance.choice([80, 90, 160, 258])]
    assert boilerplate.told(line) is None or boilerplate.told(line)
    assert dates.parse(line) is None or dates.is_stamp(line)
    bylines.parse(line)
    opening.dateline(line)
    document = headlines.derive(Document("x", lines=(Line(f"The mayor has {text[:2900]} end."),)))
    assert document.headline
    assert len(document.headline.value) <= 90
