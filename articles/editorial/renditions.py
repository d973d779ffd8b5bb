"""Making renditions while nobody waits: in a thread of the process that has the file, or by the worker."""

import logging
import threading
from contextlib import suppress
from io import BytesIO

from django.core.files.storage import Storage
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone
from PIL import Image

from articles import caching
from articles.editorial import library
from articles.imaging import DAMAGE
from articles.models import Picture

logger = logging.getLogger(__name__)

MOST_LOST = 10  # copies that are not there, before a round ends

_busy = threading.Lock()
_asked = threading.Event()


class _Damaged(Exception):
    """A safe copy that no longer is a picture."""


class _Lost(Exception):
    """A safe copy that cannot be found or read."""


def start() -> None:
    """Make what is to be made, in a thread; one at a time, which looks again when it is asked meanwhile."""
    _asked.set()
    threading.Thread(target=_work, name="renditions").start()


def _work() -> None:
    while _asked.is_set() and _busy.acquire(blocking=False):
        try:
            _asked.clear()
            work_off()
        finally:
            _busy.release()
            connection.close()


def work_off() -> int:
    """Make the renditions of all pictures that have none, the newest first; how many pictures that were.

    What has failed three times is left, until somebody changes the picture or runs the command. Where the
    storage fails, or is away, that is no picture's fault: the next round begins anew.
    """
    done, last, lost = 0, None, list[Picture]()
    while picture := Picture.objects.unrendered().filter(**({"pk__lt": last} if last else {})).first():
        last = picture.pk
        try:
            _write(picture)
            done += _show(picture)
        except _Damaged:
            _failed(picture, "its copy is damaged")
        except _Lost:
            lost.append(picture)
        except DatabaseError:
            raise
        except Exception as error:  # every storage has errors of its own
            logger.error("The storage fails: no more renditions for now. (%r)", error)
            break
        if len(lost) == MOST_LOST:
            break
    if lost and not done and not _is_there(lost[0].file.storage):
        logger.error("The storage is away: it has none of %d pictures.", len(lost))
    elif lost:
        for picture in lost:
            _failed(picture, "its copy is gone, or nobody may read it")
    return done


def _failed(picture: Picture, why: str) -> None:
    logger.error("No renditions of picture %s: %s.", picture.pk, why)
    Picture.objects.filter(pk=picture.pk).update(attempts=F("attempts") + 1)


def _write(picture: Picture) -> None:
    wanted = sorted(picture.file.get_picture_files_list(), key=lambda one: (-one.width, one.name))
    try:
        with picture.file.storage.open(picture.file.name) as file:
            data = file.read()
    except (FileNotFoundError, PermissionError) as error:
        raise _Lost from error
    try:  # nothing is read or stored here: what goes wrong is the picture's fault, and not the storage's
        with Image.open(BytesIO(data)) as opened:
            image = opened.convert("RGB")
        made = [(one, one.encoded(image)) for one in wanted]
    except DAMAGE as error:
        raise _Damaged from error
    for one, rendition in made:
        one.store(rendition)


def _is_there(storage: Storage) -> bool:
    """Whether the storage has any of its first and last originals: a volume that is not mounted has none."""
    names = Picture.objects.filter(killed_at=None).exclude(original="").values_list("original", flat=True)
    some = [*names.order_by("pk")[:MOST_LOST], *names.order_by("-pk")[:MOST_LOST]]
    try:
        return any(map(storage.exists, some))
    except Exception:  # as above
        return False


def _show(picture: Picture) -> bool:
    """Let pages show the renditions; not, where the picture has changed meanwhile."""
    as_it_was = {"key": picture.key, "focal_x": picture.focal_x, "focal_y": picture.focal_y}
    rows = Picture.objects.unrendered().filter(pk=picture.pk, **as_it_was)
    if not rows.update(rendered_at=timezone.now()):
        if not Picture.objects.filter(key=picture.key, killed_at=None).exists():
            remove(picture)
        return False
    if library.is_public(picture):
        caching.renew()
    return True


def remove(picture: Picture) -> None:
    """Take all renditions of a picture away, those for earlier focal points, too."""
    _empty(picture, f"pictures/{picture.key}")


def _empty(picture: Picture, folder: str) -> None:
    storage = picture.file.storage
    with suppress(FileNotFoundError):
        folders, names = storage.listdir(folder)
        for name in names:
            storage.delete(f"{folder}/{name}")
        for name in folders:
            _empty(picture, f"{folder}/{name}")
        storage.delete(folder)  # an empty folder, where the storage has such a thing
