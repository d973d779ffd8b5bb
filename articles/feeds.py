"""Feeds of the paper and of each record and month, in Atom and RSS, with full text."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape, linebreaks
from django.utils.xmlutils import SimplerXMLGenerator

from articles import figures, markup
from articles.models import Article, Contributor, Correction, Person, Section, Topic
from articles.months import Month
from articles.search.filters import SearchFilters

Owner = Model | Month
Record = type[Section] | type[Person] | type[Topic] | type[Contributor]

ENTRIES = 25
# The beginning of an address on the site, in a tag of a body: a feed's reader has no page to start from.
_LINK = re.compile(r'(<[a-z][^<>]*? (?:href|src)=")/(?!/)')
# The moment of an empty feed's "update": any fixed one, so that its ETag stays the same.
_NEVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _without_blanks(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "description": item["description"] or None}


class Atom(Atom1Feed):
    """https://www.rfc-editor.org/rfc/rfc4287, with the full text as content and every author."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _NEVER

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, _without_blanks(item))
        for name, url in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", url)
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html", "xml:base": item["link"]})


class Rss(Rss201rev2Feed):
    """https://www.rssboard.org/rss-specification, with the usual modules for authors and the full text."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _NEVER

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        # Django leaves the type of its link out: https://www.rssboard.org/rss-profile#namespace-elements-atom-link
        own, self.feed["feed_url"] = self.feed["feed_url"], None
        super().add_root_elements(handler)
        handler.addQuickElement("atom:link", "", {"rel": "self", "type": "application/rss+xml", "href": own})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, _without_blanks(item))
        for name, _ in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if item["language"]:
            handler.addQuickElement("dc:language", item["language"])
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


def _absolute(path: str) -> str:
    # Django leaves absolute addresses alone; it would put the asked host before the others.
    return f"{settings.SITE_URL}{path}"


def _notes(corrections: list[Correction]) -> str:
    return render_to_string("articles/_notes.html", {"notes": corrections}) if corrections else ""


def _with_pictures(stories: list[Article]) -> list[Article]:
    shown = figures.find(*(story.body for story in stories))
    for story in stories:
        story.body = figures.for_feed(story.body, story.picture, shown)
    return stories


FORMATS: dict[str, type[SyndicationFeed]] = {"feed": Atom, "rss": Rss}


class PaperFeed(Feed):  # type: ignore[type-arg]
    """The newest stories of the whole paper, in the format that is called so at the end of its address."""

    item_guid_is_permalink = False

    def __init__(self, suffix: str) -> None:
        self.suffix, self.feed_type = suffix, FORMATS[suffix]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Owner | None:
        return None

    def title(self, obj: Owner | None) -> str:
        return f"{obj} – {settings.SITE_NAME}" if obj else settings.SITE_NAME

    def description(self, obj: Owner | None) -> str:
        return str(getattr(obj, "description", "") or settings.SITE_DESCRIPTION)

    def subtitle(self, obj: Owner | None) -> str:
        return self.description(obj)

    def link(self, obj: Any) -> str:
        return _absolute(obj.get_absolute_url() if obj else reverse("home"))

    def feed_url(self, obj: Owner | None) -> str:
        return f"{self.link(obj)}{self.suffix}/"

    def author_name(self, obj: Owner | None) -> str:
        return str(settings.SITE_NAME)

    def items(self, obj: Owner | None) -> list[Article]:
        stories = list(Article.objects.listed(obj).for_reading()[:ENTRIES])
        if not stories and obj:
            raise Http404("There is no published story.")
        return _with_pictures(stories)

    def item_title(self, item: Any) -> str:
        """RSS readers take it for HTML: https://www.rssboard.org/rss-profile#data-types-characterdata"""
        return escape(self.called(item)) if self.feed_type is Rss else self.called(item)

    def called(self, item: Any) -> str:
        return str(item.headline)

    def item_description(self, item: Article) -> str:
        return escape(item.dek)

    def item_link(self, item: Article) -> str:
        return _absolute(item.get_absolute_url())

    def item_guid(self, item: Article) -> str:
        """https://www.rfc-editor.org/rfc/rfc4151: stays when the address changes."""
        return f"tag:{urlsplit(settings.SITE_URL).hostname},{item.created_at:%Y-%m-%d}:article/{item.pk}"

    def item_pubdate(self, item: Article) -> datetime | None:
        live_at: datetime | None = item.live_at
        return live_at

    def item_updateddate(self, item: Article) -> datetime | None:
        return item.last_changed_at

    def item_categories(self, item: Article) -> list[str]:
        tags = [row.tag for row in (*item.topic_taggings.all(), *item.person_taggings.all())]
        return list(dict.fromkeys([item.section.name, *(tag.name for tag in tags if not tag.is_proposed)]))

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        authors = [(author.name, _absolute(author.get_absolute_url())) for author in item.authors]
        notes = list(item.corrections.all())
        above = _notes([note for note in notes if note.stands_above])
        below = _notes([note for note in notes if not note.stands_above])
        body = _LINK.sub(rf"\1{settings.SITE_URL}/", markup.with_footnotes(item.body, item.language))
        body = f"<div{item.lang}>{body}</div>" if item.language else body
        return {"content": f"{above}{body}{below}", "authors": authors, "language": item.language}


