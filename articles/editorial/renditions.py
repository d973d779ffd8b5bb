"""Making renditions while nobody waits: in a thread of the process that has the file, or by the worker."""

import logging
import threading
from contextlib import suppress

from django.db import connection
from django.db.models import F
from django.utils import timezone
from PIL import Image

from articles import caching
from articles.editorial import library
from articles.imaging import DAMAGE
from articles.models import Picture

logger = logging.getLogger(__name__)

_busy = threading.Lock()
_asked = threading.Event()


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
    done, last = 0, None
    while picture := Picture.objects.unrendered().filter(**({"pk__lt": last} if last else {})).first():
        last = picture.pk
        try:
            _write(picture)
        except Exception as error:  # every storage has errors of its own
            if not _is_own_fault(picture, error):
                logger.error("The storage fails: no more renditions for now. (%r)", error)
                break
            logger.exception("No renditions of picture %s: its safe copy is shown.", picture.pk)
            Picture.objects.filter(pk=picture.pk).update(attempts=F("attempts") + 1)
        else:
            done += _show(picture)
    return done


def _write(picture: Picture) -> None:
    wanted = sorted(picture.file.get_picture_files_list(), key=lambda one: (-one.width, one.name))
    with picture.file.storage.open(picture.file.name) as file, Image.open(file) as opened:
        image = opened.convert("RGB")
    for one in wanted:
        one.save(image)


def _is_own_fault(picture: Picture, error: Exception) -> bool:
    """Whether its copy is damaged (decoders' errors have no number), or gone from a storage that is there.

    A volume that is not mounted has none of the originals that were there first.
    """
    if not isinstance(error, FileNotFoundError):
        return isinstance(error, DAMAGE) and getattr(error, "errno", None) is None
    first = Picture.objects.order_by("pk").exclude(original="").values_list("original", flat=True)[:10]
    return any(map(picture.file.storage.exists, first))


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
