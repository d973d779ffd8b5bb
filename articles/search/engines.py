"""The full-text index in SQLite's FTS5 and in PostgreSQL's tsvector: same rows, same questions.

A row has a number, `rowid`, that says what it is of, and columns of folded words (articles.folding.words),
so that both databases agree on what a word is. A story's row has facts beside it, which are read with every
row that answers. Questions are made of such words alone: whatever a reader
types, none of it is read as the database's own syntax.
"""

import struct
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from django.db import connection

from articles.search.terms import Clause, Phrase

STORIES = "articles_story_words"
HEADLINES = "articles_headline_words"
NAMES = "articles_name_words"
PICTURES = "articles_picture_words"
FACTS = "articles_story_facts"  # in SQLite, which keeps the columns of STORIES with the texts: slow to read
LAST = 2**63 - 1
COLUMNS = ("headline", "tags", "dek", "body")


class Row(NamedTuple):
    """The words of each of `COLUMNS`."""

    rowid: int
    columns: tuple[Sequence[str], ...]


class Facts(NamedTuple):
    """When a story expires, in microseconds since 1970, and the rows of its records, packed by the index."""

    expires: int
    records: bytes


class Fts5:
    """https://www.sqlite.org/fts5.html"""

    condition = "{table} MATCH %s"
    highest_first = "rowid DESC"
    best_first = "bm25({table}, 10, 5, 3, 1)"
    insert = "INSERT OR REPLACE INTO"
    row = f"(rowid, {', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s)"
    joints = (" AND ", " OR ", " NOT ")
    # Where the rows of a table are, if not in it alone.
    tables: ClassVar[dict[str, tuple[str, ...]]] = {STORIES: (STORIES, FACTS)}
    # CROSS keeps this order: from the rows that answer to their facts.
    with_facts = f"{STORIES} CROSS JOIN {FACTS} ON {FACTS}.rowid = {STORIES}.rowid"

    def phrase(self, phrase: Phrase) -> str:
        return f'"{" ".join(phrase.words)}"{"*" if phrase.is_begun else ""}'

    def values(self, row: Row) -> Sequence[int | str]:
        return (row.rowid, *map(" ".join, row.columns))

    def insert_stories(self, cursor: Any, rows: Sequence[tuple[Row, Facts]]) -> None:
        cursor.executemany(f"{self.insert} {STORIES} {self.row}", [self.values(row) for row, _ in rows])
        into = f"{self.insert} {FACTS} (rowid, expires, records) VALUES (%s, %s, %s)"
        cursor.executemany(into, [(row.rowid, *facts) for row, facts in rows])

    def stories(self, cursor: Any, sql: str, values: Sequence[int | str]) -> tuple[list[int], bytes]:
        cursor.execute(sql, values)
        found = cursor.fetchall()
        return [row for row, _ in found], b"".join(records for _, records in found)

    def each(self, cursor: Any, sql: str, questions: Sequence[str]) -> list[Sequence[int]]:
        one = f"SELECT %s, rowid FROM ({sql})"  # noqa: S608
        values = [value for pair in enumerate(questions) for value in pair]
        cursor.execute(" UNION ALL ".join([one] * len(questions)), values)
        found = cursor.fetchall()
        return [[row for place, row in found if place == number] for number in range(len(questions))]


class Tsvector:
    """https://www.postgresql.org/docs/current/datatype-textsearch.html"""

    condition = "words @@ %s::tsquery"
    # The sum keeps the planner from walking down all rows, when it takes a common word for a rare one.
    highest_first = "rowid + 0 DESC"
    best_first = "ts_rank('{{0.1, 0.3, 0.5, 1}}', words, %s::tsquery) DESC"
    insert = "INSERT INTO"
    # Two people may make the same record at the same moment.
    row = "(rowid, words) VALUES (%s, %s::tsvector) ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
    joints = (" & ", " | ", " & !")
    tables: ClassVar[dict[str, tuple[str, ...]]] = {}
    with_facts = STORIES
    packed = "string_agg(int8send(rowid), '')"  # thousands of rows in one: sent apart, each takes its time
    gap = 16  # places between two columns, so that no phrase spans both

    def phrase(self, phrase: Phrase) -> str:
        said = " <-> ".join(f"'{word}'" for word in phrase.words)
        return f"({said}{':*' if phrase.is_begun else ''})"

    def values(self, row: Row) -> Sequence[int | str]:
        places: dict[str, list[str]] = {}
        start = 1
        for column, weight in zip(row.columns, "ABCD", strict=True):
            for place, word in enumerate(column, start):
                places.setdefault(word, []).append(f"{place}{weight}")
            start += len(column) + self.gap
        return row.rowid, " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())

    def insert_stories(self, cursor: Any, rows: Sequence[tuple[Row, Facts]]) -> None:
        # At once with the words: to change a row is to enter all its words in the index again.
        into = f"""
            INSERT INTO {STORIES} (rowid, words, expires, records) VALUES (%s, %s::tsvector, %s, %s)
            ON CONFLICT (rowid) DO UPDATE
            SET words = excluded.words, expires = excluded.expires, records = excluded.records
        """  # noqa: S608
        cursor.executemany(into, [(*self.values(row), *facts) for row, facts in rows])

    def stories(self, cursor: Any, sql: str, values: Sequence[int | str]) -> tuple[Sequence[int], bytes]:
        cursor.execute(f"SELECT {self.packed}, string_agg(records, '') FROM ({sql}) AS found", values)  # noqa: S608
        rows, records = cursor.fetchone()
        return self.unpacked(rows), records or b""

    def each(self, cursor: Any, sql: str, questions: Sequence[str]) -> list[Sequence[int]]:
        one = f"(SELECT {self.packed} FROM ({sql}) AS found)"  # noqa: S608
        cursor.execute(f"SELECT {', '.join([one] * len(questions))}", questions)
        return list(map(self.unpacked, cursor.fetchone()))

    def unpacked(self, packed: bytes | None) -> Sequence[int]:
        return struct.unpack(f">{len(packed) // 8}q", packed) if packed else ()


