"""The one way in which a story changes its state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles import caching
from articles.editorial import (
    checklist,
    corrections,
    effects,
    embargoes,
    log,
    notices,
    revisions,
    rights,
    schedule,
)
from articles.models import Article, StatusChange, ends_unseen
from articles.models.content import Content

Status = Article.Status


class StepRefused(Exception):
    """A step that the story's state or the user's permissions do not allow; its message says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """A verb of the trade: what it is called, from which states it goes and to which, and who may take it.

    `permission` is needed always; for a step that is `of_the_writer`, the right to edit this very story,
    too. `needs_note` asks for a reason. `only_if` is what must be so of the story beside its state.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    of_the_writer: bool = False
    needs_confirmation: bool = False
    needs_note: bool = False
    only_if: Callable[[Article], bool] = bool  # which any story is


def _step(name: str, label: str, sources: Sequence[str], target: str, permission: str, **more: Any) -> Step:
    return Step(name, label, tuple(sources), target, f"articles.{permission}_article", **more)


def _is_timed(article: Article) -> bool:
    newest = article.latest_revision or article
    times = filter(None, (newest.publish_at, newest.embargo_until))
    return any(moment > timezone.now() for moment in times)


ASKS = {"needs_confirmation": True}
REASON = ASKS | {"needs_note": True}
TIMED = ASKS | {"only_if": _is_timed}
CHANGED = ASKS | {"only_if": attrgetter("has_unpublished_changes")}
SCHEDULED = ASKS | {"only_if": attrgetter("is_scheduled")}
DRAFT, IN_REVIEW, APPROVED, PUBLISHED, WITHDRAWN, KILLED = (Status(value) for value in Status.values)
UNPUBLISHED = (DRAFT, IN_REVIEW, APPROVED)

# Every change of a story's state there is.
STEPS = {
    step.name: step
    for step in (
        _step("submit", "Submit for review", [DRAFT], IN_REVIEW, "change", of_the_writer=True),
        _step("approve", "Approve", [IN_REVIEW], APPROVED, "review"),
        _step("send_back", "Send back", [IN_REVIEW, APPROVED], DRAFT, "review", **REASON),
        _step("schedule", "Schedule", [APPROVED], PUBLISHED, "schedule", **TIMED),
        _step("publish", "Publish", [*UNPUBLISHED, WITHDRAWN], PUBLISHED, "publish", **ASKS),
        _step("publish_changes", "Publish changes", [PUBLISHED], PUBLISHED, "publish", **CHANGED),
        _step("unschedule", "Take off the schedule", [PUBLISHED], APPROVED, "schedule", **SCHEDULED),
        _step("withdraw", "Withdraw", [PUBLISHED], WITHDRAWN, "publish", **ASKS),
        _step("kill", "Kill", [*UNPUBLISHED, PUBLISHED, WITHDRAWN], KILLED, "publish", **ASKS),
    )
}


def next_steps(article: Article, user: User) -> list[Step]:
    """The steps that this user can take with this story now, in the order of the table."""
    return [step for step in STEPS.values() if _is_open(step, article) and may_take(user, step, article)]


def may_take(user: User, step: Step, article: Article) -> bool:
    """Whether the table gives this user this step with this story, in whatever state it is."""
    is_theirs = not step.of_the_writer or rights.may_edit(user, article)
    return is_theirs and user.has_perm(step.permission)


def _is_open(step: Step, article: Article) -> bool:
    return article.status in step.sources and step.only_if(article)


@transaction.atomic
def take(
    article: Article,
    name: str,
    *,
    user: User | None = None,
    actor: str = "",
    note: str = "",
    answer: corrections.Answer | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> StatusChange:
    """Take a step with a story, in one transaction, and leave one row in the log.

    Without a user it is the operator's step, allowed whatever the permissions; `actor` names them.
    `answer` says what readers are told; a user must give one where readers' words change. `at` is when
    changes of a live story are published, if not now. `reason` says why an embargo is broken.
    Raises StepRefused when the state or the user's permissions do not allow it, a note is missing, or
    the checklist blocks; the operator's step passes the checklist, and the log says what it passed.
    """
    step = STEPS[name]
    revisions.lock(article)
    _check(step, article, user, note)
    note = _check_list(step, article, user, note)
    _check_answer(article, step, user, answer)
    embargo = _broken_embargo(article, step, user, reason)
    if at and at > timezone.now():
        return _plan(article, step, at, user, answer)
    before, was = article.status, article.live_revision
    _go(article, step, user)
    if answer:
        corrections.add(article, answer, author=user, before=was)
    if embargo:
        why = f"It held until {timezone.localtime(embargo):%-d %B %Y, %H:%M}. {reason}"
        log.entry(embargoes.VERB, article=article, user=user, actor=actor, note=why).save()
    entry = log.entry(name, article=article, user=user, actor=actor, note=note, before=before)
    entry.save()
    notices.tell_of_step(article, name, by=user, note=note)
    return entry


def _check(step: Step, article: Article, user: User | None, note: str) -> None:
    if not _is_open(step, article):
        raise StepRefused(_why_closed(step, article))
    if user and not may_take(user, step, article):
        raise StepRefused(f"“{step.label}” needs a permission that you do not have. Ask a publisher.")
    if user and step.needs_note and not note.strip():
        raise StepRefused(f"“{step.label}” needs a note: say why, in a sentence.")


def _check_list(step: Step, article: Article, user: User | None, note: str) -> str:
    if step.target != Status.PUBLISHED:
        return note
    content = revisions.working_copy(article)
    blocking = [found for found in checklist.findings(article, content, user) if found.blocks]
    if blocking and user:
        raise StepRefused("Not published. " + " ".join(found.plain for found in blocking))
    passed = ", ".join(dict.fromkeys(found.check for found in blocking))
    return f"{note} (past the checklist: {passed})".strip() if passed else note


def _why_closed(step: Step, article: Article) -> str:
    if step.name == "schedule" and article.status in step.sources:
        return "“Schedule” needs a publish time or an embargo in the future. Set one first."
    return f"“{step.label}” is not possible: the story is {article.get_status_display()}."


def _check_answer(article: Article, step: Step, user: User | None, answer: corrections.Answer | None) -> None:
    if answer and not answer.is_complete:
        raise StepRefused("A note to readers needs its kind and its words.")
    if answer is None and user and step.target == Status.PUBLISHED and corrections.is_asked(article):
        raise StepRefused("Readers have read other words: say that it is a minor edit, or add a note.")


def _broken_embargo(article: Article, step: Step, user: User | None, reason: str) -> datetime | None:
    """The embargo that the step goes around, where the user may."""
    if step.target != PUBLISHED or not (until := embargoes.broken_by(article, revisions.newest(article))):
        return None
    if user and not user.has_perm(embargoes.PERMISSION):
        raise StepRefused("The story has an embargo. Going before it needs a permission: ask a publisher.")
    if user and not reason.strip():
        raise StepRefused("Going before the embargo needs a reason: say why, in a sentence.")
    return until


def _go(article: Article, step: Step, user: User | None) -> None:
    article.status = step.target
    if user and step.of_the_writer and article.owner is None:
        article.owner = user
        article.save(update_fields=["owner"])
    if step.target == PUBLISHED:
        _publish(article)
    else:
        _take_down(article)


def _plan(
    article: Article, step: Step, at: datetime, user: User | None, answer: corrections.Answer | None
) -> StatusChange:
    if step.name != "publish_changes" or not article.is_live:
        raise StepRefused("Only changes to a live story can wait. Give the story a publish time instead.")
    if ends_unseen(revisions.newest(article).expire_at, at):
        raise StepRefused("The story’s time is over by then. Give it a later expiry time, or none.")
    schedule.plan(article, at, user=user, answer=answer)
    when = f"For {timezone.localtime(at):%-d %B %Y, %H:%M}"
    entry = log.entry("schedule_changes", article=article, user=user, note=when)
    entry.save()
    return entry


@transaction.atomic
def unplan(article: Article, user: User) -> None:
    """Take back the change that waits for its moment. Raises StepRefused."""
    revisions.lock(article)
    if not may_take(user, STEPS["publish_changes"], article):
        raise StepRefused("Cancelling a planned change needs a permission that you do not have.")
    if schedule.cancel(article):
        log.entry("cancel_changes", article=article, user=user).save()


def _publish(article: Article) -> None:
    now = timezone.now()
    if is_over(revisions.newest(article)):
        raise StepRefused("The story would expire before it appears. Give it a later expiry time, or none.")
    was_public = article.was_public
    article.publish_at = article.kept_time or now
    revisions.apply(article, revisions.newest(article))
    article.first_published_at = article.first_published_at if was_public else article.live_at
    article.content_updated_at = now if was_public else article.live_at
    article.save(update_fields=["first_published_at", "content_updated_at"])
    schedule.cancel(article)
    effects.plan(article)
    if was_public:
        effects.changed(article, now)


def is_over(content: Content) -> bool:
    """Whether nobody would see this version: its address would tell of a story that never was there."""
    return ends_unseen(content.expire_at, timezone.now(), content.publish_at, content.embargo_until)


@transaction.atomic(savepoint=False)
def publish_new(articles: Sequence[Article], *, actor: str, note: str) -> None:
    """The operator publishes drafts that have just been saved for the first time, in one go.

    One whose time is over already stays a draft.
    """
    articles = [article for article in articles if not is_over(article)]
    now, rows = timezone.now(), Article.objects.filter(pk__in=[article.pk for article in articles])
    rows.update(status=Status.PUBLISHED, publish_at=Coalesce("publish_at", now))
    rows.update(first_published_at=F("live_at"), content_updated_at=F("live_at"))
    revisions.repeat_live_at(*articles)
    effects.plan(*articles)
    for article in articles:
        article.status = Status.PUBLISHED
    StatusChange.objects.bulk_create(
        log.entry("publish", article=article, actor=actor, note=note, before=Status.DRAFT)
        for article in articles
    )
    caching.renew()  # rows that were written in bulk send no signal


def _take_down(article: Article) -> None:
    # A story that nobody has seen was never public: its address stays unknown.
    if not article.was_public:
        article.first_published_at, article.publish_at = None, revisions.newest(article).publish_at
    was_live = article.is_live
    article.save(update_fields=["status", "first_published_at", "publish_at"])
    revisions.repeat_live_at(article)
    schedule.cancel(article)
    effects.plan(article)
    if was_live:
        effects.taken_down(article)
