"""The page of a story."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles import structured_data
from articles.models import Article, Correction
from articles.views.around import around
from articles.views.story import Story


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """A published story; 410 when it was public once, 404 when it never was."""
    article = Article.objects.published().filter(slug=slug).select_related("section", "lead_picture").first()
    if article is None:
        return _gone(request, slug)
    story = Story.live(article)
    context = {
        "story": story,
        "canonical": article.get_absolute_url(),
        "around": around(article, story.people, story.topics),
        "json_ld": structured_data.as_script(
            structured_data.news_article(
                article,
                bylines=story.bylines,
                people=story.people,
                topics=story.topics,
                corrections=story.corrections,
            ),
            structured_data.breadcrumbs(article.section, article),
        ),
    }
    return render(request, "articles/article.html", context)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice at the address of a story that is gone, and of one that has moved and is gone since."""
    article = Article.objects.gone().filter(slug=slug).only("pk").first()
    if article is None:
        raise Http404("There is no such story.")
    retractions = article.corrections.filter(kind=Correction.Kind.RETRACTION)
    context = {"is_error": True, "retractions": list(retractions)}
    return render(request, "articles/gone.html", context, status=410)
