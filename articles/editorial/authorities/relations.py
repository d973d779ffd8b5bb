"""The rows of any table that belong to a record: how they move to another one, and back.

Found from the models' own foreign keys, so that a table that comes later needs nothing here. Where a unique
constraint names the record, its other columns tell which rows two records have in common; of those the one
with the best rank stays, else the one that was there.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.fields.reverse_related import ManyToOneRel

from articles.models import Article

AT_ONCE = 5000
DERIVED = "live_at"  # repeats the story's, whose present one counts when rows come back

Identity = tuple[Any, ...]
Row = dict[str, Any]


@dataclass(frozen=True)
class Relation:
    """A table, and its column for the record that each row belongs to."""

    model: type[models.Model]
    owner: str

    @cached_property
    def columns(self) -> list[str]:
        return [one.attname for one in self.model._meta.concrete_fields if one.attname != DERIVED]

    @cached_property
    def identity(self) -> list[str]:
        """The columns that a record has once; the primary key where nothing is shared."""
        meta = self.model._meta
        for fields in (*(one.fields for one in meta.total_unique_constraints), *meta.unique_together):
            names = [str(meta.get_field(name).attname) for name in fields]  # type: ignore[union-attr]
            if self.owner in names:
                return [name for name in names if name != self.owner]
        return ["id"]

    @property
    def label(self) -> str:
        return str(self.model._meta.label_lower)

    @property
    def called(self) -> str:
        """What its rows are to an editor: what they tie to the record, else themselves."""
        others = [
            one.related_model for one in self.model._meta.concrete_fields if [one.attname] == self.identity
        ]
        return str(((others and others[0]) or self.model)._meta.verbose_name_plural)

    def rows_of(self, pks: Collection[int]) -> list[Row]:
        rows = self.model._default_manager.order_by("pk").filter(**{f"{self.owner}__in": pks})
        return list(rows.values(*self.columns))

    def key(self, row: Row) -> Identity:
        return tuple(row[name] for name in self.identity)

    def move(self, pks: Collection[int], into: int) -> list[Row]:
        """Give the rows of these records to another; all of theirs, and those of its own that they meet."""
        rows = self.rows_of([*pks, into])
        met = self._met(rows, into)
        theirs = {self.key(row) for row in rows if row[self.owner] in pks}
        if theirs:
            for some in _chunks([row["id"] for same in met.values() for row in same[1:]]):
                self.model._default_manager.filter(pk__in=some).delete()
            self.model._default_manager.filter(**{f"{self.owner}__in": pks}).update(**{self.owner: into})
        return [row for row in rows if self.key(row) in theirs]

    def _met(self, rows: Iterable[Row], into: int) -> dict[Identity, list[Row]]:
        """The rows that are the same but for their owner, the one that stays first."""
        met: dict[Identity, list[Row]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row.get("rank", 0), row[self.owner] != into)):
            met[self.key(row)].append(row)
        return met

    def give_back(self, moved: Iterable[Row], into: int) -> tuple[list[Row], list[Row]]:
        """Undo `move`: the rows that are whose they were, and those that are gone by now."""
        there = {self.key(row): row for row in self.rows_of([into])}
        met = self._met(moved, into)
        back, gone = [], []
        changes: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
        new: list[Row] = []
        for key, (kept, *others) in met.items():
            theirs = [row for row in (kept, *others) if row[self.owner] != into]
            if key not in there:
                gone += theirs
                continue
            back += theirs
            own = next((row for row in (kept, *others) if row[self.owner] == into), None)
            values: Row = {} if own else {self.owner: theirs.pop(0)[self.owner]}
            if own and kept is not own and there[key].get("rank") == kept.get("rank"):
                values |= {name: own[name] for name in self.columns if name not in ("id", self.owner)}
            changes[tuple(values.items())].append(there[key]["id"])
            new += theirs
        for values_, pks in changes.items():
            for some in _chunks(pks):
                self.model._default_manager.filter(pk__in=some).update(**dict(values_))
        again = (self.model(**(row | {"id": None})) for row in new)
        self.model._default_manager.bulk_create(again, ignore_conflicts=True)
        return back, gone

    def refresh_live_at(self, owners: Collection[int]) -> None:
        """Bring the copies of `live_at` of these records' rows up to date, where the table has any."""
        if any(one.name == DERIVED for one in self.model._meta.concrete_fields):
            own = Subquery(Article.objects.filter(pk=OuterRef("content_object_id")).values(DERIVED))
            self.model._default_manager.filter(**{f"{self.owner}__in": owners}).update(**{DERIVED: own})


def relations_of(model: type[models.Model]) -> list[Relation]:
    """The tables with rows of a record of this kind, without the kind's own and those of pairs of records."""
    return [
        Relation(rel.related_model, rel.field.attname)
        for rel in model._meta.get_fields(include_hidden=True)
        if isinstance(rel, ManyToOneRel) and not _is_of_pairs(rel.related_model, model)
    ]


def _is_of_pairs(table: type[models.Model], model: type[models.Model]) -> bool:
    pointing = [one for one in table._meta.concrete_fields if one.related_model is model]
    return table is model or len(pointing) > 1


def as_json(value: Any) -> Any:
    """A value as it reads once JSON has kept it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def as_data(rows: Sequence[Row]) -> dict[str, Any]:
    """Rows as JSON keeps them in little space."""
    columns = list(rows[0]) if rows else []
    return {"columns": columns, "rows": as_json([list(row.values()) for row in rows])}


def from_data(data: dict[str, Any]) -> list[Row]:
    return [dict(zip(data["columns"], values, strict=True)) for values in data["rows"]]


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[at : at + AT_ONCE] for at in range(0, len(pks), AT_ONCE))
