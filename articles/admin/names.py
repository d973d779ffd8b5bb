"""Suggestions of people, topics and contributors: while somebody types, and out of a story’s text."""

from dataclasses import asdict
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from articles import search
from articles.editorial import naming
from articles.folding import fold
from articles.models import Article
from articles.search.records import Match

LONGEST_NOTE = 60
MOST_REJECTED = 200


def suggestions(model: type[Model], typed: str) -> dict[str, list[dict[str, Any]]]:
    """`results`, what has the words that were typed, or else `near`, what is spelt much alike.

    Each is `{"name", "also", "note", "is_it"}`: the name, the other name that matched, what tells it from
    namesakes, and whether it is what the typed name leads to.
    """
    found, key = search.records(model, typed), fold(typed)
    it = [match for match in found.matches if match.record.key == key]
    it = it or [match for match in found.matches if key in match.keys]
    given = {"results": found.matches, "near": found.near}
    is_it = it[0] if len(it) == 1 else None
    return {name: [_told(match, match is is_it) for match in matches] for name, matches in given.items()}


def _told(match: Match, is_it: bool) -> dict[str, Any]:
    return {"name": str(match.record), "also": match.also, "note": _note(match.record), "is_it": is_it}


def _note(record: Any) -> str:
    """A line that tells namesakes apart: the beginning of its description, its role, or its kind."""
    told = getattr(record, "description", "") or getattr(record, "role", "") or getattr(record, "kind", "")
    line = " ".join(str(told).split())
    return line if len(line) <= LONGEST_NOTE else f"{line[:LONGEST_NOTE].rsplit(' ', 1)[0]} …"


def found_in_text(request: HttpRequest, article: Article | None) -> dict[str, list[dict[str, Any]]]:
    """What the text of a posted form names beside what is in its fields; see `naming.suggest`.

    For `people` and `topics` a list of `{"name", "is_known", "count", "sentences"}`, a sentence being a list
    of pieces, each with whether it is the name.
    """
    chosen = {kind: request.POST.get(kind, "").splitlines() for kind in naming.MODELS}
    headline, body = request.POST.get("headline", ""), request.POST.get("body", "")
    found = naming.suggest(article, headline, body, chosen)
    return {kind: [asdict(one) for one in suggestions] for kind, suggestions in found.items()}


def rejected(request: HttpRequest) -> list[tuple[str, str]]:
    """The kinds and names that a form sends as `people:Edith Calloway`."""
    given = (entry.partition(":") for entry in request.POST.getlist("rejected")[:MOST_REJECTED])
    return [(kind, name) for kind, _, name in given]
