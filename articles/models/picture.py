"""Pictures and what must be said with them."""

import secrets
from pathlib import PurePath
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q

from articles.models.person import Person
from articles.models.rendition import CROP, Layout, Rendition, RenditionsField

is_page = URLValidator(schemes=["http", "https"])


def new_key() -> str:
    """What the public addresses of a picture carry: 128 bits that nobody guesses."""
    return secrets.token_urlsafe(16)


def picture_path(picture: "Picture", filename: str) -> str:
    """Where the safe copy lies: its address is not known before a story shows it."""
    return f"pictures/{picture.key}{PurePath(filename).suffix.lower()}"


def original_path(picture: "Picture", filename: str) -> str:
    """Where the file lies as it came in; nothing below `originals` is ever served."""
    return f"originals/{picture.key}{PurePath(filename).suffix.lower()}"


MOST_ATTEMPTS = 3  # at the renditions of a picture


class PictureQuerySet(models.QuerySet["Picture"]):
    """Pictures."""

    def unrendered(self) -> Self:
        """Those whose renditions are still to be made."""
        return self.filter(rendered_at=None, killed_at=None, attempts__lt=MOST_ATTEMPTS)


class Picture(models.Model):
    """A picture in the library, with what must be said with it.

    `original` is the file as it came in and is nobody's to see; `file` is its safe copy, `width` and `height`
    are the copy's, and `sha256` is that of the original's bytes (null: from before they were kept). `key`
    is what public addresses carry: a new one when the bytes are replaced, so that no address ever gives
    another picture. `made_by` is the run of the import that brought it. `from_file` names the fields that
    the file, or the document it came with, filled, as long as nobody has changed them. `rendered_at` is null
    until there are renditions for the focal point as it is, `attempts` how often making those has failed.
    """

    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    original = models.FileField(upload_to=original_path, max_length=200, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    file = RenditionsField(upload_to=picture_path, width_field="width", height_field="height", editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    focal_x = models.FloatField(
        "focal point, from the left", default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        "focal point, from the top", default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )

    alt_text = models.CharField(
        max_length=300,
        blank=True,
        help_text="What the picture shows, for those who cannot see it. Not its caption.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It tells nothing: those who cannot see it miss nothing."
    )
    caption = models.TextField(max_length=2000, blank=True)
    credit = models.CharField(
        max_length=200, blank=True, help_text="What readers see: “Ana Ruiz / Newsroom”."
    )
    creator = models.CharField(max_length=200, blank=True, help_text="Who made it: “Ana Ruiz”.")
    source = models.CharField(
        max_length=200, blank=True, help_text="Who owns or sent it: an agency, a family."
    )
    copyright_notice = models.CharField(max_length=300, blank=True)
    usage_terms = models.TextField(max_length=1000, blank=True, help_text="What it may be used for.")
    usage_until = models.DateField(null=True, blank=True, help_text="The last day of the usage terms.")
    licence_url = models.CharField(
        "licence", max_length=500, blank=True, validators=[is_page], help_text="The address of its terms."
    )
    licensor_url = models.CharField(
        "where to get a licence",
        max_length=500,
        blank=True,
        validators=[is_page],
        help_text="The address of a page that sells or gives one.",
    )
    headline = models.CharField(max_length=300, blank=True)
    keywords = models.TextField(max_length=2000, blank=True, help_text="With commas between them.")
    taken_at = models.DateTimeField(null=True, blank=True)
    people = models.ManyToManyField(Person, through="PicturePerson", related_name="pictures", blank=True)

    from_file = models.JSONField(default=list, blank=True, editable=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    made_by = models.ForeignKey(
        "articles.ImportRun", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    killed_at = models.DateTimeField(null=True, editable=False)
    rendered_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="picture_decorative_says_nothing",
                condition=Q(is_decorative=False) | Q(alt_text=""),
                violation_error_message="A decorative picture has no alternative text: choose one of them.",
            ),
            models.CheckConstraint(
                name="picture_focal_point_inside",
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="picture_unrendered", condition=Q(rendered_at=None, killed_at=None)
            ),
            models.Index(fields=["credit", "-id"], name="picture_credit"),
            models.Index(fields=["uploaded_by", "-id"], name="picture_uploader"),
            models.Index(fields=["id"], name="picture_killed", condition=Q(killed_at__isnull=False)),
            models.Index(fields=["alt_text", "is_decorative", "-id"], name="picture_alt"),
            models.Index(
                fields=["usage_until"], name="picture_ending", condition=Q(usage_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.caption[:100] or self.alt_text or f"Picture {self.pk}"

    @property
    def is_given_up(self) -> bool:
        """Whether its renditions cannot be made."""
        return self.rendered_at is None and self.attempts >= MOST_ATTEMPTS

    @property
    def has_alternative(self) -> bool:
        """Whether those who cannot see it are told of it, or told on purpose that it says nothing."""
        return bool(self.alt_text) or self.is_decorative

    @property
    def faults(self) -> list[str]:
        """What keeps it from readers, each as the rest of a sentence about it."""
        found = {
            "was killed: choose another one.": self.killed_at,
            "has no alternative text: say what it shows, or that it is decorative.": not self.has_alternative,
            "has no credit: say who made it.": not self.credit,
        }
        return [fault for fault, is_so in found.items() if is_so]

    in_story = Layout(None, "(min-width: 62rem) 40rem, calc(100vw - 2rem)")
    in_text = Layout(None, "(min-width: 42rem) 40rem, calc(100vw - 2rem)")
    in_front = Layout(CROP, "(min-width: 80rem) 50rem, (min-width: 62rem) 64vw, calc(100vw - 2rem)")
    as_portrait = Layout(None, "14rem")
    in_library = Layout(CROP, "16rem")

    @property
    def thumbnail(self) -> Rendition | None:
        """Its smallest crop, beside a headline that says more than it; none until there are renditions."""
        found = self.file.aspect_ratios[CROP].get("JPEG") if self.rendered_at else None
        return found[min(found)] if found else None


class PicturePerson(models.Model):
    """Somebody whom a picture shows, in order from the left."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="shown")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shown_in")
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["picture", "person"], name="picture_person_once")]

    def __str__(self) -> str:
        return str(self.person)
