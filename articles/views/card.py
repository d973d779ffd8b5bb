"""The picture that stands for a story where its address is shared."""

from typing import BinaryIO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles import cards
from articles.models import Article

# As for any picture: what is withdrawn is gone from the caches on the way within seconds.
CACHE = {"Cache-Control": "public, max-age=3600, s-maxage=3"}


def show(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A published story's card; an older version's address leads to the present one."""
    stories = Article.objects.published().select_related("section", "lead_picture").defer("body")
    article = stories.filter(slug=slug).first()
    if article is None:
        raise Http404("There is no such story.")
    if version != article.card_version:
        return redirect(article.card_url)
    path = f"cards/{article.pk}/{version}.png"
    if not default_storage.exists(path):
        _make(article, path)
    with default_storage.open(path) as file:
        return HttpResponse(file.read(), content_type="image/png", headers=CACHE)


def _make(article: Article, path: str) -> None:
    """Keep the card where no address leads, instead of those of earlier versions."""
    default_storage.save(path, ContentFile(_drawn(article)))
    folder, _, own = path.rpartition("/")
    for name in default_storage.listdir(folder)[1]:
        if name != own:
            default_storage.delete(f"{folder}/{name}")


def _drawn(article: Article) -> bytes:
    words = cards.Words(*article.card_words)
    picture = article.picture
    if picture is None:
        return cards.draw(words)
    try:
        with picture.file.open() as file:
            return cards.draw(words, cast(BinaryIO, file), (picture.focal_x, picture.focal_y))
    except OSError:  # the file is gone: the words are still there
        return cards.draw(words)
