"""Nobody sees an embargoed story before its second; who goes earlier may, says why, and is on record."""

from datetime import datetime

from django.db.models import F, Max, Q, Subquery
from django.utils import timezone

from articles.models import Article, Revision, StatusChange

PERMISSION = "articles.break_embargo"
VERB = "break_embargo"


def standing(article: Article) -> datetime | None:
    """The latest embargo to come that any version of the story was given, and nobody has broken since.

    Taking it out of the form does not lift it. A story that readers see already has none to break.
    """
    if article.pk is None or article.is_live:
        return None
    broken = StatusChange.objects.filter(article=article, verb=VERB).values("at")[:1]
    versions = article.revisions.filter(embargo_until__gt=timezone.now()).annotate(broken=Subquery(broken))
    versions = versions.filter(Q(broken=None) | Q(created_at__gt=F("broken")))
    latest: datetime | None = versions.aggregate(latest=Max("embargo_until"))["latest"]
    return latest


def broken_by(article: Article, revision: Revision) -> datetime | None:
    """The embargo that publishing this revision now would go around; None when it keeps it."""
    embargo, now = standing(article), timezone.now()
    live_at = max(filter(None, (revision.publish_at or article.kept_time, revision.embargo_until, now)))
    return embargo if embargo and live_at < embargo else None
