"""Fixtures that every part of the suite shares."""

import pytest

from articles.caching import edition
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def first_reader(monkeypatch):
    """Nobody has asked for a page yet: what one costs does not depend on the tests before."""
    monkeypatch.setattr(edition._seen, "edition", None)


@pytest.fixture
def editor(db):
    """A signed-in user's account with every permission."""
    return UserFactory(username="editor")


@pytest.fixture
def desk(client, editor):
    """A test client signed in to the admin."""
    client.force_login(editor)
    return client
