"""The live row of a story: exactly what readers see, and when."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, When
from django.utils import timezone
from taggit.managers import TaggableManager

from articles import cards
from articles.models.content import Content
from articles.models.contributor import Contributor
from articles.models.listed import LIST_OF, ArticlePerson, ArticleTopic, Byline, path_to
from articles.models.picture import Picture
from articles.models.section import Section
from articles.months import Month
from articles.paths import path


def is_public(until: datetime | None = None, story: str = "") -> Q:
    """The gate: whether the world sees a story now; with `until`, only if it was live by then.

    `story` is the look-up that leads to it. One upper bound on `live_at`, because SQLite uses no second one:
    a page gives its cursor or the end of its month as `until`.
    """
    now = timezone.now()
    lasts = Q((f"{story}expire_at", None)) | Q((f"{story}expire_at__gt", now))
    return lasts & Q((f"{story}live_at__lte", min(now, until) if until else now))


def is_gone(story: str = "") -> Q:
    """Whether a story was public once and is no longer: expired, withdrawn or killed."""
    now = timezone.now()
    hidden = (
        Q((f"{story}live_at", None)) | Q((f"{story}live_at__gt", now)) | Q((f"{story}expire_at__lte", now))
    )
    return hidden & Q((f"{story}first_published_at__lte", now))


class ArticleQuerySet(models.QuerySet["Article"]):
    """Stories. Every public surface starts at `published`."""

    def published(self, until: datetime | None = None) -> Self:
        """What the world sees now; of these, with `until`, what was live by then."""
        return self.filter(is_public(until))

    def gone(self) -> Self:
        """Stories that were public once and are no longer."""
        return self.filter(is_gone())

    def newest_first(self) -> Self:
        """The order of every list: a lifted embargo appears on top."""
        return self.order_by("-live_at", "-id")

    def listed(
        self, owner: models.Model | Month | None = None, before: tuple[datetime, int] | None = None
    ) -> Self:
        """The list of the whole paper or of one section, person, topic, author or month, newest first.

        `before` is the `live_at` and `id` of the story that the list goes on after. The lists of
        people, topics and authors follow their own rows' copy of `live_at`, so that one index
        gives them in order at any depth; the gate still decides what is in them.
        """
        if getattr(owner, "is_proposed", False):
            return self.none()
        bound = before[0] if before else timezone.now()
        live_at, pk, rows = "live_at", "id", Q()
        if isinstance(owner, Month):
            bound = min(bound, owner.last_moment)
            rows = Q(live_at__gte=owner.start)
        elif listed := LIST_OF.get(type(owner)):  # type: ignore[arg-type]
            live_at, pk = f"{listed.path}__live_at", f"{listed.path}__{listed.story}"
            rows = Q(**{f"{listed.path}__{listed.record}": owner, f"{live_at}__lte": bound})
        elif owner:
            rows = Q(section=owner)
        if before:
            rows &= Q(**{f"{live_at}__lt": before[0]}) | Q(**{f"{pk}__lt": before[1]})
        return self.published(until=bound).filter(rows).order_by(f"-{live_at}", f"-{pk}")

    def showing(self, picture: Picture) -> Self:
        """Those that show the picture, above their text or in it."""
        return self.filter(Q(lead_picture=picture) | Q(live_revision__in=picture.figures.values("revision")))

    def sections(self) -> models.QuerySet[Section]:
        """The sections that these stories stand in, in the paper's order."""
        return Section.objects.filter(Exists(self.filter(section=OuterRef("pk"))))

    def naming(self, model: type[models.Model]) -> models.QuerySet[Any]:
        """The records of this kind that any of these stories names: its section, people, topics, authors."""
        path = path_to(model)
        records = getattr(model._default_manager, "accepted", model._default_manager.all)()
        return records.filter(Exists(self.filter(**{path: OuterRef("pk")})))

    def for_cards(self) -> Self:
        """With what a list shows of a story, and without its body."""
        bylines = Prefetch("bylines", Byline.objects.select_related("contributor"))
        return self.select_related("section", "lead_picture").prefetch_related(bylines).defer("body")

    def for_reading(self) -> Self:
        """With all that a story's own page or its entry in a feed shows."""
        return self.select_related("section", "lead_picture").prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("contributor")),
            Prefetch("person_taggings", ArticlePerson.objects.select_related("tag")),
            Prefetch("topic_taggings", ArticleTopic.objects.select_related("tag")),
            "corrections",
        )


