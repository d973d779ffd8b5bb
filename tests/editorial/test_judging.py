"""What an arrival is beside what the newsroom has: known, changed, mostly the same, or news."""

import random

import pytest

from articles.editorial.intake import Arrival, Intake
from articles.editorial.intake.judging import COMMON
from articles.importing.document import Derived, Document, Line
from articles.importing.fingerprints import fingerprint
from articles.models import Article, Revision, Shingle, SourceDocument

pytestmark = pytest.mark.django_db

WORDS = [
    f"{a}{b}" for a in "bcdfglmnprst" for b in ("arrow", "ell", "in", "ock", "ump", "ays", "ored", "est")
]


def sentences(seed, number=12):
    """Sentences of twelve words each, others for each seed."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=12)) + "." for _ in range(number)]


def document(source, text, **fields):
    lines = tuple(map(Line, text))
    given = {"lines": lines, "headline": Derived(f"From {source}", "x"), "fingerprint": fingerprint(text)}
    return Document(source, **{**given, **fields})


def arrival(source, text, **fields):
    return Arrival(source, f"{source} {text}".encode(), "news", document(source, text, **fields))


def at(address):
    return {"canonical": Derived(address, "link")}


def take_in(*arrivals, **options):
    return Intake(operator="ada", **options).take_in(arrivals)


def outcomes(*arrivals, **options):
    return [(result.outcome, result.duplicate_of) for result in take_in(*arrivals, **options)]


STORY = sentences(1)

VARIANTS = {
    "junk added": [*STORY[:3], "Sign up for our newsletter", *STORY[3:9], "Most read today", *STORY[9:]],
    "an update": [*sentences(2, 1), *STORY[:9]],
    "a brief": STORY[:4],
    "a rewrite": [STORY[8], STORY[2], STORY[10], STORY[5], *sentences(3, 2)],
    "a story around it": [*sentences(4), *STORY, *sentences(5)],
}


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != "junk added"])
def test_mostly_the_same_text_is_a_draft_with_a_warning(name):
    assert outcomes(arrival("wire/one.txt", STORY)) == [("created", None)]
    [result] = take_in(arrival("wire/two.txt", VARIANTS[name]), publish=True)
    assert (result.outcome, result.duplicate_of) == ("created", "wire/one.txt")
    assert result.warnings == ("Mostly the same text as wire/one.txt. Compare the two before you publish.",)
    entry = SourceDocument.objects.get(source="wire/two.txt")
    assert (entry.article.status, entry.duplicate_of.source) == ("draft", "wire/one.txt")
    assert (entry.warnings, Article.objects.count()) == (list(result.warnings), 2)


def test_the_shorter_text_may_come_first():
    assert outcomes(arrival("a.txt", STORY[:4]), arrival("b.txt", STORY)) == [
        ("created", None),
        ("created", "a.txt"),
    ]


def test_nearly_all_of_the_text_is_a_changed_source_under_any_name():
    take_in(arrival("one.txt", STORY))
    assert outcomes(arrival("two.txt", VARIANTS["junk added"])) == [("proposed", "one.txt")]


@pytest.mark.parametrize("name", VARIANTS)
def test_mostly_the_same_text_under_the_same_name_is_a_changed_source(name):
    take_in(arrival("a/001.txt", STORY))
    assert outcomes(arrival("b/001.txt", VARIANTS[name])) == [("proposed", "a/001.txt")]


def test_another_text_under_the_same_name_is_a_story_of_its_own():
    take_in(arrival("a/001.txt", STORY))
    assert outcomes(arrival("b/001.txt", sentences(9))) == [("created", None)]


def test_the_same_address_is_the_same_source_whatever_its_text():
    take_in(arrival("one.html", STORY, **at("https://town.example/1")))
    changed = arrival("two.html", sentences(9), **at("https://town.example/1"))
    assert outcomes(changed) == [("proposed", "one.html")]
    again = arrival("three.html", sentences(9), **at("https://town.example/1"), headline=Derived("New", "x"))
    assert outcomes(again) == [("proposed", "two.html")]


def test_the_same_words_at_the_same_address_are_a_duplicate():
    take_in(arrival("one.html", STORY, **at("https://town.example/1")))
    same = arrival("two.html", STORY, **at("https://town.example/1"), headline=Derived("From one.html", "x"))
    assert outcomes(same) == [("duplicate", "one.html")]


def test_another_address_is_another_story():
    take_in(arrival("one.html", STORY, **at("https://town.example/1")))
    copy = arrival("one.html", VARIANTS["junk added"], **at("https://other.example/1"))
    assert outcomes(copy) == [("created", "one.html")]


def test_of_several_the_first_is_named():
    take_in(arrival("one.txt", STORY))
    take_in(arrival("two.txt", VARIANTS["an update"]))
    assert outcomes(arrival("three.txt", [*VARIANTS["an update"], *sentences(6, 5)])) == [
        ("created", "one.txt")
    ]


def test_a_proposal_goes_on_from_the_newest_state():
    take_in(arrival("a/1.txt", STORY))
    take_in(arrival("b/1.txt", [*STORY, *sentences(7, 1)]))
    take_in(arrival("c/1.txt", [*STORY, *sentences(7, 2)]))
    first, second, third = Revision.objects.order_by("id")
    assert (second.base, third.base) == (first, second)


def test_boilerplate_that_many_documents_share_tells_nothing():
    boilerplate = sentences(0, 3)
    for number in range(20):
        made = arrival(f"{number}.txt", [*sentences(number + 100), *boilerplate])
        assert outcomes(made) == [("created", None)]
    held = list(Shingle.objects.filter(hash__in=made.hashes).values_list("hash", flat=True))
    assert max(map(held.count, held)) == COMMON


def test_documents_of_one_batch_meet_and_so_they_do_in_a_dry_run():
    def batch():
        return [
            arrival("a.txt", STORY),
            arrival("b.txt", STORY),
            arrival("c.txt", VARIANTS["a brief"]),
            arrival("a/a.txt", VARIANTS["an update"]),
            arrival("e.txt", sentences(9), **at("https://town.example/9")),
            arrival("f.txt", sentences(10), **at("https://town.example/9")),
            arrival("a.txt", STORY),
        ]

    dry = outcomes(*batch(), dry_run=True)
    assert not SourceDocument.objects.exists()
    assert dry == [
        ("created", None),
        ("duplicate", "a.txt"),
        ("created", "a.txt"),
        ("proposed", "a.txt"),
        ("created", None),
        ("proposed", "e.txt"),
        ("unchanged", None),
    ]
    assert outcomes(*batch()) == dry


def test_two_runs_at_once_double_nothing(monkeypatch):
    """The other run stores the same document between our look into the ledger and our transaction."""
    from articles.editorial.intake import recording

    judge, calls = recording.judge, []

    def overtaken(batch):
        calls.append(batch)
        verdicts = judge(batch)
        if len(calls) == 1:
            take_in(arrival("a.txt", STORY))
        return verdicts

    monkeypatch.setattr(recording, "judge", overtaken)
    results = outcomes(arrival("a.txt", STORY), arrival("b.txt", sentences(2)))
    assert results == [("unchanged", None), ("created", None)]
    assert Article.objects.count() == 2
