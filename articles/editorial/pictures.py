"""Taking picture files in, replacing and killing them; what pages show of them is `renditions`'."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import imaging, search
from articles.editorial import authorities, log, renditions
from articles.markup import printable
from articles.models import Person, Picture, PicturePerson
from articles.models.picture import new_key

TEXTS = (
    "headline caption alt_text creator credit source copyright_notice usage_terms licence_url licensor_url"
).split()
WORDS = (*TEXTS, "keywords", "taken_at", "usage_until")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is a picture: its bytes, what stands in it, and the picture that has the same bytes."""

    data: bytes
    sha256: str
    read: imaging.Read
    known: Picture | None


def examine(file: BinaryIO) -> Incoming:
    """Read a file before anything is stored of it. Raises imaging.NotAPicture."""
    read = imaging.read(file)
    file.seek(0)
    data = file.read()
    digest = sha256(data).hexdigest()
    return Incoming(data, digest, read, Picture.objects.filter(sha256=digest).first())


def take_in(incoming: Incoming, *, by: User | None = None, **told: Any) -> Picture:
    """The picture of a file, in the library from now on; the one that is there where the bytes are known.

    What the file says fills the fields that nothing is `told` of.
    """
    if incoming.known:
        return incoming.known
    picture = Picture(**{name: _fitting(name, value) for name, value in told.items()})
    people = _fill(picture, incoming.read.said)
    picture.uploaded_by = by
    _put(picture, incoming)
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
            show(picture, people)
            transaction.on_commit(renditions.start)
    except IntegrityError:  # somebody else has brought the same file at this moment
        _discard(picture)
        return Picture.objects.get(sha256=incoming.sha256)
    return picture


def save(picture: Picture) -> None:
    """Save what somebody has changed of a picture; another focal point wants other renditions."""
    same = Picture.objects.filter(pk=picture.pk, focal_x=picture.focal_x, focal_y=picture.focal_y)
    if not same.exists():
        picture.rendered_at, picture.attempts = None, 0
        transaction.on_commit(renditions.start)
    picture.save()


def is_worked_on(picture: Picture) -> bool:
    """Whether anything is said of it, or done to it, that did not come with its file."""
    own = {name for name in WORDS if getattr(picture, name)} - set(picture.from_file)
    is_moved = (picture.focal_x, picture.focal_y) != (0.5, 0.5)
    names_somebody = "people" not in picture.from_file and picture.shown.exists()
    return bool(own or is_moved or picture.is_decorative or picture.killed_at or names_somebody)


def show(picture: Picture, people: Iterable[Person]) -> None:
    """Say whom the picture shows, in order; in the transaction of whoever asks."""
    picture.shown.all().delete()
    PicturePerson.objects.bulk_create(
        PicturePerson(picture=picture, person=person, rank=rank)
        for rank, person in enumerate(dict.fromkeys(people))
    )
    search.enter_pictures([picture.pk])


def _fill(picture: Picture, said: imaging.Said) -> list[Person]:
    """Give empty fields what the file says, and note which; the people whom the newsroom knows."""
    words = {name: getattr(said, name) for name in TEXTS}
    words |= {"keywords": ", ".join(said.keywords), "taken_at": _in_zone(said.taken_at)}
    filled = [name for name, value in words.items() if value and not getattr(picture, name)]
    if picture.is_decorative and "alt_text" in filled:
        filled.remove("alt_text")
    for name in filled:
        setattr(picture, name, _fitting(name, words[name]))
    filled = [name for name in filled if getattr(picture, name)]
    people = list(authorities.find(Person, said.people).values()) if said.people else []
    picture.from_file = [*picture.from_file, *filled, *(["people"] if people else [])]
    return people


def _in_zone(moment: datetime | None) -> datetime | None:
    """Cameras that write no zone are taken to be set to the newsroom's."""
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _fitting(name: str, value: Any) -> Any:
    """The value as the field holds it: printable, not too long, and an address only if it is one."""
    if not isinstance(value, str):
        return value
    field: Any = Picture._meta.get_field(name)
    value = printable(value)[: field.max_length]
    try:
        field.run_validators(value)
    except ValidationError:
        return ""
    return value


def _put(picture: Picture, incoming: Incoming) -> None:
    """Store the files, both under the picture's key; the row is still to be saved."""
    picture.sha256, picture.rendered_at, picture.attempts = incoming.sha256, None, 0
    picture.width, picture.height = incoming.read.width, incoming.read.height
    picture.original.save(f"original{incoming.read.suffix}", ContentFile(incoming.data), save=False)
    picture.file.save("picture.jpg", ContentFile(incoming.read.copy), save=False)


def _discard(picture: Picture) -> None:
    """Take the files of a picture away, those that are public first."""
    _unpublish(picture)
    if picture.original:
        picture.original.storage.delete(str(picture.original.name))


def replace(picture: Picture, incoming: Incoming, *, by: User | None) -> None:
    """Show other bytes wherever the picture is shown: at new addresses, since the old ones are kept for ever.

    Raises imaging.NotAPicture where another picture of the library has these bytes.
    """
    if incoming.known and incoming.known != picture:
        raise imaging.NotAPicture(f"The library has this file already: “{incoming.known}”.")
    if incoming.known:
        return
    old = Picture.objects.get(pk=picture.pk)
    picture.key, picture.made_by = new_key(), None
    _put(picture, incoming)
    with transaction.atomic():
        picture.save()
        log.entry("replace_picture", user=by, subject=str(picture)).save()
        transaction.on_commit(lambda: _discard(old))
        transaction.on_commit(renditions.start)


def kill(picture: Picture, *, by: User | None, reason: str) -> None:
    """Take a picture off every page and its files off the disk; its row stays, and says so.

    The original stays, unseen: somebody may have to answer for it.
    """
    with transaction.atomic():
        picture.killed_at = timezone.now()
        picture.rendered_at = None
        picture.save(update_fields=["killed_at", "rendered_at"])
        log.entry("kill_picture", user=by, subject=str(picture), note=reason).save()
        transaction.on_commit(lambda: _unpublish(picture))


def _unpublish(picture: Picture) -> None:
    renditions.remove(picture)
    picture.file.storage.delete(picture.file.name)


def delete(picture: Picture, *, by: User | None) -> None:
    """Delete a picture that no version of a story uses, with its files. Raises ProtectedError."""
    with transaction.atomic():
        subject = str(picture)
        picture.delete()
        log.entry("delete", user=by, subject=subject).save()
        transaction.on_commit(lambda: _discard(picture))
