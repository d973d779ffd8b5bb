"""The newest few of each of several lists, in one query."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet


def union_of(slices: Sequence[QuerySet[Any]], column: str) -> QuerySet[Any]:
    """That column of all of these sliced querysets, as one subquery; there is at least one slice.

    Each slice stands one level down, because SQLite admits no LIMIT in the parts of a UNION.
    """
    first, *rest = (_one_level_down(part).values(column) for part in slices)
    return first.union(*rest)


def _one_level_down(part: QuerySet[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = part.model._default_manager.all()
    return rows.filter(pk__in=part.values("pk")).order_by()
