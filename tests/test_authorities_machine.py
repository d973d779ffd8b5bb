"""Create, alias, tag, rename, merge, split, retag and undo in any order: no tag is lost or doubled.

Every old address leads to one live record, the index answers as the rows do, and an undo without anything in
between restores an equal state.
"""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from articles import search
from articles.editorial import authorities, revisions, workflow
from articles.models import Article, MergedRecord, OldAddress, Person, PersonAlias, PersonIdentifier, Rework
from tests.factories import ContributorFactory, SectionFactory, make_article, make_draft
from tests.test_state_machine import IS_REPEATABLE, RUNS

STORIES = 4  # the last one is a draft
SOME = st.lists(st.integers(0, 7), max_size=3, unique=True)
WHICH = st.integers(0, 7)


def live(article: Article) -> list[int]:
    return list(article.person_taggings.order_by("rank", "pk").values_list("tag_id", flat=True))


def copy(article: Article) -> list[int]:
    return list(revisions.working_copy(Article.objects.get(pk=article.pk))["people"])


class Records(RuleBasedStateMachine):
    """Some people on three live stories and a draft."""

    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cache.clear()
        self.number = 0
        people = [Person.objects.create(name=f"Person {letter}") for letter in "ABCD"]
        shared = {"section": SectionFactory(), "bylines": [ContributorFactory()]}
        self.stories = [make_article(people=people[n : n + 2], **shared) for n in range(STORIES - 1)]
        self.stories.append(make_draft(people=people[1:3], **shared))
        self.lists = {story.pk: (live(story), copy(story)) for story in self.stories}
        self.addresses: dict[str, int] = {}  # that readers knew, and whose they were
        self.merged: dict[int, int] = {}
        self.before: tuple[Rework, Any] | None = None  # the last deed, and the state that it found
        self.is_untouched = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def person(self, which: int) -> Person:
        people = list(Person.objects.order_by("pk"))
        return people[which % len(people)]

    def people(self, which: list[int]) -> list[Person]:
        return list(dict.fromkeys(map(self.person, which)))

    def chosen(self, which: list[int]) -> list[Article]:
        return [self.stories[n % STORIES] for n in sorted({n % STORIES for n in which})]

    def state(self) -> Any:
        """All that a merge or a retag may change, history apart."""
        return (
            list(Person.objects.order_by("pk").values()),
            sorted(PersonAlias.objects.values_list("person", "name", "key", "source")),
            sorted(PersonIdentifier.objects.values_list("person", "scheme", "value")),
            [
                [(row.tag_id, row.rank, row.live_at) for row in one.person_taggings.all()]
                for one in self.stories
            ],
            [copy(one) for one in self.stories],
            sorted(OldAddress.objects.values_list("kind", "slug", "target")),
            sorted(MergedRecord.objects.values_list("record", "into")),
        )

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

    def note_address(self, person: Person) -> None:
        if any(person.pk in live(story) for story in self.stories[:-1]):
            self.addresses[person.slug] = person.pk

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
        self.note_address(person)
        authorities.rename(person, f"Renamed {self.number}", qualifier)
        self.did(None, None)

    @rule(which=WHICH, others=st.lists(st.integers(0, 7), min_size=1, max_size=3, unique=True))
    def merge(self, which: int, others: list[int]) -> None:
        into = self.person(which)
        losers = [one for one in self.people(others) if one != into]
        if not losers:
            return
        for one in losers:
            self.note_address(one)
        state, counted = self.state(), authorities.preview_merge(losers, into)
        tags = Rework.objects.count(), sum(pk in live(story) for story in self.stories for pk in [into.pk])
        rework = authorities.merge(losers, into)
        now = sum(into.pk in live(story) for story in self.stories)
        assert counted.moved.get("stories", 0) == now - tags[1]
        gone = {one.pk for one in losers}
        self.change(lambda pks: [into.pk if pk in gone else pk for pk in pks])
        self.merged |= dict.fromkeys(gone, into.pk)
        for one in losers:
            assert self.is_ambiguous(one) or authorities.find(Person, [str(one)])[one.key] == into
        self.did(rework, state)

    def is_ambiguous(self, person: Person) -> bool:
        return PersonAlias.objects.filter(key=person.key).values("person").distinct().count() > 1

    @rule(which=WHICH, stories=SOME)
    def split(self, which: int, stories: list[int]) -> None:
        person, chosen, state = self.person(which), self.chosen(stories), self.state()
        self.number += 1
        new, rework = authorities.split(person, chosen, name=person.name, qualifier=f"no. {self.number}")
        self.change(lambda pks: [new.pk if pk == person.pk else pk for pk in pks], chosen)
        self.did(rework, state)

    @rule(add=SOME, remove=SOME, stories=SOME)
    def retag(self, add: list[int], remove: list[int], stories: list[int]) -> None:
        chosen, state = self.chosen(stories), self.state()
        added, gone = self.people(add), {one.pk for one in self.people(remove)}
        changed = authorities.preview_retag(chosen, add=added, remove=self.people(remove))
        rework = authorities.retag(chosen, add=added, remove=self.people(remove))
        copies = [copy(story) for story in chosen]
        assert len(changed) == sum(
            now != was[1] for now, was in zip(copies, (self.lists[one.pk] for one in chosen), strict=True)
        )
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
            self.addresses.pop(Person.objects.get(pk=pk).slug, None)  # its own again, and no old one
        for story in self.stories:
            now = live(story), copy(story)
            if rework.entry.verb == "merge":
                for pks, was in zip(now, self.lists[story.pk], strict=True):
                    assert {back.get(pk, pk) for pk in pks} == set(was)
            self.lists[story.pk] = now
        self.before = None

    @invariant()
    def no_tag_is_lost_or_doubled(self) -> None:
        there = set(Person.objects.values_list("pk", flat=True))
        for story in self.stories:
            now = live(story), copy(story)
            assert now == self.lists[story.pk]
            assert set(now[0]) | set(now[1]) <= there
            assert [len(set(pks)) for pks in now] == [len(pks) for pks in now]

    @invariant()
    def old_addresses_lead_to_one_live_record(self) -> None:
        readers = Client()
        taken = set(Person.objects.values_list("slug", flat=True))
        for slug, pk in self.addresses.items():
            if slug in taken:
                continue
            person = Person.objects.filter(pk=self.resolve(pk)).first()
            answer = readers.get(f"/people/{slug}/", follow=True)
            if person and any(person.pk in live(story) for story in self.stories[:-1]):
                assert answer.status_code == 200
                assert answer.redirect_chain == [(person.get_absolute_url(), 301)]
            else:
                assert answer.status_code in (404, 410)

    @invariant()
    def the_index_answers_as_the_rows_do(self) -> None:
        for person in Person.objects.all():
            found = {match.pk for match in search.find(search.Search(records=(person,))).matches}
            assert found == {story.pk for story in self.stories[:-1] if person.pk in live(story)}


@pytest.mark.django_db
def test_no_tag_is_lost_or_doubled():
    run_state_machine_as_test(
        Records,
        settings=settings(
            max_examples=min(RUNS, 10),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=IS_REPEATABLE,
            phases=[Phase.explicit, Phase.generate],
        ),
    )
