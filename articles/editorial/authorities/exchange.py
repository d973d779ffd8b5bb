"""People and topics as plain rows, out to other systems and back without loss."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles import search
from articles.editorial.addresses import free_slug
from articles.editorial.authorities.records import add_names
from articles.folding import fold
from articles.models import Person, Picture, Topic
from articles.models.authority import Alias, Authority
from articles.models.slugs import slug_of

MODELS: dict[str, type[Person] | type[Topic]] = {"person": Person, "topic": Topic}
TEXTS = ("name", "qualifier", "slug", "kind", "sort_name", "description", "role")
DATES = ("role_from", "role_until")
LISTS = ("aliases", "identifiers")
COLUMNS = ("record", *TEXTS, *DATES, "is_proposed", "broader", "portrait", *LISTS)
# What a spreadsheet takes for a formula, and the mark that keeps it from doing so (and so the mark itself).
# https://owasp.org/www-community/attacks/CSV_Injection
_MARK = "'"
_TAKEN_FOR_MORE = ("=", "+", "-", "@", "\t", "\r", "\n", _MARK)
AT_ONCE = 500

Row = dict[str, Any]


class Unreadable(ValueError):
    """A row that is no record; the message says which and why."""


def rows() -> Iterator[Row]:
    """Every person and topic with all that a record says; `broader` and `portrait` by name."""
    for kind, model in MODELS.items():
        parts = ["aliases", "identifiers", "portrait" if model is Person else "broader"]
        for record in model.objects.prefetch_related(*parts).order_by("pk").iterator(chunk_size=AT_ONCE):
            yield {
                "record": kind,
                **{name: str(getattr(record, name, None) or "") for name in (*TEXTS, *DATES)},
                "is_proposed": record.is_proposed,
                "broader": str(getattr(record, "broader", None) or ""),
                "portrait": record.portrait.file.name
                if isinstance(record, Person) and record.portrait
                else "",
                "aliases": [{"name": one.name, "source": one.source} for one in record.aliases.all()],
                "identifiers": [
                    {"scheme": one.scheme, "value": one.value} for one in record.identifiers.all()
                ],
            }


def write_json(file: IO[str]) -> None:
    """A list with an object a line."""
    parted = "[\n"
    for row in rows():
        file.write(parted + json.dumps(row, ensure_ascii=False))
        parted = ",\n"
    file.write("\n]\n" if parted != "[\n" else "[]\n")


def write_csv(file: IO[str]) -> None:
    """`COLUMNS`, the lists as JSON, no cell that a spreadsheet takes for a formula."""
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for row in rows():
        lists = {name: json.dumps(row[name], ensure_ascii=False) for name in LISTS}
        cells = row | lists | {"is_proposed": "yes" if row["is_proposed"] else ""}
        marks = {name: _MARK * cell.startswith(_TAKEN_FOR_MORE) for name, cell in cells.items()}
        writer.writerow({name: marks[name] + cell for name, cell in cells.items()})


def read_json(file: IO[str]) -> list[Row]:
    """Raises Unreadable."""
    try:
        found = json.load(file)
    except ValueError as error:
        raise Unreadable(f"This is no JSON: {error}") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Unreadable("A list of records is expected.")
    return found


def read_csv(file: IO[str]) -> list[Row]:
    """Raises Unreadable."""
    found: list[Row] = []
    for line, cells in enumerate(csv.DictReader(file), start=2):
        row: Row = {name: (cell or "").removeprefix(_MARK) for name, cell in cells.items() if name in COLUMNS}
        try:
            lists = {name: json.loads(row.get(name) or "[]") for name in LISTS}
        except ValueError as error:
            raise Unreadable(f"Row {line}: {error}") from error
        found.append(row | lists | {"is_proposed": row.get("is_proposed") == "yes"})
    return found


def import_rows(found: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Make the records of these rows, or bring those of their names up to date; how many were what.

    What a row says replaces what the record says; other names and ids are added, and none is taken away.
    Raises Unreadable at the first row that is no record; the rows before it are in.
    """
    counts: Counter[str] = Counter()
    broader: list[tuple[Topic, str]] = []
    for number, row in enumerate(found, start=1):
        try:
            with transaction.atomic():
                record, what = _write(row)
        except (KeyError, TypeError, AttributeError, ValidationError, ValueError) as error:
            raise Unreadable(f"Record {number}: {error}") from error
        counts[what] += 1
        if isinstance(record, Topic) and row.get("broader"):
            broader.append((record, str(row["broader"])))
    for topic, name in broader:
        above = Topic.objects.filter(key=fold(name)).first()
        if above and topic.may_stand_below(above):
            Topic.objects.filter(pk=topic.pk).update(broader=above)
    return counts


def _write(row: Mapping[str, Any]) -> tuple[Authority, str]:
    model = MODELS[row["record"]]
    name, qualifier = str(row["name"]), str(row.get("qualifier") or "")
    given = model(name=name, qualifier=qualifier)
    record = model.objects.filter(key=fold(str(given))).first()
    what = "updated" if record else "created"
    record = record or given
    names = {one.name for one in model._meta.concrete_fields}
    for column in (*TEXTS[3:], *DATES):
        if column in names and column in row:
            setattr(record, column, row[column] or model._meta.get_field(column).get_default())
    record.name, record.qualifier, record.is_proposed = name, qualifier, bool(row.get("is_proposed"))
    if isinstance(record, Person) and row.get("portrait"):
        record.portrait = Picture.objects.filter(file=row["portrait"]).first()
    if record.pk is None:
        record.slug = free_slug(model, row.get("slug") or slug_of(str(record), row["record"]))
    record.full_clean(exclude=["slug"], validate_unique=False)
    record.save()
    for alias in row.get("aliases", []):
        add_names({record: [alias["name"]]}, alias.get("source", Alias.Source.IMPORTED))
    search.enter_names(model, [record.pk])
    for one in row.get("identifiers", []):
        record.identifiers.get_or_create(scheme=one["scheme"], value=one["value"])
    return record, what
