"""What somebody who is typing may mean: records for the desk; for readers headlines, too."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from rapidfuzz import fuzz

from articles.folding import fold, words
from articles.models import Article
from articles.models.authority import Authority
from articles.models.listed import LIST_OF
from articles.search import engines, numbering
from articles.search.engines import HEADLINES, NAMES, asked, find_each
from articles.search.numbering import KINDS, record_of
from articles.search.terms import MOST_TERMS, Clause, Phrase

MOST_FOUND = 10
MOST_NEAR = 3
MOST_MATCHES = 5000  # names that are looked at for whom the newest stories name
MOST_RANKED = 150
MOST_COMPARED = 400
MOST_WITH = 60
MOST_AT_ONCE = 100  # questions; SQLite joins no more than 500
NEWEST = 500  # stories whose people and topics are always found; of more, PostgreSQL reads all tags
NEAR = 82  # of 100; a letter in ten is another one
# How often and how recently: the moments of the newest, the fifth and the twentieth story.
PLACES = (1, 5, 20)
CALM = timedelta(days=30)
SHORTEST = 2  # letters
LOOKED_AT = 30
OF_RECORDS = 5
OF_HEADLINES = 4


@dataclass
class Match:
    """A record, the other name by which it was found, and its place among what was found."""

    record: Any
    also: str = ""

    @property
    def aliases(self) -> list[Any]:
        return list(self.record.aliases.all()) if isinstance(self.record, Authority) else []

    @property
    def keys(self) -> list[str]:
        return [self.record.key, *(alias.key for alias in self.aliases)]


@dataclass(frozen=True)
class Found:
    """What has the words that were typed, what the newsroom writes of most first; or else what is near."""

    matches: list[Match] = field(default_factory=list)
    near: list[Match] = field(default_factory=list)


def records(model: type[models.Model], typed: str) -> Found:
    """At most ten records that have all of the typed words, or else at most three with similar names.

    At most four queries, whatever the number of records and stories: the index of names gives the candidates,
    and of each no more than its newest twenty stories are looked at.
    """
    key, parts = fold(typed), words(typed)[:MOST_TERMS]
    if not parts:
        return Found()
    question, *alike = _questions(parts)
    [begun] = _find(model, [question], MOST_MATCHES)
    if begun:
        recent = set(_recent(model)) & set(begun)
        return Found(matches=_best(_load(model, [*recent, *begun[:MOST_RANKED]], key), key, parts))
    near = list({pk for pks in _find(model, alike, MOST_COMPARED) for pk in pks})
    return Found(near=_nearest(_load(model, near, key), key))


def records_with(model: type[models.Model], asked_for: Sequence[tuple[str, str]]) -> list[list[int]]:
    """For each beginning of a word, and another word whole ("" for none), at most sixty records with both."""
    questions = [
        asked([Clause((Phrase((begun,), True),)), *([Clause((Phrase((whole,)),))] if whole else [])])
        for begun, whole in asked_for
    ]
    starts = range(0, len(questions), MOST_AT_ONCE)
    return [pks for at in starts for pks in _find(model, questions[at : at + MOST_AT_ONCE], MOST_WITH)]


def _find(model: type[models.Model], questions: Sequence[str], most: int) -> list[list[int]]:
    found = find_each(NAMES, questions, most=most, every=len(KINDS), at=KINDS.index(model))
    return [[record_of(row)[1] for row in rows] for rows in found]


def _questions(parts: Sequence[str]) -> list[str]:
    """The words with the last one begun; for misspellings all of them begun, and any of them whole."""
    begun = [Clause((Phrase((word,)),)) for word in parts[:-1]] + [Clause((Phrase(parts[-1:], True),))]  # type: ignore[arg-type]
    alike = [Clause((Phrase((word[:2],), True),)) for word in parts]
    return [asked(begun), asked(alike), asked([Clause(tuple(Phrase((word,)) for word in parts))])]


def _recent(model: type[models.Model]) -> list[int]:
    """Whom or what the newest stories are about."""
    listed = LIST_OF[model]
    newest = Article.objects.published().newest_first().values("pk")[:NEWEST]
    found = listed.rows._default_manager.filter(**{f"{listed.story}__in": newest}).order_by()
    return list(found.values_list(f"{listed.record}_id", flat=True).distinct())


def _load(model: type[models.Model], pks: Sequence[int], key: str) -> list[Match]:
    listed = LIST_OF[model]
    own = {listed.record: OuterRef("pk"), "live_at__lte": timezone.now()}
    stories = listed.rows._default_manager.filter(**own).order_by("-live_at")
    moments = {f"story_{place}": Subquery(stories.values("live_at")[place - 1 : place]) for place in PLACES}
    found = model._default_manager.filter(Q(pk__in=pks) | Q(key=key)).order_by("name").annotate(**moments)
    with_aliases = found.prefetch_related("aliases") if issubclass(model, Authority) else found
    return [Match(row) for row in with_aliases]


def _best(matches: Sequence[Match], key: str, parts: Sequence[str]) -> list[Match]:
    now = timezone.now()

    def place(match: Match) -> tuple[bool, float, int]:
        how = _how(match, key, parts)
        return how > 0, -_often(match.record, now), how

    best = sorted(matches, key=place)[:MOST_FOUND]
    for match in best:
        if not _has(match.record.key, parts):
            match.also = next((alias.name for alias in match.aliases if _has(alias.key, parts)), "")
    return best


def _often(record: Any, now: datetime) -> float:
    """Stories a day that the newsroom writes of a record; one new story alone makes no high figure."""
    moments = ((place, getattr(record, f"story_{place}")) for place in PLACES)
    return max(
        (place / ((now - moment + CALM) / timedelta(days=1)) for place, moment in moments if moment),
        default=0,
    )


def _how(match: Match, key: str, parts: Sequence[str]) -> int:
    """0: so it is called; 1: its name begins so; 2: another name does; 3: the words stand in its names."""
    if key in match.keys:
        return 0
    if match.record.key.startswith(key):
        return 1
    return 2 if any(name.startswith(key) for name in match.keys) else 3


def _has(name: str, parts: Sequence[str]) -> bool:
    return all(f" {word}" in f" {name}" for word in parts)


def _nearest(matches: Sequence[Match], key: str) -> list[Match]:
    """Those whose names differ from what was typed by a few letters, or by the order of the words."""
    scored: dict[int, float] = defaultdict(float)
    for match in matches:
        for name in match.keys:
            score = max(fuzz.ratio(key, name), fuzz.token_sort_ratio(key, name))
            if score > scored[match.record.pk]:
                scored[match.record.pk] = score
                match.also = (
                    "" if name == match.record.key else next(a.name for a in match.aliases if a.key == name)
                )
    near = [match for match in matches if scored[match.record.pk] >= NEAR]
    return sorted(near, key=lambda match: -scored[match.record.pk])[:MOST_NEAR]


class Suggestion(NamedTuple):
    """A page, what it is called, and what kind of page it is."""

    name: str
    kind: str
    url: str


def suggest(typed: str) -> list[Suggestion]:
    """People, topics, authors and the newest headlines that have all of the words, the last one begun."""
    parts = words(typed)[:MOST_TERMS]
    if len("".join(parts)) < SHORTEST:
        return []
    phrases = [Phrase((word,)) for word in parts[:-1]] + [Phrase((parts[-1],), is_begun=True)]
    question = asked([Clause((phrase,)) for phrase in phrases])
    _, now = numbering.span(None, None)
    found = engines.find(NAMES, question, most=LOOKED_AT, is_best_first=True)
    headlines = engines.find(HEADLINES, question, high=now, most=OF_HEADLINES)
    return _suggested(found) + _headlines(headlines)


def _suggested(rows: list[int]) -> list[Suggestion]:
    named: dict[type[models.Model], list[int]] = {}
    for model, pk in map(numbering.record_of, rows):
        named.setdefault(model, []).append(pk)
    found = {
        (model, record.pk): Suggestion(record.name, str(model._meta.verbose_name), record.get_absolute_url())
        for model, pks in named.items()
        for record in Article.objects.published().naming(model).filter(pk__in=pks)
    }
    return [found[key] for key in map(numbering.record_of, rows) if key in found][:OF_RECORDS]


def _headlines(rows: list[int]) -> list[Suggestion]:
    pks = [numbering.pk_of(row) for row in rows]
    stories = Article.objects.published().filter(pk__in=pks).newest_first().only("headline", "slug")
    return [Suggestion(story.headline, "story", story.get_absolute_url()) for story in stories]
