"""How rows of the index are numbered, and what a number says: a story and its moment, or a record.

A story's row is numbered by its moment before its primary key: the highest numbers are the newest stories,
and a span of time is a span of numbers. A record's row has its kind beside its primary key.
"""

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import models
from django.utils import timezone

from articles.models import Contributor, Person, Section, Topic

Record = Section | Person | Topic | Contributor
# Their number is stored with each row of NAMES.
KINDS: tuple[type[Record], ...] = (Section, Person, Topic, Contributor)

PK_BITS = 29  # half a thousand million stories
LAST_PK = (1 << PK_BITS) - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = 1 << 33  # seconds before 1970: in the year 1697
ALL = "\ue000"  # the tag of all stories; no word of a text has this private character


def number(moment: datetime, pk: int) -> int:
    """The number of a story's row."""
    return (int(moment.timestamp()) + EARLIEST << PK_BITS) + pk


def microseconds(moment: datetime) -> int:
    """Since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def span(since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """The lowest and the highest number between two moments, none of them in the future."""
    now = timezone.now()
    return number(since, 0) if since else 0, number(min(now, until) if until else now, LAST_PK)


def pk_of(row: int) -> int:
    return row & LAST_PK


def moment_of(row: int) -> datetime:
    """To the second, in the paper's time zone."""
    return datetime.fromtimestamp((row >> PK_BITS) - EARLIEST, timezone.get_current_timezone())


def tag(model: type[models.Model], pk: int) -> str:
    return f"{ALL}{model._meta.model_name}{pk}"


def row_of(model: type[models.Model], pk: int) -> int:
    """The number of the row of NAMES that a record has, by which stories are counted, too."""
    return pk * len(KINDS) + KINDS.index(model)


def packed(rows: Sequence[int]) -> bytes:
    """Rows of NAMES as an index keeps them: four bytes each, the lowest first."""
    return struct.pack(f"<{len(rows)}I", *rows)


def unpacked(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 4}I", packed)


def begins_story(row: int) -> bool:
    """Of the rows of records of several stories, those of each behind its section."""
    return row % len(KINDS) == KINDS.index(Section)


def but_last(records: Sequence[int]) -> Sequence[int]:
    """The rows of records of several stories, without the last of these."""
    return records[: next(at for at in reversed(range(len(records))) if begins_story(records[at]))]


def record_of(row: int) -> tuple[type[Record], int]:
    """Whose names a row of NAMES holds: the model and the primary key."""
    pk, kind = divmod(row, len(KINDS))
    return KINDS[kind], pk


def rows_of(model: type[models.Model], rows: Iterable[int]) -> list[int]:
    """Of these rows of NAMES those of one kind."""
    every, at = len(KINDS), KINDS.index(model)
    return [row for row in rows if row % every == at]


def pks_of(model: type[models.Model], rows: Iterable[int]) -> list[int]:
    """The primary keys of those of one kind."""
    return [record_of(row)[1] for row in rows_of(model, rows)]


def tag_of(row: int) -> str:
    """The tag that the stories of this row of NAMES have."""
    return tag(*record_of(row))
