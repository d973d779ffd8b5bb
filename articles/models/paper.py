"""The paper as a whole: its front page, what it says of itself, and the edition that readers see now."""

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


class AboutPage(models.Model):
    """The text of the page about the paper: one row, once an editor has written it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    body = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "page about the paper"
        verbose_name_plural = "about page"
        constraints = [models.CheckConstraint(name="about_page_once", condition=Q(pk=1))]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return "About page"


class Edition(models.Model):
    """One row. Its token changes in the transaction of each change that readers can see.

    A token never comes back, so that a cache that outlives a restored database holds no wrong page.
    """

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
