"""Which picture comes along with which document: one that it names, or that lies beside it under its name.

A picture is looked for among the files that were found and nowhere else, so that no document's words lead
out of what was given, or to another machine.
"""

import os.path
import posixpath
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from articles.importing.document import Document, PictureReference
from articles.importing.sources import Source

ALONE = (
    "a picture that comes with no document: name it in one, call it like one (flood.jpg beside flood.txt), "
    "or add it to the library by hand"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The picture file that comes along with a document, and what the document says of it."""

    source: Source
    said: PictureReference


class Album:
    """The picture files among what was found."""

    def __init__(self, found: Iterable[Source] = ()) -> None:
        self._files = {_key(one.path): one for one in found if one.is_picture}
        self._by_stem = {_stem(key): one for key, one in reversed(self._files.items())}

    def lead(self, path: str, document: Document | None, is_single: bool) -> Beside | None:
        """The picture of a document in the file at this path; `is_single` where it is the only one there."""
        for said in document.pictures if document else ():
            for place in _places(path, said.address):
                if place in self._files:
                    return Beside(self._files[place], said)
        like = self._by_stem.get(_stem(_key(path).removesuffix(".gz"))) if document and is_single else None
        return Beside(like, PictureReference("")) if like else None

    def left(self, taken: Collection[str]) -> list[Source]:
        """Those whose paths are not among the taken ones."""
        return [one for one in self._files.values() if one.path not in taken]


def _key(path: str) -> str:
    """One for all spellings: archives made on a Mac take letters and accents apart."""
    return unicodedata.normalize("NFC", path).casefold()


def _stem(key: str) -> str:
    return os.path.splitext(key)[0]


def _places(path: str, address: str) -> Iterator[str]:
    """Where a relative address leads to, as a file's name and as the web reads it."""
    try:
        read = urlsplit(address)
    except ValueError:
        return
    if not read.netloc:
        for name in (address.replace("\\", "/"), unquote(read.path)):
            yield _key(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)))
