"""What keeps people and topics clean in a minute a day: one small verb for each decision."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles import caching, search
from articles.editorial import log
from articles.models import Apart, Article, Person, PersonLikeness, Topic, TopicLikeness
from articles.models.listed import path_to


@transaction.atomic
def keep_apart(pair: PersonLikeness | TopicLikeness, user: User) -> None:
    """Remember that two records are two; they are not brought together again."""
    kind = str(type(pair.first)._meta.model_name)
    Apart.objects.get_or_create(kind=kind, first=pair.first_id, second=pair.second_id)
    pair.delete()
    log.entry("keep_apart", user=user, subject=f"{pair.first} / {pair.second}").save()


@transaction.atomic
def remove(record: Person | Topic, user: User) -> None:
    """Delete a record; the stories that name it go on without it."""
    naming = Article.objects.filter(**{path_to(type(record)): record}, live_at__isnull=False)
    live = list(naming.values_list("pk", flat=True))
    log.entry("delete_record", user=user, subject=str(record), note=f"Named in {len(live)} stories").save()
    record.delete()
    search.enter(live)
    caching.renew()


@transaction.atomic
def drop_alias(alias: Any, user: User) -> None:
    """Take another name away from a record, to which it led as well as to others."""
    log.entry("drop_alias", user=user, subject=str(alias.owner), note=alias.name).save()
    alias.delete()
