"""Slugs that are never empty and read well in any script, and where they once led."""

from django.db import models
from django.utils.text import slugify

from articles.folding import PLAIN_LETTERS

SLUG_LENGTH = 100


def slug_of(name: str, fallback: str) -> str:
    """The slug of a name: ASCII where its letters fold to it (Łódź, lodz), else Unicode (北京).

    A name without letters or digits gives `fallback`. At most 100 characters, cut between words.
    """
    wide = slugify(name, allow_unicode=True)
    plain = slugify(name.lower().translate(PLAIN_LETTERS))
    slug = plain if len(plain) >= len(wide) else wide
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug.strip("-_") or fallback


class OldAddress(models.Model):
    """A slug, and the primary key of the story or record that stood there.

    No foreign key: the row outlives what it names, so that its address can say that it is gone, unless
    readers never saw it there.
    """

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=100)
    target = models.PositiveBigIntegerField()
    was_public = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_address_once")]
        indexes = [models.Index(fields=["kind", "target"], name="old_address_target")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
