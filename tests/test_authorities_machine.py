"""Create, alias, tag, rename, merge, split, retag and undo in any order: no tag is lost or doubled.

Every old address leads to one live record, the index answers as the rows do, and an undo without anything in
between restores an equal state.
"""

import os
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from articles import search
from articles.editorial import authorities, likenesses, revisions, workflow
from articles.editorial.lists import there as still_there
from articles.models import (
    Article,
    ArticlePerson,
    MergedRecord,
    OldAddress,
    Person,
    PersonAlias,
    PersonIdentifier,
    PersonLikeness,
    Rework,
)
from tests.factories import ContributorFactory, SectionFactory, UserFactory, make_article, make_draft
from tests.test_state_machine import IS_REPEATABLE, RUNS

MOST_RUNS = int(os.environ.get("AUTHORITIES_RUNS", "25"))  # a sequence takes a second or two
STORIES = 4  # the last one is a draft
SOME = st.lists(st.integers(0, 7), max_size=3, unique=True)
WHICH = st.integers(0, 7)

Lists = tuple[list[int], list[int]]  # the people that readers see, and those that editors go on from


def make_stories() -> list[Article]:
    people = [Person.objects.create(name=f"Person {letter}") for letter in "ABCD"]
    shared = {"section": SectionFactory(), "bylines": [ContributorFactory()]}
    stories = [make_article(people=people[n : n + 2], **shared) for n in range(STORIES - 1)]
    return [*stories, make_draft(people=people[1:3], **shared)]


def lists_of(stories: list[Article]) -> dict[int, Lists]:
    """Of each story its lists, for all of them in a few queries."""
    pks = [story.pk for story in stories]
    named = dict(Article.objects.filter(pk__in=pks).values_list("pk", "latest_revision__people"))
    there = still_there(Person, {entry["id"] for entries in named.values() for entry in entries})
    lists: dict[int, Lists] = {
        pk: ([], list(dict.fromkeys(there[one["id"]].pk for one in named[pk] if one["id"] in there)))
        for pk in pks
    }
    rows = ArticlePerson.objects.filter(content_object__in=pks).order_by("rank", "pk")
    for story, person in rows.values_list("content_object", "tag"):
        lists[story][0].append(person)
    return lists


