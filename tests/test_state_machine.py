"""Roles, verbs, states and a moving clock: readers always see exactly what a small model says."""

import os
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles.editorial import corrections, revisions, workflow
from articles.editorial.corrections import MINOR, Answer
from articles.models import Article
from articles.months import Month
from articles.sitemaps import NEWS_LASTS
from tests.admin.test_permissions import STEPS as STEPS_OF
from tests.factories import ContributorFactory, SectionFactory, make_draft, make_member

RUNS = int(os.environ.get("STATE_MACHINE_RUNS", "5"))
IS_REPEATABLE = RUNS < 100 or "CI" in os.environ  # by hand, a hundred runs are new ones each time
START = datetime(2026, 3, 28, 20, tzinfo=UTC)  # clocks change in the night to come
NEWS = "/news-sitemap.xml"
ROLES = ("Reporter", "Editor", "Publisher")
TABLE = {  # from where to where each step leads
    "submit": (("draft",), "in_review"),
    "approve": (("in_review",), "approved"),
    "send_back": (("in_review", "approved"), "draft"),
    "schedule": (("approved",), "published"),
    "publish": (("draft", "in_review", "approved", "withdrawn"), "published"),
    "publish_changes": (("published",), "published"),
    "unschedule": (("published",), "approved"),
    "withdraw": (("published",), "withdrawn"),
    "kill": (("draft", "in_review", "approved", "published", "withdrawn"), "killed"),
}


@dataclass(frozen=True)
class Version:
    """What decides what readers see of a version, when it was saved, and its headline."""

    headline: str
    publish_at: datetime | None
    embargo: datetime | None
    expires: datetime | None
    saved: datetime

    @property
    def appears(self) -> datetime:
        """When readers see it, published now."""
        return max(filter(None, (self.publish_at or timezone.now(), self.embargo)))

    def dated(self, kept: datetime | None) -> "Version":
        """With the time that the story keeps, where it names none."""
        return replace(self, publish_at=self.publish_at or kept)


@dataclass
class Told:
    """A story as the model has it.

    `live` is what readers were given, with `dated` as its time, `first` when they first saw the story, `plan`
    what they are given later: when, the version and what they are told.
    """

    article: Article
    newest: Version
    versions: list[Version] = field(default_factory=list)
    live: Version | None = None
    status: str = "draft"
    owner: str = ""
    first: datetime | None = None
    broken: datetime | None = None
    plan: tuple[datetime, Version, Answer | None] | None = None
    notes: list[Answer] = field(default_factory=list)
    lines: int = 0
    looked_at: tuple[object, ...] = ()
    was_seen: bool = False

    @property
    def address(self) -> str:
        return f"/articles/{self.article.slug}/"

    @property
    def headline(self) -> str:
        return (self.live or self.newest).headline

    @property
    def texts(self) -> list[str]:
        return [note.text for note in self.notes if note.text]

    @property
    def was_public(self) -> bool:
        return bool(self.first and self.first <= timezone.now())

    @property
    def is_seen(self) -> bool:
        now = timezone.now()
        if self.status != "published" or self.live is None:
            return False
        return self.live.appears <= now and (self.live.expires is None or self.live.expires > now)

    @property
    def has_changes(self) -> bool:
        return self.status == "published" and bool(self.live and self.live.headline != self.newest.headline)

    @property
    def is_asked(self) -> bool:
        """Whether readers have read other words."""
        return self.was_public and bool(self.live and self.live.headline != self.newest.headline)

    @property
    def copy(self) -> Version:
        """The newest version with the time that a story that readers saw keeps."""
        return self.newest.dated(self.kept)

    @property
    def kept(self) -> datetime | None:
        return self.live.publish_at if self.live and self.was_public else None

    @property
    def breaks(self) -> bool:
        """Whether publishing now goes around an embargo that some version was given."""
        now = timezone.now()
        given = [one.embargo for one in self.versions if not self.broken or one.saved > self.broken]
        until = max(filter(None, given), default=now)
        return not self.is_seen and until > now and max(now, self.copy.dated(now).appears) < until

    @property
    def shown_notes(self) -> list[str]:
        is_gone = self.was_public and not self.is_seen
        kinds = ("retraction",) if is_gone else ("correction", "retraction") if self.is_seen else ()
        return [note.text for note in self.notes if note.kind in kinds]

    @property
    def shown(self) -> tuple[object, ...]:
        """Another one whenever something was written, or readers are to see something else."""
        written = self.status, self.lines, len(self.versions), len(self.notes), self.owner, self.plan
        return *written, self.is_seen, self.was_public, self.live, self.shown_notes

    def may_edit(self, role: str) -> bool:
        is_own = self.owner in ("", role) and self.status in ("draft", "in_review")
        return role != "Reporter" or is_own

    def may_take(self, role: str, step: str, answer: Answer | None, at: datetime | None) -> bool:
        now, sources = timezone.now(), TABLE[step][0]
        if self.status not in sources or step not in STEPS_OF[role]:
            return False
        if step == "submit" and not self.may_edit(role):
            return False
        if step == "unschedule" and not (self.live and self.live.appears > now):
            return False
        if step == "schedule" and self.newest.dated(now).appears <= now:
            return False
        if step == "publish_changes" and not self.has_changes:
            return False
        if TABLE[step][1] == "published":
            if self.copy.expires and self.copy.expires <= max(at or now, self.copy.appears):
                return False
            if (self.is_asked and not answer) or (self.breaks and role != "Publisher"):
                return False
        return not at or (step == "publish_changes" and self.is_seen)

    def save(self, version: Version) -> None:
        self.newest = version
        self.versions.append(version)

    def take(self, step: str, answer: Answer | None) -> None:
        now, was_public, had_first = timezone.now(), self.was_public, self.first
        copy, breaks = self.copy, self.breaks and TABLE[step][1] == "published"
        self.status, self.plan = TABLE[step][1], None
        self.lines += 1 + breaks
        self.broken = now if breaks else self.broken
        if self.status == "published":
            self.live = copy.dated(now)
            self.first = had_first if was_public else self.live.appears
        elif had_first and had_first > now:
            self.first = None
        if answer:
            self.tell(answer)

    def tell(self, answer: Answer) -> None:
        if answer.kind != MINOR:
            self.notes.append(answer)
            self.lines += 1

    def come_due(self) -> None:
        """What was planned takes its place, at the first look of a reader."""
        if self.plan and self.plan[0] <= timezone.now():
            (_, version, answer), self.plan = self.plan, None
            assert self.live
            self.live = version.dated(self.live.publish_at)
            self.lines += 1
            if answer:
                self.tell(answer)


