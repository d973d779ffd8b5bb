"""The sections that a paper is divided into."""

from django.db import models

from articles.markup import printable
from articles.models.slugs import slug_of
from articles.paths import path


class Section(models.Model):
    """A part of the paper, such as Sport; every story stands in exactly one.

    `checks` is `{check: severity}` of the checklist before publishing, where it is not the usual one.
    """

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    description = models.TextField(
        blank=True, help_text="One or two sentences for readers and search engines."
    )
    position = models.PositiveSmallIntegerField(
        default=100, help_text="Sections stand in this order in the navigation; equal ones by name."
    )
    checks = models.JSONField(default=dict, blank=True, editable=False)
    made_by = models.ForeignKey(
        "articles.ImportRun", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name, self.description = printable(self.name), printable(self.description)
        self.slug = self.slug or slug_of(self.name, "section")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return path("section", self.slug)
