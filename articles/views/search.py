"""The search page, suggestions while a reader types, and what browsers need to search here."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.context import Site
from articles.markup import printable, to_line
from articles.models import Article
from articles.search import Facet, Found, facets, find, suggest
from articles.search.asking import MOST
from articles.search.filters import LONGEST, NEWEST, SearchFilters
from articles.search.terms import marked, snippet

PAGE_SIZE = 20
# What readers see now is what they get: no cache may answer for us.
FRESH = {"Cache-Control": "no-cache"}
LABELS = {"section": "Section", "person": "People", "topic": "Topics", "author": "Authors", "year": "Year"}


class Hit(NamedTuple):
    """A story that was found, its words marked."""

    story: Article
    headline: SafeString
    text: SafeString


class Choice(NamedTuple):
    """A value that narrows the search, and the query of the page where it does."""

    name: str
    number: int
    query: str


class Page(NamedTuple):
    """One page of what was found, and the queries of the ones beside it."""

    hits: list[Hit]
    number: int
    earlier: str
    later: str


def show(request: HttpRequest) -> HttpResponse:
    """The stories that answer, how to narrow them, and what of the question made no sense."""
    filters = SearchFilters(request.GET, Article.objects.published(), request=request)
    values, site = filters.values, Site(request)
    found = find(filters.search, is_newest_first=values.get("sort") == NEWEST)
    context = {
        "site": site,
        "canonical": reverse("search"),
        "is_search": True,
        "is_answer": bool(request.GET),  # not for search engines, as answers are without number
        "typed": printable(request.GET.get("q", ""))[:LONGEST],
        "filters": filters,
        "found": found,
        "most": MOST,
        "page": _page(found, filters),
        "taken": [(str(values[name]), filters.query(**{name: ""})) for name in LABELS if name in values],
        "groups": _groups(facets(found, site.sections), filters) if found.rows else [],
        "by_best": filters.query(sort=""),
        "by_newest": filters.query(sort=NEWEST),
        "feed": f"{reverse('search_feed')}{filters.query(sort='')}",
    }
    return TemplateResponse(request, "articles/search.html", context, headers=FRESH)


def _page(found: Found, filters: SearchFilters) -> Page:
    number = filters.values.get("page", 1)
    start, end = (number - 1) * PAGE_SIZE, number * PAGE_SIZE
    if start and start >= len(found.rows):
        raise Http404("There are not so many pages.")
    published = Article.objects.published().select_related("section")
    stories = found.stories(start, end, published) if found.rows else []
    return Page(
        [_hit(story, found) for story in stories],
        number,
        filters.query(page=number - 1) if number > 1 else "",
        filters.query(page=number + 1) if end < len(found.rows) else "",
    )


def _hit(story: Article, found: Found) -> Hit:
    text = snippet(to_line(story.body), found.clauses)
    if "<mark>" not in text and story.dek:
        text = snippet(story.dek, found.clauses)
    return Hit(story, marked(story.headline, found.clauses), text)


def _groups(counted: dict[str, list[Facet]], filters: SearchFilters) -> list[tuple[str, list[Choice]]]:
    """The facets that are still open and offer a choice, as links."""
    return [
        (LABELS[name], [Choice(one.name, one.number, filters.query(**{name: one.value})) for one in offered])
        for name, offered in counted.items()
        if name not in filters.values and offered
    ]


def suggestions(request: HttpRequest) -> JsonResponse:
    """What the typed words may mean: https://github.com/dewitt/opensearch, extension "Suggestions"."""
    typed = request.GET.get("q", "")[:LONGEST]
    found = suggest(typed)
    answer = [typed, *([getattr(one, part) for one in found] for part in ("name", "kind", "url"))]
    return JsonResponse(answer, safe=False, headers=FRESH, content_type="application/x-suggestions+json")


def description(request: HttpRequest) -> HttpResponse:
    """How a browser searches here: https://github.com/dewitt/opensearch"""
    content_type = "application/opensearchdescription+xml"
    return render(request, "articles/opensearch.xml", content_type=content_type)
