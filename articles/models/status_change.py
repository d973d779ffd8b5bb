"""The log: what became of each story, and of the newsroom itself."""

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
