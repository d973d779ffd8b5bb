"""The stories around one: before and after it in its section, and about the same people and topics.

Asked for in two queries: one that is written out, because composing it cost a third of the whole page, and
the gate, which decides what of its answer is shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from articles.models import Article, ArticlePerson, ArticleTopic, Person, Topic

SHOWN = 4
# Bounds that keep the query's work the same in any archive: the first few people and topics of the
# story, and the newest stories of each.
TAGS = 5
CANDIDATES = 40
ASKED = 3 * SHOWN  # some of the best may have expired
_NEWEST = """
    SELECT * FROM (
        SELECT 'shared', content_object_id, live_at FROM {table}
        WHERE tag_id = %(tag{tag})s AND live_at <= %(now)s
        ORDER BY live_at DESC, content_object_id DESC LIMIT {most}
    ) AS newest
"""
_BESIDE = """
    SELECT * FROM (
        SELECT '{name}', id, live_at FROM articles_article
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
class Around:
    """`related`: most shared first, then newest. A story that is not out has none beside it."""

    related: list[Article]
    earlier: Article | None
    later: Article | None


def around(article: Article, people: Sequence[Person], topics: Sequence[Topic]) -> Around:
    """What readers may see around a story with these people and topics."""
    rows = _candidates(article, people[:TAGS], topics[:TAGS])
    beside = {name: pk for name, pk, _ in rows if name != "shared"}
    shared = [(pk, at) for name, pk, at in rows if name == "shared" and pk != article.pk]
    number, times = Counter(pk for pk, _ in shared), dict(shared)
    best = sorted(number, key=lambda pk: (number[pk], times[pk], pk), reverse=True)[:ASKED]
    stories = Article.objects.published().select_related("section")
    found = stories.only("headline", "slug", "live_at", "language", "section__name", "section__slug").in_bulk(
        {*best, *beside.values()}
    )
    return Around(
        [found[pk] for pk in best if pk in found][:SHOWN],
        found.get(beside.get("earlier", 0)),
        found.get(beside.get("later", 0)),
    )


def _candidates(
    article: Article, people: Sequence[Person], topics: Sequence[Topic]
) -> list[tuple[str, int, Any]]:
    """The newest stories of each with their moments, a story once for each that it has; and those beside."""
    moment = connection.ops.adapt_datetimefield_value
    asked = {"now": moment(timezone.now()), "pk": article.pk, "section": article.section_id}
    asked["at"] = moment(article.live_at)
    parts = list(_NEIGHBOURS) if article.is_live else []
    tags = [(ArticlePerson, person.pk) for person in people] + [(ArticleTopic, topic.pk) for topic in topics]
    for place, (model, tag) in enumerate(tags):
        asked[f"tag{place}"] = tag
        parts.append(_NEWEST.format(table=model._meta.db_table, tag=place, most=CANDIDATES))
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        rows: list[tuple[str, int, Any]] = cursor.fetchall()
    return rows
