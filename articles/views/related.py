"""The stories to read next."""

from collections import Counter
from collections.abc import Sequence
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
# Written out: composing it cost a third of the whole page.
_NEWEST = """
    SELECT * FROM (
        SELECT content_object_id, live_at FROM {table} WHERE tag_id = %s AND live_at <= %s
        ORDER BY live_at DESC, content_object_id DESC LIMIT {most}
    ) AS newest
"""


def related_to(pk: int, people: Sequence[Person], topics: Sequence[Topic]) -> list[Article]:
    """Published stories that share people and topics with the story `pk`: most shared first, then newest."""
    found = _candidates(people[:TAGS], topics[:TAGS])
    shared, times = Counter(other for other, _ in found), dict(found)
    del shared[pk]
    best = sorted(shared, key=lambda other: (shared[other], times[other], other), reverse=True)[:ASKED]
    if not best:
        return []
    stories = Article.objects.published().filter(pk__in=best).select_related("section").defer("body")
    return sorted(stories, key=lambda story: best.index(story.pk))[:SHOWN]


def _candidates(people: Sequence[Person], topics: Sequence[Topic]) -> list[tuple[int, Any]]:
    """The newest stories of each with their moments, a story once for each that it has."""
    tags = [(ArticlePerson, person.pk) for person in people] + [(ArticleTopic, topic.pk) for topic in topics]
    if not tags:
        return []
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    parts = [_NEWEST.format(table=model._meta.db_table, most=CANDIDATES) for model, _ in tags]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for _, tag in tags for value in (tag, now)])
        rows: list[tuple[int, Any]] = cursor.fetchall()
    return rows
