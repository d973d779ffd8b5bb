"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.sentences import split


@pytest.mark.parametrize(
    "sentences",
    [
        ["The trust voted.", "Nobody minded!", "Why?", "It rained."],
        ["Mr. J. K. Smith of St. Mary's met Dr. Jones vs. Acme Inc. on Monday.", "They spoke."],
        ["The U.S. Senate met at 5 p.m. Friday.", "She left at 6 p.m.", "The end."],
        ["It rose 3.5 per cent to £1.9m.", "See No. 5 and pp. 3 to 4, Jan. 5, 1990."],
        ["“Overall, it moves,” he said.", "“If they surrender, they live.”", "However, he stressed it."],
        ["“Stop!” Smith said.", "“Go.”"],
        ["“Really?” she asked.", "He nodded."],
        ["The car went… and then... nothing came.", "It left."],
        ["(They had met in May.)", "Then they parted [in June].", "The rest is known."],
        ["This cost $5.", "40 people came."],
        ["It was written by C. H. Douglas, P. D. James.", "It sold."],
        ["She took vitamin C.", "The doctor said so."],
        ["你好。", "再见！", "好吗？"],
        ["No stop at the end"],
    ],
)
def test_split(sentences: list[str]) -> None:
    glue = "" if sentences[0].endswith("。") else " "
    assert split(glue.join(sentences)) == sentences


def test_nothing_has_no_sentences() -> None:
    assert split("  ") == []


@given(st.text(st.sampled_from("aA.!? \"'”“(…5,"), max_size=80) | st.text(max_size=80))
def test_no_word_is_lost(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("unit", [".", "a. ", "A. ", "x", '."', "Mr. ", "“", "... "])
def test_a_long_paragraph_is_split(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert "".join("".join(split(text)).split()) == "".join(text.split())
