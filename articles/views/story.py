"""A story as its page shows it, from the live row or from a revision."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connection
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import figures
from articles.editorial import revisions
from articles.models import Article, Contributor, Correction, Person, Revision, Topic
from articles.models.listed import LISTED


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that the article's template needs; `content` gives the written fields."""

    content: Article | Revision
    article: Article
    bylines: list[Contributor]
    people: list[Person]
    topics: list[Topic]
    published_at: datetime
    updated_at: datetime | None
    first_published_at: datetime | None  # where it is another time than `published_at`
    corrections: list[Correction]

    @property
    def body(self) -> SafeString:
        """The text with its figures: what is stored has been through markup.sanitise."""
        return figures.for_page(self.content.body)

    @property
    def notes_above(self) -> list[Correction]:
        return [note for note in self.corrections if note.stands_above]

    @property
    def notes_below(self) -> list[Correction]:
        return [note for note in self.corrections if not note.stands_above]

    @classmethod
    def live(cls, article: Article) -> Self:
        """Of a row that the gate gave."""
        assert article.live_at
        return cls(
            content=article,
            article=article,
            **_named_on(article),
            published_at=article.live_at,
            updated_at=article.content_updated_at if article.is_updated else None,
            first_published_at=_first(article),
            corrections=list(article.corrections.all()),
        )

    @classmethod
    def proposed(cls, revision: Revision) -> Self:
        """As readers would see it if this revision were published now."""
        article, lists = revision.article, revisions.with_records(revisions.content_of(revision))
        planned = filter(None, (revision.publish_at or article.kept_time, revision.embargo_until))
        return cls(
            content=revision,
            article=article,
            bylines=lists["bylines"],
            people=[person for person in lists["people"] if not person.is_proposed],
            topics=[topic for topic in lists["topics"] if not topic.is_proposed],
            published_at=max(planned, default=timezone.now()),
            updated_at=article.content_updated_at if article.is_updated else None,
            first_published_at=None,
            corrections=list(article.corrections.all()),
        )


def _first(article: Article) -> datetime | None:
    """When readers had the story before it was taken down and published anew."""
    first, now = article.first_published_at, article.live_at
    return first if first and now and now - first >= timedelta(minutes=1) else None


A_LINE = 200  # characters of what a person or topic is

# Written out: composing it cost a tenth of the whole page.
_NAMED = f"""
    SELECT 'bylines', rank, named.id, name, slug, '' FROM articles_byline
    JOIN articles_contributor AS named ON named.id = contributor_id WHERE article_id = %(pk)s
    UNION ALL SELECT 'people', rank, named.id, name, slug, substr(description, 1, {A_LINE})
    FROM articles_articleperson JOIN articles_person AS named ON named.id = tag_id
    WHERE content_object_id = %(pk)s AND NOT is_proposed
    UNION ALL SELECT 'topics', rank, named.id, name, slug, substr(description, 1, {A_LINE})
    FROM articles_articletopic JOIN articles_topic AS named ON named.id = tag_id
    WHERE content_object_id = %(pk)s AND NOT is_proposed
"""  # noqa: S608  # a number of our own


def _named_on(article: Article) -> dict[str, list[Any]]:
    """Whom and what the story's page names, each list in order, all in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"pk": article.pk})
        rows = sorted(cursor.fetchall())
    named: dict[str, list[Any]] = {name: [] for name in LISTED}
    for name, _, pk, called, slug, line in rows:
        own = {} if name == "bylines" else {"description": line}
        named[name].append(LISTED[name].model(pk=pk, name=called, slug=slug, **own))
    return named
