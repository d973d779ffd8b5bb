"""The import ledger: where each story came from, and what was done to it on the way."""

import zlib
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.revision import Revision


class ImportRun(models.Model):
    """One run of the import that had anything to record; a run of known documents leaves no row."""

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True, help_text="Who undid it.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    operator = models.CharField(
        max_length=150, help_text="Who ran it: an account, or a login at the command line."
    )
    arguments = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.started_at):%-d %B %Y, %H:%M} by {self.operator}"


class SourceFile(models.Model):
    """The untouched bytes of a file, compressed and kept once, under whatever names they come.

    `sha256` is of those bytes (hexadecimal), `parts` how many documents the file gave: the ledger
    knows the whole file when it has as many.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField(editable=False)
    parts = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.sha256

    @property
    def data(self) -> bytes:
        """The bytes as they came."""
        return zlib.decompress(self.content)


class DocumentRecord(models.Model):
    """What was made of a document, and its outcome.

    What makes it the same document when it comes again is `digest`, the sha256 of its own content (of
    the file's bytes, where it has none of its own), together with `item`, its id within the file (the
    file's name, where it has none). `lines` is `[{"text", "role", "reason"}, ...]`: every line of the
    source and what became of it. `derived` is `{field: {"value", "rule"}}`.
    """

    class Outcome(models.TextChoices):
        CREATED = "created"
        UNCHANGED = "unchanged"
        PROPOSED = "proposed"
        DUPLICATE = "duplicate"
        REFUSED = "refused"

    source = models.CharField(max_length=1000)
    name = models.CharField(max_length=255, editable=False)
    item = models.CharField(max_length=255, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    canonical = models.CharField(max_length=500, blank=True, db_index=True)
    encoding = models.CharField(max_length=20, blank=True)
    lines = models.JSONField(default=list)
    derived = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.source


class SourceDocumentQuerySet(models.QuerySet["SourceDocument"]):
    """Entries of the ledger."""

    def standing(self) -> Self:
        """What holds: without the entries of runs that were undone."""
        return self.filter(undone_at=None)


class SourceDocument(DocumentRecord):
    """One document of a run: an entry of the ledger.

    `file` is null for a refused one. `duplicate_of` is the entry that brought the same words, or
    mostly the same text.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, null=True, related_name="documents")
    undone_at = models.DateTimeField(null=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="sources")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="duplicates")

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            # An undone document may come again, and its old entry stays in the history of its run.
            models.UniqueConstraint(
                fields=["digest", "item"], condition=models.Q(undone_at=None), name="source_once"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(outcome="proposed"), name="source_proposed")
        ]

    @property
    def original(self) -> bytes:
        """The bytes of the document's file as they came; empty for a refused one."""
        return self.file.data if self.file else b""


class Shingle(models.Model):
    """A hash of four words in a row of a document: the index in which mostly equal texts meet.

    `importing.fingerprints.sketch` says which ones, `among` how many of them the document has.
    `document` is a plain number to the database: the rows are written by the million, and one of a
    document that is gone leads nowhere and does no harm.
    """

    pk = models.CompositePrimaryKey("hash", "document_id")
    hash = models.BigIntegerField()
    document = models.ForeignKey(
        SourceDocument, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    among = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.hash:016x}"
