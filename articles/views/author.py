"""The page of an author."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Contributor
from articles.views.listing import show_list


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are, and the stories under their name, newest first."""
    return show_list(request, "author", get_object_or_404(Contributor, slug=slug))
