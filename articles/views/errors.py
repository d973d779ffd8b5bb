"""When something is not there any more, or never was, or does not work."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from articles.editorial import addresses
from articles.models import Article
from articles.models.slugs import SLUG_LENGTH
from articles.search import near

logger = logging.getLogger(__name__)
NEAR = 5


def follow(model: type[Model], view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view; where it finds nothing at a slug, a redirect to the record that has moved away from there.

    The redirect stays on the same page of the record: its feed leads to its feed. 410 when it is gone.
    """

    @wraps(view, updated=())
    def wrapped(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug=slug)
        except Http404:
            new_slug = addresses.new_slug(model, slug)
            if new_slug is None:
                raise
            return _redirect(request, new_slug) if new_slug else _gone(request, model, slug)

    return wrapped


def _gone(request: HttpRequest, model: type[Model], slug: str) -> HttpResponse:
    retractions = addresses.retractions(slug) if model is Article else []
    return render(request, "articles/gone.html", {"is_error": True, "retractions": retractions}, status=410)


def _redirect(request: HttpRequest, new_slug: str) -> HttpResponse:
    match: Any = request.resolver_match
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    # Browsers would keep a bare 301 for ever, and the slug may be somebody else's one day.
    headers = {"Cache-Control": "no-cache"}
    return HttpResponsePermanentRedirect(
        f"{reverse(match.view_name, args=[new_slug])}{query}", headers=headers
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With stories that come near to the address, but without a word of it.

    So one that never was and one that is hidden read the same.
    """
    response = render(request, "404.html", {"is_error": True, "near": _near(request.path)}, status=404)
    # A cache on the way would keep it where nothing is said, and a story may appear here any second.
    response["Cache-Control"] = "no-cache"
    return response


def _near(path: str) -> list[Article]:
    """What the last part of the address may have meant; programs that try addresses name files."""
    said = path.rstrip("/").rpartition("/")[2]
    if "." in said:
        return []
    try:
        return near(said[:SLUG_LENGTH], NEAR)
    except DatabaseError:
        logger.exception("Nothing near is shown: the database does not answer.")
        return []


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context processor, which may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)