class Article(Content):  # type: ignore[django-manager-missing]  # taggit has no types
    """A story as readers see it; editors work on its revisions.

    `live_at` is the later of `publish_at` and `embargo_until` while the story is published,
    else null: nobody writes it, the database computes it. So it does `unpublished`, the newest
    revision of a published story of which readers see another one. `owner` is the first person who
    saved the story; an imported one is nobody's until then, and `made_by` names the run that brought it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"
        APPROVED = "approved", "approved"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"
        KILLED = "killed", "killed"

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="articles")
    lead_picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    live_at = models.GeneratedField(
        expression=Case(
            When(status="published", embargo_until__gt=F("publish_at"), then=F("embargo_until")),
            When(status="published", then=F("publish_at")),
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    first_published_at = models.DateTimeField(null=True, editable=False)
    content_updated_at = models.DateTimeField(null=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    latest_revision = models.ForeignKey(
        "Revision", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    live_revision = models.ForeignKey(
        "Revision", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    made_by = models.ForeignKey(
        "ImportRun", on_delete=models.SET_NULL, null=True, editable=False, db_index=False, related_name="+"
    )
    unpublished = models.GeneratedField(
        expression=Case(
            When(
                Q(status="published", latest_revision__isnull=False) & ~Q(latest_revision=F("live_revision")),
                then=F("latest_revision"),
            )
        ),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()
    people = TaggableManager(
        through="ArticlePerson", ordering=["taggings__rank"], blank=True, verbose_name="people", help_text=""
    )
    topics = TaggableManager(
        through="ArticleTopic", ordering=["taggings__rank"], blank=True, verbose_name="topics", help_text=""
    )

    class Meta:
        verbose_name = "story"  # the newsroom’s word for it
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="article_slug_once"),
            models.CheckConstraint(
                name="article_published_has_time",
                condition=~Q(status="published") | Q(publish_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["live_at", "id"], name="article_live"),
            models.Index(fields=["section", "live_at", "id"], name="article_section_live"),
            models.Index(fields=["status", "id"], name="article_status"),
            models.Index(fields=["status", "publish_at"], name="article_planned"),
            models.Index(fields=["owner", "status", "id"], name="article_owner"),
            models.Index(fields=["unpublished"], name="article_unpublished"),
            models.Index(fields=["made_by", "id"], name="article_made_by"),
            models.Index(fields=["id"], name="article_unconfirmed", condition=Q(is_headline_confirmed=False)),
            models.Index(fields=["embargo_until"], name="article_embargo"),
            models.Index(fields=["expire_at"], name="article_expiring", condition=Q(expire_at__isnull=False)),
        ]
        permissions = [
            ("review_article", "Can edit all stories, send them back and approve them"),
            ("schedule_article", "Can schedule approved stories"),
            ("publish_article", "Can publish, withdraw and kill stories"),
            ("break_embargo", "Can lift an embargo before its time"),
        ]

    def get_absolute_url(self) -> str:
        return path("article", self.slug)

    @property
    def was_public(self) -> bool:
        """Whether readers have seen the story, now or before."""
        return bool(self.first_published_at and self.first_published_at <= timezone.now())

    @property
    def kept_time(self) -> datetime | None:
        """The publish time that a story keeps, once readers have seen it, until an editor sets another."""
        return self.publish_at if self.was_public else None

    @property
    def is_live(self) -> bool:
        """Whether readers see the story now: the gate's answer for a row that is at hand."""
        now = timezone.now()
        return bool(self.live_at and self.live_at <= now and (not self.expire_at or self.expire_at > now))

    @property
    def is_scheduled(self) -> bool:
        """Whether the story is published with a time that has not come yet."""
        return bool(self.live_at and self.live_at > timezone.now())

    @property
    def is_expired(self) -> bool:
        """Whether the story's time is over; it stays published, and nobody sees it."""
        return bool(self.live_at and self.expire_at and self.expire_at <= timezone.now())

    @property
    def has_unpublished_changes(self) -> bool:
        """Whether the newest revision is not the one that readers see."""
        return self.status == self.Status.PUBLISHED and self.latest_revision_id != self.live_revision_id

    @property
    def authors(self) -> list[Contributor]:
        """Whose names stand over the story, in order; no query after `for_cards` and `for_reading`."""
        return [byline.contributor for byline in self.bylines.all()]

    @property
    def card_words(self) -> tuple[str, str, str, tuple[str, ...]]:
        """What the picture for sharing says, and the fonts of the operator's own that it may be set in."""
        return self.headline, self.section.name, settings.SITE_NAME, tuple(settings.CARD_FONTS)

    @property
    def card_version(self) -> str:
        """Another one whenever the picture for sharing would look different."""
        picture = self.picture
        seen = (picture.file.name, picture.focal_x, picture.focal_y) if picture else ()
        return cards.version(*self.card_words, *seen)

    @property
    def card_url(self) -> str:
        return path("card", self.slug, self.card_version)

    @property
    def last_changed_at(self) -> datetime | None:
        """When readers were last given something new: what feeds and sitemaps name as the change."""
        return max(filter(None, (self.live_at, self.content_updated_at)), default=None)

    @property
    def is_updated(self) -> bool:
        """Whether readers are shown an update time beside the publish time."""
        return bool(self.content_updated_at and self.live_at and self.content_updated_at > self.live_at)
