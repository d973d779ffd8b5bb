"""Fixtures that every part of the suite shares."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def editor(db):
    """A signed-in user's account with every permission."""
    return UserFactory(username="editor")


@pytest.fixture
def desk(client, editor):
    """A test client signed in to the admin."""
    client.force_login(editor)
    return client
