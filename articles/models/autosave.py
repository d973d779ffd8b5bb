"""What is being typed: kept beside the story until somebody saves it."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.revision import Revision

HEARD_WITHIN = timedelta(seconds=150)  # a tab that is open says so every minute at the least


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    """Rows of open tabs, and of tabs that closed with words unsaved."""

    def unsaved(self) -> Self:
        """With words that no save has taken over, the last ones first."""
        return self.filter(is_saved=False, content__isnull=False).order_by("-updated_at")

    def open(self) -> Self:
        """Of the tabs that have been heard of just now, the last ones first."""
        since = timezone.now() - HEARD_WITHIN
        return self.filter(is_saved=False, heard_at__gt=since).order_by("-heard_at")


class Autosave(models.Model):
    """What somebody has typed in one tab since the revision `base`; without a story, of a new one.

    `content` has the form's fields as a browser posts them (`{name: text}`), or nothing while they
    are as they were. A row that was saved stays for a while without its content, so that words which
    arrive late, or wait in a browser, are known as saved.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="autosaves")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=32)
    base = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    content = models.JSONField(null=True)
    is_saved = models.BooleanField(default=False)
    updated_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(default=timezone.now)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="autosave_tab_once")]
        indexes = [
            models.Index(fields=["article", "heard_at"], name="autosave_open"),
            models.Index(fields=["heard_at"], name="autosave_old"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.heard_at:%Y-%m-%d %H:%M}"

    @property
    def typed(self) -> dict[str, str]:
        """The fields' text; empty where nothing waits."""
        return self.content or {}
