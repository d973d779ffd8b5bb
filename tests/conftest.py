"""Fixtures that every part of the suite shares."""

import pytest

from articles.caching import edition
from articles.search import engines
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def first_reader(monkeypatch):
    """Nobody has asked for a page yet: what one costs does not depend on the tests before."""
    monkeypatch.setattr(edition._seen, "edition", None)


@pytest.fixture(autouse=True)
def index_left_empty(request):
    """Django empties the tables of models after a test that commits, and not those of the search index."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"live_server", "transactional_db"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    for table in (engines.STORIES, engines.HEADLINES, engines.NAMES, engines.PICTURES):
        engines.clear(table)


@pytest.fixture
def editor(db):
    """A signed-in user's account with every permission."""
    return UserFactory(username="editor")


@pytest.fixture
def desk(client, editor):
    """A test client signed in to the admin."""
    client.force_login(editor)
    return client
