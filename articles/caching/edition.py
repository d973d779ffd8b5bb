"""Which edition of the paper readers see now, and what makes another one of it."""

import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Model, signals
from django.utils import timezone

from articles import purging
from articles.caching.shared import Shared
from articles.models import (
    Article,
    Contributor,
    Correction,
    Edition,
    Person,
    PersonAlias,
    Picture,
    Section,
    Topic,
    TopicAlias,
)
from articles.models.due import GIVEN_UP_AFTER


@dataclass(frozen=True, slots=True)
class Current:
    """The edition of now, and the moment from which it may be another by itself."""

    token: str
    until: datetime
    is_due: bool  # a scheduled change waits for being put in place


class _Seen(threading.local):
    """What this thread read last, and in which state of the database it last found it still right."""

    edition: Current | None = None
    state: tuple[Any, ...] = ()


_seen = _Seen()


def current() -> Current | None:
    """What every process sees as the current edition; None before the first story is out.

    At most one query that finds one row, asked by one request for all that wait for its answer; none in a
    file that nobody has written to.
    """
    seen, state = _seen.edition, _state()
    is_untouched = bool(state) and state == _seen.state
    if not seen or timezone.now() >= seen.until or not (is_untouched or _token() == seen.token):
        seen = _seen.edition = _read()
    _seen.state = state
    return seen


def _state() -> tuple[Any, ...]:
    """What stays equal while nobody commits, where that can be told without a query.

    https://www.sqlite.org/pragma.html#pragma_data_version tells of the commits of others, in microseconds.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return ()
    connection.ensure_connection()
    raw = connection.connection
    return raw, raw.execute("PRAGMA data_version").fetchone(), raw.total_changes


_TOKEN = "SELECT token FROM articles_edition LIMIT 1"  # noqa: S105
# Without a condition on the status, which would lead SQLite to read all stories of that status.
_CURRENT = """
    SELECT token, (SELECT MIN(live_at) FROM articles_article WHERE live_at > %s),
        (SELECT MIN(expire_at) FROM articles_article WHERE expire_at > %s),
        (SELECT MIN(until) FROM articles_frontplace WHERE until > %s),
        (SELECT MIN(try_at) FROM articles_scheduledchange WHERE done_at IS NULL AND attempts < %s)
    FROM articles_edition LIMIT 1
"""


def _read() -> Current | None:
    now = timezone.now()
    row = _row(_CURRENT, *[connection.ops.adapt_datetimefield_value(now)] * 3, GIVEN_UP_AFTER)
    if row is None:
        return None
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    *moments, changing = map(_moment, row[1:])
    moments += [changing, tomorrow]
    is_due = bool(changing and changing <= now)
    return Current(row[0], min(filter(None, moments)), is_due)


def _row(sql: str, *values: Any) -> Any:
    """The answer, or None. The question checks its connection's health, too: one round trip for two."""
    connection.health_check_done = True  # type: ignore[attr-defined]
    was_open = connection.connection is not None
    try:
        return _asked(sql, values)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block or not was_open:
            raise
        connection.close()
        return _asked(sql, values)


def _asked(sql: str, values: tuple[Any, ...]) -> Any:
    with connection.cursor() as cursor:
        return cursor.execute(sql, values).fetchone()


def _asked_token() -> str | None:
    row = _row(_TOKEN)
    return row and str(row[0])


_shared_token = Shared(_asked_token)


def _token() -> str | None:
    """Together with all requests that wait for it in this process; but what a transaction sees is its own."""
    return _asked_token() if connection.in_atomic_block else _shared_token()


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite keeps a moment as text, in UTC without saying so."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


def renew() -> None:
    """Let readers see what this transaction changes, now or later: no page kept so far is shown again."""
    token = secrets.token_hex(8)
    if not Edition.objects.update(token=token):
        Edition.objects.create(token=token)
    purging.soon()


# The classes, not their names: Django would wait without a word for a name that is misspelt.
RECORDS: tuple[type[Model], ...] = (
    Contributor,
    Correction,
    Person,
    PersonAlias,
    Picture,
    Section,
    Topic,
    TopicAlias,
)


def watch() -> None:
    """Renew the site whenever a row is saved or deleted that public pages show."""
    signals.post_save.connect(_story_saved, sender=Article)
    signals.post_delete.connect(_story_saved, sender=Article)
    for model in RECORDS:
        signals.post_save.connect(_record_saved, sender=model)
        signals.post_delete.connect(_record_saved, sender=model)


def _story_saved(instance: Article, **kwargs: Any) -> None:
    if instance.first_published_at or instance.status == Article.Status.PUBLISHED:
        renew()


def _record_saved(instance: Model, created: bool = False, **kwargs: Any) -> None:
    # A new record shows only with a story; a new section has a place in the navigation.
    if not created or isinstance(instance, (Section, Correction)):
        renew()
