"""The full-text index in SQLite's FTS5 and in PostgreSQL's tsvector: same rows, same questions.

A row has a number, `rowid`, that says what it is of, and columns of folded words (articles.folding.words),
so that both databases agree on what a word is. Questions are made of such words alone: whatever a reader
types, none of it is read as the database's own syntax.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.search.terms import Clause, Phrase

STORIES = "articles_story_words"
HEADLINES = "articles_headline_words"
NAMES = "articles_name_words"
PICTURES = "articles_picture_words"
COLUMNS = ("headline", "tags", "dek", "body")


class Row(NamedTuple):
    """The words of each of `COLUMNS`."""

    rowid: int
    columns: tuple[Sequence[str], ...]


class Fts5:
    """https://www.sqlite.org/fts5.html"""

    condition = "{table} MATCH %s"
    highest_first = "rowid DESC"
    best_first = "bm25({table}, 10, 5, 3, 1)"
    insert = "INSERT OR REPLACE INTO"
    row = f"(rowid, {', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s)"
    joints = (" AND ", " OR ", " NOT ")

    def phrase(self, phrase: Phrase) -> str:
        return f'"{" ".join(phrase.words)}"{"*" if phrase.is_begun else ""}'

    def values(self, row: Row) -> Sequence[int | str]:
        return (row.rowid, *map(" ".join, row.columns))


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
    table: str, question: str, *, low: int = 0, high: int = 2**63 - 1, most: int, is_best_first: bool = False
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


def find_each(
    table: str, questions: Sequence[str], *, most: int, every: int = 1, at: int = 0
) -> list[list[int]]:
    """The same for several questions at once, in any order, of the rows numbered `at` modulo `every`."""
    condition = f"{engine().condition.format(table=table)} AND rowid %% {every} = {at}"
    one = f"SELECT * FROM (SELECT %s, rowid FROM {table} WHERE {condition} LIMIT {most}) AS found"  # noqa: S608
    with connection.cursor() as cursor:
        values = [value for pair in enumerate(questions) for value in pair]
        cursor.execute(" UNION ALL ".join([one] * len(questions)), values)
        rows = cursor.fetchall()
    return [[row for place, row in rows if place == number] for number in range(len(questions))]


def among(pks: list[int]) -> RawSQL:
    """For `pk__in`, as one value: a thousand placeholders cost more than what they find."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(pks)])
    return RawSQL("SELECT unnest(%s::bigint[])", [pks])


def insert(table: str, rows: Iterable[Row]) -> None:
    """Write rows, in the place of those that have their numbers."""
    here = engine()
    with connection.cursor() as cursor:
        cursor.executemany(f"{here.insert} {table} {here.row}", [here.values(row) for row in rows])


def delete(table: str, rows: Iterable[int]) -> None:
    if values := [(row,) for row in rows]:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", values)  # noqa: S608


def clear(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
