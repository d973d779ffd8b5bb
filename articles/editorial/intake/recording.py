"""One run of the import: each batch of documents is stored whole, in one short transaction, or not at all."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from articles.editorial import authorities, log, revisions, workflow
from articles.editorial.bulk import insert
from articles.editorial.intake.arrivals import (
    Arrival,
    Result,
    columns,
    content_of,
    section_of,
    sha256_of,
    title_of,
)
from articles.editorial.intake.judging import Outcome, Verdict, judge, newest_entry, unchanged
from articles.editorial.intake.leads import Leads, bring
from articles.editorial.intake.meeting import Met, apart
from articles.models import (
    Contributor,
    ImportRun,
    Person,
    Picture,
    Section,
    Shingle,
    SourceDocument,
    SourceFile,
    Topic,
)
from articles.models.slugs import slug_of

# Any number, the same in every process: holds up a second import on PostgreSQL until this batch is in.
IMPORT_LOCK = 0x6E657773
RETRIES = 3


@dataclass(frozen=True)
class _Ready:
    """All of a batch that can be made before its transaction, by the identity of each arrival."""

    packed: dict[str, bytes]
    entries: dict[int, SourceDocument]
    contents: dict[int, dict[str, Any]]
    sections: list[str]
    kinds: dict[str, str]
    people: authorities.LookUp[Person]
    topics: authorities.LookUp[Topic]
    bylines: authorities.LookUp[Contributor]


def _prepare(verdicts: list[Verdict]) -> _Ready:
    news = [verdict for verdict in verdicts if verdict.is_news]
    stories = [one.arrival for one in news if one.outcome in (Outcome.CREATED, Outcome.PROPOSED)]
    documents = [arrival.document for arrival in stories if arrival.document]
    return _Ready(
        packed=_packed(news),
        entries={id(verdict.arrival): _entry(verdict) for verdict in news},
        contents={
            id(arrival): content_of(document) for arrival, document in zip(stories, documents, strict=True)
        },
        sections=[section_of(arrival) for arrival in stories],
        kinds={topic.name: topic.kind for document in documents for topic in document.topics},
        people=authorities.look_up(Person, [[one.name for one in each.people] for each in documents]),
        topics=authorities.look_up(Topic, [[one.name for one in each.topics] for each in documents]),
        bylines=authorities.look_up(Contributor, [[one.value for one in each.bylines] for each in documents]),
    )


def _packed(news: Iterable[Verdict]) -> dict[str, bytes]:
    """The compressed bytes of the files that the ledger does not have, by their sha256."""
    data = {verdict.arrival.sha256: verdict.arrival.data for verdict in news if verdict.arrival.document}
    there = {file.sha256 for file in _files(data)}
    return {sha256: zlib.compress(content) for sha256, content in data.items() if sha256 not in there}


@dataclass
class Intake:
    """One run of the import. It makes its row in the ledger with the first document worth recording.

    With `dry_run` it judges and writes nothing; `met` is what it has met before.
    """

    operator: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    publish: bool = False
    dry_run: bool = False
    run: ImportRun | None = None
    user: User | None = None
    turn: Callable[[], AbstractContextManager[None]] = nullcontext  # around each transaction
    met: Met = field(default_factory=Met)
    brought: list[int] = field(default_factory=list)  # pictures that wait for the run's row

    def known(self, source: str, data: bytes) -> list[Result] | None:
        """The answers for a file that the ledger has whole, without processing it."""
        return self.known_among([(source, data)])[0]

    def known_among(self, files: Sequence[tuple[str, bytes]]) -> list[list[Result] | None]:
        """`known` for several files at once, one query for all: the path and bytes of each."""
        hashes = [sha256_of(data) for _, data in files]
        rows = SourceDocument.objects.standing().select_related(
            "file", "duplicate_of", "article__lead_picture"
        )
        rows = rows.filter(file__sha256__in=set(hashes)).defer("file__content").order_by("id")
        found: dict[str, list[SourceDocument]] = {}
        for row in rows:
            assert row.file
            found.setdefault(row.file.sha256, []).append(row)
        return [
            _answers(Arrival(source, data, ""), found.get(sha256, []))
            for (source, data), sha256 in zip(files, hashes, strict=True)
        ]

    def take_in(self, arrivals: Iterable[Arrival]) -> list[Result]:
        """Record documents, in one transaction unless they meet each other, and say what became of each."""
        if self.dry_run:
            return self._judge_dry(list(arrivals))
        return [result for batch in apart(arrivals) for result in self._take_in(batch)]

    def finish(self) -> None:
        """Close the run's row, where there is one."""
        if self.run:
            self.run.finished_at = timezone.now()
            self.run.save(update_fields=["finished_at"])
            log.entry("import", actor=self.operator, subject=f"Import run {self.run.pk}").save()

    def _judge_dry(self, arrivals: Sequence[Arrival]) -> list[Result]:
        self.met.recall(arrivals)
        return [self._meet(verdict) for verdict in judge(arrivals)]

    def _meet(self, verdict: Verdict) -> Result:
        arrival = verdict.arrival
        met = self.met.verdict(arrival) if verdict.outcome in (Outcome.CREATED, Outcome.PROPOSED) else None
        if met and (not verdict.other or met.outcome in (Outcome.UNCHANGED, Outcome.DUPLICATE)):
            verdict = met
        self.met.add(arrival)
        return replace(verdict.result, document=arrival.document or verdict.result.document)

    def _take_in(self, batch: list[Arrival]) -> list[Result]:
        for _ in range(RETRIES):
            run = self.run
            try:
                return self._store(batch)
            except IntegrityError:  # somebody deleted or made a record that this batch needs
                self.run = run
        return self._store(batch)

    def _store(self, batch: list[Arrival]) -> list[Result]:
        newest, verdicts = newest_entry(), judge(batch)
        if not any(verdict.is_news for verdict in verdicts):
            return [verdict.result for verdict in verdicts]
        leads, ready = bring(verdicts, self.user, self.publish, self.brought), _prepare(verdicts)
        with self.turn(), transaction.atomic():
            hold_up_other_imports()
            if newest_entry() != newest:  # another run wrote in between
                verdicts = judge(batch)
                ready = _prepare(verdicts)
            entries = self._record([one for one in verdicts if one.is_news], ready, leads)
        if entries:
            self.brought.clear()
        return [_result(verdict, entries) for verdict in verdicts]

    def _record(self, news: list[Verdict], ready: _Ready, leads: Leads) -> dict[int, SourceDocument]:
        """The new entries, by the identity of their arrival."""
        if not news:
            return {}
        run = self._run()
        mended = [verdict.entry.pk for verdict in news if verdict.entry]
        if mended:
            SourceDocument.objects.filter(pk__in=mended).delete()
        entries = ready.entries
        for entry in entries.values():
            entry.run = run
        self._keep_files(news, entries, ready.packed)
        contents = self._contents(ready)
        leads.hand_over(run, entries, contents)
        self._create([verdict for verdict in news if verdict.outcome == Outcome.CREATED], entries, contents)
        for verdict in news:
            if verdict.outcome == Outcome.PROPOSED:
                self._propose(verdict, entries[id(verdict.arrival)], contents[id(verdict.arrival)])
        SourceDocument.objects.bulk_create(entries.values())
        _index(news, entries)
        return entries

    def _keep_files(
        self, news: list[Verdict], entries: dict[int, SourceDocument], packed: dict[str, bytes]
    ) -> None:
        kept_for = {
            verdict.arrival.sha256: verdict.arrival.parts for verdict in news if verdict.arrival.document
        }
        files = {file.sha256: file for file in _files(kept_for)}
        new = [
            SourceFile(sha256=sha256, content=packed[sha256], parts=parts)
            for sha256, parts in kept_for.items()
            if sha256 not in files
        ]
        files |= {file.sha256: file for file in SourceFile.objects.bulk_create(new)}
        for sha256, parts in kept_for.items():
            if files[sha256].parts != parts:  # this version reads the file differently
                SourceFile.objects.filter(sha256=sha256).update(parts=parts)
        for verdict in news:
            if verdict.arrival.document:
                entries[id(verdict.arrival)].file = files[verdict.arrival.sha256]

    def _create(
        self,
        news: list[Verdict],
        entries: dict[int, SourceDocument],
        contents: dict[int, dict[str, Any]],
    ) -> None:
        if not news:
            return
        reasons = [f"Imported from {verdict.arrival.name}"[:200] for verdict in news]
        written = revisions.save_new(
            [contents[id(verdict.arrival)] for verdict in news], reasons, made_by=self.run
        )
        for verdict, revision in zip(news, written, strict=True):
            entry = entries[id(verdict.arrival)]
            entry.article, entry.revision = revision.article, revision
        if self.publish:
            # What may repeat another story waits for somebody who compares the two, a picture that nobody has
            # described for somebody who does; and a draft stays one.
            fresh = [
                entries[id(one.arrival)].article
                for one in news
                if one.is_for_all and not _is_blocked(contents[id(one.arrival)])
            ]
            articles = [article for article in fresh if article]
            workflow.publish_new(articles, actor=self.operator, note="import_seeds --publish")

    def _propose(self, verdict: Verdict, entry: SourceDocument, content: dict[str, Any]) -> None:
        assert isinstance(verdict.other, SourceDocument)
        article = verdict.other.article
        assert article
        stays = {name: getattr(article, name) for name in ("section", "slug", "lead_picture")}
        reason = f"Proposed by a new version of {verdict.arrival.name}"[:200]
        newest = article.sources.standing().filter(revision__isnull=False).select_related("revision").first()
        base = newest.revision if newest else None
        entry.article = article
        entry.revision = revisions.propose(article, content | stays, reason=reason, base=base)

    def _contents(self, ready: _Ready) -> dict[int, dict[str, Any]]:
        """The whole content of each new story, by the identity of its arrival: with records and section."""
        if not ready.contents:
            return {}
        columns = zip(
            ready.contents.items(),
            self._sections(ready.sections),
            ready.people.complete(made_by=self.run),
            ready.topics.complete(ready.kinds, self.run),
            ready.bylines.complete(made_by=self.run),
            strict=True,
        )
        return {
            arrival: {**content, "section": section, "people": people, "topics": topics, "bylines": bylines}
            for (arrival, content), section, people, topics, bylines in columns
        }

    def _sections(self, wanted: list[str]) -> list[Section]:
        slugs = [slug_of(name, "news") for name in wanted]
        called = Q(slug__in=set(slugs)) | Q(name__in={title_of(name) for name in wanted})
        there = list(Section.objects.filter(called))
        by_name = {slug_of(section.name, "news"): section for section in there}
        found = by_name | {section.slug: section for section in there}
        for name, slug in zip(wanted, slugs, strict=True):
            if slug not in found:
                found[slug], _ = Section.objects.get_or_create(
                    slug=slug, defaults={"name": title_of(name), "made_by": self.run}
                )
        return [found[slug] for slug in slugs]

    def _run(self) -> ImportRun:
        if self.run is None:
            self.run = ImportRun.objects.create(
                operator=self.operator, user=self.user, arguments=dict(self.arguments)
            )
        return self.run


