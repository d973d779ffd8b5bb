"""Side effects: telling caches and channels outside that a story went live, changed or expired.

Pages need none of it. A deployment connects its own receivers to `happened`, in an app's `ready`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.dispatch import Signal
from django.utils import timezone

from articles import caching
from articles.editorial import due
from articles.models import Article, Effect

# Sent for each Effect, as `effect`, in the transaction that marks it done: rows that a receiver writes
# are written exactly once. What leaves the database (mail, a purge elsewhere) comes again when the worker
# is killed before the transaction ends; `effect.pk` tells a repetition. Receivers are to be quick.
happened = Signal()


def plan(*articles: Article) -> None:
    """Write down what is to be told of stories, in the place of what was planned and is not done yet."""
    Effect.objects.filter(article__in=articles, done_at=None).delete()
    public = [article for article in articles if article.live_at]
    moments = [(article, Effect.Kind.LIVE, article.live_at) for article in public]
    moments += [(article, Effect.Kind.EXPIRED, article.expire_at) for article in public]
    _note(moments)


def changed(article: Article, at: datetime) -> None:
    _note([(article, Effect.Kind.CHANGED, at)])


def taken_down(article: Article) -> None:
    """What ended before its time is told as what expired."""
    _note([(article, Effect.Kind.EXPIRED, timezone.now())])


def _note(moments: Iterable[tuple[Article, str, datetime | None]]) -> None:
    rows = [Effect(article=article, kind=kind, at=at, try_at=at) for article, kind, at in moments if at]
    Effect.objects.bulk_create(rows, ignore_conflicts=True)


def work_off() -> int:
    """Do all side effects that are due, and say how many were done."""
    done = 0
    while effect := due.attempt(_claim, _tell):
        done += effect.done_at is not None
    return done


def _claim() -> Effect | None:
    found: Effect | None = Effect.objects.due().select_for_update(skip_locked=True).first()
    return found


def _tell(effect: Effect) -> None:
    caching.renew()
    happened.send(Effect, effect=effect)
