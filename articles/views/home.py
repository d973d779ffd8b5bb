"""The front page, and the page about the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles import figures, markup, structured_data
from articles.context import Site
from articles.editorial import front_page
from articles.models import Article, Section

IN_A_SECTION = 4
IN_ALL = 36  # in fewer than 35 kB; where there are many sections, each has fewer stories
# A paper with more sections shows the first of them; each one is a part of one query.
SECTIONS = 16


@dataclass(frozen=True, slots=True)
class Block:
    """A section and its newest stories, without those at the top of the page."""

    section: Section
    stories: list[Article]


def show(request: HttpRequest) -> HttpResponse:
    """The lead, the stories beside it and the latest, then the editor's picks and each section."""
    site, front = Site(request), front_page.now()
    blocks = _blocks(site.sections[:SECTIONS], front.shown)
    singles = [block.stories[0] for block in blocks if len(block.stories) == 1]
    site.name_sections(singles)
    context = {
        "site": site,
        "lead": front.top[0] if front.top else None,
        "seconds": front.top[1:],
        "latest": front.latest,
        "picks": front.picks,
        "blocks": [block for block in blocks if len(block.stories) > 1],
        "singles": singles,
        "today": timezone.localdate(),
        "canonical": reverse("home"),
        "json_ld": structured_data.as_script(structured_data.website()),
    }
    return render(request, "articles/home.html", context)


def _blocks(sections: list[Section], top: list[Article]) -> list[Block]:
    if not sections or not top:
        return []
    shown = [story.pk for story in top]
    number = min(IN_A_SECTION, IN_ALL // len(sections))
    newest = [Article.objects.listed(section).exclude(pk__in=shown)[:number] for section in sections]
    stories = Article.objects.published().filter(pk__in=_union_of(newest)).newest_first().defer("body")
    found: dict[int, list[Article]] = {section.pk: [] for section in sections}
    for story in stories:
        found[story.section_id].append(story)
    return [Block(section, found[section.pk]) for section in sections if found[section.pk]]


def _union_of(slices: Sequence[QuerySet[Article]]) -> QuerySet[Any]:
    """The keys of all of these sliced querysets, as one subquery; there is at least one slice.

    Each slice stands one level down, because SQLite admits no LIMIT in the parts of a UNION.
    """
    first, *rest = (Article.objects.filter(pk__in=part.values("pk")).values("pk") for part in slices)
    return first.union(*rest)


def about_page(request: HttpRequest) -> HttpResponse:
    """What the paper is, what it promises and how to reach it."""
    # Without pictures: only a story's are ever looked at before they are public.
    body = figures.with_pictures(markup.with_footnotes(front_page.about().body), {})
    context = {"body": body, "canonical": reverse("about")}
    return render(request, "articles/about.html", context)
