"""Keeping what is typed, tab by tab, until a save takes it over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Autosave, Revision
from articles.models.revision import HEARD_WITHIN

KEPT_FOR = timedelta(days=30)  # since the tab was last heard of
MOST_CHARACTERS = 2_000_000


class TooLong(Exception):
    """More than is kept automatically."""


@transaction.atomic
def keep(
    user: User,
    tab: str,
    article: Article | None,
    *,
    content: Mapping[str, str] | None,
    base: Revision | None = None,
    taken: str = "",
    at: datetime | None = None,
) -> tuple[Autosave, bool]:
    """The row of this tab, and whether its words are new; no content: the fields are as they were.

    A tab whose words were saved is left as it is. `taken` (`stamp`) is the row that this tab began with,
    `at` when the words were typed, if not now. Raises TooLong.
    """
    if content and sum(map(len, content.values())) > MOST_CHARACTERS:
        raise TooLong
    now = timezone.now()
    row, is_first = Autosave.objects.select_for_update().get_or_create(
        user=user, tab=tab, defaults={"article": article, "base": base}
    )
    if is_first:
        Autosave.objects.filter(heard_at__lt=now - KEPT_FOR).delete()
    is_new = not row.is_saved and row.content != content
    row.heard_at = now
    if is_new:
        row.content, row.updated_at = content, at or now
    row.save(update_fields=["heard_at", "content", "updated_at"])
    if is_new and content:
        _supersede(user, taken)
    return row, is_new


def hear(user: User, tab: str, article: Article | None, base: Revision | None) -> None:
    """Note that a tab is still open."""
    there = Autosave.objects.filter(user=user, tab=tab).update(heard_at=timezone.now())
    if not there:
        keep(user, tab, article, content=None, base=base)


def leave(user: User, tab: str) -> None:
    """Note that a tab is open no more."""
    Autosave.objects.filter(user=user, tab=tab).update(heard_at=timezone.now() - HEARD_WITHIN)


def saved(user: User, tab: str, article: Article, taken: str = "") -> None:
    """A save took over what this tab had typed."""
    done = {"article": article, "content": None, "is_saved": True, "heard_at": timezone.now()}
    Autosave.objects.update_or_create(user=user, tab=tab, defaults=done)
    _supersede(user, taken)


def outlive(article: Article, *, by: User) -> None:
    """What others than `by`, who deletes the story, have typed in it is offered to them as a new one."""
    Autosave.objects.unsaved().filter(article=article).exclude(user=by).update(article=None, base=None)


def stamp(row: Autosave) -> str:
    """Names a row with the words it has now, for the tab that takes them over."""
    return f"{row.pk}-{row.updated_at.timestamp()}" if row.updated_at else ""


def _supersede(user: User, taken: str) -> None:
    """The row whose words another tab took over goes, unless its own tab has gone on since."""
    pk, _, _ = taken.partition("-")
    row = Autosave.objects.filter(user=user, pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if row and stamp(row) == taken:
        row.delete()
