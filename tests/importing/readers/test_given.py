"""What formats say of a document, read one value at a time."""

import pytest

from articles.importing.readers import given


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("1800-01-01T00:00:00+14:00", None),
        ("1801-01-01", "1801-01-01"),
        ("2198-12-31T23:59:59", "2198-12-31T23:59:59"),
        ("2199-12-31T23:59:59-14:00", None),
        ("9998-05-05T00:00:00", None),
        ("0002-05-05", None),
        ("95617584000", None),
    ],
)
def test_a_year_that_no_page_has_a_place_for_is_no_date(said, read):
    assert given.moment(said) == read
