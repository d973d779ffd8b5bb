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
    Article,
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


@dataclass
class News:
    """A document on its way into the ledger: its verdict, its entry, and the content of its story, if any."""

    verdict: Verdict
    entry: SourceDocument
    content: dict[str, Any]

    @property
    def arrival(self) -> Arrival:
        return self.verdict.arrival


@dataclass(frozen=True)
class _Ready:
    """All of a batch that can be made before its transaction."""

    news: list[News]
    packed: dict[str, bytes]
    kinds: dict[str, str]
    people: authorities.LookUp[Person]
    topics: authorities.LookUp[Topic]
    bylines: authorities.LookUp[Contributor]


def _prepare(verdicts: list[Verdict]) -> _Ready:
    news = [_news(verdict) for verdict in verdicts if verdict.is_news]
    documents = [one.arrival.document for one in news if one.content and one.arrival.document]
    return _Ready(
        news=news,
        packed=_packed(news),
        kinds={topic.name: topic.kind for document in documents for topic in document.topics},
        people=authorities.look_up(Person, [[one.name for one in each.people] for each in documents]),
        topics=authorities.look_up(Topic, [[one.name for one in each.topics] for each in documents]),
        bylines=authorities.look_up(Contributor, [[one.value for one in each.bylines] for each in documents]),
    )


def _news(verdict: Verdict) -> News:
    assert verdict.other is None or isinstance(verdict.other, SourceDocument)
    entry = SourceDocument(
        outcome=verdict.outcome,
        duplicate_of=verdict.other,
        warnings=list(verdict.warnings),
        **columns(verdict.arrival),
    )
    document = verdict.arrival.document
    is_story = document and verdict.outcome in (Outcome.CREATED, Outcome.PROPOSED)
    return News(verdict, entry, content_of(document) if document and is_story else {})


def _packed(news: Iterable[News]) -> dict[str, bytes]:
    """The compressed bytes of the files that the ledger does not have, by their sha256."""
    data = {one.arrival.sha256: one.arrival.data for one in news if one.arrival.document}
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

    def known_among(self, files: Sequence[tuple[str, bytes]]) -> list[list[Result] | None]:
        """For each file (its path and bytes) the answers if the ledger has it whole, in one query for all."""
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
        leads, ready = bring(verdicts, self.user, self.brought), _prepare(verdicts)
        with self.turn(), transaction.atomic():
            hold_up_other_imports()
            if newest_entry() != newest:  # another run wrote in between
                verdicts = judge(batch)
                ready = _prepare(verdicts)
            if ready.news:
                self._record(ready, leads)
        if ready.news:
            self.brought.clear()
        entries = {id(one.arrival): one.entry for one in ready.news}
        return [_result(verdict, entries) for verdict in verdicts]

    def _record(self, ready: _Ready, leads: Leads) -> None:
        run, news = self._run(), ready.news
        mended = [one.verdict.entry.pk for one in news if one.verdict.entry]
        if mended:
            SourceDocument.objects.filter(pk__in=mended).delete()
        for one in news:
            one.entry.run = run
        self._keep_files(ready)
        self._complete(ready)
        leads.hand_over(run, news)
        self._create([one for one in news if one.verdict.outcome == Outcome.CREATED])
        for one in news:
            if one.verdict.outcome == Outcome.PROPOSED:
                self._propose(one)
        SourceDocument.objects.bulk_create([one.entry for one in news])
        _index(news)

    def _keep_files(self, ready: _Ready) -> None:
        read = [one for one in ready.news if one.arrival.document]
        kept_for = {one.arrival.sha256: one.arrival.parts for one in read}
        files = {file.sha256: file for file in _files(kept_for)}
        new = [
            SourceFile(sha256=sha256, content=ready.packed[sha256], parts=parts)
            for sha256, parts in kept_for.items()
            if sha256 not in files
        ]
        files |= {file.sha256: file for file in SourceFile.objects.bulk_create(new)}
        for sha256, parts in kept_for.items():
            if files[sha256].parts != parts:  # this version reads the file differently
                SourceFile.objects.filter(sha256=sha256).update(parts=parts)
        for one in read:
            one.entry.file = files[one.arrival.sha256]

    def _create(self, news: list[News]) -> None:
        if not news:
            return
        reasons = [f"Imported from {one.arrival.name}"[:200] for one in news]
        written = revisions.save_new([one.content for one in news], reasons, made_by=self.run)
        for one, revision in zip(news, written, strict=True):
            one.entry.article, one.entry.revision = revision.article, revision
        if self.publish:
            self._publish(news)

    def _publish(self, news: list[News]) -> None:
        """Publish what is for readers as it comes; what stays a draft says in its entry why.

        What may repeat another story waits for somebody who compares the two, a picture that nobody has
        described for somebody who does; and what its source holds back stays a draft.
        """
        free = []
        for one in news:
            article = one.entry.article
            assert article
            if fault := _fault(one, article):
                one.entry.warnings.append(f"a draft, for {fault}")
            elif one.verdict.is_for_all:
                free.append(article)
        workflow.publish_new(free, actor=self.operator, note="import_seeds --publish")

    def _propose(self, one: News) -> None:
        assert isinstance(one.verdict.other, SourceDocument)
        article = one.verdict.other.article
        assert article
        stays = {name: getattr(article, name) for name in ("section", "slug", "lead_picture")}
        reason = f"Proposed by a new version of {one.arrival.name}"[:200]
        newest = article.sources.standing().filter(revision__isnull=False).select_related("revision").first()
        base = newest.revision if newest else None
        one.entry.article = article
        one.entry.revision = revisions.propose(article, one.content | stays, reason=reason, base=base)

    def _complete(self, ready: _Ready) -> None:
        """Enter records and section in the content of each new story."""
        stories = [one for one in ready.news if one.content]
        if not stories:
            return
        columns = zip(
            stories,
            self._sections([section_of(one.arrival) for one in stories]),
            ready.people.complete(made_by=self.run),
            ready.topics.complete(ready.kinds, self.run),
            ready.bylines.complete(made_by=self.run),
            strict=True,
        )
        for one, section, people, topics, bylines in columns:
            one.content |= {"section": section, "people": people, "topics": topics, "bylines": bylines}

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


def _fault(one: News, article: Article) -> str:
    """What has to be mended in a story before it is published, as the rest of a sentence."""
    lead: Picture | None = one.content["lead_picture"]
    if lead and lead.faults and one.arrival.picture:
        return f"its picture {one.arrival.picture.source.path} {lead.faults[0]}"
    return "its time ends before it begins" if workflow.is_over(article) else ""


def _files(hashes: Iterable[str]) -> Iterable[SourceFile]:
    return SourceFile.objects.filter(sha256__in=list(hashes)).defer("content")


def _index(news: list[News]) -> None:
    """Enter the shingles of new texts, without those by which the other document is found already."""
    rows = []
    for one in news:
        if one.content:
            hashes, indexed = one.arrival.hashes, one.verdict.indexed
            rows += [(hash_, one.entry.pk, len(hashes)) for hash_ in hashes if hash_ not in indexed]
    insert(Shingle, ("hash", "document_id", "among"), rows)


def hold_up_other_imports() -> None:
    """On PostgreSQL, until this transaction ends; on SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
