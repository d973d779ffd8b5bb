"""Every saved version of a story, which never changes but for its name; and what is typed meanwhile."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.colleagues import name_of
from articles.models.content import Content
from articles.models.picture import Picture

HEARD_WITHIN = timedelta(seconds=150)  # a tab that is open says so every minute at the least


class Revision(Content):
    """One save: who, when, why, and everything an editor can change.

    `people`, `topics` and `bylines` hold `[{"id": int, "name": str}, ...]` in order: the name as it
    was then, so that history reads right after a rename, a merge or a deletion. `base` is the
    revision that the save began from, which tells a stale save from a fresh one.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=80, blank=True)
    people = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    bylines = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["article", "-id"], name="revision_newest")]

    @property
    def by(self) -> str:
        """The name of whoever saved it."""
        return name_of(self.author) or "Someone"


class Figure(models.Model):
    """A picture in the body of a version: written with it, and as unchanging."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="figures")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["revision", "picture"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.picture} in {self.revision}"


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
