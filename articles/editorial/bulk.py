"""Work in bulk: rows by the thousand, and short turns in which editors get theirs at the database."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

LONGEST_HOLD = 0.1  # seconds that one batch may hold SQLite's write lock


@dataclass
class Pace:
    """How many documents go into one transaction, so that editors get their turn at the database."""

    batch: int = 16
    least: int = 4  # with fewer, a busy machine does little but ask the same for each
    most: int = 128
    _free_at: float = field(default=0.0)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the database for one batch, after it was free for as long as the last one held it."""
        self.wait()
        start = time.monotonic()
        yield
        end = time.monotonic()
        if connection.vendor == "sqlite":
            self._free_at = 2 * end - start
        if end - start > LONGEST_HOLD * 0.8:
            self.batch = max(self.least, self.batch // 2)
        elif end - start < LONGEST_HOLD / 2:
            self.batch = min(self.most, self.batch + self.batch // 2 + 1)

    def wait(self) -> None:
        time.sleep(max(0.0, self._free_at - time.monotonic()))


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of a model, given as values of these columns, as the database keeps them.

    For those that no model's code has anything to add to.
    """
    if not rows:
        return
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608
