"""Merging records: any number of them become part of one."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core import serializers
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import pluralize

from articles import caching, search
from articles.editorial import addresses, likenesses, log
from articles.editorial.authorities.records import add_names
from articles.editorial.authorities.relations import as_data, as_json, relations_of
from articles.models import MergedRecord, OldAddress, Person, Revision, Rework, Topic
from articles.models.authority import Alias

Record = Person | Topic

# What the record that stays takes over where it says nothing itself; a role comes with its dates.
TAKEN = (("description",), ("sort_name",), ("role", "role_from", "role_until"), ("portrait_id",))


@dataclass(frozen=True, slots=True)
class Moves:
    """What a merge would move: rows by what they are called, of which `doubled` the record has already."""

    records: list[Record]
    into: Record
    moved: dict[str, int]
    doubled: dict[str, int]
    taken: dict[str, Any]
    addresses: list[str]

    @property
    def fields(self) -> list[str]:
        """What editors call what is taken."""
        heads = {group[0] for group in TAKEN} & self.taken.keys()
        return [str(one.verbose_name) for one in self.into._meta.concrete_fields if one.attname in heads]


def preview_merge(records: Sequence[Record], into: Record) -> Moves:
    """What `merge` would do now."""
    others = _others(records, into)
    pks = [one.pk for one in others]
    moved: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    for relation in relations_of(type(into)):
        label = relation.called
        rows = relation.rows_of([*pks, into.pk])
        theirs = [row for row in rows if row[relation.owner] != into.pk]
        own = {relation.key(row) for row in rows if row[relation.owner] == into.pk}
        new = {relation.key(row) for row in theirs} - own
        moved[label], doubled[label] = len(new), len(theirs) - len(new)
    old = OldAddress.objects.filter(kind=into._meta.model_name, target__in=pks)
    slugs = sorted({*(one.slug for one in others), *old.values_list("slug", flat=True)})
    return Moves(list(others), into, dict(+moved), dict(+doubled), _taken(others, into), slugs)


@transaction.atomic
def merge(records: Sequence[Record], into: Record, *, user: User | None = None, actor: str = "") -> Rework:
    """Make records of one kind part of another one; their names become its aliases.

    Tags move on live stories, each once, with the best rank. Revisions, which never change, and the index
    follow by `MergedRecord`; old addresses lead on. Raises ValueError when there is nothing to merge.
    """
    model = type(into)
    wanted = [one.pk for one in _others(records, into)]
    locked = model._default_manager.select_for_update().order_by("pk").in_bulk([*wanted, into.pk])
    others, into = [locked[pk] for pk in wanted], locked[into.pk]
    names, kind = ", ".join(map(str, others)), str(model._meta.model_name)
    data = _before(others, into) | _moved(others, into)
    # All that pointed at them has been moved; the collector would ask each table again.
    model._default_manager.filter(pk__in=wanted)._raw_delete(using="default")
    tags = len(data["relations"][f"articles.article{kind}"]["rows"])
    subject, note = f"{names} → {into}", f"{tags} tag{pluralize(tags)} of stories"
    entry = log.entry("merge", user=user, actor=actor, subject=subject, note=note)
    entry.save()
    rework = Rework.objects.create(entry=entry, kind=kind, data=data)
    MergedRecord.objects.bulk_create(
        MergedRecord(kind=kind, record=pk, into=into.pk, rework=rework) for pk in wanted
    )
    search.enter_names(model, [into.pk])
    caching.renew()
    return rework


def _before(others: Sequence[Record], into: Record) -> dict[str, Any]:
    """What the undoing of a merge has to know of the records as they were."""
    old = OldAddress.objects.filter(kind=into._meta.model_name, target__in=[one.pk for one in others])
    return {
        "into": into.pk,
        "records": json.loads(serializers.serialize("json", others)),
        "addresses": list(old.values_list("slug", "target")),
        "newest": Revision.objects.aggregate(newest=Max("pk"))["newest"] or 0,
        "taken": as_json({name: [getattr(into, name), new] for name, new in _taken(others, into).items()}),
    }


def _moved(others: Sequence[Record], into: Record) -> dict[str, Any]:
    """Give the record all that is theirs, and say what that was."""
    model, pks = type(into), [one.pk for one in others]
    for one in others:
        addresses.merge(one, into)
    add_names({one: (one.name, str(one)) for one in others}, Alias.Source.MERGED)  # they move with the others
    moved = {
        "likenesses": likenesses.take_out(model, pks, into.pk),
        "narrower": _move_narrower(others, into) if isinstance(into, Topic) else [],
        "relations": {one.label: as_data(one.move(pks, into.pk)) for one in relations_of(model)},
    }
    if taken := _taken(others, into):
        model._default_manager.filter(pk=into.pk).update(**taken)
    return moved


def _others(records: Sequence[Record], into: Record) -> list[Record]:
    others = list({one.pk: one for one in records if one.pk != into.pk}.values())
    if not others or any(type(one) is not type(into) for one in others):
        raise ValueError("Choose two or more records of one kind.")
    return others


def _taken(others: Sequence[Record], into: Record) -> dict[str, Any]:
    taken: dict[str, Any] = {}
    for group in TAKEN:
        if hasattr(into, group[0]) and not getattr(into, group[0]):
            giver = next((one for one in others if getattr(one, group[0])), None)
            taken |= {name: getattr(giver, name) for name in group} if giver else {}
    if into.is_proposed and not all(one.is_proposed for one in others):
        taken["is_proposed"] = False
    return taken


def _move_narrower(others: Sequence[Topic], into: Topic) -> list[tuple[int, int, int | None]]:
    """Topics below those that go, with their broader one before and now; no circle comes of it.

    What stands above the topic that stays does not come to stand below it: it goes on below the first
    topic above that is not among those that go.
    """
    group = {one.pk: one for one in others} | {into.pk: into}
    above = {topic.pk for topic in into.broader_ones()}
    moved: list[tuple[int, int, int | None]] = []
    for topic in Topic.objects.filter(broader__in=others).order_by("pk"):
        assert topic.broader_id
        now: int | None = into.pk
        if topic.pk in above or topic.pk == into.pk:
            outside = (one.pk for one in topic.broader_ones() if one.pk not in group)
            now = next(outside, None)
        if topic.pk not in group or topic.pk == into.pk:
            moved.append((topic.pk, topic.broader_id, now))
    for pk, _, now in moved:
        Topic.objects.filter(pk=pk).update(broader=now)
        if pk == into.pk:
            into.broader_id = now
    return moved
