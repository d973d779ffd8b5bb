"""The places, organisations, events and subjects that stories are about."""

from collections.abc import Iterator
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from articles.models.authority import MEDIATOPIC, Alias, Authority, Identifier


class Topic(Authority):
    """A subject in the news: one record, whatever the stories call it.

    `imported` is what `import_topics` last read of it, so that a later one leaves alone what editors changed.
    """

    class Kind(models.TextChoices):
        PLACE = "place"
        ORGANISATION = "organisation"
        EVENT = "event"
        SUBJECT = "subject"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SUBJECT)
    broader = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name="broader topic",
    )
    imported = models.JSONField(default=dict, editable=False)

    class Meta(Authority.Meta):
        constraints = [
            models.CheckConstraint(
                name="topic_not_its_own_broader", condition=Q(broader=None) | ~Q(broader=F("id"))
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.pk and self.broader and not self.may_stand_below(self.broader):
            raise ValidationError({"broader": "That topic is narrower than this one."})

    def may_stand_below(self, above: Self) -> bool:
        """Whether no circle comes of it: the other one is neither this topic nor narrower."""
        return above.pk != self.pk and all(topic.pk != self.pk for topic in above.broader_ones())

    def broader_ones(self) -> Iterator[Self]:
        """The broader topic, the one above that, and so on, a query each; a circle is gone round once."""
        topic, seen = self.broader, set()
        while topic and topic.pk not in seen:
            yield topic
            seen.add(topic.pk)
            topic = topic.broader


class TopicAlias(Alias):
    """Another name of a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = "alias"
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="topic_alias_once")]

    @property
    def owner(self) -> Topic:
        return self.topic


class TopicIdentifier(Identifier):
    """What a topic is called elsewhere; a code of the IPTC Media Topics leads to one topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="identifiers")

    class Meta(Identifier.Meta):
        verbose_name = "external id or link"
        verbose_name_plural = "external ids and links"
        constraints = [
            models.UniqueConstraint(fields=["topic", "scheme", "value"], name="topic_identifier_once"),
            models.UniqueConstraint(
                fields=["value"], condition=Q(scheme=MEDIATOPIC), name="topic_mediatopic_once"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="topic_identifier")]
