"""Every saved version of a story. A revision never changes; only its name may be given later."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.colleagues import name_of
from articles.models.content import Content
from articles.models.picture import Picture


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
