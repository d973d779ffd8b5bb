"""Where readers once found stories and records."""

from django.db import models


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
