"""The sample documents against their ground truth (names are tested with the naming rules)."""

import json
from pathlib import Path

import pytest

from articles.importing import cleaning, headlines, readers
from articles.importing.cleaning import opening
from articles.importing.document import Document

HERE = Path(__file__).parent
TRUTHS = sorted((HERE / "cases" / "samples").glob("*.json"))
SEEDS = HERE.parent.parent / "seeds"


def imported(path: Path) -> Document:
    [document] = readers.read(str(path), path.read_bytes(), limit=10**7)
    return headlines.derive(opening.with_fields(cleaning.clean(document)))


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_sample(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    document = imported(next(SEEDS.rglob(f"{path.stem}.txt")))
    assert list(document.paragraphs) == truth["body"]
    assert [line.text for line in document.removed] == truth["removed"]
    assert [byline.value for byline in document.bylines] == truth["bylines"]
    assert (document.published.value if document.published else None) == truth["published"]
    assert (document.dateline.value if document.dateline else None) == truth["dateline"]
    assert document.headline is not None
    assert document.headline.value == truth["headline"] or not truth["headline"]


def test_every_sample_has_a_truth() -> None:
    assert {path.stem for path in TRUTHS} == {path.stem for path in (SEEDS / "samples").rglob("*.txt")}


def test_the_real_document() -> None:
    document = imported(next(SEEDS.glob("000_*.txt")))
    assert len(document.paragraphs) == 7
    assert len(document.removed) == 5
    assert document.published is None
    assert document.headline is not None
    assert (
        document.headline.value
        == "Vladimir Putin Urges Ukrainian Troops in Russia’s Kursk Region to Surrender"
    )
    assert document.headline.rule == "the lede, without the person's title"
    assert document.dek is not None
    assert document.dek.value.startswith(
        "Speaking at a meeting of Russia’s security council on Friday, Putin accused"
    )
