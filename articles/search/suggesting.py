"""What somebody who is typing may mean."""

from typing import NamedTuple

from django.db import models

from articles.folding import words
from articles.models import Article
from articles.search import engines, index
from articles.search.engines import HEADLINES, NAMES, asked
from articles.search.terms import MOST_TERMS, Clause, Phrase

SHORTEST = 2  # letters
LOOKED_AT = 30
OF_RECORDS = 5
OF_HEADLINES = 4


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
    _, now = index.span(None, None)
    records = engines.find(NAMES, question, most=LOOKED_AT, is_best_first=True)
    headlines = engines.find(HEADLINES, question, high=now, most=OF_HEADLINES)
    return _records(records) + _headlines(headlines)


def _records(rows: list[int]) -> list[Suggestion]:
    named: dict[type[models.Model], list[int]] = {}
    for model, pk in map(index.record_of, rows):
        named.setdefault(model, []).append(pk)
    found = {
        (model, record.pk): Suggestion(record.name, str(model._meta.verbose_name), record.get_absolute_url())
        for model, pks in named.items()
        for record in Article.objects.published().naming(model).filter(pk__in=pks)
    }
    return [found[key] for key in map(index.record_of, rows) if key in found][:OF_RECORDS]


def _headlines(rows: list[int]) -> list[Suggestion]:
    pks = [index.pk_of(row) for row in rows]
    stories = Article.objects.published().filter(pk__in=pks).newest_first().only("headline", "slug")
    return [Suggestion(story.headline, "story", story.get_absolute_url()) for story in stories]
