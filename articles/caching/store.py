"""The cache, which may be away."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from articles.caching.edition import current

logger = logging.getLogger(__name__)

Made = TypeVar("Made")

HOUR = 3600
PAUSE = 5.0  # seconds for which a cache that does not answer is left alone
_asked_again_at = 0.0


def ask(verb: str, *arguments: Any) -> Any:
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


def for_an_hour(key: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, kept for everybody: for an hour at most, and for this edition only."""
    edition = current()
    if edition is None:
        return make()
    kept = ask("get", f"{key}:{edition.token}")
    if kept is None or kept[0] <= timezone.now():
        kept = edition.until, make()
        ask("set", f"{key}:{edition.token}", kept, HOUR)
    made: Made = kept[1]
    return made
