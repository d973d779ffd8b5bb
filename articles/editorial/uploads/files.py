"""The files of an upload: handed in, found again under their owner's names, thrown away."""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from articles.importing import sources
from articles.importing.sources import Source
from articles.models import Upload

Handed = tuple[str, "UploadedFile[Any]"]  # with its path as its owner knows it

KEPT_FOR = timedelta(days=7)  # since somebody last looked at it
MOST_FILES = 20_000
DEEPEST = 8  # folders above a file that are kept of its path
LONGEST_NAME = 200  # bytes; file systems hold 255


class NotKept(Exception):
    """Files that cannot be handed in; its message says why, and what to do."""


def keep(user: User, files: Sequence[Handed], upload: Upload | None = None) -> Upload:
    """Keep files in a new upload, or with those of an earlier one.

    Raises NotKept; an upload that had files before keeps those.
    """
    size = sum(file.size or 0 for _, file in files)
    _check(files, size + (upload.size if upload else 0))
    if upload and upload.confirmed_at:
        raise NotKept("That upload is being imported already. Hand in the other files anew.")
    kept = upload or Upload.objects.create(user=user)
    before = _portions(kept)
    try:
        _write(kept, files, len(before))
        total = _counted(kept)
    except (OSError, NotKept) as error:
        for portion in _portions(kept)[len(before) :]:
            shutil.rmtree(portion, ignore_errors=True)
        if not upload:
            throw_away(kept)
        if isinstance(error, NotKept):
            raise
        raise NotKept(f"The files could not be kept: {error.strerror}. Nothing was imported.") from error
    Upload.objects.filter(pk=kept.pk).update(size=F("size") + size, total=total)
    kept.refresh_from_db()
    return kept


def _check(files: Sequence[object], size: int) -> None:
    if not files:
        raise NotKept("Choose at least one file, or a zip archive of them.")
    if size > settings.IMPORT_UPLOAD_MAX_BYTES:
        raise NotKept(too_large(size))


def _counted(upload: Upload) -> int:
    files = list(found(upload))
    if len(files) > MOST_FILES:
        raise NotKept(
            f"That is {len(files):,} documents and pictures, and one upload may hold {MOST_FILES:,}. "
            "Hand them in in parts, or ask whoever runs the site to import them from the command line."
        )
    return sum(not one.is_picture for one in files)


def megabytes(size: int) -> str:
    """A number of bytes in words."""
    return f"{size / 1024**2:,.0f} MB"


def too_large(size: int) -> str:
    """What to say of that many bytes."""
    most = megabytes(settings.IMPORT_UPLOAD_MAX_BYTES)
    return (
        f"That is {megabytes(size)}, and one upload may hold {most}. Hand it in in "
        "several parts, or ask whoever runs the site to import it from the command line."
    )


def _write(upload: Upload, files: Iterable[Handed], first: int) -> None:
    """Write them into folders from the number `first` on: later files come after those that may have been
    read, and two of one name lie in two folders."""
    storage = FileSystemStorage(
        settings.UPLOAD_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700
    )
    for path, file in files:
        own = _tame(path)
        place = next(
            place for number in count(first) if not storage.exists(place := f"{upload.pk}/{number:06}/{own}")
        )
        storage.save(place, file)


def _tame(path: str) -> str:
    """A path that leads nowhere but down, each part of a length that file systems hold."""
    parts = (part.replace("\0", "").strip() for part in re.split(r"[/\\]", path))
    named = [_shortened(part) for part in parts if part not in ("", ".", "..")]
    return "/".join(named[-DEEPEST:]) or "unnamed"


def _shortened(name: str) -> str:
    return name.encode(errors="ignore")[-LONGEST_NAME:].decode(errors="ignore")


def _folder(upload: Upload) -> Path:
    return Path(settings.UPLOAD_ROOT) / str(upload.pk)


def _portions(upload: Upload) -> list[Path]:
    top = _folder(upload)
    return sorted(top.iterdir()) if top.exists() else []


def found(upload: Upload) -> Iterator[Source]:
    """Files, and pictures, under their owner's names in the order in which they came, archives unpacked."""
    for portion in _portions(upload):
        above = sources.printable(f"{portion}/")
        for source in sources.find([str(portion)]):
            yield replace(source, path=source.path.removeprefix(above), above=f"{portion.name}/")


def remove_files(upload: Upload) -> None:
    """Take its files back; the ledger keeps the bytes of those that were imported."""
    shutil.rmtree(_folder(upload), ignore_errors=True)


def throw_away(upload: Upload) -> None:
    """Take an upload and its files back; what was imported from it stays."""
    remove_files(upload)
    upload.delete()


def sweep(now: datetime) -> None:
    """Throw away what nobody has looked at for seven days."""
    for upload in Upload.objects.filter(seen_at__lt=now - KEPT_FOR):
        throw_away(upload)
