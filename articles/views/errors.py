"""The pages for when something is not there, or does not work."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.models import Article
from articles.models.slugs import SLUG_LENGTH
from articles.search import near

logger = logging.getLogger(__name__)

NEAR = 5


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
