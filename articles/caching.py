"""Whole pages kept for anonymous readers, correct to the second.

A key carries the token of the current edition, a row that changes in the same transaction as anything that
readers can see; so a change shows at the next request, in every process and on every node, whatever the
cache. An entry ends when the next story is due to appear or to expire.
"""

import hashlib
import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache as cache_for_ever
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Model, signals
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.http import http_date
from redis.exceptions import RedisError

from articles import purging
from articles.models import (
    Article,
    Contributor,
    Correction,
    Edition,
    Person,
    PersonAlias,
    Picture,
    Section,
    Topic,
    TopicAlias,
)

logger = logging.getLogger(__name__)

# What puts scheduled changes in place: a layer above this one, which `apps` connects.
on_due: list[Callable[[], None]] = []

View = Callable[..., HttpResponseBase]
Made = TypeVar("Made")

LONGEST = 600  # seconds that a page is kept
HOUR = 3600
FRESH = 60  # seconds that a cache in front of the site, which we purge, need not ask again
LONGEST_QUERY = 200  # characters; a longer one is nobody's page
KEPT_STATUSES = (200, 410)  # unknown addresses are without number, and would push out the pages
PATIENCE = 0.5  # seconds to wait for another request that is making the same page
PAUSE = 5.0  # seconds for which a cache that does not answer is left alone
_asked_again_at = 0.0
_FEED = re.compile(r"(feed|rss)/$")


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered, and the moment from which it may be another one."""

    status: int
    headers: dict[str, str]
    content: bytes
    until: datetime

    def response(self) -> HttpResponse:
        """The answer to one request; Django's own middleware turns it into a 304 where that will do."""
        headers = {**self.headers, "Cache-Control": _lifetime(self.until)}
        return HttpResponse(self.content, status=self.status, headers=headers)


def _lifetime(until: datetime) -> str:
    """What other caches may do with a page. Without a purge none would see a change, so they always ask."""
    if not settings.PURGE_URL:
        return "public, max-age=0, must-revalidate"
    left = max(0, int((until - timezone.now()).total_seconds()))
    fresh = min(left, FRESH)
    return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={left - fresh}"


def page(*parameters: str) -> Callable[[View], View]:
    """Keeps a view's answers, for requests whose query has no other parameters than these.

    Before any answer, scheduled changes that are due are put in place.

    Requests with a session are answered afresh, and so is every other method than GET and HEAD.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            edition = current()
            if edition and edition.is_due:
                for bring_up_to_date in on_due:
                    bring_up_to_date()
                edition = current()
            if edition is None or not _may_be_kept(request, parameters):
                response = view(request, *args, **kwargs)
                response.headers.setdefault("Cache-Control", "private, no-cache")
                return response
            key = _key(edition, request)
            kept = _find(key) or _make(
                key, edition.until, lambda: _tagged(request, view(request, *args, **kwargs))
            )
            return kept.response() if isinstance(kept, Kept) else kept

        return wrapped

    return decorate


def _may_be_kept(request: HttpRequest, parameters: tuple[str, ...]) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and set(request.GET) <= set(parameters)
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _key(edition: "Current", request: HttpRequest) -> str:
    told = f"{_release()} {request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"page:{edition.token}:{hashlib.sha256(told.encode()).hexdigest()}"


@cache_for_ever
def _release() -> str:
    """Of what a page is made besides the stories: nodes that differ in it share no pages."""
    base: Path = settings.BASE_DIR
    files = [*base.glob("articles/**/*.py"), *base.glob("templates/**/*.*"), *base.glob("staticfiles/*.json")]
    names = ("SITE_URL", "SITE_NAME", "SITE_DESCRIPTION", "LANGUAGE_CODE", "TIME_ZONE")
    parts = [str(getattr(settings, name)).encode() for name in names]
    return hashlib.sha256(b"\0".join([*parts, *(file.read_bytes() for file in sorted(files))])).hexdigest()


def _tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """With the keys by which a cache in front of the site lets go of the page, its feeds among them."""
    path = quote(_FEED.sub("", request.path).strip("/")) or "home"
    keys = dict.fromkeys((purging.PAPER, path.partition("/")[0], path))
    response.headers["Surrogate-Key"], response.headers["Cache-Tag"] = " ".join(keys), ",".join(keys)
    return response


@dataclass(frozen=True, slots=True)
class Current:
    """The edition of now, and the moment from which it may be another by itself."""

    token: str
    until: datetime
    is_due: bool


# Written out, because every request asks it and composing it costs ten times what the answer does. Without
# a condition on the status, which would lead SQLite to read all stories of that status.
_CURRENT = """
    SELECT token, (SELECT MIN(live_at) FROM articles_article WHERE live_at > %s),
        (SELECT MIN(expire_at) FROM articles_article WHERE expire_at > %s),
        (SELECT MIN(until) FROM articles_frontplace WHERE until > %s),
        (SELECT MIN(try_at) FROM articles_scheduledchange WHERE done_at IS NULL AND attempts < 5)
    FROM articles_edition LIMIT 1
