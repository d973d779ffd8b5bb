"""Changes to a live story that readers see from a moment on, with nobody at work then.

Whoever asks first for a page when one is due puts it in place, in one transaction; the others wait for it.
"""

import logging
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import DatabaseError

from articles import caching
from articles.editorial import corrections, due, effects, log, revisions
from articles.models import Article, ScheduledChange

logger = logging.getLogger(__name__)


def plan(article: Article, at: datetime, *, user: User | None, answer: corrections.Answer | None) -> None:
    """Let the newest revision take the live one's place at a moment; an earlier plan gives way."""
    cancel(article)
    ScheduledChange.objects.create(
        article=article,
        revision=revisions.newest(article),
        at=at,
        try_at=at,
        user=user,
        kind=answer.kind if answer and answer.kind != corrections.MINOR else "",
        text=answer.text if answer else "",
    )
    caching.renew()


def cancel(article: Article) -> int:
    """Take back what was planned for a story; how many plans that were."""
    return article.scheduled_changes.filter(done_at=None).delete()[0]


def waiting(article: Article) -> ScheduledChange | None:
    """The change that waits for its moment."""
    return article.scheduled_changes.filter(done_at=None).select_related("revision").first()


def apply_due() -> None:
    """Put every change in place that is due. A failing one is kept for later, and pages come without it."""
    try:
        for change in ScheduledChange.objects.due().select_related("article"):
            due.attempt(partial(_claim, change), _apply)
    except DatabaseError:
        logger.exception("Scheduled changes wait: the database does not take them.")


def _claim(change: ScheduledChange) -> ScheduledChange | None:
    # The story's row first, as everybody at the desk does: nobody then waits for somebody who waits for him.
    revisions.lock(change.article)
    found: ScheduledChange | None = ScheduledChange.objects.due().filter(pk=change.pk).first()
    return found


def _apply(change: ScheduledChange) -> None:
    article, before = change.article, change.article.live_revision
    if article.status != Article.Status.PUBLISHED:
        return
    revisions.apply(article, change.revision)
    corrections.touch(article, change.at)
    if change.kind:
        answer = corrections.Answer(change.kind, change.text)
        corrections.add(article, answer, author=change.user, before=before, at=change.at)
    effects.plan(article)
    effects.changed(article, change.at)
    log.entry("publish_changes", article=article, user=change.user, note="As scheduled").save()
