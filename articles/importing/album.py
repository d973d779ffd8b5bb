"""Which picture comes along with which document: one that it names, or that lies beside it under its name.

A picture is looked for among the files that were found and nowhere else, so that no document's words lead
out of what was given, or to another machine.
"""

import os.path
import posixpath
import unicodedata
from collections import Counter, defaultdict
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
        pictures = (one for one in found if one.is_picture)
        self._files = {(one.place, one.member, one.whole): one for one in pictures}.values()
        self._alike: dict[str, list[_Spelt]] = defaultdict(list)
        self._beside: dict[str, list[_Spelt]] = defaultdict(list)
        often = Counter(one.whole for one in self._files)
        for one in self._files:
            if often[one.whole] == 1:  # archives may hold two files of one name
                stem = _stem(one.whole)
                self._alike[_key(one.whole)].append((one.whole, one))
                self._beside[_key(stem)].append((stem, one))

    def lead(self, path: str, document: Document | None, is_single: bool) -> Beside | None:
        """The picture of a document in the file at this whole path; `is_single`: the only one there."""
        for said in document.pictures if document else ():
            for place in _places(path, said.address):
                if found := _nearest(self._alike, place):
                    return Beside(found, said)
        unpacked = path[:-3] if path.casefold().endswith(".gz") else path
        like = _nearest(self._beside, _stem(unpacked)) if document and is_single else None
        return Beside(like, PictureReference("")) if like else None

    def left(self, taken: Collection[str]) -> list[Source]:
        """Those whose whole paths are not among the taken ones."""
        return [one for one in self._files if one.whole not in taken]


_Spelt = tuple[str, Source]


def _nearest(found: dict[str, list[_Spelt]], wanted: str) -> Source | None:
    """The one that is spelt like this, else the one that can be meant."""
    alike = found.get(_key(wanted), ())
    exact = [one for spelling, one in alike if spelling == wanted]
    is_clear = exact or len({spelling for spelling, _ in alike}) == 1
    return (exact or [one for _, one in alike])[0] if is_clear else None


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
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
