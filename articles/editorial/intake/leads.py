"""The picture that lies beside a document comes into the library before the document's story is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User

from articles import imaging
from articles.editorial import pictures
from articles.editorial.intake.arrivals import Arrival
from articles.editorial.intake.judging import Outcome, Verdict
from articles.importing.document import Refused
from articles.models import ImportRun, Picture, SourceDocument


@dataclass
class Leads:
    """The lead pictures of a batch and what is to be said of them, by the identity of the arrival.

    `new` are the numbers of those that the library did not have and no run has yet; a batch that is rolled
    back leaves them to the next one.
    """

    new: list[int]
    shown: dict[int, Picture] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)
    is_to_be_published: bool = False

    def bring(self, arrival: Arrival, by: User | None) -> None:
        assert arrival.picture
        file, said = arrival.picture.source, arrival.picture.said
        try:
            incoming = pictures.examine(BytesIO(file.read(imaging.MOST_BYTES + 1)))
            picture = pictures.take_in(incoming, by=by, caption=said.caption, credit=said.credit)
        except (imaging.NotAPicture, Refused, OSError) as error:
            self.remarks[id(arrival)] = f"its picture {file.path} stayed out: {error}"
            return
        self.shown[id(arrival)] = picture
        if not incoming.known:
            self.new.append(picture.pk)
        for fault in picture.faults[:1] if self.is_to_be_published else ():
            self.remarks[id(arrival)] = f"a draft, for its picture {file.path} {fault}"

    def hand_over(
        self, run: ImportRun, entries: dict[int, SourceDocument], contents: dict[int, dict[str, Any]]
    ) -> None:
        """Enter them in what is stored of their arrivals, as far as those are still news."""
        if self.new:
            Picture.objects.filter(pk__in=self.new).update(made_by=run)
        for arrival in self.shown.keys() & contents.keys():
            contents[arrival]["lead_picture"] = self.shown[arrival]
        for arrival in self.remarks.keys() & entries.keys():
            entries[arrival].warnings.append(self.remarks[arrival])


def bring(verdicts: Iterable[Verdict], by: User | None, is_to_be_published: bool, new: list[int]) -> Leads:
    """Take the pictures of new stories into the library, each in a transaction of its own."""
    leads = Leads(new, is_to_be_published=is_to_be_published)
    for verdict in verdicts:
        if verdict.outcome == Outcome.CREATED and verdict.arrival.picture:
            leads.bring(verdict.arrival, by)
    return leads
