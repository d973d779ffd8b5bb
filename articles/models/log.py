"""The log: what became of each story and of the newsroom itself, and what it takes to undo a bulk deed."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article


class StatusChange(models.Model):
    """One line of the log: who did what when, with a story's states before and after where it has any.

    `verb` is the step of the workflow or another deed's name. `actor` and `subject` keep the names of
    whoever did it and of what they did it to, when the account or the story is gone.
    """

    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="status_changes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=20)
    actor = models.CharField("who", max_length=150)
    subject = models.CharField("what", max_length=200, blank=True)
    at = models.DateTimeField("when", default=timezone.now)
    from_status = models.CharField("from", max_length=10, choices=Article.Status, blank=True)
    to_status = models.CharField("to", max_length=10, choices=Article.Status, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "log entry"
        verbose_name_plural = "log"
        indexes = [
            models.Index(fields=["verb", "-id"], name="log_verb"),
            models.Index(fields=["at"], name="log_at"),
        ]

    def __str__(self) -> str:
        if self.from_status == self.to_status:
            return self.verb.replace("_", " ").capitalize()
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class Rework(models.Model):
    """A merge, split or bulk retag: beside its line in the log, what is needed to undo it.

    The shape of `data` is that of the verb in `articles.editorial.authorities` that wrote it.
    """

    entry = models.OneToOneField(StatusChange, on_delete=models.CASCADE, related_name="rework")
    kind = models.CharField(max_length=20, blank=True)
    data = models.JSONField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.entry.subject


class MergedQuerySet(models.QuerySet["MergedRecord"]):
    """Where records are now that were merged."""

    def leading(self, model: type[models.Model], pks: Iterable[int]) -> dict[int, int]:
        """For each of these that was merged, the record that it ended in; a query for each merge in a row."""
        found: dict[int, int] = {}
        wanted = set(pks)
        while wanted:
            rows = self.filter(kind=model._meta.model_name, record__in=wanted).values_list("record", "into")
            steps = dict(rows)
            found = {pk: steps.get(into, into) for pk, into in found.items()} | {
                pk: into for pk, into in steps.items() if pk not in found and pk in wanted
            }
            wanted = set(steps.values())
        return found

    def within(self, model: type[models.Model], pks: Iterable[int]) -> dict[int, int]:
        """The records that became part of one of these, and of which; a query for each merge in a row."""
        found: dict[int, int] = {}
        level = {pk: pk for pk in pks}
        while level:
            rows = self.filter(kind=model._meta.model_name, into__in=level).values_list("record", "into")
            level = {record: level[into] for record, into in rows}
            found |= level
        return found


class MergedRecord(models.Model):
    """A record that became part of another: what revisions, which never change, and the index still call it.

    No foreign keys to the records: `record` is gone, and `into` may be merged in its turn.
    """

    kind = models.CharField(max_length=20)
    record = models.PositiveBigIntegerField()
    into = models.PositiveBigIntegerField()
    rework = models.ForeignKey(Rework, on_delete=models.CASCADE, related_name="merged")

    objects = MergedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="merged_record_once")]
        indexes = [models.Index(fields=["kind", "into"], name="merged_record_into")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} → {self.into}"
