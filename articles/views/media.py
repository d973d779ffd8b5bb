"""Picture files, in such a way that nothing in them can run and none is seen before its page."""

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase

from articles.editorial import guests, library
from articles.models import Picture

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
# The safe copy, or a rendition: below the picture's key its focal point, its shape, its width and format.
PATH = re.compile(
    r"pictures/([\w-]{1,43})(?:/\d{1,3}x\d{1,3}(?:/\d_\d)?/\d{1,4}w)?\.(jpg|jpeg|webp|avif)", re.ASCII
)
# An address always gives the same bytes, so readers keep them; caches on the way ask again after seconds,
# since a picture that is killed has to be gone from them.
PUBLIC = "public, max-age=31536000, s-maxage=3, immutable"
PRIVATE = "private, no-store"


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