class Newsroom(RuleBasedStateMachine):
    """Two stories, three colleagues, and readers who look after every step.

    The gate and the log are asked each time. A page costs a hundred times as much: a story's is opened when
    anything was written of it, lists when readers see it, and all of them at the end.
    """

    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        cache.clear()
        self.users = {role: make_member(role) for role in ROLES}
        self.number, self.readers = 1, Client()
        section, byline = SectionFactory(), [ContributorFactory()]
        drafts = [make_draft(headline=f"Version {n}", section=section, bylines=byline) for n in range(2)]
        self.stories = [Told(draft, Version(draft.headline, None, None, None, START)) for draft in drafts]

    def teardown(self) -> None:
        try:
            self.look_at_lists()
            for told in self.stories:
                self.look_at(told)
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(
        which=st.integers(0, 1),
        role=st.sampled_from(ROLES),
        appears=st.sampled_from([None, None, 1, 5]),
        embargo=st.sampled_from([None, None, 0, 2, 6]),
        expires=st.sampled_from([None, None, None, 3, 8]),
    )
    def save(self, which, role, appears, embargo, expires) -> None:
        """A version with other words, and perhaps other times: so many hours on, or (0) none."""
        told, now = self.stories[which], timezone.now()
        self.number += 1
        content = revisions.with_records(revisions.working_copy(told.article))
        content["headline"] = f"Version {self.number}"
        times = {"publish_at": appears, "embargo_until": embargo, "expire_at": expires}
        for name, hours in times.items():
            if hours is not None:
                content[name] = now + timedelta(hours=hours) if hours else None
        try:
            revisions.save(told.article, content, author=self.users[role])
        except PermissionDenied:
            assert not told.may_edit(role)
            return
        assert told.may_edit(role)
        told.owner = told.owner or role
        told.save(
            Version(
                content["headline"],
                content["publish_at"],
                content["embargo_until"],
                content["expire_at"],
                now,
            )
        )

    @rule(
        which=st.integers(0, 1),
        role=st.sampled_from(ROLES),
        step=st.sampled_from(list(TABLE)),
        kind=st.sampled_from([None, MINOR, "correction"]),
        later=st.sampled_from([None, None, None, 2, 7]),
    )
    def take(self, which, role, step, kind, later) -> None:
        told = self.stories[which]
        answer = self.answer(kind) if kind and told.is_asked and TABLE[step][1] == "published" else None
        if told.was_public and step in ("withdraw", "kill"):
            answer = self.answer("retraction") if kind else None
        offered = {one.name for one in workflow.next_steps(told.article, self.users[role])}
        words = {"note": "Why.", "reason": "Why.", "answer": answer}
        at = timezone.now() + timedelta(hours=later) if later else None
        try:
            workflow.take(told.article, step, user=self.users[role], at=at, **words)
        except workflow.StepRefused:
            assert not told.may_take(role, step, answer, at)
            return
        finally:
            told.article = Article.objects.get(pk=told.article.pk)
        assert told.may_take(role, step, answer, at)
        assert step in offered
        if at:
            told.plan = (at, told.newest, answer)
            told.lines += 1
            return
        told.owner = told.owner or (role if step == "submit" else "")
        told.take(step, answer)

    def answer(self, kind: str) -> Answer:
        self.number += 1
        return Answer(kind, "" if kind == MINOR else f"Note {self.number}.")

    @rule(
        which=st.integers(0, 1), number=st.integers(0, 99), kind=st.sampled_from([None, MINOR, "correction"])
    )
    def go_on(self, which, number, kind) -> None:
        """A step that the table has for the story where it is: the others are refused, mostly."""
        told = self.stories[which]
        steps = [(role, step) for role in ROLES for step in sorted(STEPS_OF[role])]
        if steps := [(role, step) for role, step in steps if told.status in TABLE[step][0]]:
            self.take(which, *steps[number % len(steps)], kind, None)

    @precondition(lambda self: any(told.plan for told in self.stories))
    @rule(which=st.integers(0, 1), role=st.sampled_from(ROLES))
    def cancel(self, which: int, role: str) -> None:
        told = self.stories[which]
        try:
            workflow.unplan(told.article, self.users[role])
        except workflow.StepRefused:
            assert role != "Publisher"
            return
        assert role == "Publisher"
        told.lines += told.plan is not None
        told.plan = None

    @precondition(lambda self: any(told.was_public for told in self.stories))
    @rule(which=st.integers(0, 1), kind=st.sampled_from(["correction", "retraction"]))
    def correct(self, which: int, kind: str) -> None:
        told = self.stories[which]
        if told.was_public:
            answer = self.answer(kind)
            corrections.add(told.article, answer, author=self.users["Publisher"])
            told.tell(answer)

    @rule(minutes=st.sampled_from([1, 59, 121, 300]))
    def wait(self, minutes: int) -> None:
        self.traveller.shift(timedelta(minutes=minutes))

    @invariant()
    def readers_see_what_the_model_says(self) -> None:
        for told in self.stories:
            told.come_due()
            is_changed = told.shown != told.looked_at
            if is_changed and (told.is_seen or told.was_seen):
                self.look_at_lists()
            if is_changed:
                self.look_at(told)
                told.looked_at, told.was_seen = told.shown, told.is_seen
        for gate, wanted in (
            ("published", [told.is_seen for told in self.stories]),
            ("gone", [told.was_public and not told.is_seen for told in self.stories]),
        ):
            found = set(getattr(Article.objects, gate)().values_list("pk", flat=True))
            assert [told.article.pk in found for told in self.stories] == wanted, gate
        for told in self.stories:
            told.article = Article.objects.get(pk=told.article.pk)
            assert (told.article.status, told.article.status_changes.count()) == (told.status, told.lines)
            if told.status == "published":
                assert told.article.live_at == told.live.appears

    def look_at(self, told: Told) -> None:
        answer = self.readers.get(told.address)
        page = answer.content.decode()
        assert answer.status_code == (200 if told.is_seen else 410 if told.was_public else 404)
        assert (f"<h1>{told.headline}</h1>" in page) == told.is_seen
        assert headlines(page) <= {one.headline for one in self.stories if one.is_seen}
        assert [text for text in told.texts if text in page] == told.shown_notes

    def look_at_lists(self) -> None:
        seen = [told for told in self.stories if told.is_seen]
        news = [told for told in seen if told.live.appears >= timezone.now() - NEWS_LASTS]
        for page, listed in (("/", seen), ("/feed/", seen), ("/search/?q=version", seen), (NEWS, news)):
            text = self.readers.get(page).content.decode()
            assert headlines(text) == {told.headline for told in listed}, page
            assert {told.address for told in self.stories if told.address in text} == {
                told.address for told in listed
            }, page
        for month in (Month(2026, 3), Month(2026, 4)):
            part = self.readers.get(f"/sitemap-{month.year}-{month.number:02}.xml").content.decode()
            listed = [told for told in seen if Month.of(told.live.appears) == month]
            assert [told for told in self.stories if told.address in part] == listed
        notes = self.readers.get("/corrections/").content.decode()
        for told in self.stories:
            assert [text for text in told.texts if text in notes] == told.shown_notes


def headlines(page: str) -> set[str]:
    return set(re.findall("Version [0-9]+", re.sub("</?mark>", "", page)))


@pytest.mark.django_db
def test_readers_see_what_the_model_says():
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=IS_REPEATABLE,
        ),
    )
