"""The page of a story, from the live row or from a revision, with the stories around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, Self

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles import figures, structured_data
from articles.context import Site
from articles.editorial import revisions
from articles.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Contributor,
    Correction,
    Person,
    Revision,
    Topic,
)
from articles.models.listed import LISTED

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
    UNION ALL SELECT 'corrections', 0, id, '', '', '' FROM articles_correction WHERE article_id = %(pk)s
"""  # noqa: S608  # a number of our own
SHOWN = 4
# Bounds that keep the query's work the same in any archive: the first few people and topics of the
# story, and the newest stories of each.
TAGS = 5
CANDIDATES = 40
ASKED = 2 * SHOWN  # some of the best may have expired
_NEWEST = """
    SELECT * FROM (
        SELECT content_object_id, live_at FROM {table}
        WHERE tag_id = %(tag{tag})s AND live_at <= %(now)s
        ORDER BY live_at DESC, content_object_id DESC LIMIT {most}
    ) AS newest
"""
_SHARED = """
    SELECT * FROM (
        SELECT 'shared', content_object_id,
            row_number() OVER (ORDER BY count(*) DESC, max(live_at) DESC, content_object_id DESC)
        FROM ({newest}) AS named WHERE content_object_id <> %(pk)s
        GROUP BY content_object_id ORDER BY 3 LIMIT {most}
    ) AS shared
"""
_BESIDE = """
    SELECT * FROM (
        SELECT '{name}', id, 1 FROM articles_article
        WHERE section_id = %(section)s AND {beside} AND (expire_at IS NULL OR expire_at > %(now)s)
        ORDER BY live_at {order}, id {order} LIMIT 1
    ) AS beside
"""
_NEIGHBOURS = (
    _BESIDE.format(
        name="earlier", order="DESC", beside="live_at <= %(at)s AND (live_at < %(at)s OR id < %(pk)s)"
    ),
    _BESIDE.format(
        name="later",
        order="ASC",
        beside="live_at BETWEEN %(at)s AND %(now)s AND (live_at > %(at)s OR id > %(pk)s)",
    ),
)


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
        return figures.for_page(self.content.body, self.content.language or get_language() or "")

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


def _named_on(article: Article) -> dict[str, list[Any]]:
    """Whom and what the story's page names, each list in order, in one query, and its corrections.

    Those cost another query, which most stories, having none, do not need.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"pk": article.pk})
        rows = sorted(cursor.fetchall())
    has_notes = any(name == "corrections" for name, *_ in rows)
    named: dict[str, list[Any]] = {name: [] for name in LISTED}
    named["corrections"] = list(article.corrections.all()) if has_notes else []
    for name, _, pk, called, slug, line in rows:
        if name in LISTED:
            own = {} if name == "bylines" else {"description": line}
            named[name].append(LISTED[name].model(pk=pk, name=called, slug=slug, **own))
    return named


@dataclass(frozen=True, slots=True)
class Around:
    """`related`: most shared first, then newest. A story that is not out has none beside it."""

    related: list[Article]
    earlier: Article | None
    later: Article | None


def around(site: Site, article: Article, people: Sequence[Person], topics: Sequence[Topic]) -> Around:
    """What readers may see around a story with these people and topics.

    Asked for in two queries: one that is written out, because composing it cost a third of the whole page,
    and the gate, which decides what of its answer is shown.
    """
    rows = _candidates(article, people[:TAGS], topics[:TAGS])
    beside = {name: pk for name, pk, _ in rows if name != "shared"}
    best = [
        pk
        for name, pk, _ in sorted(rows, key=itemgetter(2))
        if name == "shared" and pk not in beside.values()
    ]
    stories = Article.objects.published().only("headline", "slug", "live_at", "language", "section")
    found = stories.in_bulk({*best, *beside.values()})
    site.name_sections(found.values())
    return Around(
        [found[pk] for pk in best if pk in found][:SHOWN],
        found.get(beside.get("earlier", 0)),
        found.get(beside.get("later", 0)),
    )


def _candidates(
    article: Article, people: Sequence[Person], topics: Sequence[Topic]
) -> list[tuple[str, int, int]]:
    """The stories beside this one, and those that share most of these with it, ranked."""
    moment = connection.ops.adapt_datetimefield_value
    asked = {"now": moment(timezone.now()), "pk": article.pk, "section": article.section_id}
    asked["at"] = moment(article.live_at)
    tags = [(ArticlePerson, person.pk) for person in people] + [(ArticleTopic, topic.pk) for topic in topics]
    asked |= {f"tag{place}": tag for place, (_, tag) in enumerate(tags)}
    newest = " UNION ALL ".join(
        _NEWEST.format(table=model._meta.db_table, tag=place, most=CANDIDATES)
        for place, (model, _) in enumerate(tags)
    )
    parts = [*_NEIGHBOURS] * article.is_live + [_SHARED.format(newest=newest, most=ASKED)] * bool(newest)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        rows: list[tuple[str, int, int]] = cursor.fetchall()
    return rows


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """A published story; 410 when it was public once, 404 when it never was."""
    article = Article.objects.published().filter(slug=slug).first()
    if article is None:
        return _gone(request, slug)
    site = Site(request)
    site.name_sections([article])
    story = Story.live(article)
    context = {
        "site": site,
        "story": story,
        "canonical": article.get_absolute_url(),
        "around": around(site, article, story.people, story.topics),
        "json_ld": structured_data.as_script(
            structured_data.news_article(
                article,
                bylines=story.bylines,
                people=story.people,
                topics=story.topics,
                corrections=story.corrections,
            ),
            structured_data.breadcrumbs(article.section, article),
        ),
    }
    return render(request, "articles/article.html", context)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice at the address of a story that is gone, and of one that has moved and is gone since."""
    article = Article.objects.gone().filter(slug=slug).only("pk").first()
    if article is None:
        raise Http404("There is no such story.")
    retractions = article.corrections.filter(kind=Correction.Kind.RETRACTION)
    context = {"is_error": True, "retractions": list(retractions)}
    return render(request, "articles/gone.html", context, status=410)
