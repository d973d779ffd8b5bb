"""What is done with an upload: the dry run, and the import when somebody has asked for it."""

import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache, partial

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone

from articles.editorial import imports
from articles.editorial.intake import Arrival, Intake, Result, document_of
from articles.editorial.intake.arrivals import columns, sha256_of
from articles.editorial.intake.judging import resembles
from articles.editorial.intake.meeting import RECALLED, Met
from articles.editorial.uploads.files import found, remove_files
from articles.importing.album import ALONE, Album
from articles.importing.document import Document, Named, Refused
from articles.importing.sources import Source
from articles.models import Section, SourceDocument, Upload, UploadedDocument, name_of

A_WHILE = 2.0  # seconds of work in one request
LEASE = timedelta(minutes=1)
PORTION = 32  # documents that wait in memory


def go_on(upload: Upload) -> None:
    """Do the next few seconds of what is to do, unless another request is at it."""
    if not upload.is_under_way or not _leased(upload):
        return
    try:
        if upload.state == Upload.State.READING:
            _read_on(upload)
        else:
            _import_on(upload)
    finally:
        Upload.objects.filter(pk=upload.pk).update(busy_until=None)
    upload.refresh_from_db()


def _leased(upload: Upload) -> bool:
    """A request that was killed gives its place up when the lease ends."""
    now = timezone.now()
    free = Upload.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=upload.pk)
    return bool(free.update(busy_until=now + LEASE))


def _read_on(upload: Upload) -> None:
    files, album = _found(upload)
    given: list[Source] = []
    results = imports.run(
        _for_a_while(files[upload.read :], given),
        Intake(operator=name_of(upload.user), dry_run=True, met=_met(upload)),
        limit=settings.IMPORT_MAX_BYTES,
        before=[_named_before(upload)],
        album=album,
    )
    places = {id(file): place for place, file in enumerate(files)}
    rows = [_row(upload, result, places) for result in results]
    is_last = upload.read + len(given) == len(files)
    left = _left(upload, files, album, rows) if is_last else []
    with transaction.atomic():
        # Where the lease was too short, another request has stored the same.
        same = Upload.objects.filter(pk=upload.pk, read=upload.read)
        if same.update(read=upload.read + len(given), total=len(files)):
            UploadedDocument.objects.bulk_create([*rows, *left])


def _found(upload: Upload) -> tuple[list[Source], Album]:
    every = list(found(upload))
    return [one for one in every if not one.is_picture], Album(every)


def _left(
    upload: Upload, files: Sequence[Source], album: Album, rows: Iterable[UploadedDocument]
) -> list[UploadedDocument]:
    """The pictures that come with no document, asked anew where more of those were handed in."""
    upload.documents.filter(error=ALONE).delete()
    stored = upload.documents.exclude(picture="").only("picture", "place")
    taken = {files[row.place].above + row.picture for row in (*stored, *rows)}
    refused = (Arrival(one.path, b"", "", error=ALONE) for one in album.left(taken))
    outcome = SourceDocument.Outcome.REFUSED
    return [UploadedDocument(upload=upload, outcome=outcome, **columns(one)) for one in refused]


def _for_a_while(files: Iterable[Source], given: list[Source]) -> Iterator[Source]:
    """The files until the time is up, at least one; `given` gets them, too."""
    end = time.monotonic() + A_WHILE
    for file in files:
        if given and time.monotonic() > end:
            return
        given.append(file)
        yield file


def _met(upload: Upload) -> Met:
    return Met(upload.documents.exclude(digest=""))


def _named_before(upload: Upload) -> Document:
    """All that the last of its documents have named, as if one had."""
    return Document("", people=_named(upload, "people"), topics=_named(upload, "topics"))


def _named(upload: Upload, kind: str) -> tuple[Named, ...]:
    kept = upload.documents.order_by("-pk").values_list(f"derived__{kind}", flat=True)[:RECALLED]
    return tuple(Named(**one) for one in {one["name"]: one for ones in kept for one in ones or ()}.values())


def _row(upload: Upload, result: Result, places: Mapping[int, int]) -> UploadedDocument:
    other, arrival, file = result.other, result.arrival, result.file
    known = other if isinstance(other, SourceDocument) and other.run_id else None
    row = UploadedDocument(
        upload=upload,
        outcome=result.outcome,
        other=known,
        beside=other.source[:1000] if other and not known else "",
        article=result.article,
        picture=result.picture.source.path[:1000] if result.picture else "",
        place=places[id(file)] if file else 0,
        **columns(arrival or Arrival(result.source, b"", "", result.document)),
    )
    if arrival is None:  # the ledger has it, and nothing will be done with it
        row.digest = ""
    elif arrival.file:
        row.folder = arrival.file.folder[:255]
        row.parts, row.hashes, row.sha256 = arrival.parts, list(arrival.hashes), arrival.sha256
    row.warnings = _warnings(result)
    return row