class RecordFeed(PaperFeed):
    """That of one record, found by its slug."""

    def __init__(self, suffix: str, model: Record) -> None:
        super().__init__(suffix)
        self.model = model

    def get_object(self, request: HttpRequest, slug: str) -> Model:
        record = get_object_or_404(self.model, slug=slug)
        if getattr(record, "is_proposed", False):
            raise Http404("It is only proposed.")
        return record


class MonthFeed(PaperFeed):
    def get_object(self, request: HttpRequest, month: Month) -> Month:
        return month


class CorrectionsFeed(PaperFeed):
    """What the paper has corrected, the newest first."""

    def title(self, obj: Any) -> str:
        return f"Corrections – {settings.SITE_NAME}"

    def description(self, obj: Any) -> str:
        return f"Corrections, clarifications, updates and retractions of {settings.SITE_NAME}."

    def link(self, obj: Any) -> str:
        return _absolute(reverse("corrections"))

    def items(self, obj: Any) -> Any:
        return list(Correction.objects.listed()[:ENTRIES])

    def called(self, item: Any) -> str:
        about = item.article.headline if item.is_readable else "a story that was taken down"
        return f"{item.get_kind_display()}: {about}"

    def item_description(self, item: Any) -> str:
        return escape(item.text)

    def item_link(self, item: Any) -> str:
        return _absolute(item.article.get_absolute_url()) if item.is_readable else self.link(None)

    def item_guid(self, item: Any) -> str:
        return f"tag:{urlsplit(settings.SITE_URL).hostname},{item.at:%Y-%m-%d}:correction/{item.pk}"

    def item_pubdate(self, item: Any) -> datetime | None:
        moment: datetime = item.at
        return moment

    def item_updateddate(self, item: Any) -> datetime | None:
        return self.item_pubdate(item)

    def item_categories(self, item: Any) -> list[str]:
        return [item.get_kind_display()]

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        return {"content": linebreaks(item.text, autoescape=True), "authors": [], "language": ""}


class SearchFeed(PaperFeed):
    """The newest stories that answer a search, for those who follow it."""

    def get_object(self, request: HttpRequest) -> Any:
        filters = SearchFilters(request.GET, Article.objects.published(), request=request)
        if filters.errors:
            raise Http404(filters.errors[0])
        return filters

    def title(self, obj: Any) -> str:
        return f"{obj.called or 'Search'} – {settings.SITE_NAME}"

    def description(self, obj: Any) -> str:
        return f"The newest stories that answer this search of {settings.SITE_NAME}."

    def link(self, obj: Any) -> str:
        return _absolute(f"{reverse('search')}{obj.query()}")

    def feed_url(self, obj: Any) -> str:
        return _absolute(f"{reverse('search')}{self.suffix}/{obj.query()}")

    def items(self, obj: Any) -> list[Article]:
        return _with_pictures(list(obj.qs.newest_first().for_reading()[:ENTRIES]))
