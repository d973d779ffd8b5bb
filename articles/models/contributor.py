"""The people whose names stand over stories."""

from django.db import models

from articles.folding import fold
from articles.markup import printable
from articles.models.slugs import slug_of
from articles.paths import path


class Contributor(models.Model):
    """A byline: somebody who writes for the paper, with or without an account."""

    name = models.CharField(max_length=100, unique=True)
    key = models.CharField(max_length=200, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    role = models.CharField(max_length=100, blank=True, help_text="For example “Council reporter”.")
    bio = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "articles.ImportRun", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = printable(self.name)
        self.key = fold(self.name)
        self.slug = self.slug or slug_of(self.name, "author")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return path("author", self.slug)
