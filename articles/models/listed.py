"""What links a story to the records that it lists: rows of people, topics and bylines, in order."""

from typing import Any, ClassVar, NamedTuple

from django.db import models
from taggit.models import ItemBase

from articles.models.contributor import Contributor
from articles.models.person import Person
from articles.models.topic import Topic


class Byline(models.Model):
    """A contributor's name over a story, in its place."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="bylines")
    rank = models.PositiveSmallIntegerField(default=0)
    live_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["article", "contributor"], name="byline_once")]
        indexes = [models.Index(fields=["contributor", "live_at", "article"], name="byline_live")]

    def __str__(self) -> str:
        return str(self.contributor)


class Tagging(ItemBase):  # type: ignore[misc]  # taggit has no types
    """A person or topic of a story, in order of importance (rank 0 first).

    `live_at` repeats the story's, so that a tag's list reads one index; the gate still decides.
    """

    rank = models.PositiveSmallIntegerField(default=0)
    live_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["rank"]

    def save(self, *args: object, **kwargs: object) -> None:
        if self._state.adding:
            self.live_at = self.content_object.live_at
        super().save(*args, **kwargs)


class ArticlePerson(Tagging):
    """A person whom a story is about."""

    content_object = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="person_taggings")
    tag = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="taggings")

    class Meta(Tagging.Meta):
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="article_person_once")]
        indexes = [models.Index(fields=["tag", "live_at", "content_object"], name="article_person_live")]


class ArticleTopic(Tagging):
    """A topic that a story is about."""

    content_object = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="topic_taggings")
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="taggings")

    class Meta(Tagging.Meta):
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="article_topic_once")]
        indexes = [models.Index(fields=["tag", "live_at", "content_object"], name="article_topic_live")]


class Listed(NamedTuple):
    """A kind of record, its rows, and what the story calls those, and they the record and the story."""

    model: type[Person] | type[Topic] | type[Contributor]
    rows: type[models.Model]
    path: str
    record: str
    story: str


LISTED = {
    "people": Listed(Person, ArticlePerson, "person_taggings", "tag", "content_object"),
    "topics": Listed(Topic, ArticleTopic, "topic_taggings", "tag", "content_object"),
    "bylines": Listed(Contributor, Byline, "bylines", "contributor", "article"),
}
LIST_OF: dict[type[models.Model], Listed] = {one.model: one for one in LISTED.values()}


def path_to(model: type[models.Model]) -> str:
    """The look-up from a story to its records of a kind; any other kind is its section."""
    listed = LIST_OF.get(model)
    return f"{listed.path}__{listed.record}" if listed else "section"
