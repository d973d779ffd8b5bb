"""What an editor has handed in to be imported, until it is in or thrown away."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.provenance import DocumentRecord, ImportRun, SourceDocument
from articles.models.section import Section

SETTLED = (DocumentRecord.Outcome.UNCHANGED, DocumentRecord.Outcome.REFUSED)


class Upload(models.Model):
    """Files that somebody has handed in; they lie in a folder of its number below `UPLOAD_ROOT`.

    `size` is that of the files in bytes, `total` the number of documents' files in them (members of
    archives count), `read` how many of those the dry run has read. While a request works on it,
    `busy_until` keeps others from doing the same.
    """

    class State(models.TextChoices):
        READING = "reading"
        READY = "ready"
        IMPORTING = "importing"
        DONE = "done"

    # That of an account that is gone waits for the sweep, which takes its files, too.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="+")
    size = models.PositiveBigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name_plural = "import"  # what the admin's index calls the page

    def __str__(self) -> str:
        return f"Upload of {timezone.localtime(self.created_at):%-d %B %Y, %H:%M}"

    @property
    def state(self) -> str:
        if self.finished_at:
            return self.State.DONE
        if self.confirmed_at:
            return self.State.IMPORTING
        return self.State.READING if self.read < self.total else self.State.READY

    @property
    def is_under_way(self) -> bool:
        """Whether there is work to do before somebody is asked or told."""
        return self.state in (self.State.READING, self.State.IMPORTING)


class UploadedDocumentQuerySet(models.QuerySet["UploadedDocument"]):
    """Documents of an upload."""

    def wanted(self) -> Self:
        """What the import takes in; a refused document too, since the ledger records it."""
        return self.filter(is_wanted=True).exclude(outcome=DocumentRecord.Outcome.UNCHANGED)

    def choices(self) -> Self:
        """What somebody may want or not: a known or refused document leaves nothing to choose."""
        return self.exclude(outcome__in=SETTLED)

    def waiting(self) -> Self:
        """What is wanted and not in yet."""
        return self.wanted().filter(is_taken=False)


class UploadedDocument(DocumentRecord):
    """What the dry run says of a document, and after the import what became of it.

    `sha256` is that of its file, `place` the file's among the upload's, from 0, `parts` how many
    documents it gave, `hashes` the sketch of its text. `other` is the ledger's entry that it repeats,
    changes or resembles; where that is a document of the same upload, `beside` names it. `picture` is the
    path of the one that comes along. `article` is the story that it is in.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="documents")
    sha256 = models.CharField(max_length=64)
    place = models.PositiveIntegerField(default=0)
    folder = models.CharField(max_length=255, blank=True)
    parts = models.PositiveIntegerField(default=1)
    hashes = models.JSONField(default=list)
    beside = models.CharField(max_length=1000, blank=True)
    picture = models.CharField(max_length=1000, blank=True)
    other = models.ForeignKey(SourceDocument, on_delete=models.SET_NULL, null=True, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    is_wanted = models.BooleanField(default=True)
    is_taken = models.BooleanField(default=False)

    objects = UploadedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    @property
    def has_choice(self) -> bool:
        return self.outcome not in SETTLED
