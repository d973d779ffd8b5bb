"""What the paper says of itself."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


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
