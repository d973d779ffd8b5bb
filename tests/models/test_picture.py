"""What the database holds of a picture."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from articles.models import Picture


def make(**fields):
    return Picture.objects.create(file="pictures/a.png", width=1, height=1, **fields)


@pytest.mark.django_db
def test_each_picture_has_a_key_of_128_bits():
    keys = {make().key for _ in range(3)}
    assert [len(key) for key in keys] == [22, 22, 22]


@pytest.mark.django_db
def test_a_decorative_picture_says_nothing():
    with pytest.raises(ValidationError, match="choose one of them"):
        Picture(file="a.png", width=1, height=1, alt_text="A dog", is_decorative=True).full_clean()
    with pytest.raises(IntegrityError):
        make(alt_text="A dog", is_decorative=True)


@pytest.mark.django_db
@pytest.mark.parametrize("point", [{"focal_x": -0.1}, {"focal_y": 1.1}])
def test_the_focal_point_is_in_the_picture(point):
    with pytest.raises(IntegrityError):
        make(**point)


@pytest.mark.parametrize(
    ("said", "has_alternative"), [({}, False), ({"alt_text": "A dog"}, True), ({"is_decorative": True}, True)]
)
def test_alternative(said, has_alternative):
    assert Picture(**said).has_alternative == has_alternative


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://a.example/"])
def test_a_licence_is_a_page(address):
    with pytest.raises(ValidationError) as error:
        Picture(file="a.png", width=1, height=1, licence_url=address).full_clean()
    assert list(error.value.message_dict) == ["licence_url"]
