"""The page of a topic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Topic
from articles.views.coverage import show_covered


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, when the paper wrote about it and with whom, and the stories, newest first."""
    records = Topic.objects.prefetch_related("aliases", "identifiers")
    return show_covered(request, get_object_or_404(records, slug=slug, is_proposed=False))
