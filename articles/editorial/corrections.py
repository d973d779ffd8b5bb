"""Telling readers that a story has changed."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.editorial import log
from articles.models import Article, Correction, Revision

MINOR = "minor"
WORDS = ("headline", "dek", "body")


@dataclass(frozen=True, slots=True)
class Answer:
    """What readers are told of a change: a note of a `Correction.Kind`, or nothing (`MINOR`)."""

    kind: str
    text: str = ""

    @property
    def is_complete(self) -> bool:
        return self.kind == MINOR or (self.kind in Correction.Kind.values and bool(self.text.strip()))


def is_asked(article: Article) -> bool:
    """Whether publishing the newest revision would change words that readers have read."""
    live, newest = article.live_revision, article.latest_revision
    return bool(article.was_public and live and newest and _words(live) != _words(newest))


def _words(revision: Revision) -> list[str]:
    return [getattr(revision, name) for name in WORDS]


@transaction.atomic
def add(
    article: Article,
    answer: Answer,
    *,
    author: User | None,
    before: Revision | None = None,
    at: datetime | None = None,
) -> Correction | None:
    """Put a note on a story that was public; `before` is the revision that readers saw until now.

    Readers are shown the story as updated at `at`, or now. A minor change makes no note.
    """
    if answer.kind == MINOR:
        return None
    after = article.live_revision
    correction = Correction.objects.create(
        article=article,
        kind=answer.kind,
        text=answer.text,
        author=author,
        at=at or timezone.now(),
        before=before or _before(article, after),
        after=after,
    )
    touch(article, correction.at)
    log.entry("correct", article=article, user=author, note=_told(correction)).save()
    return correction


@transaction.atomic
def mend(correction: Correction, *, by: User) -> None:
    """Give readers other words of a note."""
    correction.save()
    _note_change(correction, by, "mend_correction")


@transaction.atomic
def remove(correction: Correction, *, by: User) -> None:
    """Take a note from its story again; the log keeps its words."""
    correction.delete()
    _note_change(correction, by, "remove_correction")


def _note_change(correction: Correction, by: User, verb: str) -> None:
    touch(correction.article)
    log.entry(verb, article=correction.article, user=by, note=_told(correction)).save()


def _told(correction: Correction) -> str:
    return f"{correction.get_kind_display()}: {correction.text}"


def touch(article: Article, at: datetime | None = None) -> None:
    """Date the story's last change, as feeds, sitemaps and search engines ask for it."""
    article.content_updated_at = at or timezone.now()
    article.save(update_fields=["content_updated_at"])


def _before(article: Article, after: Revision | None) -> Revision | None:
    """The newest older version with another text."""
    if after is None:
        return None
    return article.revisions.filter(pk__lt=after.pk).exclude(body=after.body).first()
