"""Names that an editor does not want for a story."""

from django.db import models

from articles.models.article import Article


class Rejection(models.Model):
    """A person or topic that was suggested for a story and rejected: it is not suggested for it again."""

    class Kind(models.TextChoices):
        PEOPLE = "people"
        TOPICS = "topics"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="rejections")
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "kind", "key"], name="rejected_once")]

    def __str__(self) -> str:
        return self.key
