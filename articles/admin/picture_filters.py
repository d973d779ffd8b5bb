"""Filters of the library of pictures."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from articles.admin.base import number_of
from articles.editorial import library
from articles.models import Person, Picture, PicturePerson

MOST_LOOKED_AT = 500  # newest rows that the box's offers are taken from
MOST_OFFERED = 15
MOST_UNUSED = 10_000  # newest pictures among which unused ones are looked for
SOON = timedelta(days=30)


class ToDoFilter(admin.SimpleListFilter):
    """What is still to be done with a picture; the killed ones stand apart."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("mine", "brought in by me"),
            ("no-alt", "no alternative text"),
            ("no-credit", "no credit"),
            ("unused", f"unused, of the newest {MOST_UNUSED:,}"),
            ("killed", "killed"),
        ]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() == "killed":
            return queryset.filter(killed_at__isnull=False)
        pictures = queryset.filter(killed_at=None)
        if self.value() == "mine":
            return pictures.filter(uploaded_by=request.user)
        if self.value() == "no-alt":
            return pictures.filter(alt_text="", is_decorative=False)
        if self.value() == "no-credit":
            return pictures.filter(credit="")
        if self.value() == "unused":
            return library.unused(library.newest(pictures, MOST_UNUSED))
        return pictures


class TermsFilter(admin.SimpleListFilter):
    """When the usage terms end."""

    title = "usage terms"
    parameter_name = "terms"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("ending", "end within 30 days"), ("ended", "have ended"), ("dated", "end some day")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        today = timezone.localdate()
        spans = {
            "ending": Q(usage_until__range=(today, today + SOON)),
            "ended": Q(usage_until__lt=today),
            "dated": Q(usage_until__isnull=False),
        }
        return queryset.filter(spans.get(self.value() or "", Q()))


class CreditFilter(admin.SimpleListFilter):
    """Whose pictures; the box offers the credits of the newest, a picture's page leads to any."""

    title = "credit"
    parameter_name = "credit"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        newest = Picture.objects.order_by("-id").values_list("credit", flat=True)[:MOST_LOOKED_AT]
        chosen = [request.GET[self.parameter_name]] if request.GET.get(self.parameter_name) else []
        credits_ = dict.fromkeys([*chosen, *filter(None, newest)])
        return [(credit, credit) for credit in list(credits_)[:MOST_OFFERED]]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(credit=self.value()) if self.value() else queryset


class ShownFilter(admin.SimpleListFilter):
    """Pictures of one person; the box offers those who were named last."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        newest = PicturePerson.objects.order_by("-id").values_list("person", flat=True)[:MOST_LOOKED_AT]
        chosen = number_of(request.GET.get(self.parameter_name, ""))
        first = list(dict.fromkeys([chosen, *newest]))[: MOST_OFFERED + 1]
        names = Person.objects.filter(pk__in=first).order_by("name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in names]

    def queryset(self, request: Any, queryset: Any) -> Any:
        pk = number_of(self.value() or "")
        return queryset.filter(shown__person=pk) if pk >= 0 else queryset
