"""Telling a cache in front of the site, such as a CDN's, to let go of the public pages.

Every public page carries the key `PAPER`, and keys of its own kind and record for those who purge by hand.
One request says which keys go, in the header that Fastly reads and in the body that Cloudflare does:
https://www.fastly.com/documentation/reference/api/purging/ and
https://developers.cloudflare.com/api/resources/cache/methods/purge/
"""

import json
import logging
import time
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor

from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

PAPER = "paper"
PATIENCE = 5  # seconds for an answer
PAUSES = (0, 2, 10)  # seconds before each attempt

_hands = ThreadPoolExecutor(1, "purge")
_next: Future[None] | None = None


def soon() -> None:
    """Purge all pages once this transaction is committed; nobody waits for it."""
    if settings.PURGE_URL:
        transaction.on_commit(_begin)


def _begin() -> None:
    global _next
    # One that waits for its turn begins after this commit, and will do for it, too.
    if _next is None or _next.running() or _next.done():
        _next = _hands.submit(_purge)


def _purge() -> None:
    for pause in PAUSES:
        time.sleep(pause)
        try:
            with urllib.request.urlopen(_request(), timeout=PATIENCE):  # noqa: S310  # the operator's own
                return
        except (OSError, ValueError) as error:
            logger.warning("The cache in front of the site was not purged: %s", error)


def _request() -> urllib.request.Request:
    headers = {"Content-Type": "application/json", "Surrogate-Key": PAPER, **settings.PURGE_HEADERS}
    body = json.dumps({"tags": [PAPER]}).encode()
    return urllib.request.Request(settings.PURGE_URL, body, headers, method="POST")  # noqa: S310
