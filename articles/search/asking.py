"""From what a reader asks to the stories that answer, and to what they have in common."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Count, QuerySet, Value

from articles.folding import words
from articles.models import Article, Section
from articles.models.authority import Authority
from articles.models.listed import LISTED
from articles.search import engines, index
from articles.search.engines import NAMES, STORIES, asked
from articles.search.terms import MOST_TERMS, Clause, Phrase, parse

MOST = 1000  # the newest matches, which are ranked, listed and counted
LONGER = 5  # letters of a word that may be the one that was meant
SAME_NAME = 50  # records that one word may lead to: a commoner name stands in the stories' own texts
LONGEST = 8
ENOUGH = 100  # of so many matches nobody looks for the names that only one has


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


class Match(NamedTuple):
    """A story that was found."""

    pk: int
    section: int
    year: int


@dataclass(frozen=True, slots=True)
class Found:
    """The newest matches, in order; `is_cut` when there are more than `MOST`."""

    clauses: list[Clause] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    is_cut: bool = False

    def stories(self, start: int, stop: int) -> "QuerySet[Article]":
        """The stories at these places of the order; `in_order` brings them into it."""
        return Article.objects.published().filter(pk__in=[match.pk for match in self.matches[start:stop]])

    def in_order(self, stories: "QuerySet[Article]") -> list[Article]:
        places = {match.pk: place for place, match in enumerate(self.matches)}
        return sorted(stories, key=lambda story: places[story.pk])


def find(search: Search, *, is_newest_first: bool = False) -> Found:
    """The stories that have all of the words and records: the best ones first, or the newest."""
    if search.is_empty:
        return Found()
    clauses = parse(search.text)
    return replace(_found(search, or_named_so(clauses), is_newest_first), clauses=clauses)


def _found(search: Search, clauses: list[Clause], is_newest_first: bool = False) -> Found:
    low, high = index.span(search.since, search.until)
    tags = [Clause(tuple(Phrase((tag,)) for tag in index.tags(record))) for record in search.records]
    question = asked([word(index.ALL), *tags, *clauses])
    rows = engines.find(STORIES, question, low=low, high=high, most=MOST + 1)
    is_cut, rows = len(rows) > MOST, rows[:MOST]
    if len(rows) > 1 and not is_newest_first:
        rows = engines.find(STORIES, question, low=rows[-1], high=high, most=MOST, is_best_first=True)
    return Found([], _seen(rows), is_cut)


def word(one: str) -> Clause:
    return Clause((Phrase((one,)),))


def or_named_so(clauses: list[Clause]) -> list[Clause]:
    """The clauses, each met as well by the stories of a record that has the words in a name or an alias."""
    if not clauses:
        return []
    named = engines.find_each(NAMES, [asked([Clause(one.phrases)]) for one in clauses], most=SAME_NAME)
    return [
        Clause((*clause.phrases, *(Phrase((index.tag_of(row),)) for row in rows)), clause.is_excluded)
        for clause, rows in zip(clauses, named, strict=True)
    ]


def _seen(rows: list[int]) -> list[Match]:
    """What readers may see of these rows, in their order."""
    pks = [index.pk_of(row) for row in rows]
    stories = Article.objects.published().filter(pk__in=engines.among(pks)).order_by()
    sections = dict(stories.values_list("pk", "section_id"))
    return [
        Match(pk, sections[pk], index.moment_of(row).year)
        for pk, row in zip(pks, rows, strict=True)
        if pk in sections
    ]


def near(text: str, most: int) -> list[Article]:
    """Stories that have all of these words, or else any of the longer ones: the best ones first."""
    asked_for = words(text)[:MOST_TERMS]
    longer = tuple(Phrase((word,)) for word in asked_for if len(word) >= LONGER)
    for clauses in ([word(one) for one in asked_for], [Clause(longer)]):
        if any(clause.phrases for clause in clauses) and (found := _found(Search(text), clauses)).matches:
            return found.in_order(found.stories(0, most))
    return []


class Facet(NamedTuple):
    """A value that narrows a search, as the page's address and as readers say it."""

    value: str
    name: str
    number: int


def facets(matches: list[Match], sections: Iterable[Section]) -> dict[str, list[Facet]]:
    """By parameter; `sections` are those that readers know."""
    in_sections = Counter(match.section for match in matches)
    years = Counter(match.year for match in matches)
    return {
        "section": [
            Facet(one.slug, one.name, in_sections[one.pk]) for one in sections if in_sections[one.pk]
        ],
        **_records(matches),
        "year": [Facet(str(year), str(year), years[year]) for year in sorted(years, reverse=True)],
    }


def _records(matches: list[Match]) -> dict[str, list[Facet]]:
    """The commonest people, topics and authors, in one query."""
    found: dict[str, list[Facet]] = {"person": [], "topic": [], "author": []}
    pks, rarest = engines.among([match.pk for match in matches]), 1 if len(matches) < ENOUGH else 2
    first, *rest = (
        one.rows._default_manager.filter(**{f"{one.story}__in": pks})
        .order_by()
        .filter(**{f"{one.record}__is_proposed": False} if issubclass(one.model, Authority) else {})
        .values_list(Value(name), f"{one.record}__slug", f"{one.record}__name")
        .annotate(number=Count("pk"))
        .filter(number__gte=rarest)
        for name, one in zip(found, LISTED.values(), strict=True)
    )
    for name, *facet in sorted(first.union(*rest, all=True), key=lambda row: (-row[3], row[2])):
        if len(found[name]) < LONGEST:
            found[name].append(Facet(*facet))
    return found
