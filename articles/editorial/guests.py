"""Showing a story to somebody without an account, for a while."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from articles.editorial import revisions
from articles.markup import printable
from articles.models import Article, GuestComment, GuestLink, GuestVisit, Picture, Revision

MOST_HOURS = 72
MOST_BROWSERS = 200  # of one link
MOST_COMMENTS = 20  # of one link in an hour
LONGEST_COMMENT = 5000

_signer = Signer(sep=".", salt="articles.guest")


class TooManyComments(Exception):
    """A link's guests have said as much in an hour as they may."""


def invite(
    article: Article,
    guest: str,
    *,
    by: User | None,
    hours: int = MOST_HOURS,
    is_fixed: bool = False,
    may_comment: bool = True,
) -> tuple[GuestLink, str]:
    """A link for a guest, and its token (256 bits, signed), which is nowhere kept."""
    secret = secrets.token_urlsafe(32)
    newest = revisions.newest(article)
    link = GuestLink.objects.create(
        article=article,
        revision=newest if is_fixed else None,
        guest=guest,
        digest=_digest(secret),
        may_comment=may_comment,
        made_by=by,
        expires_at=timezone.now() + timedelta(hours=min(hours, MOST_HOURS)),
    )
    return link, _signer.sign(f"{link.pk}-{secret}")


def find(token: str) -> GuestLink | None:
    """The open link of a token; None for one that is tampered with, expired or revoked."""
    try:
        pk, _, secret = _signer.unsign(token).partition("-")
    except BadSignature:
        return None
    link = GuestLink.objects.open().select_related("article").filter(pk=pk).first()
    return link if link and constant_time_compare(link.digest, _digest(secret)) else None


def shown(link: GuestLink) -> Revision:
    """The version that the link leads to now."""
    newest: Any = link.revision_id or link.article.latest_revision_id
    return Revision.objects.select_related("article", "section", "lead_picture").get(pk=newest)


def log_visit(link: GuestLink, browser: str) -> None:
    """Note that somebody looked; browsers beyond the first two hundred count as one."""
    browser = printable(browser)[:200] or "unknown"
    if not _seen(link, browser):
        browser = browser if link.visits.count() < MOST_BROWSERS else "others"
        GuestVisit.objects.get_or_create(link=link, browser=browser)
        _seen(link, browser)


def _seen(link: GuestLink, browser: str) -> int:
    return link.visits.filter(browser=browser).update(times=F("times") + 1, last_at=timezone.now())


def comment(link: GuestLink, revision: Revision, text: str) -> None:
    """Keep what a guest said. Raises TooManyComments."""
    if link.comments.filter(at__gt=timezone.now() - timedelta(hours=1)).count() >= MOST_COMMENTS:
        raise TooManyComments
    GuestComment.objects.create(link=link, revision=revision, text=printable(text)[:LONGEST_COMMENT])


def approve(link: GuestLink, revision: Revision) -> None:
    """Keep that the guest is content with a version."""
    link.approved, link.approved_at = revision, timezone.now()
    link.save(update_fields=["approved", "approved_at"])


def may_see_picture(token: str, picture: Picture) -> bool:
    """Whether a guest's story shows the picture."""
    link = find(token) if token else None
    version = shown(link) if link else None
    if version is None:
        return False
    return version.lead_picture_id == picture.pk or version.figures.filter(picture=picture).exists()


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
