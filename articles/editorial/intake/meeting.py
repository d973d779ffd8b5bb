"""Arrivals that meet each other before the ledger has them: in one batch, in a dry run, in an upload."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Q, QuerySet

from articles.editorial.intake.arrivals import Arrival, Identity
from articles.editorial.intake.judging import Outcome, Sharing, Verdict, compare, nearest
from articles.editorial.intake.ledger import kept
from articles.models import SourceDocument, UploadedDocument
from articles.models.provenance import DocumentRecord

Seen = Arrival | UploadedDocument

REMEMBERED = 5000  # documents whose texts a long dry run still compares with
RECALLED = 2000  # and those of an upload's earlier visits, which each visit reads anew


class Met:
    """What came before, as the ledger would have it: the same words for all of it, texts for the last.

    `before` is what an upload has of earlier: of its rows only the last sketches are read at once, and
    what is asked for, so that the ten-thousandth document costs what the first did.
    """

    def __init__(self, before: QuerySet[UploadedDocument] | None = None) -> None:
        self._before = before
        self._identities: set[Identity] = set()
        self._words: dict[str, Seen] = {}
        self._addresses: dict[str, Seen] = {}
        self._texts: dict[int, Arrival] = {}
        self._sharing: Sharing = defaultdict(list)
        self._newest = 0
        last = () if before is None else before.order_by("-pk").values_list("pk", "hashes")[:RECALLED]
        for number, hashes in last:
            self._newest = max(self._newest, number)
            self._enter(number, hashes)

    def recall(self, arrivals: Sequence[Arrival]) -> None:
        """Look up what the upload has of the same words or addresses, in one query for all of them."""
        if self._before is None:
            return
        words = {one.document.fingerprint for one in arrivals if one.document}
        same = Q(fingerprint__in=words) | Q(canonical__in={one.canonical for one in arrivals} - {""})
        rows = list(self._before.filter(same).defer("lines", "derived", "warnings", "hashes").order_by("pk"))
        self._identities.update((row.digest, row.item) for row in rows)
        for row in rows:
            self._words.setdefault(row.fingerprint, row)
        for row in reversed(rows):
            if row.canonical:
                self._addresses.setdefault(row.canonical, row)

    def add(self, arrival: Arrival) -> None:
        self._identities.add(arrival.identity)
        if arrival.document is None:
            return
        self._words.setdefault(arrival.document.fingerprint, arrival)
        if arrival.canonical:
            self._addresses[arrival.canonical] = arrival
        if len(self._texts) >= REMEMBERED:
            self._forget()
        self._newest += 1
        self._texts[self._newest] = arrival
        self._enter(self._newest, arrival.hashes)

    def _forget(self) -> None:
        self._texts = dict(islice(self._texts.items(), REMEMBERED // 2, None))
        self._sharing = defaultdict(list)
        for number, seen in self._texts.items():
            self._enter(number, seen.hashes)

    def _enter(self, number: int, hashes: Sequence[int]) -> None:
        found = number, len(hashes)
        for hash_ in hashes:
            self._sharing[hash_].append(found)

    def verdict(self, arrival: Arrival) -> Verdict | None:
        """What an arrival is to those before it; None when it is nothing to them."""
        document = arrival.document
        if arrival.identity in self._identities:
            return Verdict(arrival, Outcome.UNCHANGED if document else Outcome.REFUSED)
        if document is None:
            return None
        given = document.warnings
        if twin := self._words.get(document.fingerprint):
            return Verdict(arrival, Outcome.DUPLICATE, other=_entry(twin), warnings=given)
        if earlier := self._addresses.get(arrival.canonical):
            return Verdict(arrival, Outcome.PROPOSED, other=_entry(earlier), warnings=given)
        verdict = compare(arrival, None, self._entries(nearest(arrival.hashes, self._sharing)))
        return verdict if verdict.other else None

    def _entries(self, numbers: Sequence[int]) -> list[DocumentRecord]:
        read = [number for number in numbers if number not in self._texts]
        rows = self._before.in_bulk(read) if self._before is not None and read else {}
        return [rows.get(number) or _entry(self._texts[number], number) for number in numbers]


def _entry(seen: Seen, number: int | None = None) -> DocumentRecord:
    """As the ledger would have it."""
    if isinstance(seen, UploadedDocument):
        return seen
    fields = kept(seen.document) if number and seen.document else {}
    return SourceDocument(pk=number, source=seen.source, name=seen.name, canonical=seen.canonical, **fields)


def apart(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Batches within which none meets another, so that each batch can be judged by the ledger alone."""
    met = Met()
    batch: list[Arrival] = []
    for arrival in arrivals:
        if batch and met.verdict(arrival):
            yield batch
            met, batch = Met(), []
        met.add(arrival)
        batch.append(arrival)
    if batch:
        yield batch
