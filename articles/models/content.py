"""What an editor writes of a story."""

from datetime import datetime

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import languages
from articles.models.picture import Picture
from articles.models.section import Section

LONG_HEADLINE = 110  # characters


def ends_unseen(expire_at: datetime | None, *begins: datetime | None) -> bool:
    """Whether a story’s time ends before it begins, which is at the last of these moments: nobody sees it."""
    last = max(filter(None, begins), default=None)
    return bool(expire_at and last and expire_at <= last)


class Content(models.Model):
    """The fields that the live row and each revision have in common."""

    headline = models.CharField(max_length=200)
    is_headline_confirmed = models.BooleanField(
        "headline confirmed", default=True, help_text="Off while the headline is only a machine’s proposal."
    )
    slug = models.SlugField(
        max_length=100, allow_unicode=True, help_text="The last part of the story’s address."
    )
    dek = models.CharField(max_length=400, blank=True, help_text="One or two sentences below the headline.")
    body = models.TextField(blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    lead_picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Empty: the moment of publishing.")
    embargo_until = models.DateTimeField(
        null=True, blank=True, help_text="Nobody sees the story before this."
    )
    expire_at = models.DateTimeField(null=True, blank=True, help_text="It is taken down at this time.")
    language = models.CharField(
        max_length=30,
        blank=True,
        default="",
        db_default="",  # for what still runs the code of before the column
        help_text="Of the story, as in de, cy or fr-CA. Empty: that of the paper.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline

    @property
    def picture(self) -> Picture | None:
        """The lead picture, as long as it may be shown."""
        return self.lead_picture if self.lead_picture and not self.lead_picture.killed_at else None

    @property
    def has_long_headline(self) -> bool:
        """Whether it would fill a screen in the largest letters, and is set in smaller ones."""
        return len(self.headline) > LONG_HEADLINE

    @property
    def lang(self) -> SafeString:
        """The attributes of an element that holds its words; none where they are in the site's language."""
        if not self.language:
            return SafeString()
        return format_html(' lang="{}" dir="{}"', self.language, languages.direction(self.language))


CONTENT_FIELDS = tuple(field.name for field in Content._meta.local_fields)
