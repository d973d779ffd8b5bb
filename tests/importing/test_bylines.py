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


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Jane Doe and Omar Lind, Associated Press", ("Jane Doe", "Omar Lind")),
        ("JANE DOE, Staff Writer", ("Jane Doe",)),
        ("Jane Doe", ("Jane Doe",)),
        ("Jane Doe, mayor of Port Tarrow, said no", ()),
        ("Associated Press", ()),
    ],
)
def test_a_byline_without_its_by(line: str, names: tuple[str, ...]) -> None:
    assert bylines.bare(line) == names
    assert bylines.is_signed(line) is ("," in line and bool(names))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Jane Doe Monday", "Jane Doe"),
        ("Jane Doe November 18, 2019", "Jane Doe"),
        ("November", ""),
        ("JANE DOE Associated Press", "Jane Doe"),
        ("Jane Doe News reporter", "Jane Doe"),
        ("Analysis Jane Doe", "Jane Doe"),
        ("Текст Анна Петрова", "Анна Петрова"),
        ("City News wire services Published", "City News wire services"),
        ("April Doe", "April Doe"),
        ("Tuesday Doe", "Tuesday Doe"),
        ("The Gazette Staff", "The Gazette Staff"),
        ("Associated Press", "Associated Press"),
    ],
)
def test_what_ran_into_a_name_goes(given: str, name: str) -> None:
    assert bylines.signed(given) == name


@pytest.mark.parametrize("text", ["Jane Doe", "Ludwig van Beethoven", "Zoë O’Rourke", "J. R. Nuñez"])
def test_names(text: str) -> None:
    assert bylines.is_name(text)


@pytest.mark.parametrize(
    "text", ["Staff Writer", "The Russian", "the harbour", "Jane", "Harbour Trust Votes For A New", ""]
)
def test_no_names(text: str) -> None:
    assert not bylines.is_name(text)
