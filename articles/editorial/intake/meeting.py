"""Arrivals that meet each other before the ledger has them: in one batch, in a dry run, in an upload."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from articles.editorial.intake.arrivals import Arrival, Identity
from articles.editorial.intake.judging import Outcome, Sharing, Verdict, compare, nearest
from articles.editorial.intake.ledger import kept
from articles.models import SourceDocument, UploadedDocument
from articles.models.provenance import DocumentRecord

Seen = Arrival | UploadedDocument

REMEMBERED = 5000  # documents whose texts a long dry run still compares with


class Met:
    """What came before, as the ledger would have it: the same words for all of it, texts for the last.

    `before` is what an upload has of earlier: its rows may leave out the texts, which are read when
    they are compared.
    """

    def __init__(self, before: Iterable[UploadedDocument] = ()) -> None:
        self._identities: set[Identity] = set()
        self._words: dict[str, Seen] = {}
        self._addresses: dict[str, Seen] = {}
        self._texts: dict[int, Seen] = {}
        self._sharing: Sharing = defaultdict(list)
        self._newest = 0
        for row in before:
            self._identities.add((row.digest, row.item))
            if not row.error:
                self._remember(row, row.pk, row.fingerprint)

    def add(self, arrival: Arrival) -> None:
        self._identities.add(arrival.identity)
        if arrival.document:
            self._remember(arrival, self._newest + 1, arrival.document.fingerprint)

    def _remember(self, seen: Seen, number: int, fingerprint: str) -> None:
        self._words.setdefault(fingerprint, seen)
        if seen.canonical:
            self._addresses[seen.canonical] = seen
        if len(self._texts) >= REMEMBERED:
            self._forget()
        self._newest = number
        self._texts[number] = seen
        self._enter(number, seen)

    def _forget(self) -> None:
        self._texts = dict(islice(self._texts.items(), REMEMBERED // 2, None))
        self._sharing = defaultdict(list)
        for number, seen in self._texts.items():
            self._enter(number, seen)

    def _enter(self, number: int, seen: Seen) -> None:
        for hash_ in seen.hashes:
            self._sharing[hash_].append((number, len(seen.hashes)))

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
        near = [_entry(self._texts[number], number) for number in nearest(arrival.hashes, self._sharing)]
        verdict = compare(arrival, None, near)
        return verdict if verdict.other else None


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
