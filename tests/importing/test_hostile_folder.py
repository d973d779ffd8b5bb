"""A hostile folder: each thing in it is imported or refused with one line, and nothing else is touched."""

import sys

import pytest

from articles.editorial import imports
from articles.editorial.intake import Intake
from articles.importing import sources
from articles.models import Article
from tests.importing import hostile

pytestmark = pytest.mark.django_db

HUGE = 100_000  # what the benchmark makes a million of
LIMIT = 10 * HUGE
TOUCHING = frozenset(("open", "os.listdir", "os.scandir", "socket.__new__"))

_touched: list[str] = []


def test_all_is_imported_or_refused_and_nothing_outside_is_touched(tmp_path):
    outside = tmp_path / "outside"
    expected = hostile.build(tmp_path / "folder", outside, HUGE)
    sys.addaudithook(
        lambda event, given: _touched.append(f"{event} {given[0]}") if event in TOUCHING else None
    )
    found = list(sources.find([str(tmp_path / "folder")]))
    (tmp_path / "folder" / "vanishing.txt").unlink()
    with open(tmp_path / "folder" / "growing.txt", "a") as file:
        file.write("\n\nIt grew by a sentence meanwhile, which is read as well.")
    results = list(imports.run(found, Intake(operator="ada"), limit=LIMIT))

    became = {one.source.removeprefix(f"{tmp_path}/folder/"): one.error or one.outcome for one in results}
    assert {
        name: expected.get(name) if line.startswith(expected.get(name, "?")) else line
        for name, line in became.items()
    } == expected
    assert not [line for line in became.values() if not line.isprintable()]
    assert Article.objects.count() == list(became.values()).count("created")
    assert [
        one for one in _touched if "outside" in one.replace("traversal.zip/outside", "") or "socket" in one
    ] == []