class Records(RuleBasedStateMachine):
    """Some people on three live stories and a draft."""

    def __init__(self, stories: list[Article], user: User) -> None:
        super().__init__()
        self.stories, self.user, self.readers = stories, user, Client()

    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cache.clear()
        self.number = 0
        self.lists = lists_of(self.stories)
        self.addresses: dict[str, int] = {}  # that readers knew, and whose they were
        self.merged: dict[int, int] = {}
        self.apart: set[tuple[int, int]] = set()
        self.before: tuple[Rework, Any] | None = None  # the last deed, and the state that it found

    def teardown(self) -> None:
        try:
            for person in Person.objects.filter(pk__in=map(self.resolve, self.addresses.values())):
                is_public = bool(self.live_stories_of(person))
                answer = self.readers.get(person.get_absolute_url())
                assert answer.status_code == (200 if is_public else 404)
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def person(self, which: int) -> Person:
        people = list(Person.objects.order_by("pk"))
        return people[which % len(people)]

    def people(self, which: list[int]) -> list[Person]:
        return list(dict.fromkeys(map(self.person, which)))

    def chosen(self, which: list[int]) -> list[Article]:
        return [self.stories[n % STORIES] for n in sorted({n % STORIES for n in which})]

    def state(self) -> dict[str, Any]:
        """All that a merge or a retag may change, history apart."""
        rows = {
            "aliases": PersonAlias.objects.values_list("person", "name", "key", "source"),
            "identifiers": PersonIdentifier.objects.values_list("person", "scheme", "value"),
            "tags": ArticlePerson.objects.values_list("content_object", "tag", "rank", "live_at"),
            "addresses": OldAddress.objects.values_list("slug", "target"),
            "merged": MergedRecord.objects.values_list("record", "into"),
            "alike": PersonLikeness.objects.values_list("first", "second"),
        }
        people = list(Person.objects.order_by("pk").values())
        return {name: set(found) for name, found in rows.items()} | {
            "people": people,
            "lists": lists_of(self.stories),
        }

    def did(self, rework: Rework | None, state: Any) -> None:
        self.before = (rework, state) if rework else None

    def resolve(self, pk: int) -> int:
        while pk in self.merged:
            pk = self.merged[pk]
        return pk

    def change(self, swap: Any, stories: list[Article] | None = None) -> None:
        for story in self.stories if stories is None else stories:
            both = self.lists[story.pk]
            self.lists[story.pk] = tuple(list(dict.fromkeys(swap(pks))) for pks in both)

    def live_stories_of(self, person: Person) -> set[int]:
        return {story.pk for story in self.stories[:-1] if person.pk in self.lists[story.pk][0]}

    @rule()
    def create(self) -> None:
        self.number += 1
        authorities.find_or_create(Person, [f"New {self.number}"])
        self.did(None, None)

    @rule(which=WHICH, number=st.integers(1, 3))
    def alias(self, which: int, number: int) -> None:
        person = self.person(which)
        if not person.aliases.filter(key=f"alias {number}").exists():
            PersonAlias.objects.create(person=person, name=f"Alias {number}")
            PersonIdentifier.objects.get_or_create(person=person, scheme="isni", value=str(number))
        self.did(None, None)

    @rule(which=WHICH, people=SOME, is_published=st.booleans())
    def tag(self, which: int, people: list[int], is_published: bool) -> None:
        story = Article.objects.get(pk=self.stories[which % STORIES].pk)
        content = revisions.with_records(revisions.working_copy(story))
        revisions.save(story, {**content, "people": self.people(people)})
        pks = [one.pk for one in self.people(people)]
        was = self.lists[story.pk][0]
        if story.status == Article.Status.DRAFT:
            was = pks
        elif is_published:
            workflow.take(story, "publish_changes")
            was = pks
        self.lists[story.pk] = (was, pks)
        self.did(None, None)

    @rule(which=WHICH, qualifier=st.sampled_from(["", "mayor"]))
    def rename(self, which: int, qualifier: str) -> None:
        person = self.person(which)
        self.number += 1
        authorities.rename(person, f"Renamed {self.number}", qualifier)
        self.did(None, None)

    @rule(which=WHICH, others=st.lists(st.integers(0, 7), min_size=1, max_size=3, unique=True))
    def merge(self, which: int, others: list[int]) -> None:
        into = self.person(which)
        losers = [one for one in self.people(others) if one != into]
        if not losers:
            return
        state, counted = self.state(), authorities.preview_merge(losers, into)
        named = ArticlePerson.objects.filter(tag=into)
        before = named.count()
        rework = authorities.merge(losers, into)
        assert counted.moved.get("stories", 0) == named.count() - before
        gone = {one.pk for one in losers}
        self.change(lambda pks: [into.pk if pk in gone else pk for pk in pks])
        self.merged |= dict.fromkeys(gone, into.pk)
        for one in losers:
            assert self.is_ambiguous(one) or authorities.find(Person, [str(one)])[one.key] == into
        self.did(rework, state)

    def is_ambiguous(self, person: Person) -> bool:
        return PersonAlias.objects.filter(key=person.key).values("person").distinct().count() > 1

    @rule(which=WHICH, other=WHICH, is_apart=st.booleans())
    def compare(self, which: int, other: int, is_apart: bool) -> None:
        first, second = sorted({self.person(which).pk, self.person(other).pk, 0})[-2:]
        likenesses.put_in(Person, [(first, second, 90, [])])
        pair = PersonLikeness.objects.filter(first=first, second=second).first()
        assert bool(pair) == (first > 0 and (first, second) not in self.now_apart())
        if pair and is_apart:
            authorities.keep_apart(pair, self.user)
            self.apart.add((first, second))
        self.did(None, None)

    def now_apart(self) -> set[tuple[int, int]]:
        """What was told of records that are part of another now, is told of that one."""
        pairs = {tuple(sorted(map(self.resolve, pair))) for pair in self.apart}
        return {(first, second) for first, second in pairs if first != second}

    @rule(which=WHICH, stories=SOME)
    def split(self, which: int, stories: list[int]) -> None:
        person, chosen, state = self.person(which), self.chosen(stories), self.state()
        self.number += 1
        new, rework = authorities.split(person, chosen, name=person.name, qualifier=f"no. {self.number}")
        self.change(lambda pks: [new.pk if pk == person.pk else pk for pk in pks], chosen)
        if self.live_stories_of(new):
            state["addresses"].add((new.slug, person.pk))  # readers may have noted it
        self.did(rework, state)

    @rule(add=SOME, remove=SOME, stories=SOME)
    def retag(self, add: list[int], remove: list[int], stories: list[int]) -> None:
        chosen, state = self.chosen(stories), self.state()
        added, gone = self.people(add), {one.pk for one in self.people(remove)}
        changed = authorities.preview_retag(chosen, add=added, remove=self.people(remove))
        rework = authorities.retag(chosen, add=added, remove=self.people(remove))
        copies = lists_of(chosen)
        assert len(changed) == sum(copies[one.pk][1] != self.lists[one.pk][1] for one in chosen)
        self.change(lambda pks: [*(pk for pk in pks if pk not in gone), *(one.pk for one in added)], chosen)
        self.did(rework, state)

    @rule()
    def undo_at_once(self) -> None:
        if self.before:
            rework, state = self.before
            assert authorities.undo(rework) == []
            assert self.state() == state
            self.undone(rework)

    @rule(which=WHICH)
    def undo_later(self, which: int) -> None:
        open_ones = list(Rework.objects.filter(undone_at=None).order_by("-pk"))
        if not open_ones:
            return
        rework, state = open_ones[which % len(open_ones)], self.state()
        try:
            authorities.undo(rework)
        except authorities.CannotUndo:
            assert self.state() == state
            return
        self.undone(rework)

    def undone(self, rework: Rework) -> None:
        """What editors did since stays; the tags are the same once those that came back count as one."""
        back = {
            pk: into
            for pk, into in self.merged.items()
            if pk in {one["pk"] for one in rework.data.get("records", [])}
        }
        for pk in back:
            del self.merged[pk]
        made = rework.data.get("made")
        if made and made not in self.merged and not Person.objects.filter(pk=made).exists():
            self.merged[made] = rework.data["of"]  # whoever noted its address finds that one
        now = lists_of(self.stories)
        if rework.entry.verb == "merge":
            for pk, both in now.items():
                for pks, was in zip(both, self.lists[pk], strict=True):
                    assert {back.get(one, one) for one in pks} == set(was)
        self.lists, self.before = now, None

    @invariant()
    def no_tag_is_lost_or_doubled(self) -> None:
        now = lists_of(self.stories)
        assert now == self.lists
        both = [pks for lists in now.values() for pks in lists]
        assert {pk for pks in both for pk in pks} <= set(Person.objects.values_list("pk", flat=True))
        assert [len(set(pks)) for pks in both] == [len(pks) for pks in both]

    @invariant()
    def who_is_not_the_same_is_not_shown_again(self) -> None:
        assert not self.now_apart() & set(PersonLikeness.objects.values_list("first", "second"))

    @invariant()
    def old_addresses_lead_to_one_live_record(self) -> None:
        people = Person.objects.in_bulk()
        taken = {person.slug for person in people.values()}
        self.addresses |= {one.slug: one.pk for one in people.values() if self.live_stories_of(one)}
        for slug, pk in self.addresses.items():
            if slug in taken:
                continue
            person, answer = people.get(self.resolve(pk)), self.readers.get(f"/people/{slug}/")
            if person and self.live_stories_of(person):
                assert (answer.status_code, answer["Location"]) == (301, person.get_absolute_url())
            else:
                assert answer.status_code in (404, 410)

    @invariant()
    def the_index_answers_as_the_rows_do(self) -> None:
        for person in Person.objects.all():
            found = set(map(search.numbering.pk_of, search.find(search.Search(records=(person,))).rows))
            assert found == self.live_stories_of(person)


@pytest.mark.django_db
def test_no_tag_is_lost_or_doubled():
    stories, user = make_stories(), UserFactory()
    run_state_machine_as_test(
        lambda: Records(stories, user),
        settings=settings(
            max_examples=min(RUNS, MOST_RUNS),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=IS_REPEATABLE,
            phases=[Phase.explicit, Phase.generate],
        ),
    )
