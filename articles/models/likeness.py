"""Records that may be one and the same, and how far they have been compared."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.person import Person
from articles.models.topic import Topic


class Likeness(models.Model):
    """Two records with names alike, the older one first.

    `is_apart` says that somebody has looked and found them two: they are not shown again. `reasons` are
    sentences for editors.
    """

    score = models.PositiveSmallIntegerField()  # of 100
    reasons = models.JSONField(default=list)
    is_apart = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"  # type: ignore[attr-defined]


class PersonLikeness(Likeness):
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="person_likeness_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="person_likeness_in_order"),
        ]
        indexes = [models.Index(fields=["is_apart", "-score", "id"], name="person_likeness_best")]


class TopicLikeness(Likeness):
    first = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="topic_likeness_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="topic_likeness_in_order"),
        ]
        indexes = [models.Index(fields=["is_apart", "-score", "id"], name="topic_likeness_best")]


class Comparison(models.Model):
    """How far the records of a kind (`person`, `topic`) have been compared, and since when."""

    kind = models.CharField(max_length=20, primary_key=True)
    last = models.BigIntegerField(default=0)  # the primary key
    began_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"
