"""The sitemap: an index, the sections, and one part for each month that has stories."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles.context import Site
from articles.models import Article, Figure, Picture
from articles.months import Month

NEWS_LASTS = timedelta(days=2)
MOST_NEWS = 1000
MOST_MONTHS = 1200  # a century; an index may name 50,000 parts


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


class MonthOfStories(OnSite):
    """What became public in one month of the site's time zone."""

    def __init__(self, month: Month) -> None:
        self.month = month

    def items(self) -> list[Article]:
        return self.stories

    @cached_property
    def stories(self) -> list[Article]:
        stories = Article.objects.listed(self.month).select_related("lead_picture")
        lead = [f"lead_picture__{field.name}" for field in Picture._meta.concrete_fields]
        return list(stories.only("slug", "live_at", "content_updated_at", *lead)[: self.limit])

    @cached_property
    def figures(self) -> dict[int, list[Picture]]:
        """The pictures in the texts, by story."""
        versions = Article.objects.listed(self.month).order_by().values("live_revision")
        rows = Figure.objects.filter(revision__in=versions, picture__killed_at=None)
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
    parts = [reverse("sitemap_sections"), *(reverse("sitemap_month", args=[month]) for month in months())]
    items = [SitemapIndexItem(f"{settings.SITE_URL}{path}") for path in parts]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


def sections(request: HttpRequest) -> HttpResponse:
    return views.sitemap(request, {"sections": Sections})


def month(request: HttpRequest, month: Month) -> HttpResponse:
    """A month without stories has no part."""
    part = MonthOfStories(month)
    if not part.stories:
        raise Http404("No story was published in this month.")
    return views.sitemap(request, {"month": part}, template_name="articles/sitemap.xml")


def news(request: HttpRequest) -> HttpResponse:
    """https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""
    start = timezone.now() - NEWS_LASTS
    stories = Article.objects.listed().filter(live_at__gte=start)[:MOST_NEWS]
    context = {"stories": stories.only("slug", "headline", "live_at", "language"), "site": Site()}
    return TemplateResponse(request, "articles/news_sitemap.xml", context, content_type="application/xml")


def months() -> list[Month]:
    """The months that have stories, newest first: one look into the index for each, however many stories."""
    return list(islice(_months(), MOST_MONTHS))


def _months() -> Iterator[Month]:
    until: datetime | None = None
    while story := Article.objects.published(until).newest_first().only("live_at").first():
        if not (month := Month.with_page(story.live_at)):
            return
        yield month
        until = month.start - datetime.resolution
