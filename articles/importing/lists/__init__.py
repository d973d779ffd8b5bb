"""The word lists, forms and tables of the import: plain text in this folder, in configparser's format.

An entry is `name = value` in a section; indented lines go on with it, `#` begins a comment, and `${name}`
(or `${section:name}`) stands for another entry. (The long lists of `names`, a folder below, have a form of
their own: see `names.vocabulary`.)
"""

import re
from collections.abc import Mapping, Sequence
from configparser import ConfigParser, ExtendedInterpolation
from functools import cache
from pathlib import Path

Table = Mapping[str, Sequence[str]]


@cache
def _read(name: str) -> ConfigParser:
    found = ConfigParser(interpolation=ExtendedInterpolation(), delimiters=("=",), comment_prefixes=("#",))
    found.optionxform = str  # type: ignore[assignment,method-assign]  # small and large letters differ
    found.read_string((Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8"))
    return found


def section(name: str) -> Mapping[str, str]:
    """The entries of a section, given as "file/section". Raises KeyError when there is none."""
    file, _, part = name.partition("/")
    return dict(_read(file)[part])  # its own mapping looks each entry up anew


def table(name: str) -> Table:
    """The words of each entry of a section, in order."""
    return {entry: value.split() for entry, value in section(name).items()}


def words(name: str) -> frozenset[str]:
    """The words of an entry, given as "file/section/entry". Raises KeyError when there is none."""
    return frozenset(_entry(name).split())


def lines(name: str) -> list[str]:
    """The lines of such an entry."""
    return _entry(name).strip().splitlines()


def one_of(name: str) -> str:
    """A pattern of an entry's alternatives, which the end of a line or ", " parts."""
    return "|".join(form for line in lines(name) for form in line.split(", "))


def joined(name: str) -> str:
    """The lines of an entry without their ends."""
    return "".join(lines(name))


def pattern(name: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern that an entry's lines are together."""
    return re.compile(joined(name), flags)


def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Those of a section, in its order."""
    return tuple(pattern(f"{name}/{entry}") for entry in section(name))


def _entry(name: str) -> str:
    part, _, entry = name.rpartition("/")
    return section(part)[entry]
