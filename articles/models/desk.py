"""What colleagues tell each other (notes on a story, messages), and what each wants and does not want."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article


class Note(models.Model):
    """A word to colleagues on a story; readers never see it. `by` keeps the name when the account is gone."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text


class Message(models.Model):
    """Something that a colleague did and somebody else should know."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "A story was submitted for review"
        SENT_BACK = "sent_back", "Your story was sent back"
        APPROVED = "approved", "Your story was approved"
        MENTIONED = "mentioned", "A colleague mentioned you in a note"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    text = models.CharField(max_length=2000, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "read_at", "-id"], name="message_unread")]

    def __str__(self) -> str:
        return self.get_kind_display()


def every_kind() -> list[str]:
    """What somebody who has chosen nothing hears of."""
    return list(Message.Kind.values)


class Preferences(models.Model):
    """The kinds of messages that somebody wants on the desk and by mail, and the calendar's address.

    The address holds `calendar`: another value revokes it, and without one there is none.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    on_desk = models.JSONField(default=every_kind, blank=True)
    by_mail = models.JSONField(default=every_kind, blank=True)
    calendar = models.CharField(max_length=22, blank=True)

    def __str__(self) -> str:
        return str(self.user)


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
