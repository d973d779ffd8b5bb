"""What a search of the library finds, and that the index follows whatever changes it."""

import pytest
from django.core.management import call_command

from articles import search
from articles.models import PersonAlias, Picture, PicturePerson
from articles.search import engines
from tests.factories import PersonFactory, PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    picture = PictureFactory(
        caption="Buses cross the Harbour Bridge.", alt_text="A long bridge", credit="Ana Ruíz / Newsroom"
    )
    PictureFactory(caption="A dog", keywords="bridges, dogs")
    return picture


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("harbour", True),
        ("HARBOUR buses", True),
        ("harb", True),
        ("ruiz", True),
        ("long bridge", True),
        ('"bridge long"', False),
        ("harbour dog", False),
        ("harbour -buses", False),
        ("-dog", True),
        ("!!", False),
        ("", False),
        ("\0", False),
    ],
)
def test_words_of_all_fields(bridge, typed, is_found):
    assert (bridge.pk in search.find_pictures(typed)) is is_found


def test_the_newest_come_first_and_not_more_than_a_thousand(bridge, monkeypatch):
    newer = PictureFactory(caption="The bridge at night")
    dogs = Picture.objects.get(caption="A dog")
    assert search.find_pictures("bridge") == [newer.pk, dogs.pk, bridge.pk]
    monkeypatch.setattr("articles.search.pictures.MOST", 2)
    assert search.find_pictures("bridge") == [newer.pk, dogs.pk]


def test_people_by_any_of_their_names(bridge):
    zoe = PersonFactory(name="Zoë Quinn")
    PersonAlias.objects.create(person=zoe, name="The Mayor")
    shown = PicturePerson.objects.create(picture=bridge, person=zoe)
    assert search.find_pictures("mayor bridge") == search.find_pictures("quinn") == [bridge.pk]
    shown.delete()
    assert search.find_pictures("quinn") == []


def test_it_follows_changes(bridge):
    bridge.caption = "A ferry"
    bridge.save()
    assert search.find_pictures("buses") == []
    assert search.find_pictures("ferry") == [bridge.pk]
    bridge.delete()
    assert search.find_pictures("ferry") == []


def test_it_is_made_anew(bridge):
    engines.clear(engines.PICTURES)
    assert search.find_pictures("buses") == []
    call_command("rebuild_search")
    assert search.find_pictures("buses") == [bridge.pk]
