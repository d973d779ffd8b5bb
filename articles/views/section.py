"""The page of a section."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Section
from articles.views.listing import show_list


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Its stories, newest first; one without any is known to the desk only."""
    return show_list(request, "section", get_object_or_404(Section, slug=slug))
