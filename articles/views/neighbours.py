"""The stories before and after one in its section."""

from django.db.models import Q

from articles.models import Article
from articles.views.slices import union_of


def neighbours(article: Article) -> dict[str, Article | None]:
    """`earlier` and `later` of a story that the gate gave, in the section's list; one query."""
    assert article.live_at
    place = (article.live_at, article.pk)
    earlier = Article.objects.listed(article.section, before=place)[:1]
    after = Q(live_at__gt=article.live_at) | Q(id__gt=article.pk)
    later = Article.objects.published().filter(after, section=article.section, live_at__gte=article.live_at)
    slices = (earlier, later.order_by("live_at", "id")[:1])
    stories = Article.objects.published().filter(pk__in=union_of(slices, "pk"))
    found = {
        "earlier" if (one.live_at, one.pk) < place else "later": one
        for one in stories.only("headline", "slug", "live_at")
    }
    return {"earlier": found.get("earlier"), "later": found.get("later")}
