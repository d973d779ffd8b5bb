"""Finding records that may be one and the same: a batch at a time, by their names and their stories."""

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from rapidfuzz import fuzz

from articles import search
from articles.folding import words
from articles.models import (
    Apart,
    Comparison,
    Person,
    PersonLikeness,
    Topic,
    TopicLikeness,
)
from articles.models.authority import LINK
from articles.models.listed import LIST_OF

BATCH = 100  # records that are compared with the others at once
A_WHILE = 2.0  # seconds of a worker's run
AGAIN = timedelta(days=1)  # names and stories change
MOST_PAIRS = 300  # of a batch whose stories are looked at
MOST_STORIES = 10  # of a record
MOST_NAMES = 8  # of a record

SPELT_ALIKE, LIKELY = 88, 80  # of 100
SHORTER, ONE_WORD = 85, 70
IN_COMMON, TOGETHER = 15, -25

Kind = type[Person] | type[Topic]
Pair = PersonLikeness | TopicLikeness
PAIRS: dict[Kind, type[Pair]] = {Person: PersonLikeness, Topic: TopicLikeness}
_NUMBERS = re.compile(r"\d+")


def go_on(seconds: float = A_WHILE) -> None:
    """Compare records for a while: new ones, and once a day all of them again."""
    end = time.monotonic() + seconds
    for model in PAIRS:
        while compare_some(model) and time.monotonic() < end:
            pass


def start_again() -> None:
    Comparison.objects.all().delete()


def compare_some(model: Kind) -> int:
    """Compare the next hundred records with those that have names alike; how many there were.

    Each takes two look-ups in the index of names, of which sixty answers count. The batch's rows are written
    in one short transaction.
    """
    kind = str(model._meta.model_name)
    place, _ = Comparison.objects.get_or_create(kind=kind)
    records = list(model.objects.filter(pk__gt=place.last).order_by("pk")[:BATCH])
    if not records:
        if place.last and place.began_at < timezone.now() - AGAIN:
            Comparison.objects.filter(pk=kind).update(last=0, began_at=timezone.now())
        return 0
    pairs = _pairs(model, records)
    with transaction.atomic():
        _store(model, [record.pk for record in records], pairs)
        Comparison.objects.filter(pk=kind).update(last=records[-1].pk)
    return len(records)


def _store(model: Kind, pks: Sequence[int], pairs: Iterable[Pair]) -> None:
    PAIRS[model].objects.filter(first__in=pks).delete()
    likely = (one for one in pairs if one.score >= LIKELY)
    put_in(model, [(one.first_id, one.second_id, one.score, one.reasons) for one in likely])


def put_in(model: Kind, pairs: Sequence[Sequence[Any]]) -> None:
    """Store pairs of which both are there, and that nobody has told apart."""
    rows: Any = PAIRS[model]
    pks = {pk for pair in pairs for pk in pair[:2]}
    there = set(model.objects.filter(pk__in=pks).values_list("pk", flat=True))
    apart = Apart.objects.among(model, there)
    rows.objects.bulk_create(
        [
            rows(first_id=first, second_id=second, score=score, reasons=reasons)
            for first, second, score, reasons in pairs
            if {first, second} <= there and (first, second) not in apart
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "reasons"],
    )


def take_out(model: Kind, pks: Sequence[int], into: int) -> list[Sequence[Any]]:
    """Take out the pairs that end when these records become part of another; `put_in` takes them back.

    Those of its own end, too, where the other one was told apart from a record that it takes in.
    """
    group = {*pks, into}
    rows: Any = PAIRS[model].objects.filter(Q(first__in=group) | Q(second__in=group))
    pairs = list(rows.values_list("pk", "first", "second", "score", "reasons"))
    told = Apart.objects.among(model, group.union(*(pair[1:3] for pair in pairs)))
    ended = {*pks, *(pk for pair in told if group & set(pair) for pk in pair)} - {into}
    out = [pair for pair in pairs if ended & set(pair[1:3])]
    rows.filter(pk__in=[pair[0] for pair in out]).delete()
    return [pair[1:] for pair in out]


def _pairs(model: Kind, records: Sequence[Any]) -> list[Pair]:
    beside, pair_of = _candidates(model, records), PAIRS[model]
    names = _names(model, {pk for pks in beside.values() for pk in pks} | set(beside))
    found: dict[tuple[int, int], Pair] = {}
    met = [(min(one, other), max(one, other)) for one, others in beside.items() for other in others]
    for first, second in dict.fromkeys(met):
        if first != second and {first, second} <= names.keys():
            each = product(names[first], names[second])
            score, reason = max(_alike(one, other, model is Person) for one, other in each)
            if score:
                found[first, second] = pair_of(
                    first_id=first, second_id=second, score=score, reasons=[reason]
                )
    for first, second, told in _of_one_number(model, list(beside)):
        pair = found.setdefault((first, second), pair_of(first_id=first, second_id=second, score=0))
        pair.add(100, told)
    alike = sorted(found.values(), key=lambda pair: -pair.score)[:MOST_PAIRS]
    _by_stories(model, alike)
    return alike


