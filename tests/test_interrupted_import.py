"""A run that is killed leaves whole documents or none, and the next one goes on from there."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WHOLE = """
    SELECT COUNT(*) FROM articles_article a
    JOIN articles_revision r ON r.id = a.latest_revision_id AND r.id = a.live_revision_id
    JOIN articles_sourcedocument s ON s.article_id = a.id AND s.revision_id = r.id
    JOIN articles_statuschange c ON c.article_id = a.id AND c.to_status = a.status
    WHERE a.live_at IS NOT NULL AND json_array_length(r.people) =
        (SELECT COUNT(*) FROM articles_articleperson p
         WHERE p.content_object_id = a.id AND p.live_at = a.live_at)
"""
REPORTS = 150
DOCUMENTS = "SELECT COUNT(*) FROM articles_sourcedocument"


@pytest.fixture
def site(tmp_path):
    """-> (environment, database file) of a fresh, migrated site."""
    database = tmp_path / "site.sqlite3"
    environment = os.environ | {"SECRET_KEY": "x", "DATABASE_URL": f"sqlite:///{database}", "DEBUG": "off"}
    manage(environment, "migrate", "--verbosity", "0").wait()
    return environment, database


def manage(environment, *arguments):
    command = [sys.executable, ROOT / "manage.py", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def ask(database, query):
    with sqlite3.connect(database) as connection:
        return connection.execute(query).fetchone()[0]


@pytest.fixture
def folder(tmp_path):
    """Reports of which each is like no other."""
    place = tmp_path / "reports"
    place.mkdir()
    for number in range(REPORTS):
        words = " ".join(f"{word}{number}" for word in "the town opened its harbour gates again".split())
        text = f"Mayor Edith Calloway said on Monday that {words}. " * 8
        (place / f"{number:03}.txt").write_text(text)
    return str(place)


def test_kill_at_any_moment(site, folder):
    environment, database = site
    chance = random.Random(7)
    seen = set()
    for _ in range(5):
        before = ask(database, DOCUMENTS)
        process = manage(environment, "import_seeds", "--publish", folder)
        while ask(database, DOCUMENTS) == before and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        stories = ask(database, "SELECT COUNT(*) FROM articles_article")
        seen.add(stories)
        assert ask(database, WHOLE) == stories
    assert manage(environment, "import_seeds", "--publish", folder).wait() == 0
    assert ask(database, WHOLE) == ask(database, "SELECT COUNT(*) FROM articles_article") == REPORTS
    assert ask(database, DOCUMENTS) == REPORTS
    assert manage(environment, "import_seeds", "--publish", folder).wait() == 0
    assert ask(database, DOCUMENTS) == REPORTS
    assert len(seen) > 1, "no run was killed half-way"


def test_two_runs_at_once_double_nothing(site, folder):
    environment, database = site
    runs = [manage(environment, "import_seeds", "--publish", folder) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    assert ask(database, WHOLE) == ask(database, "SELECT COUNT(*) FROM articles_article") == REPORTS
    assert ask(database, DOCUMENTS) == REPORTS
