"""From a story's or a record's old address to its present one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.editorial import addresses
from articles.models import Article


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
