"""Finding the documents at the paths that are given, in folders and archives, and reading their bytes."""

import atexit
import os
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipExtFile

from articles.importing import archives
from articles.importing.document import Refused

STANDARD_INPUT = "-"
GZIP = b"\x1f\x8b"
_DAMAGES = (BadGzipFile, BadZipFile, EOFError, IndexError, NotImplementedError, ValueError, zlib.error)
# What breaks a line, drives a terminal, turns the direction of writing, or is no character at all.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


# What is no document, and comes along with one: see `album`.
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read: its path as given, and the folder it lies in below the given path, or "".

    `path` is printable in one line; that of an archive's member goes on inside it (`wire.zip/a/b.txt`).
    `place` is the path on disk where it differs, and `member` the number in the archive there. `refusal`
    says why it cannot be read, where that is known beforehand. `above` leads to its delivery.
    """

    path: str
    folder: str = ""
    place: str = field(default="", compare=False)
    member: int | None = field(default=None, compare=False)
    refusal: str = ""
    above: str = field(default="", compare=False)

    @property
    def whole(self) -> str:
        """Its path, with that of its delivery where there are several."""
        return self.above + self.path

    @property
    def is_picture(self) -> bool:
        return self.path.casefold().endswith(_PICTURES) and not self.refusal

    def read(self, most: int) -> bytes:
        """Its bytes, unpacked where they are gzipped, `most` at the most.

        Raises OSError where it cannot be read, Refused where it must not be.
        """
        if self.refusal:
            raise Refused(self.refusal)
        try:
            with self._opened() as file:
                is_packed = file.peek(len(GZIP)).startswith(GZIP)
                data = GzipFile(fileobj=file).read(most) if is_packed else file.read(most)
        except _DAMAGES as error:
            raise Refused(archives.DAMAGED) from error
        if data.startswith(archives.ZIP) and (is_packed or self.member is not None):
            raise Refused(archives.NESTED)
        return data

    def _opened(self) -> AbstractContextManager[BufferedReader | ZipExtFile]:
        place = self.place or self.path
        if self.member is not None:
            return archives.opened(place, self.member)
        return nullcontext(_peekable(sys.stdin.buffer)) if place == STANDARD_INPUT else open(place, "rb")


def find(paths: Iterable[str]) -> Iterator[Source]:
    """The documents and pictures at these paths, sorted: files, folders with all below them, zip archives
    with all in them, `-` for standard input.

    Hidden files are passed over. What is no file, and a link that leads out of its folder, comes with its
    refusal. Raises FileNotFoundError for a path that is not there.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield from _standard_input()
        elif os.path.isfile(path):
            yield from _with_members(Source(printable(path), place=path))
        elif os.path.isdir(path):
            yield from _below(Path(path))
        else:
            raise FileNotFoundError(printable(path))


def printable(path: str) -> str:
    r"""A path as it can be stored and shown in one line: what cannot is written `\xe9` or `\u202e`."""
    readable = path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), readable)


def _standard_input() -> Iterator[Source]:
    """An archive is read from its end, so standard input goes to a file that lasts as long as the process."""
    given = _peekable(sys.stdin.buffer)
    if not given.peek(len(archives.ZIP)).startswith(archives.ZIP):
        yield Source(STANDARD_INPUT)
        return
    spool = tempfile.NamedTemporaryFile(prefix="newsroom-")  # noqa: SIM115
    atexit.register(spool.close)
    shutil.copyfileobj(given, spool)
    spool.flush()
    yield from _with_members(Source(STANDARD_INPUT, place=spool.name))


@lru_cache(maxsize=1)
def _peekable(file: BinaryIO) -> BufferedReader:
    return file if isinstance(file, BufferedReader) else BufferedReader(cast(RawIOBase, file))


def _below(top: Path) -> Iterator[Source]:
    inside = os.path.join(os.path.realpath(top), "")
    for folder, folders, files in os.walk(top):
        here = Path(folder)
        files += [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        section = printable(here.name) if here != top else ""
        for name in sorted(name for name in files if not name.startswith(".")):
            place = str(here / name)
            refusal = _no_file(place, inside)
            yield from _with_members(Source(printable(place), section, place, refusal=refusal))


def _no_file(place: str, inside: str) -> str:
    """Why what is found in a folder is not opened."""
    if os.path.islink(place) and not os.path.realpath(place).startswith(inside):
        return "a link out of its folder: give the path that it leads to"
    if os.path.isdir(place):
        return "a link to a folder: its documents are imported where they lie"
    if os.path.exists(place) and not os.path.isfile(place):
        return "no file but a pipe, a socket or a device"
    return ""


def _with_members(source: Source) -> Iterator[Source]:
    """The source, or what is in it where it is an archive."""
    try:
        members = None if source.refusal else archives.members(source.place)
    except OSError:
        members = None  # whoever reads it will say why not
    except Refused as refusal:
        yield Source(source.path, source.folder, refusal=str(refusal))
        return
    if members is None:
        yield source
        return
    for number, name in members:
        parts = [printable(part) for part in re.split(r"[/\\]", name) if part not in {"", ".", ".."}]
        if not any(part.startswith((".", "__MACOSX")) for part in parts):
            folder = parts[-2] if parts[1:] else source.folder
            yield Source("/".join([source.path, *parts]), folder, source.place, number)