def _answers(arrival: Arrival, rows: list[SourceDocument]) -> list[Result] | None:
    def is_of_the_file(row: SourceDocument) -> bool:
        is_whole = row.digest == arrival.sha256 and row.item == row.name
        return not is_whole or row.name == arrival.name

    mine = [row for row in rows if is_of_the_file(row)]
    if not mine or mine[0].file is None or len(mine) != mine[0].file.parts:
        return None
    is_single = len(mine) == 1
    return [unchanged(arrival.source if is_single else row.source, row) for row in mine]


def _result(verdict: Verdict, entries: dict[int, SourceDocument]) -> Result:
    entry = entries.get(id(verdict.arrival))
    if not entry:
        return verdict.result
    return replace(verdict.result, article=entry.article, warnings=tuple(entry.warnings))


def _is_blocked(content: dict[str, Any]) -> bool:
    lead: Picture | None = content["lead_picture"]
    return bool(lead and lead.faults)


def _files(hashes: Iterable[str]) -> Iterable[SourceFile]:
    return SourceFile.objects.filter(sha256__in=list(hashes)).defer("content")


def _entry(verdict: Verdict) -> SourceDocument:
    assert verdict.other is None or isinstance(verdict.other, SourceDocument)
    return SourceDocument(
        outcome=verdict.outcome,
        duplicate_of=verdict.other,
        warnings=list(verdict.warnings),
        **columns(verdict.arrival),
    )


def _index(news: list[Verdict], entries: dict[int, SourceDocument]) -> None:
    """Enter the shingles of new texts, without those by which the other document is found already."""
    rows = []
    for verdict in news:
        if verdict.outcome in (Outcome.CREATED, Outcome.PROPOSED):
            pk, hashes = entries[id(verdict.arrival)].pk, verdict.arrival.hashes
            rows += [(hash_, pk, len(hashes)) for hash_ in hashes if hash_ not in verdict.indexed]
    insert(Shingle, ("hash", "document_id", "among"), rows)


def hold_up_other_imports() -> None:
    """On PostgreSQL, until this transaction ends; on SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
