"""What people and topics share: one canonical name, a folded key, aliases, an address of their own."""

from collections.abc import Iterable
from typing import Self
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from taggit.models import TagBase

from articles.folding import fold
from articles.markup import printable
from articles.models.slugs import slug_of
from articles.paths import path


class AuthorityQuerySet(models.QuerySet["Authority"]):
    """Records found by any of their names."""

    def accepted(self) -> Self:
        """What readers may see, once a story of theirs is public."""
        return self.filter(is_proposed=False)

    def named(self, names: Iterable[str]) -> Self:
        """The records whose name or an alias is one of these, whatever the case, accents and punctuation."""
        keys = {fold(name) for name in names}
        return self.filter(models.Q(key__in=keys) | models.Q(aliases__key__in=keys)).distinct()

    def containing(self, text: str) -> Self:
        """The records that have all of the text's words in their name or in one alias."""
        found = models.Q()
        for word in fold(text).split():
            found &= models.Q(key__contains=word) | models.Q(aliases__key__contains=word)
        return self.filter(found).distinct()


class Authority(TagBase):  # type: ignore[misc]  # taggit has no types
    """An authority record on django-taggit: what stories are tagged with.

    `key` is the folded name with its qualifier, which look-ups use and the database keeps unique: SQLite
    compares without case in ASCII only. Whoever writes rows in bulk computes it by `fold(str(record))`.
    The slug is never empty. A proposed record has no page until somebody accepts it.
    """

    name = models.CharField(max_length=100)
    qualifier = models.CharField(
        max_length=60,
        blank=True,
        help_text="Tells namesakes apart: “footballer”. Readers see it in brackets.",
    )
    key = models.CharField(max_length=200, unique=True, editable=False)
    description = models.TextField(blank=True)
    is_proposed = models.BooleanField(
        "proposed", default=False, help_text="Readers see no page of it until it is accepted."
    )
    made_by = models.ForeignKey(
        "articles.ImportRun", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    aliases: "models.Manager[Alias]"
    identifiers: "models.Manager[Identifier]"

    objects = models.Manager.from_queryset(AuthorityQuerySet)()

    class Meta:
        abstract = True
        ordering = ["name", "qualifier"]

    def __str__(self) -> str:
        return f"{self.name} ({self.qualifier})" if self.qualifier else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name, self.qualifier = printable(self.name), printable(self.qualifier)
        self.description = printable(self.description)
        self.key = fold(str(self))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return path(str(self._meta.model_name), self.slug)

    @property
    def also_called(self) -> list[str]:
        """The aliases that say something else than the name."""
        own = {self.key, fold(self.name)}
        return [alias.name for alias in self.aliases.all() if alias.key not in own]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The record's pages elsewhere, each with what to call it: its site, or the name of the scheme."""
        return [(one.label, one.url) for one in self.identifiers.all() if one.url]

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slug_of(str(self), str(self._meta.model_name))
        return slug if i is None else f"{slug}-{i + 1}"


class Alias(models.Model):
    """Another name of a record. The same alias may belong to several records."""

    class Source(models.TextChoices):
        TYPED = "typed"
        IMPORTED = "imported"
        MERGED = "merged"

    name = models.CharField(max_length=200)  # a name with its qualifier
    key = models.CharField(max_length=200, db_index=True, editable=False)
    source = models.CharField(max_length=8, choices=Source, default=Source.TYPED, editable=False)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = printable(self.name)
        self.key = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


# Where the world keeps a record of the same thing; any other scheme is kept without an address.
SCHEMES = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
    "isni": ("ISNI", "https://isni.org/isni/{}"),
    "viaf": ("VIAF", "https://viaf.org/viaf/{}"),
    "gnd": ("GND", "https://d-nb.info/gnd/{}"),
    "mediatopic": ("IPTC Media Topics", "http://cv.iptc.org/newscodes/mediatopic/{}"),
}
LINK, MEDIATOPIC = "link", "mediatopic"


class Identifier(models.Model):
    """What a record is called elsewhere: its number in a scheme, or as a "link" its official page."""

    scheme = models.SlugField(
        max_length=20,
        db_index=False,
        help_text=f"{', '.join(SCHEMES)}, {LINK} for an official page, or any other.",
    )
    value = models.CharField(max_length=255, help_text="The number or the whole address.")

    class Meta:
        abstract = True
        ordering = ["scheme", "value"]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    def clean(self) -> None:
        self._tidy()
        if self.scheme == LINK and not self.url:
            raise ValidationError({"value": "A link begins with https:// or http://."})

    def save(self, *args: object, **kwargs: object) -> None:
        self._tidy()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def _tidy(self) -> None:
        """One form of each number, whether it was typed with spaces or pasted as an address."""
        self.scheme, self.value = self.scheme.lower(), printable(self.value).strip()
        if self.scheme in SCHEMES:
            self.value = self.value.rstrip("/").rpartition("/")[2].replace(" ", "")

    @property
    def label(self) -> str:
        """What a link to it says."""
        named, _ = SCHEMES.get(self.scheme, ("", ""))
        return named or urlsplit(self.value).hostname or self.scheme

    @property
    def url(self) -> str:
        """Where it leads; "" for a scheme that we know no address of."""
        if self.scheme in SCHEMES:
            return SCHEMES[self.scheme][1].format(quote(self.value, safe=""))
        return self.value if self.scheme == LINK and urlsplit(self.value).scheme in ("http", "https") else ""
