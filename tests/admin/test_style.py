"""The style page: every component of the reader's site, for staff."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
COMPONENTS = (
    *(
        "lead-headline",
        "card",
        "byline",
        "kicker",
        "note",
        "notice",
        "tag-list",
        "entry",
        "paging",
        "search-box",
        "<pre tabindex",
    ),
    *("taken", "empty", "message", "swatch-accent", 'role="doc-endnotes"', "<blockquote>", "<cite>"),
)


def test_it_shows_the_components(desk):
    page = desk.get("/admin/style/").text
    assert [one for one in COMPONENTS if one not in page] == []
    assert '<meta name="robots" content="noindex">' in page
    assert " style=" not in page


def test_it_is_for_staff(client):
    assert client.get("/admin/style/").status_code == 302
    client.force_login(UserFactory(is_staff=False, is_superuser=False))
    assert client.get("/admin/style/").status_code == 302


def test_queries(desk, django_assert_num_queries):
    with django_assert_num_queries(4):
        desk.get("/admin/style/")
