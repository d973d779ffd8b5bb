"""Stories by the thousand, written straight to the tables: what a large archive looks like to the pages."""

import random
from datetime import timedelta
from itertools import accumulate, product

from django.db import transaction
from django.utils import timezone

from articles.caching import renew
from articles.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Byline,
    Contributor,
    Correction,
    Person,
    Section,
    Topic,
)
from articles.search import rebuild

WORDS = (
    "council harbour market bridge school river flood wall mayor budget ferry station library court storm "
    "hospital bakery roof bus street square tower garden festival team match season vote plan"
).split()
# How often words come in a language: a few everywhere, most of them hardly ever (Zipf's law).
SYLLABLES = [consonant + vowel for vowel in "aeiou" for consonant in "bdfgklmnprstvz"]
VOCABULARY = WORDS + random.Random(1).sample(
    ["".join(parts) for parts in product(SYLLABLES, repeat=3)], 20_000
)
WEIGHTS = list(accumulate(1 / (rank + 8) for rank in range(len(VOCABULARY))))
WORDS_OF_A_STORY = 250
AT_ONCE = 5000
CORRECTED = 20  # one story of so many


def fill(number: int, seed: int = 7, years: float = 10, records: int = 2000) -> None:
    """Make `number` published stories over so many years, with 3 people and 3 topics each of `records`."""
    chance, now = random.Random(seed), timezone.now()
    sections = [
        Section.objects.create(name=name) for name in ("News", "Council", "Sport", "Health", "Business")
    ]
    writers = [Contributor.objects.create(name=f"Writer {n}") for n in range(20)]
    people = _records(Person, "Person", records)
    topics = _records(Topic, "Topic", records)
    for start in range(0, number, AT_ONCE):
        batch = [_story(n, chance, sections, now, years) for n in range(start, min(number, start + AT_ONCE))]
        Article.objects.bulk_create(batch)
        Correction.objects.bulk_create(
            Correction(article=story, text=story.dek, at=story.publish_at) for story in batch[::CORRECTED]
        )
        for model, owner, column, records in (
            (ArticlePerson, "content_object", "tag", people),
            (ArticleTopic, "content_object", "tag", topics),
            (Byline, "article", "contributor", writers),
        ):
            rows = (
                model(**{owner: story, column: record, "rank": rank, "live_at": story.publish_at})
                for story in batch
                for rank, record in enumerate(chance.sample(records, 1 if model is Byline else 3))
            )
            model.objects.bulk_create(rows, batch_size=AT_ONCE)
    for step in rebuild():
        with transaction.atomic():
            step()
    renew()


def _records(model, name: str, number: int) -> list:
    made = [
        model(name=f"{name} {n}", key=f"{name.lower()} {n}", slug=f"{name.lower()}-{n}")
        for n in range(number)
    ]
    return model.objects.bulk_create(made)


def _story(number: int, chance: random.Random, sections: list, now, years: float) -> Article:
    moment = now - timedelta(seconds=chance.randrange(int(years * 365 * 86400)))
    words = chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=WORDS_OF_A_STORY)
    sentences = [" ".join(words[at : at + 15]).capitalize() for at in range(8, len(words), 15)]
    return Article(
        headline=" ".join(words[:8]).capitalize(),
        slug=f"story-{number}",
        dek=f"{sentences[0]}.",
        body="".join(f"<p>{'. '.join(sentences[at : at + 3])}.</p>" for at in range(1, len(sentences), 3)),
        section=chance.choice(sections),
        status=Article.Status.PUBLISHED,
        publish_at=moment,
        first_published_at=moment,
        content_updated_at=moment,
    )