"""


def current() -> Current | None:
    """What every process sees as the current edition, in one query; None before the first story is out."""
    now = timezone.now()
    asked = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        row = cursor.execute(_CURRENT, [asked] * 3).fetchone()
    if row is None:
        return None
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    *moments, changing = map(_moment, row[1:])
    moments += [changing, tomorrow]
    is_due = bool(changing and changing <= now)
    return Current(row[0], min(filter(None, moments)), is_due)


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite keeps a moment as text, in UTC without saying so."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


def renew() -> None:
    """Let readers see what this transaction changes: no page kept so far is shown again."""
    token = secrets.token_hex(8)
    if not Edition.objects.update(token=token):
        Edition.objects.create(token=token)
    purging.soon()


def for_an_hour(key: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, kept for everybody: for an hour at most, and for this edition only."""
    edition = current()
    if edition is None:
        return make()
    kept = _ask("get", f"{key}:{edition.token}")
    if kept is None or kept[0] <= timezone.now():
        kept = edition.until, make()
        _ask("set", f"{key}:{edition.token}", kept, HOUR)
    made: Made = kept[1]
    return made


def _find(key: str) -> Kept | None:
    kept = _ask("get", key)
    return kept if isinstance(kept, Kept) and kept.until > timezone.now() else None


def _make(key: str, until: datetime, render: Callable[[], HttpResponseBase]) -> Kept | HttpResponseBase:
    """Render the page and keep it; one request at a time, while others wait a moment for it."""
    if _ask("add", f"{key}:making", 1, 5) is False and (kept := _wait_for(key)):
        return kept
    try:
        response = render()
        if not isinstance(response, HttpResponse) or response.status_code not in KEPT_STATUSES:
            return response
        kept = _kept(response, until)
        _ask("set", key, kept, LONGEST)
        return kept
    finally:
        _ask("delete", f"{key}:making")


def _wait_for(key: str) -> Kept | None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(0.01)
        if kept := _find(key):
            return kept
    return None


def _kept(response: HttpResponse, until: datetime) -> Kept:
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    headers = {**response.headers, "ETag": f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'}
    if response.has_header("Last-Modified"):
        # A feed is as new as the page, not as its newest story: another one may have been taken out.
        headers["Last-Modified"] = http_date(time.time())
    return Kept(response.status_code, headers, response.content, until)


def _ask(verb: str, *arguments: Any) -> Any:
    """The cache's answer; None while it cannot be reached, so that pages still come, and soon."""
    global _asked_again_at
    if time.monotonic() < _asked_again_at:
        return None
    try:
        return getattr(cache, verb)(*arguments)
    except (OSError, RedisError):
        _asked_again_at = time.monotonic() + PAUSE
        logger.warning("The cache does not answer; pages are made afresh.", exc_info=True)
        return None


RECORDS: tuple[type[Model], ...] = (
    Contributor,
    Correction,
    Person,
    PersonAlias,
    Picture,
    Section,
    Topic,
    TopicAlias,
)


def watch() -> None:
    """Renew the site whenever a row is saved or deleted that public pages show."""
    signals.post_save.connect(_story_saved, sender=Article)
    signals.post_delete.connect(_story_saved, sender=Article)
    for model in RECORDS:
        signals.post_save.connect(_record_saved, sender=model)
        signals.post_delete.connect(_record_saved, sender=model)


def _story_saved(instance: Article, **kwargs: Any) -> None:
    if instance.first_published_at or instance.status == Article.Status.PUBLISHED:
        renew()


def _record_saved(instance: Model, created: bool = False, **kwargs: Any) -> None:
    # A new record shows only with a story; a new section has a place in the navigation.
    if not created or isinstance(instance, (Section, Correction)):
        renew()
