"""Records that may be one and the same, those that are not, and how far they have been compared."""

from collections.abc import Collection

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.log import MergedRecord
from articles.models.person import Person
from articles.models.topic import Topic


class Likeness(models.Model):
    """Two records with names alike, the older one first. `reasons` are sentences for editors."""

    score = models.PositiveSmallIntegerField()  # of 100
    reasons = models.JSONField(default=list)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"  # type: ignore[attr-defined]

    def add(self, score: int, reason: str) -> None:
        self.score = min(100, self.score + score)
        self.reasons.append(reason)


class PersonLikeness(Likeness):
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="person_likeness_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="person_likeness_in_order"),
        ]
        indexes = [models.Index(fields=["-score", "id"], name="person_likeness_best")]


class TopicLikeness(Likeness):
    first = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="topic_likeness_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="topic_likeness_in_order"),
        ]
        indexes = [models.Index(fields=["-score", "id"], name="topic_likeness_best")]


class ApartQuerySet(models.QuerySet["Apart"]):
    """Which records are not the same."""

    def among(self, model: type[models.Model], pks: Collection[int]) -> set[tuple[int, int]]:
        """The pairs of these records that are two, the older one first.

        What was said of a record before it was merged, holds for the one that it is part of now.
        """
        now = {pk: pk for pk in pks} | MergedRecord.objects.within(model, pks)
        said = self.filter(kind=model._meta.model_name, first__in=now, second__in=now)
        pairs = {(now[first], now[second]) for first, second in said.values_list("first", "second")}
        return {(min(pair), max(pair)) for pair in pairs if len(set(pair)) > 1}


class Apart(models.Model):
    """Two records that somebody has looked at and found to be two: they are not brought together again.

    No foreign keys, and no merge changes it: so it holds while a record is part of another, and after.
    """

    kind = models.CharField(max_length=20)
    first = models.PositiveBigIntegerField()
    second = models.PositiveBigIntegerField()

    objects = ApartQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "first", "second"], name="apart_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} / {self.second}"


class Comparison(models.Model):
    """How far the records of a kind (`person`, `topic`) have been compared, and since when."""

    kind = models.CharField(max_length=20, primary_key=True)
    last = models.BigIntegerField(default=0)  # the primary key
    began_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"
