"""The public addresses: a contract, see DESIGN.md."""

from collections.abc import Callable
from typing import Any

from django.urls import include, path, register_converter

from articles import caching, feeds, months, sitemaps
from articles.models import Article, Contributor, Person, Section, Topic
from articles.views import (
    archive,
    article,
    corrections,
    coverage,
    health,
    home,
    media,
    paging,
    previews,
    search,
    site,
)
from articles.views.errors import follow

register_converter(months.UnicodeSlug, "uslug")
register_converter(months.MonthSlug, "month")
register_converter(months.DaySlug, "day")
register_converter(months.Further, "further")
register_converter(months.MonthPath, "month_path")

page = caching.page


def with_feeds(name: str, view: Any, feed: Callable[[str], Any], *parameters: str) -> Any:
    """The list at this address, and its feeds below it."""
    pages = [
        path("", page(*parameters)(view), name=name),
        path("feed/", page()(feed("feed")), name=f"{name}_feed"),
        path("rss/", page()(feed("rss")), name=f"{name}_rss"),
    ]
    return include(pages)


def of_records(name: str, model: feeds.Record, view: Any) -> Any:
    """The list of a record and its feeds, at its old addresses, too."""

    def feed(suffix: str) -> Any:
        return follow(model, feeds.RecordFeed(suffix, model))

    return with_feeds(name, follow(model, view), feed, "before")


urlpatterns = [
    path("", with_feeds("home", home.show, feeds.PaperFeed)),
    path("articles/preview/<int:pk>/", previews.preview, name="preview"),
    path("articles/<uslug:slug>/", page()(follow(Article, article.show)), name="article"),
    path("cards/<uslug:slug>/<str:version>.png", media.card, name="card"),
    path("sections/<uslug:slug>/", of_records("section", Section, paging.show_section)),
    path("people/<uslug:slug>/", of_records("person", Person, coverage.show_person)),
    path("topics/<uslug:slug>/", of_records("topic", Topic, coverage.show_topic)),
    path("authors/<uslug:slug>/", of_records("author", Contributor, paging.show_author)),
    path("corrections/", with_feeds("corrections", corrections.show, feeds.CorrectionsFeed, "before")),
    path("search/", with_feeds("search", search.show, feeds.SearchFeed)),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("opensearch.xml", search.description, name="opensearch"),
    path("archive/", archive.newest, name="archives"),
    path("archive/<int:year>/", archive.newest, name="archive_year"),
    path("archive/<month_path:month>/", with_feeds("archive", archive.show, feeds.MonthFeed, "before")),
    path("about/", page()(home.about_page), name="about"),
    path("guest/<str:token>/", previews.guest, name="guest"),
    path("media/<path:path>", media.serve, name="media"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("manifest.webmanifest", site.manifest, name="manifest"),
    path(".well-known/security.txt", site.security, name="security"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", page()(sitemaps.index), name="sitemap"),
    path("sitemap-sections.xml", page()(sitemaps.sections), name="sitemap_sections"),
    path("sitemap-<month:month>.xml", page()(sitemaps.month), name="sitemap_month"),
    path("sitemap-<day:day>.xml", page()(sitemaps.day), name="sitemap_day"),
    path("sitemap-<day:day>-<further:number>.xml", page()(sitemaps.day), name="sitemap_part"),
    path("news-sitemap.xml", page()(sitemaps.news), name="news_sitemap"),
    path("desk/<str:token>.ics", site.calendar, name="calendar"),
    path("healthz", health.show, name="healthz"),
]
