"""Finding and making the records that stories are tagged with, and the small deeds that keep them clean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.template.defaultfilters import pluralize

from articles import caching, search
from articles.editorial import log
from articles.editorial.addresses import free_slug, free_slugs, move
from articles.folding import fold
from articles.importing.document import Known, KnownName
from articles.markup import printable
from articles.models import (
    Apart,
    Article,
    Contributor,
    ImportRun,
    OldAddress,
    Person,
    PersonLikeness,
    Topic,
    TopicLikeness,
)
from articles.models.authority import Alias, Authority
from articles.models.listed import path_to
from articles.models.slugs import slug_of

NAME_LENGTH = 100

Record = TypeVar("Record", Person, Topic, Contributor)


class NameTaken(ValueError):
    """Another record has the name, whatever its case, accents and punctuation; the message names it."""


def find_or_create(model: type[Record], names: Iterable[str], *, user: User | None = None) -> list[Record]:
    """The records of these names, in their order and each once; a name that nobody has makes a record.

    An alias that belongs to several records leads to none of them. A user who may not add records of this
    kind only proposes them.
    """
    may_add = user is None or user.has_perm(f"articles.add_{model._meta.model_name}")
    return look_up(model, [names]).complete(is_proposed=not may_add)[0]


@transaction.atomic
def accept(record: Authority, *, user: User | None = None) -> None:
    """Let readers see a proposed record."""
    record.is_proposed = False
    record.save()
    log.entry("accept", user=user, subject=str(record)).save()


@transaction.atomic
def rename(
    record: Authority,
    name: str,
    qualifier: str = "",
    *,
    slug: str = "",
    user: User | None = None,
    actor: str = "",
) -> None:
    """Give a record another name; the old one stays an alias, and its address leads on.

    `slug` is the new address; "" makes it of the name. Raises NameTaken.
    """
    was, old_slug, model = str(record), record.slug, type(record)
    new = called(model, name, qualifier, but=record)
    add_names({record: [one for one in (record.name, was) if fold(one) != fold(str(new))]})
    record.name, record.qualifier = new.name, new.qualifier
    wanted = slug or slug_of(str(record), str(model._meta.model_name))
    record.slug = old_slug if wanted == old_slug else _own_slug(record, wanted)
    record.save()
    move(record, old_slug, is_told=True)
    log.entry("rename", user=user, actor=actor, subject=f"{was} → {record}").save()


def called(model: type[Any], name: str, qualifier: str, but: Authority | None = None) -> Any:
    """A record of this name that is not stored; raises NameTaken where another one than `but` has it."""
    new = model(name=printable(name), qualifier=printable(qualifier))
    twins = model._default_manager.filter(key=fold(str(new)))
    if twin := twins.exclude(pk=but.pk if but else None).first():
        raise NameTaken(f"“{twin}” is there already. Tell namesakes apart by a qualifier.")
    return new


def add_names(names: Mapping[Any, Iterable[str]], source: str = Alias.Source.TYPED) -> None:
    """Give records of one kind further names; those that they have stay. The index learns nothing of it."""
    aliases: Any = type(next(iter(names)))._meta.get_field("aliases")
    alias = partial(aliases.related_model, source=source)
    rows = [
        alias(**{aliases.field.name: record}, name=name, key=fold(name))
        for record, others in names.items()
        for name in map(printable, others)
    ]
    aliases.related_model.objects.bulk_create(rows, ignore_conflicts=True)


def _own_slug(record: Authority, wanted: str) -> str:
    """A free slug, or one that was this record's before."""
    mine = OldAddress.objects.filter(kind=record._meta.model_name, slug=wanted, target=record.pk)
    return wanted if mine.exists() else free_slug(type(record), wanted)


@dataclass(frozen=True)
class LookUp(Generic[Record]):
    """The names of many stories, by folded name, and the records that were found for them."""

    model: type[Record]
    stories: list[dict[str, str]]
    found: dict[str, Record]

    def complete(
        self,
        kinds: Mapping[str, str] | None = None,
        made_by: ImportRun | None = None,
        is_proposed: bool = False,
    ) -> list[list[Record]]:
        """The records of each story by the rule of `find_or_create`, in as many queries as for one.

        `kinds` gives the kind of new topics by name, `made_by` the import run that brings the names.
        """
        wanted: dict[str, str] = {}
        for story in reversed(self.stories):
            wanted |= story
        missing = {key: name for key, name in wanted.items() if key not in self.found}
        made = _create(self.model, missing, kinds or {}, made_by, is_proposed) if missing else {}
        found = self.found | made
        return [
            list({found[key].pk: found[key] for key in reversed(story)}.values()) for story in self.stories
        ]


