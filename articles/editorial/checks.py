"""What can be amiss in a story before it is published: one function for each item of the checklist."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles import markup
from articles.editorial import addresses, embargoes
from articles.importing.document import Role
from articles.models import (
    Article,
    Contributor,
    Person,
    Picture,
    Revision,
    Section,
    SourceDocument,
    StatusChange,
    Topic,
    ends_unseen,
)

LONGEST_HEADLINE = 90
SOON = timedelta(days=7)  # usage terms that end so soon after publishing are worth a thought
MOST_DEAD_LINKS = 5  # each costs a look for its old address
# TK and XXX in capitals only: in small letters they are words somewhere.
PLACEHOLDER = re.compile(r"\b(?:TK)+\b|\bX{3,}\b|(?i:\blorem ipsum\b)")


@dataclass
class Copy:
    """What is checked: the working copy of a story, and who wants to publish it."""

    article: Article
    content: Mapping[str, Any]
    user: User | None = None

    @cached_property
    def live_at(self) -> datetime:
        """When readers would see it, were it published now."""
        now = timezone.now()
        return max(now, self.content["publish_at"] or now, self.content["embargo_until"] or now)

    @cached_property
    def entries(self) -> list[SourceDocument]:
        """The ledger's entries of the documents that the story came from."""
        return list(self.article.sources.standing().only("article_id", "lines", "derived", "outcome"))

    @cached_property
    def was_touched(self) -> bool:
        """Whether a person has saved the story or taken a step with it since it was imported."""
        newest = self.article.latest_revision
        if newest and newest.author_id:
            return True
        by_people = Exists(Revision.objects.filter(article=OuterRef("pk"), author__isnull=False))
        steps = Exists(StatusChange.objects.filter(article=OuterRef("pk"), user__isnull=False))
        return Article.objects.filter(by_people | steps, pk=self.article.pk).exists()

    @cached_property
    def text(self) -> str:
        return markup.to_text(self.content["body"])

    @cached_property
    def pictures(self) -> list[tuple[str, int, Picture | None]]:
        """The pictures that it shows: the field, the number, and the picture unless the library has none."""
        lead = self.content["lead_picture"]
        numbers = markup.pictures_in(self.content["body"])
        known = Picture.objects.in_bulk(numbers) if numbers else {}
        figures: list[tuple[str, int, Picture | None]] = [("body", pk, known.get(pk)) for pk in numbers]
        return [("lead_picture", lead.pk, lead), *figures] if lead else figures


# Each check gives the field that a finding stands beside, and a sentence that says what to do.
Found = Iterator[tuple[str, str]]


def headline_confirmed(copy: Copy) -> Found:
    if not copy.content["is_headline_confirmed"]:
        yield "is_headline_confirmed", "The headline is still the machine’s proposal: confirm it."


def headline_length(copy: Copy) -> Found:
    if (length := len(copy.content["headline"])) > LONGEST_HEADLINE:
        yield "headline", f"The headline has {length} characters; most places show {LONGEST_HEADLINE}."


def dek(copy: Copy) -> Found:
    if not copy.content["dek"]:
        yield "dek", "The story has no dek: write a sentence for lists and search engines."


def byline(copy: Copy) -> Found:
    if not copy.content["bylines"]:
        yield "bylines", "The story has no byline."


def text(copy: Copy) -> Found:
    if not copy.text.strip():
        yield "body", "The story has no text."


def section(copy: Copy) -> Found:
    was_guessed = copy.entries and not any("section" in entry.derived for entry in copy.entries)
    if was_guessed and not copy.was_touched:
        yield "section", f"Filed under {copy.content['section']} without its source saying so: choose one."


def placeholders(copy: Copy) -> Found:
    for field, words in (
        ("headline", copy.content["headline"]),
        ("dek", copy.content["dek"]),
        ("body", copy.text),
    ):
        marks = sorted(set(PLACEHOLDER.findall(words)))
        if marks:
            yield field, f"Something is still to come: {', '.join(f'“{mark}”' for mark in marks)}."


