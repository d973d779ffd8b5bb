"""Taking back a run of the import: what nobody has touched since goes, what people worked on stays."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.template.defaultfilters import pluralize
from django.utils import timezone

from articles import search
from articles.editorial import library, log, pictures, revisions
from articles.editorial.bulk import Pace
from articles.editorial.intake import ledger
from articles.editorial.intake.recording import hold_up_other_imports
from articles.importing.fingerprints import sketch
from articles.models import (
    Article,
    Contributor,
    ImportRun,
    Person,
    Picture,
    Revision,
    Section,
    Shingle,
    SourceDocument,
    Topic,
    name_of,
)

Outcome = SourceDocument.Outcome
AT_ONCE = 500  # entries that are looked at together


@dataclass(frozen=True, slots=True)
class Stay:
    """A story that stays as it is, and why."""

    article: Article
    reason: str


@dataclass
class Undone:
    """What an undoing took away (or would take away), and what stays."""

    stories: int = 0
    proposals: int = 0
    records: int = 0
    stays: list[Stay] = field(default_factory=list)

    def __str__(self) -> str:
        stories = f"{self.stories} stor{pluralize(self.stories, 'y,ies')}"
        return f"{stories} and {self.proposals} proposal{pluralize(self.proposals)}"


def foresee(run: ImportRun) -> Undone:
    """What `undo` would do now, except for the records: which of them are free shows only then."""
    undone, entries = Undone(), list(_entries(run))
    for at in range(0, len(entries), AT_ONCE):
        _judge(entries[at : at + AT_ONCE], undone)
    return undone


def undo(run: ImportRun, user: User | None = None, *, operator: str = "") -> Undone:
    """Take a run back, a portion at a time; when it is broken off, the next call goes on.

    Its drafts that nobody has touched are deleted, with its proposals that nobody took over, and a
    later run imports their documents again. What has been edited or left the draft stays and is
    listed. People, topics, contributors, sections and pictures that it brought and nothing uses go, too.
    """
    undone, pace, now = Undone(), Pace(), timezone.now()
    waiting = iter(list(_entries(run)))
    while portion := list(islice(waiting, pace.batch)):
        sketches = _sketches(SourceDocument.objects.filter(pk__in=portion))
        with pace.turn(), transaction.atomic():
            hold_up_other_imports()
            _take_back(portion, sketches, undone, now)
    gone = _delete_unused_pictures(run, user, pace)
    with pace.turn(), transaction.atomic():
        undone.records = gone + sum(_delete_unused(model, run) for model in UNUSED)
        run.undone_at, run.undone_by = now, (name_of(user) or operator)[:150]
        run.save(update_fields=["undone_at", "undone_by"])
        told = f"{undone} taken back"
        log.entry("undo", user=user, actor=operator, subject=f"Import run {run.pk}", note=told).save()
    return undone


def _entries(run: ImportRun) -> Iterator[int]:
    return run.documents.standing().order_by("id").values_list("pk", flat=True).iterator()


def _judge(pks: Sequence[int], undone: Undone) -> tuple[list[int], list[int], list[int]]:
    """Add up what becomes of these entries; those that can be taken back, their stories and proposals."""
    gone, stories, proposals = list[int](), list[int](), list[int]()
    for entry in _with_traces(pks):
        if entry.article and (reason := _reason_to_stay(entry)):
            undone.stays.append(Stay(entry.article, reason))
            continue
        gone.append(entry.pk)
        if entry.outcome == Outcome.CREATED and entry.article_id:
            stories.append(entry.article_id)
        if entry.outcome == Outcome.PROPOSED and entry.revision_id:
            proposals.append(entry.revision_id)
    undone.stories += len(stories)
    undone.proposals += len(proposals)
    return gone, stories, proposals


def _with_traces(pks: Sequence[int]) -> models.QuerySet[SourceDocument]:
    """Entries with what people did to their stories since."""
    of_a_source = Exists(SourceDocument.objects.filter(revision=OuterRef("pk")))
    is_completed = Exists(  # by a picture that came later, which is the source's version now
        Revision.objects.filter(
            Exists(SourceDocument.objects.filter(revision=OuterRef("pk"))), base=OuterRef("pk")
        )
    )
    by_people = Revision.objects.filter(~of_a_source, ~is_completed, article=OuterRef("article"))
    rows = SourceDocument.objects.filter(pk__in=pks).select_related("article").order_by("id")
    return rows.annotate(
        has_edits=Exists(by_people),
        has_steps=Exists(Article.objects.filter(pk=OuterRef("article"), status_changes__isnull=False)),
        is_taken_over=Exists(Revision.objects.filter(~of_a_source, base=OuterRef("revision"))),
    )


def _reason_to_stay(entry: SourceDocument) -> str:
    traces = vars(entry)
    if entry.outcome == Outcome.PROPOSED and traces["is_taken_over"]:
        return "its new version was taken over"
    if entry.outcome != Outcome.CREATED or entry.article is None:
        return ""
    if entry.article.status != Article.Status.DRAFT:
        return f"is {entry.article.get_status_display()}"
    return "was edited" if traces["has_edits"] or traces["has_steps"] else ""


def _sketches(entries: models.QuerySet[SourceDocument]) -> dict[int, tuple[int, ...]]:
    return {entry.pk: sketch(ledger.paragraphs_of(entry)) for entry in entries.only("lines")}


def _take_back(
    pks: Sequence[int], sketches: dict[int, tuple[int, ...]], undone: Undone, now: datetime
) -> None:
    list(Article.objects.select_for_update().filter(sources__in=pks).values_list("pk"))
    gone, stories, proposals = _judge(pks, undone)
    # With a story go other runs' proposals for it and their copies of it, which may come again.
    depending = Q(article__in=stories) | Q(duplicate_of__in=gone, outcome=Outcome.DUPLICATE)
    others = SourceDocument.objects.standing().filter(depending).exclude(pk__in=gone)
    sketches = {pk: sketches[pk] for pk in gone} | _sketches(others)
    hashes = {hash_ for hashes in sketches.values() for hash_ in hashes}
    Shingle.objects.filter(hash__in=hashes, document__in=list(sketches)).delete()
    SourceDocument.objects.filter(pk__in=list(sketches)).update(undone_at=now)
    Revision.objects.filter(pk__in=proposals).delete()
    Article.objects.filter(pk__in=stories).delete()
    search.forget_headlines(stories)


# Of each kind of record what may use it, and what is empty as long as nobody has worked on it.
UNUSED: dict[type[models.Model], tuple[tuple[str, ...], dict[str, Any]]] = {
    Person: (("taggings", "aliases", "identifiers"), {"description": "", "role": "", "portrait": None}),
    Topic: (("taggings", "aliases", "identifiers"), {"description": ""}),
    Contributor: (("bylines",), {"role": "", "bio": ""}),
    Section: (("articles",), {"description": ""}),
}


def _delete_unused(model: type[models.Model], run: ImportRun) -> int:
    users, empty = UNUSED[model]
    free = model._default_manager.filter(**empty, made_by=run)
    for name in users:
        rows: Any = model._meta.get_field(name)
        free = free.exclude(Exists(rows.related_model.objects.filter(**{rows.field.name: OuterRef("pk")})))
    if model is Section:
        free = free.exclude(Exists(Revision.objects.filter(section=OuterRef("pk"))))
    names = [name for name, listed in revisions.LISTS.items() if listed is model]
    waiting = _in_working_copies(names[0], run) if names else set()
    pks = [pk for pk in free.values_list("pk", flat=True) if pk not in waiting]
    for at in range(0, len(pks), AT_ONCE):
        model._default_manager.filter(pk__in=pks[at : at + AT_ONCE]).delete()
    return len(pks)


def _delete_unused_pictures(run: ImportRun, user: User | None, pace: Pace) -> int:
    done = 0
    for picture in list(library.unused(Picture.objects.filter(made_by=run))):
        if pictures.is_worked_on(picture):
            continue
        with suppress(models.ProtectedError), pace.turn():  # a story has taken it meanwhile
            pictures.delete(picture, by=user)
            done += 1
    return done


def _in_working_copies(name: str, run: ImportRun) -> set[int]:
    """The records in versions since the run that readers do not see, but an editor may publish."""
    versions = Revision.objects.filter(created_at__gte=run.started_at).exclude(article__live_revision=F("pk"))
    lists = versions.values_list(name, flat=True).order_by().iterator()
    return {record["id"] for records in lists for record in records}