def engine() -> Fts5 | Tsvector:
    return Fts5() if connection.vendor == "sqlite" else Tsvector()


def asked(clauses: Sequence[Clause]) -> str:
    """The clauses in the database's own words; there is at least one that is not excluded."""
    both, either, without = engine().joints

    def said(clause: Clause) -> str:
        return f"({either.join(map(engine().phrase, clause.phrases))})"

    wanted = both.join(said(clause) for clause in clauses if not clause.is_excluded)
    return "".join([f"({wanted})", *(without + said(clause) for clause in clauses if clause.is_excluded)])


def find(
    table: str, question: str, *, low: int = 0, high: int = LAST, most: int, is_best_first: bool = False
) -> list[int]:
    """The numbers of at most so many rows that answer: the highest first, or the best."""
    here = engine()
    order = f"{here.best_first}, {here.highest_first}" if is_best_first else here.highest_first
    where = f"{here.condition} AND rowid BETWEEN %s AND %s"
    sql = f"SELECT rowid FROM {{table}} WHERE {where} ORDER BY {order} LIMIT %s"  # noqa: S608
    asked_again = [question] * order.count("%s")
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=table), [question, low, high, *asked_again, most])
        return [row for (row,) in cursor.fetchall()]


def find_stories(question: str, *, low: int, high: int, now: int, most: int) -> tuple[Sequence[int], bytes]:
    """Rows of at most so many stories that answer and are not over, the newest first; all their records."""
    here = engine()
    condition = here.condition.format(table=STORIES)
    sql = f"""
        SELECT {STORIES}.rowid, records FROM {here.with_facts}
        WHERE {condition} AND {STORIES}.rowid BETWEEN %s AND %s AND expires > %s
        ORDER BY {STORIES}.{here.highest_first} LIMIT %s
    """  # noqa: S608
    with connection.cursor() as cursor:
        return here.stories(cursor, sql, [question, low, high, now, most])


def find_each(
    table: str,
    questions: Sequence[str],
    *,
    low: int = 0,
    high: int = LAST,
    most: int,
    every: int = 1,
    at: int = 0,
) -> list[Sequence[int]]:
    """What `find` gives for several questions at once, in any order; of rows numbered `at` modulo `every`."""
    here = engine()
    among = f"rowid BETWEEN {low} AND {high} AND rowid %% {every} = {at}"
    sql = f"SELECT rowid FROM {table} WHERE {here.condition.format(table=table)} AND {among} LIMIT {most}"  # noqa: S608
    with connection.cursor() as cursor:
        return here.each(cursor, sql, questions)


def insert_stories(rows: Sequence[tuple[Row, Facts]]) -> None:
    """Write rows of STORIES, in the place of those that have their numbers."""
    with connection.cursor() as cursor:
        engine().insert_stories(cursor, rows)


def insert(table: str, rows: Iterable[Row]) -> None:
    """Write rows, in the place of those that have their numbers."""
    here = engine()
    with connection.cursor() as cursor:
        cursor.executemany(f"{here.insert} {table} {here.row}", [here.values(row) for row in rows])


def delete(table: str, rows: Iterable[int]) -> None:
    if values := [(row,) for row in rows]:
        with connection.cursor() as cursor:
            for one in engine().tables.get(table, (table,)):
                cursor.executemany(f"DELETE FROM {one} WHERE rowid = %s", values)  # noqa: S608


def clear(table: str) -> None:
    with connection.cursor() as cursor:
        for one in engine().tables.get(table, (table,)):
            cursor.execute(f"DELETE FROM {one}")  # noqa: S608
