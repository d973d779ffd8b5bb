"""The page of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Person
from articles.views.coverage import show_covered


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Who they are, when the paper wrote about them and with whom, and the stories, newest first."""
    records = Person.objects.select_related("portrait").prefetch_related("aliases", "identifiers")
    return show_covered(request, get_object_or_404(records, slug=slug, is_proposed=False))
