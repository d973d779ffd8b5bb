"""Picture files, so that nothing in them can run and none is seen before its page; and cards, for sharing."""

import re
from typing import BinaryIO, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from articles import cards
from articles.editorial import guests, library
from articles.models import Article, Picture

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
# The safe copy, or a rendition: below the picture's key its focal point, its shape, its width and format.
PATH = re.compile(
    r"pictures/([\w-]{1,43})(?:/\d{1,3}x\d{1,3}(?:/\d_\d)?/\d{1,4}w)?\.(jpg|jpeg|webp|avif)", re.ASCII
)
# An address always gives the same bytes, so readers keep them; caches on the way ask again after seconds,
# since a picture that is killed has to be gone from them.
PUBLIC = "public, max-age=31536000, s-maxage=3, immutable"
PRIVATE = "private, no-store"
# As for any picture: what is withdrawn is gone from the caches on the way within seconds.
CACHE = {"Cache-Control": "public, max-age=3600, s-maxage=3"}


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture's file: for all while a public page shows it, else for desk and guests."""
    found = PATH.fullmatch(path)
    picture = Picture.objects.filter(key=found[1], killed_at=None).first() if found else None
    if not found or not picture:
        raise Http404("There is no such picture.")
    is_public = library.is_public(picture)
    is_guest = not is_public and guests.may_see_picture(request.COOKIES.get("guest", ""), picture)
    if not is_public and not is_guest and not request.user.is_staff:
        raise Http404("No public page shows this picture.")
    etag = f'"{path}"'  # other bytes have another address
    known = request.headers.get("If-None-Match") == etag
    response: HttpResponseBase = HttpResponseNotModified() if known else _file(picture, path, TYPES[found[2]])
    response["ETag"] = etag
    response["Cache-Control"] = PUBLIC if is_public else PRIVATE
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file(picture: Picture, path: str, content_type: str) -> FileResponse:
    try:
        return FileResponse(picture.file.storage.open(path), content_type=content_type)
    except FileNotFoundError as error:
        raise Http404("There is no such picture.") from error


def card(request: HttpRequest, slug: str, version: str) -> HttpResponse:
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
