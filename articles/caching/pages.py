"""Pages as they were answered, kept and given again."""

import hashlib
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache as cache_for_ever
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, has_vary_header, set_response_etag
from django.utils.http import http_date, parse_http_date_safe

from articles import purging
from articles.caching.edition import Current, current
from articles.caching.store import ask

# What puts scheduled changes in place: a layer above this one, which `apps` connects.
on_due: list[Callable[[], None]] = []

View = Callable[..., HttpResponseBase]

LONGEST = 600  # seconds that a page is kept
FRESH = 60  # seconds that a cache in front of the site, which we purge, need not ask again
LONGEST_QUERY = 200  # characters; a longer one is nobody's page
KEPT_STATUSES = (200, 410)  # unknown addresses are without number, and would push out the pages
PATIENCE = 0.5  # seconds to wait for another request that is making the same page
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_pages: set[View] = set()
_FEED = re.compile(r"(feed|rss)/$")


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered, and the moment from which it may be another one."""

    status: int
    headers: dict[str, str]
    content: bytes
    until: datetime

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or that it is the one that the reader has already."""
        headers = {**self.headers, "Cache-Control": _lifetime(self.until)}
        response = HttpResponse(self.content, status=self.status, headers=headers)
        changed = parse_http_date_safe(self.headers.get("Last-Modified", ""))
        return get_conditional_response(request, self.headers["ETag"], changed, response) or response


def _lifetime(until: datetime) -> str:
    """What other caches may do with a page. Without a purge none would see a change, so they always ask."""
    if not settings.PURGE_URL:
        return "public, max-age=0, must-revalidate"
    left = max(0, int((until - timezone.now()).total_seconds()))
    fresh = min(left, FRESH)
    return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={left - fresh}"


class Making(NamedTuple):
    """Where a page that is being made will be kept, until when, and what its reader has already."""

    key: str
    until: datetime
    conditions: dict[str, str]


class KeptPages:
    """Middleware: gives a page that is kept before anything else is done, and keeps what `page` lets it.

    It stands outside of all that adds to a page, so that the headers are kept with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.asked = _asked(request)
        request.edition = _current_if_at_all() if request.asked else None
        if request.edition and (kept := _find(_key(request.edition, request.asked))):
            return kept.answer(request)
        response = self.get_response(request)
        making: Making | None = getattr(response, "making", None)
        if making is None or not isinstance(response, HttpResponse) or not _is_everybodys(response):
            return response
        kept = _kept(response, making.until)
        ask("set", making.key, kept, LONGEST)
        request.META |= making.conditions
        return kept.answer(request)


def page(*parameters: str) -> Callable[[View], View]:
    """Lets a view's answers be kept, for requests whose query has no other parameters than these.

    Before any answer, scheduled changes that are due are put in place.

    Requests with a session are answered afresh, and so is every other method than GET and HEAD.
    """

    def decorate(view: View) -> View:
        @wraps(view, updated=())
        def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            edition = request.edition = _edition_after_changes(request)
            if edition and request.asked and set(request.GET) <= set(parameters):
                return _make(request, edition, lambda: view(request, *args, **kwargs))
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response

        _pages.add(wrapped)
        return wrapped

    return decorate


def _asked(request: HttpRequest) -> str:
    """The whole address as it came, of a request that may be given a kept page; else nothing.

    Whether host and path are any good need not be known: what is kept was asked for with good ones.
    """
    told = request.META
    if (
        request.method not in ("GET", "HEAD")
        or settings.SESSION_COOKIE_NAME in told.get("HTTP_COOKIE", "")
        or len(told["QUERY_STRING"]) > LONGEST_QUERY
        or not _is_page(request.path_info, settings.ROOT_URLCONF)
    ):
        return ""
    host = told.get("HTTP_HOST") or f"{told['SERVER_NAME']}:{told['SERVER_PORT']}"
    return f"{request.scheme}://{host}{request.path}?{told['QUERY_STRING']}"


@lru_cache(10_000)
def _is_page(path: str, urlconf: str) -> bool:
    try:
        return resolve(path, urlconf).func in _pages
    except Resolver404:
        return False


def _edition_after_changes(request: Any) -> Current | None:
    edition: Current | None = request.edition or current()
    if edition and edition.is_due:
        for bring_up_to_date in on_due:
            bring_up_to_date()
        edition = current()
    return edition


def _current_if_at_all() -> Current | None:
    with suppress(DatabaseError):  # the page will ask again, where an error is answered as it should be
        return current()
    return None


def _key(edition: Current, asked: str) -> str:
    return f"{edition.token}:{hashlib.blake2b(asked.encode(), key=_release(), digest_size=16).hexdigest()}"


@cache_for_ever
def _release() -> bytes:
    """Of what a page is made besides the stories: nodes that differ in it share no pages."""
    base: Path = settings.BASE_DIR
    files = [*base.glob("articles/**/*.py"), *base.glob("templates/**/*.*"), *base.glob("staticfiles/*.json")]
    names = ("SITE_URL", "SITE_NAME", "SITE_DESCRIPTION", "LANGUAGE_CODE", "TIME_ZONE")
    parts = [str(getattr(settings, name)).encode() for name in names]
    return hashlib.sha256(b"\0".join([*parts, *(file.read_bytes() for file in sorted(files))])).digest()


def _find(key: str) -> Kept | None:
    kept = ask("get", key)
    return kept if isinstance(kept, Kept) and kept.until > timezone.now() else None


def _make(request: Any, edition: Current, render: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The page, marked for being kept; one request at a time makes it, others wait a moment for it."""
    key = _key(edition, request.asked)
    if ask("add", f"{key}:making", 1, 5) is False and (kept := _wait_for(key)):
        return kept.answer(request)
    # Else the answer might be a 304, of which there is nothing to keep.
    conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
    try:
        response: Any = render()
        if isinstance(response, SimpleTemplateResponse):
            response.render()
    finally:
        ask("delete", f"{key}:making")
    if response.status_code in KEPT_STATUSES:
        response.making = Making(key, edition.until, conditions)
    return _tagged(request, response)


def _wait_for(key: str) -> Kept | None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(0.01)
        if kept := _find(key):
            return kept
    return None


def _tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """With the keys by which a cache in front of the site lets go of the page, its feeds among them."""
    path = quote(_FEED.sub("", request.path).strip("/")) or "home"
    keys = dict.fromkeys((purging.PAPER, path.partition("/")[0], path))
    response.headers["Surrogate-Key"], response.headers["Cache-Tag"] = " ".join(keys), ",".join(keys)
    return response


def _is_everybodys(response: HttpResponse) -> bool:
    return not (
        response.cookies
        or has_vary_header(response, "Cookie")
        or "'nonce-" in response.headers.get("Content-Security-Policy", "")
    )


def _kept(response: HttpResponse, until: datetime) -> Kept:
    if not response.has_header("ETag"):
        set_response_etag(response)
    if response.has_header("Last-Modified"):
        # A feed is as new as the page, not as its newest story: another one may have been taken out.
        response.headers["Last-Modified"] = http_date(time.time())
    return Kept(response.status_code, dict(response.items()), response.content, until)
