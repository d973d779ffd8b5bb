"""Headline and dek."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing import cleaning, headlines
from articles.importing.cleaning import opening
from articles.importing.document import Document
from articles.importing.readers import read

# As the measure of headlines has it (tests/benchmarks/scorers/headline.py).
DANGLING_WORDS = (
    "a an the of and or to in on at by for from with as that who which but its his her their is are was were "
    "has have had be been"
)
DANGLING = set(DANGLING_WORDS.split())


def derived(text: str, source: str = "story.txt") -> Document:
    return headlines.derive(opening.with_fields(cleaning.clean(read(source, text.encode(), limit=10**7)[0])))


def headline(text: str, source: str = "story.txt") -> str:
    found = derived(text, source).headline
    assert found is not None
    return found.value


def fit(value: str) -> bool:
    words = re.findall(r"[\w']+", value)
    return (
        bool(words)
        and len(value) <= 90
        and not value.endswith(("…", "...", ",", ";", ":", "-", "–", "—"))
        and words[-1].lower() not in DANGLING
    )


CASES = sorted((Path(__file__).parent / "cases" / "headlines").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    document = derived(path.read_text(encoding="utf-8"), path.name)
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert document.headline is not None
    assert {
        "headline": document.headline.value,
        "rule": document.headline.rule,
        "dek": document.dek.value if document.dek else None,
    } == expected


SECOND = "The ferry will leave from the north quay until the end of June, the trust’s members were told."


@pytest.mark.parametrize(
    ("lede", "expected"),
    [
        (
            "Russian President Vladimir Putin has urged Ukrainian troops stationed in Russia’s Kursk "
            "region to surrender, as "
            "discussions continue over a possible US-brokered ceasefire with Kyiv.",
            "Vladimir Putin Urges Ukrainian Troops in Russia’s Kursk Region to Surrender",
        ),
        (
            "Two United States service members have been killed in a helicopter crash in Afghanistan, "
            "the US military said in a "
            "statement on Wednesday.",
            "Two United States Service Members Killed in a Helicopter Crash in Afghanistan",
        ),
        (
            "PORT HALLOW, March 3 — On Monday, the harbour trust voted for a new slipway, according "
            "to its chairman.",
            "The Harbour Trust Votes for a New Slipway",
        ),
        (
            "The council’s £1.9m flood wall will open in June (weather permitting), Mayor Edith "
            "Calloway said on Friday.",
            "The Council’s £1.9m Flood Wall Will Open in June",
        ),
        (
            "A cat who has been missing for five years in Portland, Oregon, has been found in a "
            "harbour café in Port Hallow.",
            "A Cat Found in a Harbour Café in Port Hallow",
        ),
    ],
)
def test_made_from_the_lede(lede: str, expected: str) -> None:
    assert headline(f"{lede}\n{SECOND}") == expected


def test_the_source_s_own_wins_as_it_is() -> None:
    found = derived(
        "Harbour trust votes for iPhone ban\n\nThe trust voted on Monday. It was the first vote of "
        "the year in Port Hallow."
    ).headline
    assert found is not None
    assert (found.value, found.rule) == (
        "Harbour trust votes for iPhone ban",
        "the headline that the source has",
    )


def test_capitals_are_taken_down() -> None:
    body = "The trust of Port Hallow has asked NATO for help with its slipway, it said."
    text = f"HARBOUR TRUST OF PORT HALLOW ASKS NATO FOR HELP\n\n{body}"
    assert headline(text) == "Harbour Trust of Port Hallow Asks NATO for Help"


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("Word", "a.txt", "Word"),
        ("…", "port-hallow_ferry.txt", "port hallow ferry"),
        ("港のトラストは月曜日に投票した。雨が降った。", "a.txt", "港のトラストは月曜日に投票した"),
        ("***", "***.txt", "Untitled"),
    ],
)
def test_degenerate_texts(text: str, source: str, expected: str) -> None:
    assert headline(text, source) == expected


def test_dek_goes_on_from_the_headline() -> None:
    dek = derived(
        "The harbour trust voted for a new slipway on Monday.\n"
        "“We waited,” said Ruth Penhallow.\n"
        "Two berths will be closed while the piles are driven in April. The ferry will leave from the "
        "north quay.\n"
    ).dek
    assert dek is not None
    assert dek.value == (
        "Two berths will be closed while the piles are driven in April. The ferry will leave from the "
        "north quay."
    )


def test_one_sentence_has_no_dek() -> None:
    assert derived("The harbour trust voted for a new slipway on Monday.").dek is None


VOCABULARY = (
    "The the of and Russia’s harbour trust voted has been urged by in on Monday, Dr. Jane Doe who "
    "said that “we "
    "wait” ( ) “ ” as after £400,000 slipway . . ! ? … — : ; its was a US-brokered ceasefire told "
    "members with to"
)
WORDS = st.sampled_from(VOCABULARY.split())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=5).map("\n".join)
)
def test_english_like_text_has_a_whole_headline(text: str) -> None:
    value = headline(text)
    assert fit(value)
    assert value.count("“") == value.count("”")
    assert value.count("(") == value.count(")")


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_has_a_headline(text: str) -> None:
    value = headline("x " + "".join(c for c in text if c.isprintable()))
    assert 1 <= len(value) <= 90
