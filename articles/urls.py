"""The public addresses: a contract, see DESIGN.md."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, include, path, register_converter

from articles import caching, converters, feeds, sitemaps
from articles.models import Article, Contributor, Person, Section, Topic
from articles.views import (
    about,
    archive,
    article,
    author,
    calendar,
    card,
    corrections,
    favicon,
    guest,
    health,
    home,
    manifest,
    media,
    person,
    preview,
    robots,
    search,
    section,
    security,
    topic,
)
from articles.views.moved import follow

register_converter(converters.UnicodeSlug, "uslug")
register_converter(converters.MonthSlug, "month")
register_converter(converters.MonthPath, "month_path")

page = caching.page


def pages_of(name: str, model: feeds.Record, view: Callable[..., HttpResponse]) -> list[URLPattern]:
    """The list of a record and its feeds, at its old addresses, too."""
    atom, rss = feeds.RecordAtom(model), feeds.RecordRss(model)
    return [
        path("", page("before")(follow(model, view)), name=name),
        path("feed/", page()(follow(model, atom)), name=f"{name}_feed"),
        path("rss/", page()(follow(model, rss)), name=f"{name}_rss"),
    ]


notes = [
    path("", page("before")(corrections.show), name="corrections"),
    path("feed/", page()(feeds.CorrectionsAtom()), name="corrections_feed"),
    path("rss/", page()(feeds.CorrectionsRss()), name="corrections_rss"),
]
months = [
    path("", page("before")(archive.show), name="archive"),
    path("feed/", page()(feeds.MonthAtom()), name="archive_feed"),
    path("rss/", page()(feeds.MonthRss()), name="archive_rss"),
]
searches = [
    path("", page()(search.show), name="search"),
    path("feed/", page()(feeds.SearchAtom()), name="search_feed"),
    path("rss/", page()(feeds.SearchRss()), name="search_rss"),
    path("suggestions/", search.suggestions, name="suggestions"),
]

urlpatterns = [
    path("", page()(home.show), name="home"),
    path("feed/", page()(feeds.PaperAtom()), name="home_feed"),
    path("rss/", page()(feeds.PaperRss()), name="home_rss"),
    path("articles/preview/<int:pk>/", preview.show, name="preview"),
    path("articles/<uslug:slug>/", page()(follow(Article, article.show)), name="article"),
    path("cards/<uslug:slug>/<str:version>.png", card.show, name="card"),
    path("sections/<uslug:slug>/", include(pages_of("section", Section, section.show))),
    path("people/<uslug:slug>/", include(pages_of("person", Person, person.show))),
    path("topics/<uslug:slug>/", include(pages_of("topic", Topic, topic.show))),
    path("authors/<uslug:slug>/", include(pages_of("author", Contributor, author.show))),
    path("corrections/", include(notes)),
    path("search/", include(searches)),
    path("opensearch.xml", search.description, name="opensearch"),
    path("archive/", archive.newest, name="archives"),
    path("archive/<int:year>/", archive.newest, name="archive_year"),
    path("archive/<month_path:month>/", include(months)),
    path("about/", page()(about.show), name="about"),
    path("guest/<str:token>/", guest.show, name="guest"),
    path("media/<path:path>", media.serve, name="media"),
    path("favicon.ico", favicon.show, name="favicon"),
    path("manifest.webmanifest", manifest.show, name="manifest"),
    path(".well-known/security.txt", security.show, name="security"),
    path("robots.txt", robots.show, name="robots"),
    path("sitemap.xml", page()(sitemaps.index), name="sitemap"),
    path("sitemap-sections.xml", page()(sitemaps.sections), name="sitemap_sections"),
    path("sitemap-<month:month>.xml", page()(sitemaps.month), name="sitemap_month"),
    path("news-sitemap.xml", page()(sitemaps.news), name="news_sitemap"),
    path("desk/<str:token>.ics", calendar.show, name="calendar"),
    path("healthz", health.show, name="healthz"),
]
