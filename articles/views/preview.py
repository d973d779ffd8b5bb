"""A revision as readers would see it, for the desk only."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles.models import Revision
from articles.views.around import around
from articles.views.story import Story


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody who may not change stories gets the answer for an unknown address."""
    if not (request.user.is_staff and request.user.has_perm("articles.change_article")):
        raise Http404("There is no such page.")
    revisions = Revision.objects.select_related("article", "section", "lead_picture")
    return as_readers_would(request, get_object_or_404(revisions, pk=pk), "articles/article.html")


def as_readers_would(
    request: HttpRequest, revision: Revision, template: str, context: dict[str, Any] | None = None
) -> TemplateResponse:
    """The page of a revision, which nobody keeps and no search engine lists."""
    story = Story.proposed(revision)
    context = {
        "story": story,
        "is_preview": True,
        "around": around(story.article, story.people, story.topics),
        **(context or {}),
    }
    headers = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex, nofollow"}
    return TemplateResponse(request, template, context, headers=headers)
