"""The picture that lies beside a document comes into the library before the document's story is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef

from articles import imaging
from articles.editorial import pictures, revisions
from articles.editorial.intake.arrivals import Arrival, Result
from articles.editorial.intake.judging import Outcome, Verdict
from articles.importing.document import PictureReference, Refused
from articles.models import Article, ImportRun, Picture, SourceDocument

if TYPE_CHECKING:
    from articles.editorial.intake.recording import Intake, News


@dataclass
class Leads:
    """The lead pictures of a batch and what is to be said of them, by the identity of the arrival.

    `new` are the numbers of those that the library did not have and no run has yet; a batch that is rolled
    back leaves them to the next one.
    """

    new: list[int]
    shown: dict[int, Picture] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)

    def bring(self, arrival: Arrival, by: User | None) -> None:
        assert arrival.picture
        file, said = arrival.picture.source, arrival.picture.said
        try:
            picture, is_new = _taken_in(file.read(imaging.MOST_BYTES + 1), said, by)
        except (imaging.NotAPicture, Refused, OSError) as error:
            self.remarks[id(arrival)] = f"its picture {file.path} stayed out: {error}"
            return
        self.shown[id(arrival)] = picture
        if is_new:
            self.new.append(picture.pk)

    def hand_over(self, run: ImportRun, news: "Iterable[News]") -> None:
        """Enter them in what is stored of their arrivals, as far as those are still news."""
        if self.new:
            Picture.objects.filter(pk__in=self.new).update(made_by=run)
        for one in news:
            if one.content and (shown := self.shown.get(id(one.arrival))):
                one.content["lead_picture"] = shown
            if remark := self.remarks.get(id(one.arrival)):
                one.entry.warnings.append(remark)


def _taken_in(data: bytes, said: PictureReference, by: User | None) -> tuple[Picture, bool]:
    """The picture in the library, and whether it is new there. Raises imaging.NotAPicture."""
    incoming = pictures.examine(BytesIO(data))
    told = {name: value for name in ("alt_text", "caption", "credit") if (value := getattr(said, name))}
    return pictures.take_in(incoming, by=by, from_file=list(told), **told), not incoming.known


def settle(result: Result, intake: "Intake") -> Result:
    """Bring the picture of a document that the ledger had without it, or say where it went.

    It goes into the draft that nobody has touched, as a new version of it; else an editor is told.
    """
    if not result.picture or result.outcome in (Outcome.CREATED, Outcome.REFUSED):
        return result
    path, article = result.picture.source.path, result.article
    try:
        data = result.picture.source.read(imaging.MOST_BYTES + 1)
        digest = sha256(data).hexdigest()
        if article and article.lead_picture and article.lead_picture.sha256 == digest:
            return result
        is_free = article and result.outcome == Outcome.UNCHANGED and _is_free(article)
        if article and is_free and not intake.dry_run:
            return _completed(result, article, data, intake)
    except (imaging.NotAPicture, Refused, OSError) as error:
        return replace(result, remark=f"its picture {path} stayed out: {error}")
    if is_free:
        return replace(result, remark=f"its picture {path} is not in its story yet")
    if Picture.objects.filter(sha256=digest).exists():
        return result
    remark = f"its picture {path} stayed out, for the story was there already: add it to that by hand"
    return replace(result, remark=remark)


def _is_free(article: Article) -> bool:
    """Whether it is a draft without a picture, as the import wrote it."""
    written = SourceDocument.objects.filter(revision=OuterRef("latest_revision"))
    drafts = Article.objects.filter(status=Article.Status.DRAFT, lead_picture=None, status_changes=None)
    return drafts.filter(Exists(written), pk=article.pk).exists()


def _completed(result: Result, article: Article, data: bytes, intake: "Intake") -> Result:
    assert result.picture
    file, said = result.picture.source, result.picture.said
    picture, is_new = _taken_in(data, said, intake.user)
    if is_new:
        Picture.objects.filter(pk=picture.pk).update(made_by=article.made_by_id)
    with intake.turn(), transaction.atomic():
        revisions.lock(article)
        if not _is_free(article):  # an editor has just saved it
            return replace(result, remark=f"its picture {file.path} is in the library, and not in the story")
        before = article.latest_revision
        content = revisions.with_records(revisions.working_copy(article)) | {"lead_picture": picture}
        now = revisions.save(article, content, reason=f"With {file.path}"[:200], base=before)
        SourceDocument.objects.filter(revision=before).update(revision=now)
    return replace(result, article=article, remark=f"its picture {file.path} is in its story now")


def bring(verdicts: Iterable[Verdict], by: User | None, new: list[int]) -> Leads:
    """Take the pictures of new stories into the library, each in a transaction of its own."""
    leads = Leads(new)
    for verdict in verdicts:
        if verdict.outcome == Outcome.CREATED and verdict.arrival.picture:
            leads.bring(verdict.arrival, by)
    return leads
