"""Names in bylines."""

import pytest

from articles.importing.cleaning import bylines


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("BY JANE DOE AND OMAR LIND", ("Jane Doe", "Omar Lind")),
        ("By Jane Doe, Omar Lind and Zoë O’Rourke, Staff Writers", ("Jane Doe", "Omar Lind", "Zoë O’Rourke")),
        ("By Priya Raman, business reporter", ("Priya Raman",)),
        ("by Łukasz van der Berg | Port Hallow Gazette", ("Łukasz van der Berg",)),
        ("Words: Jane Doe", ("Jane Doe",)),
        ("Written by Jane Doe for the Gazette", ("Jane Doe",)),
        ("By our court reporter", ("our court reporter",)),
        ("Staff Reports", ("Staff Reports",)),
        ("By Monday the water had gone", ()),
        ("By the river", ()),
        ("Jane Doe", ()),
        ("By 41 votes to 12", ()),
        ("", ()),
    ],
)
def test_parse(line: str, names: tuple[str, ...]) -> None:
    assert bylines.parse(line) == names


@pytest.mark.parametrize("text", ["Jane Doe", "Ludwig van Beethoven", "Zoë O’Rourke", "J. R. Nuñez"])
def test_names(text: str) -> None:
    assert bylines.is_name(text)


@pytest.mark.parametrize("text", ["Staff Writer", "the harbour", "Jane", "Harbour Trust Votes For A New", ""])
def test_no_names(text: str) -> None:
    assert not bylines.is_name(text)
