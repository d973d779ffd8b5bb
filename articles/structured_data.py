"""JSON-LD dictionaries after https://schema.org: what search engines read of a page."""

import json
from collections.abc import Iterable
from typing import Any, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.models import Article, Contributor, Correction, Person, Picture, Topic

Thing = dict[str, Any]


class Addressed(Protocol):
    """Any record with a page of its own."""

    def get_absolute_url(self) -> str: ...


def news_article(
    article: Article,
    *,
    bylines: Iterable[Contributor],
    people: Iterable[Person],
    topics: Iterable[Topic],
    corrections: Iterable[Correction] = (),
) -> Thing:
    """https://schema.org/NewsArticle; a story without a byline is the paper's own."""
    assert article.live_at
    assert article.last_changed_at
    data = {
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.dek,
        "url": _url(article),
        "mainEntityOfPage": _url(article),
        "datePublished": timezone.localtime(article.live_at).isoformat(timespec="seconds"),
        "dateModified": timezone.localtime(article.last_changed_at).isoformat(timespec="seconds"),
        "author": [_named("Person", author) for author in bylines] or [_publisher()],
        "publisher": _publisher(),
        "articleSection": article.section.name,
        "about": [_named("Thing", topic) for topic in topics],
        "mentions": [_named("Person", person) for person in people],
        "correction": [_correction(note) for note in corrections],
        "wordCount": article.word_count,
        "inLanguage": article.language or get_language(),
        "isAccessibleForFree": True,
    }
    data["image"] = image(article.picture) if article.picture else f"{settings.SITE_URL}{article.card_url}"
    return {key: value for key, value in data.items() if value not in ("", [])}


def collection(owner: Addressed, stories: Iterable[Article], query: str = "") -> Thing:
    """https://schema.org/CollectionPage: a list of stories, and whom or what it is about."""
    items = [
        {"@type": "ListItem", "position": place, "url": _url(story)}
        for place, story in enumerate(stories, start=1)
    ]
    data = {
        "@type": "CollectionPage",
        "name": str(owner),
        "url": f"{_url(owner)}{query}",
        "description": getattr(owner, "description", ""),
        "about": _subject(owner),
        "mainEntity": {"@type": "ItemList", "itemListElement": items},
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"},
        "inLanguage": get_language(),
    }
    return {key: value for key, value in data.items() if value not in ("", None)}


def _subject(owner: Addressed) -> Thing | None:
    """https://schema.org/Person, or any Thing; None for a section or month, which is only a list."""
    if not isinstance(owner, (Person, Topic, Contributor)):
        return None
    data: Thing = _named("Thing" if isinstance(owner, Topic) else "Person", owner)
    if isinstance(owner, Contributor):
        data |= {"description": owner.bio, "jobTitle": owner.role}
    else:
        portrait = owner.shown_portrait if isinstance(owner, Person) else None
        data |= {
            "image": image(portrait) if portrait else "",
            "alternateName": owner.also_called,
            "description": owner.description,
            "jobTitle": owner.role if isinstance(owner, Person) and owner.is_in_office else "",
            "sameAs": [url for _, url in owner.links],
        }
    return {key: value for key, value in data.items() if value not in ("", [])}


def breadcrumbs(*trail: Addressed) -> Thing:
    """https://schema.org/BreadcrumbList: the way from the home page to the last of these."""
    steps = [(settings.SITE_NAME, f"{settings.SITE_URL}/"), *((str(one), _url(one)) for one in trail)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def website() -> Thing:
    """https://schema.org/WebSite"""
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "description": settings.SITE_DESCRIPTION,
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{settings.SITE_URL}{reverse('search')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def as_script(*things: Thing) -> SafeString:
    """The things as one JSON text that may stand inside a script element: without `<`, `>` and `&`."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308


def _url(record: Addressed) -> str:
    return f"{settings.SITE_URL}{record.get_absolute_url()}"


def _named(kind: str, record: Addressed) -> Thing:
    return {"@type": kind, "name": getattr(record, "name", str(record)), "url": _url(record)}


def _correction(note: Correction) -> Thing:
    """https://schema.org/CorrectionComment"""
    return {
        "@type": "CorrectionComment",
        "name": note.get_kind_display(),
        "text": note.text,
        "datePublished": timezone.localtime(note.at).isoformat(timespec="seconds"),
    }


def _publisher() -> Thing:
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"}


def image(picture: Picture) -> Thing:
    """https://schema.org/ImageObject, with what search engines show as its licence where it is known."""
    shown = picture.in_story
    said = {
        "@type": "ImageObject",
        "url": f"{settings.SITE_URL}{shown.src}",
        "width": shown.width,
        "height": shown.height,
        "caption": picture.caption or picture.alt_text,
        "creditText": picture.credit,
        "creator": {"@type": "Person", "name": picture.creator} if picture.creator else "",
        "copyrightNotice": picture.copyright_notice,
        "license": picture.licence_url,
        "acquireLicensePage": picture.licensor_url,
    }
    return {key: value for key, value in said.items() if value}
