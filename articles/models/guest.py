"""Links for readers before the readers: what was shown to whom, and what they said."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.colleagues import name_of
from articles.models.revision import Revision


class GuestLinkQuerySet(models.QuerySet["GuestLink"]):
    """Links to one story."""

    def open(self) -> Self:
        """Those that lead to their story now; to a killed one, none does."""
        killed = Article.Status.KILLED
        return self.filter(revoked_at=None, expires_at__gt=timezone.now()).exclude(article__status=killed)


class GuestLink(models.Model):
    """One link for one guest, to the newest version of a story or to a fixed `revision`.

    The token itself is nowhere: `digest` is its SHA-256.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="guest_links")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    guest = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    may_comment = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.guest}: {self.article}"

    @property
    def maker(self) -> str:
        """Who made it, as long as the account is there."""
        return name_of(self.made_by) or "–"

    @property
    def is_open(self) -> bool:
        is_running = self.revoked_at is None and self.expires_at > timezone.now()
        return is_running and self.article.status != Article.Status.KILLED


class GuestVisit(models.Model):
    """That a link was opened with a browser: first, last, and how often."""

    link = models.ForeignKey(GuestLink, on_delete=models.CASCADE, related_name="visits")
    browser = models.CharField(max_length=200)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(fields=["link", "browser"], name="guest_visit_once")]

    def __str__(self) -> str:
        return self.browser


class GuestComment(models.Model):
    """What a guest said of a version."""

    link = models.ForeignKey(GuestLink, on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:80]
