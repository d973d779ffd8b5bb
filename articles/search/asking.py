"""From what a reader asks to the stories that answer, and to what they have in common."""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nlargest
from math import log
from typing import NamedTuple

from django.db import models
from django.db.models import QuerySet, Value
from django.utils import timezone

from articles.folding import words
from articles.models import Article, Contributor, MergedRecord, Person, Section, Topic
from articles.search import engines, index, numbering
from articles.search.engines import NAMES, STORIES, asked
from articles.search.terms import MOST_TERMS, Clause, Phrase, parse

MOST = 10_000  # the newest matches, which are ranked, listed and counted
LONGER = 5  # letters of a word that may be the one that was meant
SAME_NAME = 50  # records that one word may lead to: a commoner name stands in the stories' own texts
FACETS: dict[str, type[models.Model]] = {"person": Person, "topic": Topic, "author": Contributor}
LONGEST = 8
LOOKED_AT = 16  # of the commonest records, among which are some that readers may not see
ROUNDS = 3  # in which others are looked for in the place of those


@dataclass(frozen=True, slots=True)
class Search:
    """Words, records that a story must have all, and a span of time with both its ends."""

    text: str = ""
    records: tuple[models.Model, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not (parse(self.text) or self.records or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Found:
    """The newest matches, in order, and the records of them all, one story's after another's.

    Of each story its section stands first. `is_cut` when there are more matches than `MOST`.
    """

    clauses: list[Clause] = field(default_factory=list)
    rows: Sequence[int] = ()
    records: Sequence[int] = ()
    is_cut: bool = False

    def stories(self, start: int, stop: int, stories: "QuerySet[Article]") -> list[Article]:
        """Of these stories those at such places of the order, in it."""
        places = {numbering.pk_of(row): place for place, row in enumerate(self.rows[start:stop])}
        return sorted(stories.filter(pk__in=places), key=lambda story: places[story.pk])


def find(search: Search, *, is_newest_first: bool = False) -> Found:
    """The stories that have all of the words and records: the best ones first, or the newest."""
    if search.is_empty:
        return Found()
    clauses = parse(search.text)
    return replace(_found(search, or_named_so(clauses), is_newest_first), clauses=clauses)


def _found(search: Search, clauses: list[Clause], is_newest_first: bool = False) -> Found:
    low, high = numbering.span(search.since, search.until)
    tagged = (Clause(tuple(Phrase((tag,)) for tag in index.tags(one))) for one in search.records)
    clauses = [*tagged, *clauses]
    if all(clause.is_excluded for clause in clauses):
        clauses = [word(numbering.ALL), *clauses]
    now = numbering.microseconds(timezone.now())
    rows, packed = engines.find_stories(asked(clauses), low=low, high=high, now=now, most=MOST + 1)
    records: Sequence[int] = numbering.unpacked(packed)
    if is_cut := len(rows) > MOST:
        rows, records = rows[:MOST], numbering.but_last(records)
    return Found([], rows if is_newest_first else _best_first(rows, clauses), records, is_cut)


def _best_first(rows: Sequence[int], clauses: list[Clause]) -> Sequence[int]:
    """The rows whose headlines, tags and deks have what was asked for, the rarest of it first; then the rest.

    As inverse document frequency does, but of the matches alone and of signs, which no text is read for.
    """
    questions = [
        asked([*clauses[:place], Clause(sign), *clauses[place + 1 :]])
        for place, clause in enumerate(clauses)
        if not clause.is_excluded
        for sign in index.signs(clause.phrases)
        if sign != clause.phrases
    ]
    if len(rows) < 2 or not questions:
        return rows
    known, weights = set(rows), defaultdict[int, float](float)
    for having in engines.find_each(STORIES, questions, low=rows[-1], high=rows[0], most=MOST):
        weight = log(1 + len(rows) / max(1, len(having)))
        for row in known.intersection(having):
            weights[row] += weight
    best = sorted(weights, key=lambda row: (weights[row], row), reverse=True)
    return [*best, *(row for row in rows if row not in weights)]


def word(one: str) -> Clause:
    return Clause((Phrase((one,)),))


def or_named_so(clauses: list[Clause]) -> list[Clause]:
    """The clauses, each met as well by the stories of a record that has the words in a name or an alias."""
    if not clauses:
        return []
    named = engines.find_each(NAMES, [asked([Clause(one.phrases)]) for one in clauses], most=SAME_NAME)
    return [
        Clause((*clause.phrases, *(Phrase((numbering.tag_of(row),)) for row in rows)), clause.is_excluded)
        for clause, rows in zip(clauses, named, strict=True)
    ]


def near(text: str, most: int) -> list[Article]:
    """Stories that have all of these words, or else any of the longer ones: the best ones first."""
    asked_for = words(text)[:MOST_TERMS]
    longer = tuple(Phrase((word,)) for word in asked_for if len(word) >= LONGER)
    for clauses in ([word(one) for one in asked_for], [Clause(longer)]):
        if any(clause.phrases for clause in clauses) and (found := _found(Search(text), clauses)).rows:
            return found.stories(0, most, Article.objects.published())
    return []


class Facet(NamedTuple):
    """A value that narrows a search, as the page's address and as readers say it."""

    value: str
    name: str
    number: int


def facets(found: Found, sections: Iterable[Section]) -> dict[str, list[Facet]]:
    """By parameter; `sections` are those that readers know."""
    counted = Counter(found.records)
    in_sections = ((one, counted[numbering.row_of(Section, one.pk)]) for one in sections)
    return {
        "section": [Facet(one.slug, one.name, number) for one, number in in_sections if number],
        **_named(found.records, counted),
        "year": [Facet(str(year), str(year), number) for year, number in _years(found.rows) if number],
    }


def _named(records: Sequence[int], counted: Counter[int]) -> dict[str, list[Facet]]:
    """The commonest people, topics and authors that readers may see, by parameter.

    Merged ones are counted as what they are part of now; whether one was is asked of those that are unknown.
    """
    known: dict[int, tuple[str, str]] = {}
    parts: dict[int, int] = {}
    for _ in range(ROUNDS):
        rows = _commonest(counted, LOOKED_AT)
        known |= _known(rows - known.keys())
        if not (unknown := rows - known.keys()):
            break
        if merged := _parts(unknown):
            parts |= merged
            _count_as_one(records, parts, counted)
        for row in unknown:
            del counted[row]
        if _commonest(counted, LONGEST) <= known.keys():
            break
    return {
        name: sorted(
            (Facet(*known[row], counted[row]) for row in numbering.rows_of(model, known)),
            key=lambda one: (-one.number, one.name),
        )[:LONGEST]
        for name, model in FACETS.items()
    }


def _commonest(counted: Counter[int], most: int) -> set[int]:
    """So many of each kind at most."""
    kinds = [numbering.rows_of(model, counted) for model in FACETS.values()]
    return {row for rows in kinds for row in nlargest(most, rows, key=counted.__getitem__)}


def _known(rows: Collection[int]) -> dict[int, tuple[str, str]]:
    """Of these records those that readers may see: slug and name, in one query."""
    first, *rest = (
        Article.objects.published()
        .naming(model)
        .filter(pk__in=numbering.pks_of(model, rows))
        .order_by()
        .values_list(Value(name), "pk", "slug", "name")
        for name, model in FACETS.items()
    )
    found = first.union(*rest, all=True)
    return {numbering.row_of(FACETS[kind], pk): (slug, name) for kind, pk, slug, name in found}


def _parts(rows: Collection[int]) -> dict[int, int]:
    """Of these people and topics those that were merged, and what they are part of now."""
    return {
        numbering.row_of(model, pk): numbering.row_of(model, into)
        for model in (Person, Topic)
        for pk, into in MergedRecord.objects.leading(model, numbering.pks_of(model, rows)).items()
    }


def _count_as_one(records: Sequence[int], parts: dict[int, int], counted: Counter[int]) -> None:
    """Count the stories of merged records as those of the one that they are part of, each once."""
    whole = parts | {into: into for into in parts.values()}
    having, story = defaultdict[int, set[int]](set), 0
    for place, row in enumerate(records):
        if numbering.begins_story(row):
            story = place
        elif row in whole:
            having[whole[row]].add(story)
    for into, stories in having.items():
        counted[into] = len(stories)


def _years(rows: Sequence[int]) -> list[tuple[int, int]]:
    """How many of these stories are of each year, the newest first."""
    if not rows:
        return []
    in_time = sorted(rows)
    years = range(numbering.moment_of(in_time[0]).year, numbering.moment_of(in_time[-1]).year + 1)
    ends = [
        bisect(in_time, numbering.number(timezone.make_aware(datetime(year + 1, 1, 1)), 0)) for year in years
    ]
    return [(year, end - start) for year, start, end in zip(years, [0, *ends], ends, strict=False)][::-1]
