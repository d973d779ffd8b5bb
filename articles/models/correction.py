"""What the paper told its readers about a story after it was out."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone

from articles.markup import printable
from articles.models.article import Article, is_gone, is_public


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Notes to readers."""

    def public(self) -> Self:
        """The notes of published stories, and the retractions of stories that are gone.

        Each says in `is_readable` whether its story can still be read. The story is joined, not looked for
        in a subquery: PostgreSQL would make one table of all public stories first.
        """
        readable, retracted = is_public(story="article__"), Q(kind=Correction.Kind.RETRACTION)
        return self.filter(readable | retracted & is_gone("article__")).annotate(
            is_readable=Case(When(readable, then=True), default=False)
        )

    def listed(self) -> Self:
        """For the page and the feeds of corrections: newest first, without the stories' bodies."""
        return self.public().select_related("article").defer("article__body").order_by("-at", "-id")


class Correction(models.Model):
    """One note: of what kind, what it says, and between which revisions the text changed."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"
        UPDATE = "update", "Update"
        RETRACTION = "retraction", "Retraction"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(help_text="What readers are told: what was wrong, and what is right.")
    at = models.DateTimeField("date", default=timezone.now, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    before = models.ForeignKey(
        "Revision", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    after = models.ForeignKey(
        "Revision", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at", "id"], name="correction_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:80]}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.text = printable(self.text).strip()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def stands_above(self) -> bool:
        """Whether readers must know it before they read the story."""
        return self.kind in (self.Kind.CORRECTION, self.Kind.RETRACTION)