def repeats(copy: Copy) -> Found:
    """Stories that came with mostly the same text, before this one or after, and that nobody has killed."""
    if not copy.entries:
        return
    created = SourceDocument.Outcome.CREATED
    came_before = Q(sources__duplicates__article=copy.article, sources__duplicates__outcome=created)
    came_after = Q(sources__duplicate_of__article=copy.article, sources__outcome=created)
    others = Article.objects.filter(came_before | came_after).exclude(pk=copy.article.pk)
    ended = (Article.Status.KILLED, Article.Status.WITHDRAWN)
    for other in others.exclude(status__in=ended).only("headline", "status").distinct():
        told = 'Another story has mostly the same text: “<a href="{}">{}</a>” ({}). Compare them, kill one.'
        story = reverse("admin:articles_article_change", args=[other.pk])
        yield "body", format_html(told, story, other.headline, other.get_status_display())


def imported_lines(copy: Copy) -> Found:
    removed = sum(line["role"] == Role.REMOVED for entry in copy.entries for line in entry.lines)
    if removed and not copy.was_touched:
        lines = "one line" if removed == 1 else f"{removed} lines"
        yield "body", f"The import took out {lines}: look at the source beside the text, then save or submit."


LINKED: dict[str, type[models.Model]] = {
    "article": Article, "section": Section, "person": Person, "topic": Topic, "author": Contributor
}  # fmt: skip


def links(copy: Copy) -> Found:
    inside: dict[str, dict[str, str]] = {}
    for address in dict.fromkeys(map(unescape, re.findall(r'<a href="([^"]*)"', copy.content["body"]))):
        match = _where(address)
        if isinstance(match, str):
            yield "body", f"The link “{address}” {match}."
        elif match:
            inside.setdefault(match[0], {})[match[1]] = address
    for name, found in inside.items():
        model = LINKED[name]
        rows = Article.objects.published() if model is Article else model._default_manager.all()
        there = set(rows.filter(slug__in=found).values_list("slug", flat=True)) | {copy.article.slug}
        for slug in sorted(found.keys() - there)[:MOST_DEAD_LINKS]:
            if not addresses.new_slug(model, slug):
                yield "body", f"The link “{found[slug]}” leads to nothing that readers can see."


def _where(address: str) -> tuple[str, str] | str | None:
    """What a link leads to on this site, as the page's name and slug; what is wrong with it; or nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "is no address"
    if parts.scheme == "mailto":
        return None if "@" in parts.path else "has no mail address"
    if re.search(r"\s", address) or (not parts.netloc and not address.startswith("/")):
        return "is no whole address: begin it with https://"
    if parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return None if "." in parts.netloc.strip(".") else "is no whole address"
    try:
        match = resolve(parts.path or "/")
    except Resolver404:
        return "leads to no page of this site"
    return (match.url_name, match.kwargs["slug"]) if match.url_name in LINKED else None


def pictures(copy: Copy) -> Found:
    for field, number, picture in copy.pictures:
        if picture is None:
            yield field, f"There is no picture {number} in the library: take it out of the text."
            continue
        yield from ((field, _of(picture, fault)) for fault in picture.faults)


def terms(copy: Copy) -> Found:
    for field, _, picture in copy.pictures:
        if picture is None or picture.usage_until is None:
            continue
        left = picture.usage_until - timezone.localdate(copy.live_at)
        if left < SOON:
            when = f"{picture.usage_until:%-d %B %Y}"
            told = (
                f"may be used until {when} only" if left >= timedelta(0) else f"may not be used after {when}"
            )
            yield field, _of(picture, f"{told}: renew its terms, or choose another one.")


def _of(picture: Picture, told: str) -> str:
    page = reverse("admin:articles_picture_change", args=[picture.pk])
    return format_html('The picture “<a href="{}">{}</a>” {}', page, picture, told)


def expiry(copy: Copy) -> Found:
    if ends_unseen(copy.content["expire_at"], copy.live_at):
        yield "expire_at", "It expires before it goes live: readers would not see it."


def embargo(copy: Copy) -> Found:
    newest = copy.article.latest_revision
    if newest and (until := embargoes.broken_by(copy.article, newest)):
        when = f"{timezone.localtime(until):%-d %B %Y, %H:%M}"
        yield "embargo_until", f"An embargo holds until {when}: going earlier needs a publisher and a reason."


def second_eyes(copy: Copy) -> Found:
    """Somebody else than its last writer publishes the version, or has approved it."""
    newest = copy.article.latest_revision
    if newest is None or newest.author_id is None or (copy.user and copy.user.pk != newest.author_id):
        return
    approved = copy.article.status_changes.filter(
        verb="approve", at__gte=newest.created_at, user__isnull=False
    )
    if not approved.exclude(user=newest.author_id).exists():
        yield (
            "headline",
            "Nobody but its writer has seen this version: ask a colleague to approve or publish it.",
        )
