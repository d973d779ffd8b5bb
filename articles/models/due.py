"""What becomes due: scheduled changes to live stories, side effects, and the worker's sign of life."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article
from articles.models.correction import Correction
from articles.models.revision import Revision

GIVEN_UP_AFTER = 5  # attempts


class DueQuerySet(models.QuerySet[Any]):
    """Things to do at a moment, once."""

    def waiting(self) -> Self:
        return self.filter(done_at=None, attempts__lt=GIVEN_UP_AFTER)

    def due(self) -> Self:
        """What is to be done now, the oldest first."""
        return self.waiting().filter(try_at__lte=timezone.now()).order_by("try_at", "pk")

    def failed(self) -> Self:
        """What was tried so often that somebody has to look."""
        return self.filter(done_at=None, attempts__gte=GIVEN_UP_AFTER)


class Due(models.Model):
    """Something to do with a story at a moment. `try_at` is that moment, or that of the next attempt."""

    at = models.DateTimeField()
    try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        abstract = True


class ScheduledChange(Due):
    """A revision that takes the place of the live one at a moment, with the note that readers get then."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="scheduled_changes")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=13, choices=Correction.Kind, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], name="change_waits_once", condition=Q(done_at=None))
        ]
        indexes = [models.Index(fields=["try_at"], name="change_due", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.article} at {self.at}"


class Effect(Due):
    """What the world outside the pages is told once of a story: that it went live, changed or expired."""

    class Kind(models.TextChoices):
        LIVE = "live"
        CHANGED = "changed"
        EXPIRED = "expired"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="effects")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "kind", "at"], name="effect_once")]
        indexes = [models.Index(fields=["try_at"], name="effect_due", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.article} {self.kind} at {self.at}"


class Heartbeat(models.Model):
    """One row, while a worker is expected: when it last ran, and how many seconds later it runs again."""

    at = models.DateTimeField()
    every = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.at}, every {self.every} s"
