"""Which records may be one and the same, and which are not brought together again."""

import pytest

from articles.editorial import authorities, likenesses
from articles.models import (
    Comparison,
    Person,
    PersonAlias,
    PersonIdentifier,
    PersonLikeness,
    Topic,
    TopicLikeness,
)
from tests.factories import PersonFactory, TopicFactory, make_article

pytestmark = pytest.mark.django_db


def compare(model=Person):
    while likenesses.compare_some(model):
        pass


def pairs(rows=PersonLikeness):
    return {(pair.first.name, pair.second.name): pair.reasons for pair in rows.objects.all()}


SPELT = ["They are spelt much alike."]
SHORT = ["One may be a shorter form of the other."]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ("Vladimir Putin", "Vladimr Putin", SPELT),
        ("Vladimir Putin", "Putin Vladimir", SPELT),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", SPELT),
        ("Vladimir Putin", "V. Putin", SHORT),
        ("Vladimir V. Putin", "Vladimir Putin", SPELT),
        ("Hillary Rodham Clinton", "Hillary Clinton", SHORT),
        ("Jiří Novák", "Jiri Nowak", SPELT),
    ],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_similar_names(one, other, reasons, turn):
    names = (one, other)[::turn]
    for name in names:
        PersonFactory(name=name)
    compare()
    assert pairs() == {names: reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Donald Trump", "Ivana Trump"),
        ("Putin", "Vladimir Putin"),
        ("Person 12", "Person 13"),
        ("Ann Ash", "Bo Birch"),
        ("J. P. Morgan", "K. P. Morgan"),
    ],
)
def test_names_that_are_not(one, other):
    PersonFactory(name=one)
    PersonFactory(name=other)
    compare()
    assert pairs() == {}


def test_topics_in_the_singular_and_the_plural():
    for name in ("flood wall", "flood walls", "generator", "generators", "Route 14", "Route 15"):
        TopicFactory(name=name)
    compare(Topic)
    assert pairs(TopicLikeness) == {("flood wall", "flood walls"): SPELT, ("generator", "generators"): SPELT}


def test_another_name_counts_like_the_name():
    PersonFactory(name="Edson Arantes")
    PersonAlias.objects.create(person=PersonFactory(name="Pelé"), name="Edson Arantes")
    compare()
    assert pairs() == {("Edson Arantes", "Pelé"): ["They have a name in common."]}


def test_the_same_number_elsewhere():
    for name in ("Beyoncé", "Queen Bey"):
        PersonIdentifier.objects.create(person=PersonFactory(name=name), scheme="wikidata", value="Q36153")
    PersonIdentifier.objects.create(person=PersonFactory(name="Q"), scheme="viaf", value="Q36153")
    compare()
    assert pairs() == {("Beyoncé", "Queen Bey"): ["Both have the wikidata number Q36153."]}


def test_stories_speak_for_one_or_for_two():
    full, alone, other = (PersonFactory(name=name) for name in ("Vladimir Putin", "Putin", "Vladimr Putin"))
    sergei, kremlin = PersonFactory(name="Sergei Lavrov"), TopicFactory(name="Kremlin")
    make_article(people=[full, sergei], topics=[kremlin])
    make_article(people=[alone, sergei], topics=[kremlin])
    make_article(people=[full, other])
    compare()
    company = "Their stories name the same people and topics."
    assert pairs() == {("Vladimir Putin", "Putin"): [*SHORT, company]}


def test_not_the_same_is_remembered_for_ever(editor):
    for name in ("Vladimir Putin", "Vladimr Putin"):
        PersonFactory(name=name)
    compare()
    authorities.keep_apart(PersonLikeness.objects.get(), editor)
    likenesses.start_again()
    compare()
    assert pairs() == {}


def test_not_the_same_follows_a_merge_and_comes_back(editor):
    names = ("Vladimir Putin", "Vladimr Putin", "Vladimirr Putin")
    putin, other, double = (PersonFactory(name=name) for name in names)
    compare()
    before = pairs()
    assert set(before) == {names[:2], names[::2], names[1:]}
    authorities.keep_apart(PersonLikeness.objects.get(first=other, second=double), editor)
    rework = authorities.merge([double], putin)
    assert pairs() == {}
    likenesses.start_again()
    compare()
    assert pairs() == {}
    authorities.undo(rework)
    assert pairs() == {pair: told for pair, told in before.items() if pair != names[1:]}


def test_whoever_is_not_the_same_may_still_be_merged(editor):
    one, other = (PersonFactory(name=name) for name in ("Vladimir Putin", "Vladimr Putin"))
    compare()
    authorities.keep_apart(PersonLikeness.objects.get(), editor)
    authorities.undo(authorities.merge([one], other))
    likenesses.start_again()
    compare()
    assert pairs() == {}


def test_a_new_name_ends_the_likeness():
    PersonFactory(name="Vladimir Putin")
    other = PersonFactory(name="Vladimr Putin")
    compare()
    other.name = "Walter Pascoe"
    other.save()
    likenesses.start_again()
    compare()
    assert pairs() == {}


def test_only_new_records_are_compared_until_a_day_is_over():
    PersonFactory(name="Vladimir Putin")
    compare()
    assert likenesses.compare_some(Person) == 0
    PersonFactory(name="Vladimr Putin")
    assert likenesses.compare_some(Person) == 1
    assert list(pairs()) == [("Vladimir Putin", "Vladimr Putin")]
    Comparison.objects.update(began_at="2020-01-01T00:00Z")
    assert [likenesses.compare_some(Person) for _ in range(3)] == [0, 2, 0]


def test_a_batch_has_a_fixed_number_of_queries(django_assert_max_num_queries):
    for number in range(60):
        PersonFactory(
            name=f"Otto{'abcdefgh'[number % 8]} Stern{'klmnop'[number % 6]} {chr(97 + number // 10)}"
        )
    with django_assert_max_num_queries(12 + 60):
        assert likenesses.compare_some(Person) == 60