def _candidates(model: Kind, records: Sequence[Any]) -> dict[int, set[int]]:
    """For each record those with which it shares a word and the beginning of another."""
    asked = [(record.pk, begun, whole) for record in records for begun, whole in _blocks(words(str(record)))]
    found = search.records_with(model, [(begun, whole) for _, begun, whole in asked])
    beside: dict[int, set[int]] = {record.pk: set() for record in records}
    for (pk, _, _), pks in zip(asked, found, strict=True):
        beside[pk].update(pks)
    stored: Any = PAIRS[model].objects
    for first, second in stored.filter(first__in=list(beside)).values_list("first", "second"):
        beside[first].add(second)
    return beside


def _blocks(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The beginning of a word, and another whole word, that a record with a similar name has."""
    if len(parts) == 1:
        yield parts[0][: max(3, len(parts[0]) - 2)], ""
    elif parts:
        yield parts[0][:2], parts[-1]
        yield parts[-1][:2], parts[0]


def _names(model: Kind, pks: Iterable[int]) -> dict[int, list[str]]:
    records = model.objects.filter(pk__in=list(pks)).only("key").prefetch_related("aliases")
    return {one.pk: [one.key, *(alias.key for alias in one.aliases.all())][:MOST_NAMES] for one in records}


def _alike(one: str, other: str, are_people: bool) -> tuple[int, str]:
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return 0, ""
    if one == other:
        return 100, "They have a name in common."
    ratio = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    if ratio >= SPELT_ALIKE:
        return round(ratio), "They are spelt much alike."
    short, long = sorted((one.split(), other.split()), key=len)
    if are_people and _is_short_form(short, long):
        return (SHORTER if len(short) > 1 else ONE_WORD), "One may be a shorter form of the other."
    return 0, ""


def _is_short_form(short: Sequence[str], long: Sequence[str]) -> bool:
    """V. Putin, Vladimir Vladimirovich Putin: the same last word, the others in order or their initials."""
    if short[-1] != long[-1] or len(short[-1]) == 1:
        return False
    rest = iter(long[:-1])
    return all(any(_stands_for(word, other) for other in rest) for word in short[:-1])


def _stands_for(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _of_one_number(model: Kind, pks: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Records that have the same number elsewhere."""
    rows: Any = model._meta.get_field("identifiers")
    owner = rows.field.attname
    numbers = rows.related_model.objects.exclude(scheme=LINK).values_list("scheme", "value", owner)
    mine = {(scheme, value): pk for scheme, value, pk in numbers.filter(**{f"{owner}__in": pks})}
    for scheme, value, pk in numbers.filter(value__in=[value for _, value in mine]):
        other = mine.get((scheme, value), pk)
        if other != pk:
            yield min(pk, other), max(pk, other), f"Both have the {scheme} number {value}."


def _by_stories(model: Kind, pairs: Sequence[Pair]) -> None:
    """The same company speaks for one person; one story that names both, for two."""
    pks = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    stories = {pk: set(_newest_stories(model, pk)) for pk in pks}
    company = _company({story for mine in stories.values() for story in mine})
    for pair in pairs:
        first, second = stories[pair.first_id], stories[pair.second_id]
        if first & second:
            pair.add(TOGETHER, "But a story names both.")
            continue
        own = {(model, pair.first_id), (model, pair.second_id)}
        one, other = ({tag for story in side for tag in company[story]} - own for side in (first, second))
        if len(one & other) > 1 or (one & other and min(len(first), len(second)) == 1):
            pair.add(IN_COMMON, "Their stories name the same people and topics.")


def _newest_stories(model: Kind, pk: int) -> Any:
    mine = LIST_OF[model].rows._default_manager.filter(tag=pk, live_at__isnull=False).order_by("-live_at")
    return mine.values_list("content_object_id", flat=True)[:MOST_STORIES]


def _company(stories: set[int]) -> dict[int, set[tuple[Kind, int]]]:
    company: dict[int, set[tuple[Kind, int]]] = defaultdict(set)
    for model in PAIRS:
        named = LIST_OF[model].rows._default_manager.order_by().filter(content_object__in=stories)
        for story, tag in named.values_list("content_object_id", "tag_id"):
            company[story].add((model, tag))
    return company
