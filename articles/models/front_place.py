"""What editors have put on the front page."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article


class FrontPlaceQuerySet(models.QuerySet["FrontPlace"]):
    def standing(self) -> Self:
        """Those whose time is not over."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class FrontPlace(models.Model):
    """A story's place on the front page, given by an editor until a moment or until it is taken out.

    In its part of the page the lowest rank comes first. Whether readers see the story is the gate's to say.
    """

    class Part(models.TextChoices):
        TOP = "top", "Top stories"
        PICKS = "picks", "Editor’s picks"

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="front_place")
    part = models.CharField(max_length=5, choices=Part)
    rank = models.PositiveSmallIntegerField()
    until = models.DateTimeField(null=True, blank=True)

    objects = FrontPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "place on the front page"
        verbose_name_plural = "front page"
        ordering = ["part", "rank"]
        constraints = [models.UniqueConstraint(fields=["part", "rank"], name="front_place_once")]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.article}"
