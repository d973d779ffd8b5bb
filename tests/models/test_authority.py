"""Names, keys and addresses of people and topics."""

import pytest
from django.db import IntegrityError, transaction

from articles.folding import fold
from articles.models import Person, PersonAlias, Topic


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Vladimir Putin", "vladimir putin"),
        ("ZOË Ferreira", "zoe ferreira"),
        ("Niamh O’Rourke", "niamh orourke"),
        ("Niamh O'Rourke", "niamh orourke"),
        ("Jean-Luc  van der Berg", "jean luc van der berg"),
        ("U.S.", "us"),
        ("STRASSE", "strasse"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("習近平", "習近平"),
        ("Ольга Й.", "ольга и"),
        ("!!!", "!!!"),
    ],
)
def test_fold(name, key):
    assert fold(name) == key
    assert fold(key) == key


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Zoë Müller", "zoe-muller"),
        ("Łukasz Wilczek", "lukasz-wilczek"),
        ("Ægir Þór", "aegir-thor"),
        ("習近平", "習近平"),
        ("!!!", "person"),
        ("John Smith (footballer)", "john-smith-footballer"),
    ],
)
def test_slugs_are_never_empty(name, slug):
    assert Person.objects.create(name=name).slug == slug


@pytest.mark.django_db
def test_a_taken_slug_gets_a_number():
    Topic.objects.create(name="C")
    assert Topic.objects.create(name="C++").slug == "c-2"


@pytest.mark.django_db
def test_one_name_is_one_record_whatever_its_case_and_accents():
    Person.objects.create(name="Zoë Ferreira")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="ZOE FERREIRA")


@pytest.mark.django_db
def test_an_alias_may_belong_to_several():
    donald, ivana = Person.objects.create(name="Donald Trump"), Person.objects.create(name="Ivana Trump")
    for person in (donald, ivana):
        PersonAlias.objects.create(person=person, name="Trump")
    assert set(Person.objects.named(["TRUMP"])) == {donald, ivana}
    assert list(Person.objects.containing("don trum")) == [donald]
