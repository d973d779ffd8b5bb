"""How many of the matches stand in each section and year, and have each person, topic and author."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Value
from django.utils import timezone

from articles.models import Article, Section
from articles.models.authority import Authority
from articles.models.listed import LISTED, path_to
from articles.search.asking import Match

LONGEST = 8
ENOUGH = 100  # of so many matches nobody looks for the names that only one has


class Facet(NamedTuple):
    """A value that narrows a search, as the page's address and as readers say it."""

    value: str
    name: str
    number: int


def facets(matches: list[Match], sections: Iterable[Section]) -> dict[str, list[Facet]]:
    """By parameter; `sections` are those that readers know."""
    in_sections = Counter(match.section for match in matches)
    years = Counter(timezone.localtime(match.live_at).year for match in matches)
    return {
        "section": [
            Facet(one.slug, one.name, in_sections[one.pk]) for one in sections if in_sections[one.pk]
        ],
        **_records(matches),
        "year": [Facet(str(year), str(year), years[year]) for year in sorted(years, reverse=True)],
    }


def _records(matches: list[Match]) -> dict[str, list[Facet]]:
    """The commonest people, topics and authors, in one query."""
    found: dict[str, list[Facet]] = {"person": [], "topic": [], "author": []}
    pks, rarest = [match.pk for match in matches], 1 if len(matches) < ENOUGH else 2
    first, *rest = (
        Article.objects.filter(pk__in=pks)
        .order_by()
        .filter(**{f"{path_to(one.model)}__is_proposed": False} if issubclass(one.model, Authority) else {})
        .values_list(Value(name), f"{path_to(one.model)}__slug", f"{path_to(one.model)}__name")
        .annotate(number=Count(path_to(one.model)))
        .filter(number__gte=rarest)
        for name, one in zip(found, LISTED.values(), strict=True)
    )
    for name, *facet in sorted(first.union(*rest, all=True), key=lambda row: (-row[3], row[2])):
        if len(found[name]) < LONGEST:
            found[name].append(Facet(*facet))
    return found