def _warnings(result: Result) -> list[str]:
    """Without what the page says in other words, of the document beside it."""
    other = result.other
    told = (one for one in result.warnings if not other or one != resembles(other))
    return [one for one in (*told, result.remark) if one]


def choose(upload: Upload, shown: Collection[int], wanted: Collection[int], section: Section | None) -> None:
    """Of the documents that somebody was shown (primary keys), these are wanted.

    `section` is for the documents that name none.
    """
    if not upload.confirmed_at:
        is_wanted = Case(When(pk__in=wanted, then=True), default=False)
        upload.documents.choices().filter(pk__in=shown).update(is_wanted=is_wanted)
        Upload.objects.filter(pk=upload.pk).update(section=section)


def start(upload: Upload) -> None:
    """Somebody has seen the dry run and wants the import."""
    if upload.state == Upload.State.READY:
        Upload.objects.filter(pk=upload.pk).update(confirmed_at=timezone.now())
        upload.refresh_from_db()


def _import_on(upload: Upload) -> None:
    intake = Intake(
        operator=name_of(upload.user),
        user=upload.user,
        arguments={"upload": upload.pk, "section": section_of(upload)},
        run=upload.run,
    )
    taken: deque[UploadedDocument] = deque()
    done = [
        _outcome_of(taken.popleft(), result) for result in imports.store(_arrivals(upload, taken), intake)
    ]
    UploadedDocument.objects.bulk_update(
        done, ["outcome", "other", "article", "warnings", "picture", "is_taken"], batch_size=100
    )
    Upload.objects.filter(pk=upload.pk).update(run=intake.run)
    if not upload.documents.waiting().exists():
        intake.finish()
        Upload.objects.filter(pk=upload.pk).update(finished_at=timezone.now())
        remove_files(upload)


def _outcome_of(row: UploadedDocument, result: Result) -> UploadedDocument:
    other = result.other if isinstance(result.other, SourceDocument) else None
    row.outcome, row.other, row.article, row.is_taken = result.outcome, other, result.article, True
    row.warnings = _warnings(result)
    if not (result.article and result.article.lead_picture_id):
        row.picture = ""  # it stayed out, and a warning says why
    return row


def _arrivals(upload: Upload, taken: deque[UploadedDocument]) -> Iterator[Arrival]:
    """What the dry run found and somebody wants, until the time is up; `taken` gets the rows, too."""
    end, section = time.monotonic() + A_WHILE, section_of(upload)
    # The documents of one file come one after another. (Two files of one name are equal sources.)
    files, album = _found(upload)
    read = lru_cache(maxsize=1)(partial(_bytes_of, files))
    for number, row in enumerate(_waiting(upload)):
        if number and time.monotonic() > end:
            return
        taken.append(row)
        goes_to = section or row.folder or imports.DEFAULT_SECTION
        try:
            arrival = _arrival(row, read(row.place, row.sha256), goes_to)
            lead = album.lead(files[row.place].whole, arrival.document, row.parts == 1)
            yield replace(arrival, picture=lead)
        except (OSError, Refused) as error:
            yield Arrival(row.source, b"", goes_to, error=row.error or str(error))


def _waiting(upload: Upload) -> Iterator[UploadedDocument]:
    newest = 0
    while portion := list(upload.documents.waiting().filter(pk__gt=newest)[:PORTION]):
        yield from portion
        newest = portion[-1].pk


def _bytes_of(files: Sequence[Source], place: int, sha256: str) -> bytes:
    data = files[place].read(settings.IMPORT_MAX_BYTES + 1) if place < len(files) else b""
    if sha256_of(data) != sha256:
        raise Refused("it is gone from the upload; hand it in again")
    return data


def _arrival(row: UploadedDocument, data: bytes, section: str) -> Arrival:
    if row.error:
        return Arrival(row.source, data, section, error=row.error, parts=row.parts)
    document = replace(document_of(row), item=row.item, digest=row.digest)
    return Arrival(row.source, data, section, document, parts=row.parts, sketch=tuple(row.hashes))


def section_of(upload: Upload) -> str:
    """The slug of the section that somebody chose for documents that name none, or ""."""
    return upload.section.slug if upload.section else ""
