"""Whether two texts are the same, or mostly the same."""

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile("['’ʼ`´](?<=\\w.)(?=\\w)")
_SHINGLE = 4  # words
_FEWEST, _MOST = 16, 96  # hashes of a sketch
_SAMPLE = 2**32 // 8  # between them, one shingle in eight


class Likeness(NamedTuple):
    """How alike two texts are, from 0 to 1: by their four-word shingles.

    `contained` is the share of the shorter text's shingles that the longer one has, `alike` the share
    of the shingles of both that they have in common.
    """

    contained: float = 0.0
    alike: float = 0.0


def fingerprint(paragraphs: Sequence[str]) -> str:
    """32 hex digits, equal for bodies with the same words, whatever their case, quotes, dashes and breaks."""
    flat = _flat(tuple(paragraphs))
    return hashlib.blake2b(flat + b" " if flat else b"", digest_size=16).hexdigest()


@lru_cache(maxsize=1)  # a text is asked for twice: for its fingerprint, and for its sketch
def _flat(paragraphs: tuple[str, ...]) -> bytes:
    """The folded words of a text, parted by spaces."""
    joined = _APOSTROPHES.sub("", "\n".join(paragraphs))
    if not joined.isascii():
        joined = unicodedata.normalize("NFKC", joined)
    return " ".join(_WORD.findall(joined.casefold())).encode("utf-8", "surrogatepass")


def shingles(paragraphs: Iterable[str]) -> frozenset[bytes]:
    """The runs of four words of a text, across its paragraphs; a shorter text is one shingle."""
    coded = _flat(tuple(paragraphs)).split()
    if not coded:
        return frozenset()
    runs = zip(*(coded[at:] for at in range(_SHINGLE)), strict=False)
    return frozenset(map(b" ".join, runs)) or frozenset((b" ".join(coded),))


def sketch(paragraphs: Iterable[str]) -> tuple[int, ...]:
    """At most 96 hashes (signed 64-bit) that two texts share about as often as they share shingles.

    The shingles with the lowest checksums: of every text the lowest eighth, so that a brief meets the
    long story that holds it; at least 16, so that short texts meet.
    """
    every = shingles(paragraphs)
    chosen = sorted((rank, one) for one in every if (rank := zlib.crc32(one)) < _SAMPLE)[:_MOST]
    if len(chosen) < _FEWEST:
        chosen = sorted((zlib.crc32(one), one) for one in every)[:_FEWEST]
    return tuple(_hash(shingle) for _, shingle in chosen)


def _hash(shingle: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(shingle, digest_size=8).digest(), "big", signed=True)


def likeness(a: frozenset[bytes], b: frozenset[bytes]) -> Likeness:
    """How alike the texts with these shingles are."""
    if not (a and b):
        return Likeness()
    common = len(a & b)
    return Likeness(common / min(len(a), len(b)), common / len(a | b))
