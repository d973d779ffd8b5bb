"""The sitemap: an index, the sections, and for each month that has stories one part for every thousand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.context import Site
from articles.models import Article, Figure, Picture
from articles.months import Month

NEWS_LASTS = timedelta(days=2)
MOST_NEWS = 1000
MOST_PARTS = 1200  # an index may name 50,000
MOST_STORIES = 1000  # in a part


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


class PartOfMonth(OnSite):
    """A thousand of what became public in one month of the site's time zone, counted from its beginning.

    So what is new changes only the last part. Stories that have expired since count, too: which ones a part
    has is found in the index alone. One that is withdrawn or dated back moves those after it by a place, and
    who reads the parts meanwhile may miss one of them, until the next time.
    """

    def __init__(self, month: Month, number: int) -> None:
        first = (number - 1) * MOST_STORIES
        self.rows = _in(month).order_by("live_at", "pk").values("pk")[first : first + MOST_STORIES]
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


def month(request: HttpRequest, month: Month, number: int = 1) -> HttpResponse:
    """A month without stories has no part. One whose stories have all expired is in the index, but empty."""
    part = PartOfMonth(month, number)
    if not (part.stories or part.rows.exists()):
        raise Http404("There is no such part.")
    return views.sitemap(request, {"month": part}, template_name="articles/sitemap.xml")


def news(request: HttpRequest) -> HttpResponse:
    """https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""
    start = timezone.now() - NEWS_LASTS
    stories = Article.objects.listed().filter(live_at__gte=start)[:MOST_NEWS]
    context = {"stories": stories.only("slug", "headline", "live_at", "language"), "site": Site()}
    return TemplateResponse(request, "articles/news_sitemap.xml", context, content_type="application/xml")


def _parts() -> Iterator[str]:
    """The addresses of the months' parts, newest first: two looks into the index for each month.

    To count a month reads all its entries there, and to look for its thousandth story, two thousandth and so
    on would read no fewer.
    """
    until: datetime | None = None
    while story := Article.objects.published(until).newest_first().only("live_at").first():
        if not (month := Month.with_page(story.live_at)):
            return
        for number in range(ceil(_in(month).count() / MOST_STORIES), 1, -1):
            yield reverse("sitemap_part", args=[month, number])
        yield reverse("sitemap_month", args=[month])
        until = month.start - datetime.resolution


def _in(month: Month) -> QuerySet[Article]:
    """What has become public in the month, expired or not: for counting, never for showing."""
    last = min(month.last_moment, timezone.now())
    return Article.objects.filter(live_at__gte=month.start, live_at__lte=last)
