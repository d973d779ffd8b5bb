"""Addresses: every story and record gets a slug that no other has, and is found at its older ones."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from articles.models import Article, Correction, OldAddress
from articles.models.listed import path_to
from articles.models.slugs import SLUG_LENGTH


def free_slug(model: type[models.Model], wanted: str) -> str:
    """`wanted`, or the first of `wanted-2` to `wanted-20` that is free, or one with a random end."""
    return free_slugs(model, [wanted])[0]


def free_slugs(model: type[models.Model], wanted: Sequence[str]) -> list[str]:
    """A free slug for each, by the rule of `free_slug`, all different; at most two queries."""
    taken = _taken(model, wanted)
    if taken or len(set(wanted)) < len(wanted):
        taken |= _taken(model, {slug for one in wanted for slug in _tries(one)})
    given: list[str] = []
    for one in wanted:
        slug = next((slug for slug in (one, *_tries(one)) if slug not in taken), None)
        given.append(slug or f"{one[: SLUG_LENGTH - 9]}-{secrets.token_hex(4)}")
        taken.add(given[-1])
    return given


def _tries(wanted: str) -> Iterator[str]:
    return (f"{wanted[: SLUG_LENGTH - 3]}-{number}" for number in range(2, 21))


def _taken(model: type[models.Model], slugs: Iterable[str]) -> set[str]:
    wanted = set(slugs)
    own = model._default_manager.order_by().filter(slug__in=wanted).values_list("slug", flat=True)
    return set(own.union(_of(model).filter(slug__in=wanted).values_list("slug", flat=True)))


def move(record: models.Model, old_slug: str, *, is_told: bool = False) -> None:
    """Lead readers on from a record's old slug, if it was public there; it has its new one already.

    With `is_told` readers are told the old name anyway, and no story has to prove that they could see it:
    those that named the record may be gone. Each old address names its record, not another address: so
    there are no chains and no loops.
    """
    slug, is_known = record.slug, was_public(record)  # type: ignore[attr-defined]
    if slug != old_slug and (is_told or is_known):
        _of(type(record)).filter(slug=slug).delete()
        _lead(type(record), old_slug, record.pk, is_known)


@transaction.atomic(savepoint=False)
def merge(record: models.Model, into: models.Model) -> None:
    """Lead readers from a record, and from all its old addresses, to the one that it becomes part of.

    Its name becomes a public one of the other: its address needs to have been no more public than that.
    """
    _of(type(record)).filter(target=record.pk).update(target=into.pk)
    _lead(type(record), record.slug, into.pk, was_public(record))  # type: ignore[attr-defined]


def was_public(record: models.Model) -> bool:
    """Whether readers could see a record, now or before: by itself or through a story."""
    if isinstance(record, Article):
        return record.was_public
    public = Article.objects.filter(first_published_at__lte=timezone.now())
    return public.filter(**{path_to(type(record)): record}).exists()


def new_slug(model: type[models.Model], old_slug: str) -> str | None:
    """Where readers find now what stood at an old address.

    "" when it is gone; None when nothing public stood there, or nothing of the record is public now.
    """
    old = _of(model).filter(slug=old_slug).first()
    if old is None:
        return None
    record: Any = model._default_manager.filter(pk=old.target).exclude(slug=old_slug).first()
    if record is None:
        return "" if old.was_public else None
    if isinstance(record, Article):
        return record.slug if record.is_live else ""
    return record.slug if Article.objects.listed(record).exists() else None


def retractions(old_slug: str) -> list[Correction]:
    """What readers are told at the old address of a story that is gone."""
    targets = _of(Article).filter(slug=old_slug).values("target")
    return list(Correction.objects.filter(kind=Correction.Kind.RETRACTION, article__in=targets))


def _of(model: type[models.Model]) -> models.QuerySet[OldAddress]:
    return OldAddress.objects.filter(kind=model._meta.model_name)


def _lead(model: type[models.Model], slug: str, target: int, is_known: bool) -> None:
    kind = str(model._meta.model_name)
    OldAddress.objects.bulk_create(
        [OldAddress(kind=kind, slug=slug, target=target, was_public=is_known)],
        update_conflicts=True,
        unique_fields=["kind", "slug"],
        update_fields=["target", "was_public"],
    )