def look_up(model: type[Record], stories: Iterable[Iterable[str]]) -> LookUp[Record]:
    """The first half of `find_or_create` for many stories: it only reads."""
    keyed = [_by_fold(names) for names in stories]
    return LookUp(model, keyed, _by_key(model, {key for story in keyed for key in story}))


def _by_fold(names: Iterable[str]) -> dict[str, str]:
    """The last name first, so that of two spellings the first one stays."""
    readable = (printable(name) for name in reversed(list(names)))
    return {fold(name): name for name in readable if name.strip()}


def _create(
    model: type[Record],
    missing: Mapping[str, str],
    kinds: Mapping[str, str],
    made_by: ImportRun | None,
    is_proposed: bool,
) -> dict[str, Record]:
    names = {key: name[:NAME_LENGTH] for key, name in missing.items()}
    slugs = free_slugs(model, [slug_of(name, str(model._meta.model_name)) for name in names.values()])
    records = [
        model(key=fold(name), name=name, slug=slug, made_by=made_by)
        for name, slug in zip(names.values(), slugs, strict=True)
    ]
    for record in records:
        if isinstance(record, Authority):
            record.is_proposed = is_proposed
        if isinstance(record, Topic):
            record.kind = kinds.get(record.name) or Topic.Kind.SUBJECT
    # Somebody at the desk may make the same record at this moment: theirs is taken, then.
    model.objects.bulk_create(records, ignore_conflicts=True)
    made = _by_key(model, set(map(fold, names.values())))
    search.enter_new_names(list(made.values()))
    return {key: made[fold(name)] for key, name in names.items()}


def find(model: type[Record], names: Iterable[str]) -> dict[str, Record]:
    """The records that these names lead to, by folded name; a name that nobody has is left out."""
    return _by_key(model, {fold(name) for name in names})


def _by_key(model: type[Record], keys: set[str]) -> dict[str, Record]:
    found = {record.key: record for record in model.objects.filter(key__in=keys)} if keys else {}
    missing = keys - found.keys()
    if missing and issubclass(model, Authority):
        claims: dict[str, list[Record]] = {}
        for record in model.objects.filter(aliases__key__in=missing).prefetch_related("aliases").distinct():
            for alias in record.aliases.all():
                claims.setdefault(alias.key, []).append(record)
        found |= {key: claims[key][0] for key in missing & claims.keys() if len(claims[key]) == 1}
    return found


def known(people: Iterable[Person] | None = None, topics: Iterable[Topic] | None = None) -> Known:
    """The newsroom's people and topics, all or these, as the naming rules of the import want them."""
    return Known(people=_known(Person, people), topics=_known(Topic, topics), model=settings.NLP_MODEL)


def _known(
    model: type[Person] | type[Topic], records: Iterable[Person] | Iterable[Topic] | None
) -> tuple[KnownName, ...]:
    if records is None:
        records = model.objects.prefetch_related("aliases").order_by("id")
    return tuple(
        KnownName(
            name=str(record),
            aliases=tuple(alias.name for alias in record.aliases.all()),
            kind=getattr(record, "kind", ""),
        )
        for record in records
    )


@transaction.atomic
def keep_apart(pair: PersonLikeness | TopicLikeness, user: User) -> None:
    """Remember that two records are two; they are not brought together again."""
    kind = str(type(pair.first)._meta.model_name)
    Apart.objects.get_or_create(kind=kind, first=pair.first_id, second=pair.second_id)
    pair.delete()
    log.entry("keep_apart", user=user, subject=f"{pair.first} / {pair.second}").save()


@transaction.atomic
def remove(record: Person | Topic, user: User) -> None:
    """Delete a record; the stories that name it go on without it, and its tag in the index leads nowhere."""
    naming = Article.objects.filter(**{path_to(type(record)): record}, live_at__isnull=False)
    stories = naming.count()
    note = f"Named in {stories} stor{pluralize(stories, 'y,ies')}"
    log.entry("delete_record", user=user, subject=str(record), note=note).save()
    record.delete()
    caching.renew()


@transaction.atomic
def drop_alias(alias: Any, user: User) -> None:
    """Take another name away from a record, to which it led as well as to others."""
    log.entry("drop_alias", user=user, subject=str(alias.owner), note=alias.name).save()
    alias.delete()
