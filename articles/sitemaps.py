"""The sitemap: an index, the sections, and the stories, by month or, where a month has many, by day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain, islice
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db import connection
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.context import Site
from articles.models import Article, Figure, Picture
from articles.months import Month, before, start_of

NEWS_LASTS = timedelta(days=2)
MOST_NEWS = 1000
MOST_PARTS = 10_000  # an index may name 50,000
MOST_STORIES = 1000  # in a part
OVERLAP = 100


class OnSite(Sitemap):  # type: ignore[type-arg]
    """A part whose addresses begin with SITE_URL, whatever host was asked."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return str(urlsplit(settings.SITE_URL).netloc)


class Sections(OnSite):
    """The front page, the page about the paper and the sections that have stories."""

    def items(self) -> list[str]:
        sections = Article.objects.published().sections()
        return [reverse("home"), reverse("about"), *(section.get_absolute_url() for section in sections)]

    def location(self, item: str) -> str:
        return item


class Part(OnSite):
    """What became public from a moment on and before another one: a thousand stories, the oldest first.

    A day with more has several parts. Stories that have expired since count, too: which ones a part has is
    found in the database's index alone. One that is withdrawn moves those after it by a place, so a part has
    the first hundred of the next one, too: who reads them meanwhile misses none, unless more are withdrawn.
    """

    def __init__(self, start: datetime, end: datetime, number: int = 1) -> None:
        first = (number - 1) * MOST_STORIES
        rows = _between(start, end).order_by("live_at", "pk").values("pk")
        self.rows = rows[first : first + MOST_STORIES + OVERLAP]
        self.shown = Article.objects.published().filter(pk__in=self.rows)

    def items(self) -> list[Article]:
        return self.stories

    @cached_property
    def stories(self) -> list[Article]:
        stories = self.shown.newest_first().select_related("lead_picture")
        lead = [f"lead_picture__{field.name}" for field in Picture._meta.concrete_fields]
        return list(stories.only("slug", "live_at", "content_updated_at", *lead))

    @cached_property
    def figures(self) -> dict[int, list[Picture]]:
        """The pictures in the texts, by story."""
        rows = Figure.objects.filter(revision__in=self.shown.values("live_revision"), picture__killed_at=None)
        found: dict[int, list[Picture]] = {}
        for figure in rows.select_related("picture").annotate(story=F("revision__article")).order_by("id"):
            found.setdefault(figure.story, []).append(figure.picture)
        return found

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """With the addresses of each story's pictures."""
        urls = super().get_urls(*args, **kwargs)
        for url in urls:
            story = url["item"]
            pictures = [*filter(None, [story.picture]), *self.figures.get(story.pk, [])]
            url["images"] = [f"{settings.SITE_URL}{one.in_story.src}" for one in dict.fromkeys(pictures)]
        return urls

    def lastmod(self, item: Article) -> datetime | None:
        return item.last_changed_at


def index(request: HttpRequest) -> HttpResponse:
    """The addresses of all parts."""
    parts = [reverse("sitemap_sections"), *islice(_parts(), MOST_PARTS)]
    items = [SitemapIndexItem(f"{settings.SITE_URL}{path}") for path in parts]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


def sections(request: HttpRequest) -> HttpResponse:
    return views.sitemap(request, {"sections": Sections})


def month(request: HttpRequest, month: Month) -> HttpResponse:
    return _show(request, Part(month.start, month.following.start))


def day(request: HttpRequest, day: date, number: int = 1) -> HttpResponse:
    return _show(request, Part(start_of(day), start_of(day + timedelta(days=1)), number))


def _show(request: HttpRequest, part: Part) -> HttpResponse:
    """Without stories there is no part. One whose stories have all expired is there, but empty."""
    if not (part.stories or part.rows.exists()):
        raise Http404("There is no such part.")
    return views.sitemap(request, {"stories": part}, template_name="articles/sitemap.xml")


def news(request: HttpRequest) -> HttpResponse:
    """https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""
    start = timezone.now() - NEWS_LASTS
    stories = Article.objects.listed().filter(live_at__gte=start)[:MOST_NEWS]
    context = {"stories": stories.only("slug", "headline", "live_at", "language"), "site": Site()}
    return TemplateResponse(request, "articles/news_sitemap.xml", context, content_type="application/xml")


def _parts() -> Iterator[str]:
    """The addresses of the stories' parts, newest first.

    Two looks into the index for each month, and two more for each day of one with over a thousand stories.
    """
    until: datetime | None = None
    while story := Article.objects.published(until).newest_first().only("live_at").first():
        if not (month := Month.with_page(story.live_at)):
            return
        if _between(month.start, month.following.start).order_by("live_at")[MOST_STORIES:].exists():
            yield from _days(month)
        else:
            yield reverse("sitemap_month", args=[month])
        until = before(month.start)


# Written out: composing it for a month cost ten times the looks themselves.
_LOOKS = """
    SELECT {number}, EXISTS (SELECT 1 FROM articles_article WHERE live_at BETWEEN %s AND %s),
        EXISTS (
            SELECT 1 FROM (
                SELECT 1 FROM articles_article WHERE live_at BETWEEN %s AND %s LIMIT 1 OFFSET {most}
            ) AS further
        )
"""


def _days(month: Month) -> Iterator[str]:
    """All looks are one query. Only a day of over a thousand stories is counted."""
    spans, now, moment = month.spans_of_days, timezone.now(), connection.ops.adapt_datetimefield_value
    looks = (_LOOKS.format(number=number, most=MOST_STORIES) for number in range(month.days))
    ends = [(moment(start), moment(min(before(end), now))) for start, end in spans]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks), list(chain.from_iterable(end * 2 for end in ends)))
        answers: list[tuple[int, bool, bool]] = cursor.fetchall()
    for number, is_there, is_crowded in sorted(answers, reverse=True):
        start, end = spans[number]
        if is_crowded:
            for part in range(ceil(_between(start, end).count() / MOST_STORIES), 1, -1):
                yield reverse("sitemap_part", args=[start.date(), part])
        if is_there:
            yield reverse("sitemap_day", args=[start.date()])


def _between(start: datetime, end: datetime) -> QuerySet[Article]:
    """What has become public in this time, expired or not: for counting, never for showing."""
    last = min(before(end), timezone.now())
    return Article.objects.filter(live_at__gte=start, live_at__lte=last)
