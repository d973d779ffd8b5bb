"""What an arrival is to the newsroom, by what the ledger has: known, changed, the same words, or news."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from django.db import connection
from django.db.models import QuerySet

from articles.editorial.intake.arrivals import Arrival, Identity, Result
from articles.editorial.intake.ledger import document_of, paragraphs_of
from articles.importing.document import Document
from articles.importing.fingerprints import likeness, shingles
from articles.models import Shingle, SourceDocument
from articles.models.provenance import DocumentRecord

Outcome = SourceDocument.Outcome
Rows = QuerySet[SourceDocument]
# Of each hash: the documents that have it, and how many hashes each of them has.
Sharing = dict[int, list[tuple[int, int]]]

# The longer text has this share of the shorter one's four-word shingles: mostly the same text. (Measured on
# 121 reports: rewrites of a story have .44 and more, other stories .05 and less.)
MOSTLY_THE_SAME = 0.4
# Of the shingles of both texts, this share is common: one story in two states, whatever the files' names.
ONE_STORY = 0.8
WORTH_A_LOOK = 0.15
# A shingle that so many documents have is boilerplate and tells nothing.
COMMON = 16
# Of the documents that share shingles with an arrival, so many are compared word by word.
COMPARED = 4


@dataclass(frozen=True)
class Verdict:
    """An outcome, and the entry that it rests on.

    `entry` is the arrival's own from an earlier run, `other` that of the document it repeats, changes
    or resembles. `indexed` are the hashes of its sketch that need no further row in the index.
    """

    arrival: Arrival
    outcome: str
    entry: SourceDocument | None = None
    other: DocumentRecord | None = None
    warnings: tuple[str, ...] = ()
    indexed: frozenset[int] = frozenset()

    @property
    def is_news(self) -> bool:
        """Whether the ledger has to write it down."""
        return not (
            self.outcome == Outcome.UNCHANGED
            or (self.outcome == Outcome.REFUSED and self.entry and self.entry.outcome == Outcome.REFUSED)
        )

    @property
    def is_for_all(self) -> bool:
        """Whether it may be published as it comes."""
        return not self.other and not (self.arrival.document and self.arrival.document.hold)

    @property
    def result(self) -> Result:
        if self.outcome == Outcome.UNCHANGED and self.entry:
            known = unchanged(self.arrival.source, self.entry)
            return replace(known, file=self.arrival.file, picture=self.arrival.picture)
        return Result(
            source=self.arrival.source,
            outcome=self.outcome,
            document=self.arrival.document,
            other=self.other,
            warnings=self.warnings,
            error=self.arrival.error or None,
            arrival=self.arrival,
            file=self.arrival.file,
            picture=self.arrival.picture,
        )


def unchanged(source: str, entry: SourceDocument) -> Result:
    """The answer for a document that the ledger has."""
    return Result(
        source=source,
        outcome=Outcome.UNCHANGED,
        document=document_of(entry),
        other=entry.duplicate_of,
        warnings=tuple(entry.warnings),
        article=entry.article,
    )


@dataclass
class Evidence:
    """What the ledger has that may concern a batch of arrivals, in as many queries as for one."""

    entries: dict[Identity, SourceDocument] = field(default_factory=dict)
    same_words: dict[str, SourceDocument] = field(default_factory=dict)
    same_address: dict[str, SourceDocument] = field(default_factory=dict)
    sharing: Sharing = field(default_factory=dict)
    near: dict[int, list[int]] = field(default_factory=dict)  # by the identity of the arrival
    candidates: dict[int, SourceDocument] = field(default_factory=dict)


def judge(arrivals: Sequence[Arrival]) -> list[Verdict]:
    """What each arrival is by the ledger alone: what they are to each other, `Met` says."""
    evidence = Evidence(entries=_entries(arrivals))
    fresh = [one for one in arrivals if one.document and not _is_known(evidence.entries.get(one.identity))]
    if fresh:
        evidence.same_words = _by("fingerprint", {one.document.fingerprint for one in fresh if one.document})
        evidence.same_address = _by("canonical", {one.canonical for one in fresh} - {""}, newest=True)
        evidence.sharing = _sharing(hash_ for one in fresh for hash_ in one.hashes)
        evidence.near = {id(one): nearest(one.hashes, evidence.sharing) for one in fresh}
        evidence.candidates = _standing({pk for near in evidence.near.values() for pk in near})
    return [_with_indexed(_verdict(arrival, evidence), evidence) for arrival in arrivals]


def _with_indexed(verdict: Verdict, evidence: Evidence) -> Verdict:
    """The hashes by which the other document is found already, and those of boilerplate."""
    shared = [(one, found) for one in verdict.arrival.hashes if (found := evidence.sharing.get(one))]
    indexed = {hash_ for hash_, found in shared if len(found) >= COMMON}
    if other := verdict.other:
        indexed |= {hash_ for hash_, found in shared if any(pk == other.pk for pk, _ in found)}
    return replace(verdict, indexed=frozenset(indexed)) if indexed else verdict


def _entries(arrivals: Sequence[Arrival]) -> dict[Identity, SourceDocument]:
    rows = SourceDocument.objects.standing().select_related("duplicate_of", "article__lead_picture")
    found = rows.filter(digest__in={one.identity[0] for one in arrivals})
    return {(row.digest, row.item): row for row in found}


def _by(column: str, values: set[str], newest: bool = False) -> dict[str, SourceDocument]:
    """The entry that first (or last) brought a story with each of these fingerprints or addresses."""
    if not values:
        return {}
    rows = SourceDocument.objects.standing().filter(outcome__in=(Outcome.CREATED, Outcome.PROPOSED))
    found = rows.filter(**{f"{column}__in": values}).order_by("id" if newest else "-id")
    return {getattr(row, column): row for row in _with_story(found)}


def _with_story(rows: Rows) -> Rows:
    return rows.select_related("article__section", "article__lead_picture", "revision")


def _sharing(hashes: Iterable[int]) -> Sharing:
    """The documents that have each of these hashes."""
    found: Sharing = defaultdict(list)
    if asked := ",".join(str(int(hash_)) for hash_ in set(hashes)):
        # Thousands of numbers: as parameters, each would cost more than all else that is asked of a document.
        sql = f"SELECT hash, document_id, among FROM {Shingle._meta.db_table} WHERE hash IN ({asked})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for hash_, pk, among in cursor.fetchall():
                found[hash_].append((pk, among))
    return found


def nearest(hashes: Sequence[int], sharing: Sharing) -> list[int]:
    """The documents that share most of these hashes, at most four; boilerplate does not count.

    Two texts of which one has `MOSTLY_THE_SAME` of the other share far more of the shorter one's
    sketch than `WORTH_A_LOOK`.
    """
    known = (found for hash_ in hashes if (found := sharing.get(hash_)) and len(found) < COMMON)
    shared = Counter(chain.from_iterable(known))
    likely = (
        pk
        for (pk, among), number in shared.most_common(10 * COMPARED)
        if number >= min(2, among) and number >= WORTH_A_LOOK * min(among, len(hashes))
    )
    return list(islice(likely, COMPARED))


def _standing(pks: set[int]) -> dict[int, SourceDocument]:
    if not pks:
        return {}
    rows = SourceDocument.objects.standing().filter(article__isnull=False)
    return {row.pk: row for row in _with_story(rows.filter(pk__in=pks))}


def _is_known(entry: SourceDocument | None) -> bool:
    return entry is not None and entry.outcome != Outcome.REFUSED


def _verdict(arrival: Arrival, evidence: Evidence) -> Verdict:
    entry, document = evidence.entries.get(arrival.identity), arrival.document
    if document is None:
        return Verdict(arrival, Outcome.REFUSED, entry)
    if _is_known(entry):
        return Verdict(arrival, Outcome.UNCHANGED, entry)
    given = document.warnings
    earlier = evidence.same_address.get(arrival.canonical)
    if earlier and earlier.article and not _says_the_same(document, earlier):
        return Verdict(arrival, Outcome.PROPOSED, entry, earlier, given)
    if twin := evidence.same_words.get(document.fingerprint):
        return Verdict(arrival, Outcome.DUPLICATE, entry, twin, given)
    near = (evidence.candidates.get(pk) for pk in evidence.near[id(arrival)])
    return compare(arrival, entry, [one for one in near if one])


def compare(arrival: Arrival, entry: SourceDocument | None, near: Sequence[DocumentRecord]) -> Verdict:
    """What an arrival is beside the documents that it shares shingles with, by their whole texts."""
    assert arrival.document
    own = shingles(arrival.document.paragraphs) if near else frozenset()
    compared = [(likeness(own, shingles(paragraphs_of(other))), other) for other in near]
    alike = [(like.alike, other) for like, other in compared if like.contained >= MOSTLY_THE_SAME]
    given = arrival.document.warnings
    changed = [one for one in alike if _is_changed(arrival, *one)]
    if changed:
        _, other = max(changed, key=lambda one: one[0])
        return Verdict(arrival, Outcome.PROPOSED, entry, other, given)
    if alike:
        # The first of them that came: the story that the others go back to.
        other = min((one[1] for one in alike), key=lambda other: other.pk)
        return Verdict(arrival, Outcome.CREATED, entry, other, (*given, resembles(other)))
    return Verdict(arrival, Outcome.CREATED, entry, warnings=given)


def resembles(other: DocumentRecord) -> str:
    """The warning of a document that may repeat another one."""
    return f"Mostly the same text as {other.source}. Compare the two before you publish."


def _says_the_same(document: Document, entry: SourceDocument) -> bool:
    was = document_of(entry)
    return (was.fingerprint, was.headline, was.dek) == (document.fingerprint, document.headline, document.dek)


def _is_changed(arrival: Arrival, alike: float, other: DocumentRecord) -> bool:
    """Whether mostly the same text is a new state of the same source, and not another one's story.

    Two addresses are two sources. A file's name is only a hint: deliveries number their files alike.
    """
    if arrival.canonical and other.canonical and arrival.canonical != other.canonical:
        return False
    return other.name == arrival.name or alike >= ONE_STORY


def newest_entry() -> int:
    """The number of the ledger's last entry: it grows when another run writes."""
    return SourceDocument.objects.order_by("-id").values_list("id", flat=True).first() or 0
