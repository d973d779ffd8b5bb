"""The people that stories are about."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.authority import Alias, Authority, Identifier

if TYPE_CHECKING:
    from articles.models.picture import Picture


class Person(Authority):
    """Somebody in the news: one record, whatever the stories call them."""

    sort_name = models.CharField(
        max_length=100,
        blank=True,
        help_text="How an index sorts them: “Calloway, Edith”. Empty: by the name.",
    )
    role = models.CharField(max_length=120, blank=True, help_text="For example “Mayor of Halden”.")
    role_from = models.DateField("since", null=True, blank=True)
    role_until = models.DateField("until", null=True, blank=True)
    portrait = models.ForeignKey(
        "articles.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Authority.Meta):
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                name="person_role_ends_after_it_begins",
                condition=Q(role_from=None) | Q(role_until=None) | Q(role_until__gte=F("role_from")),
                violation_error_message="The role ends before it begins.",
            )
        ]

    @property
    def shown_portrait(self) -> "Picture | None":
        """The portrait, unless that was killed."""
        return self.portrait if self.portrait and not self.portrait.killed_at else None

    @property
    def is_in_office(self) -> bool:
        """Whether the role is one that they have today."""
        today = timezone.localdate()
        return (self.role_from or today) <= today <= (self.role_until or today)

    @property
    def role_in_words(self) -> str:
        """The role with its years: “Mayor of Halden, 2019–2024”, “since 2019”, “until 2024”."""
        first, last = (day and day.year for day in (self.role_from, self.role_until))
        years = f"{first}–{last}" if first and last and first != last else first or last
        if not (first and last):
            years = f"since {first}" if first else f"until {last}" if last else ""
        return f"{self.role}, {years}" if self.role and years else self.role


class PersonAlias(Alias):
    """Another name of a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = "alias"
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="person_alias_once")]

    @property
    def owner(self) -> Person:
        return self.person


class PersonIdentifier(Identifier):
    """What a person is called elsewhere."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")

    class Meta(Identifier.Meta):
        verbose_name = "external id or link"
        verbose_name_plural = "external ids and links"
        constraints = [
            models.UniqueConstraint(fields=["person", "scheme", "value"], name="person_identifier_once")
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="person_identifier")]
