"""Doing what is due: each thing once, whoever else is at it, and none held up by one that fails."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

FIRST_PAUSE = 30  # seconds to the second attempt; each further pause is twice as long


def attempt(claim: Callable[[], Any], do: Callable[[Any], None]) -> Any:
    """Do what `claim` gives, and mark it done, in one transaction; None when it gave nothing.

    `claim` locks what it gives. A failure is noted beside the thing, which is tried again later; what
    `do` wrote to the database until then is undone.
    """
    thing = None
    try:
        with transaction.atomic():
            thing = claim()
            if thing is not None:
                do(thing)
                thing.done_at = timezone.now()
                thing.save(update_fields=["done_at"])
    except Exception as error:
        if thing is None:
            raise
        logger.exception("Due, and failed: %s", thing)
        _note(thing, error)
    return thing


def _note(thing: Any, error: Exception) -> None:
    pause = timedelta(seconds=FIRST_PAUSE * 2**thing.attempts)
    told = f"{type(error).__name__}: {error}"[:300]
    rows = type(thing).objects.filter(pk=thing.pk, done_at=None)
    rows.update(attempts=thing.attempts + 1, try_at=timezone.now() + pause, error=told)
