"""Zip archives: members one by one, never unpacked to disk, and bombs refused before they go off."""

import os
import stat
from collections.abc import Iterator
from functools import lru_cache
from io import BufferedReader, FileIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipExtFile, ZipFile, ZipInfo

from articles.importing.document import Refused

ZIP = b"PK\x03\x04"
MOST_CONTENTS = 16 * 1024**2  # bytes of the table of contents, about 100 a member
MOST_UNPACKED = 8 * 1024**3  # bytes of all members together
# Text packs to a tenth, repeated lines to a hundredth of their size: more is a bomb, once it is of any size.
MOST_RATIO = 200
HARMLESS = 1024**2
NESTED = "an archive inside an archive: unpack the outer one and import what comes out"
DAMAGED = "damaged: its packing breaks off or does not fit; pack it again"
_OFFICE = frozenset(("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"))
_ENCRYPTED = 0x1  # https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.4.4


def members(place: str) -> Iterator[tuple[int, str]] | None:
    """The number and name of each member of the archive at this path; None where there is no archive.

    Raises Refused when it is damaged or too large, OSError when it cannot be read.
    """
    with open(place, "rb") as file:
        if file.read(len(ZIP)) != ZIP:
            return None
    try:
        found = _archive(place).infolist()
    except (BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused(DAMAGED) from error
    if any(info.filename in _OFFICE for info in found):
        return None
    if (unpacked := sum(info.file_size for info in found)) > MOST_UNPACKED:
        raise Refused(f"too large unpacked: {unpacked:,} bytes, allowed are {MOST_UNPACKED:,}; split it")
    return ((number, info.filename) for number, info in enumerate(found) if not info.is_dir())


def opened(place: str, number: int) -> ZipExtFile:
    """A member of the archive at this path. Raises Refused where it must not be read, and as zipfile does."""
    archive = _archive(place)
    info = archive.infolist()[number]
    if why := _why_not(info):
        raise Refused(why)
    found = archive.open(info)
    assert isinstance(found, ZipExtFile)
    return found


def _why_not(info: ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted: unpack its archive with the password and import what comes out"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link inside an archive: pack the file that it leads to"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "packed by a method that is not read: pack it as a common zip archive"
    if info.file_size > max(HARMLESS, MOST_RATIO * info.compress_size):
        return f"a zip bomb: {info.compress_size:,} bytes would become {info.file_size:,}"
    return ""


class _Bounded(BufferedReader):
    """A file whose table of contents is not read when it is too long: zipfile reads it in one piece."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MOST_CONTENTS:
            raise Refused(f"too many files in one archive: about {size // 100:,}; split it")
        return super().read(size)


def _archive(place: str) -> ZipFile:
    state = os.stat(place)
    return _opened(place, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2)  # members come in order; a folder of a thousand archives must not hold them all open
def _opened(place: str, changed: int, size: int) -> ZipFile:
    return ZipFile(_Bounded(FileIO(place)))
