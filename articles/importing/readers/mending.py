"""Text that was decoded with the wrong encoding before it came to us ("cafÃ©"), made right again.

Nothing else of ftfy is used: quotes, widths and dashes stay as they were written.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import ftfy

from articles.importing.document import Document, Line

# The bytes that begin a UTF-8 sequence of letters and signs that news has, where each encoding shows
# them; any of the bytes 80 to BF behind one is worth a closer look.
_LEADS = {
    "latin-1": range(0xC2, 0xF5),
    "windows-1252": range(0xC2, 0xF5),
    "windows-1250": (0xC2, 0xC3, 0xC4, 0xC5, 0xE2),
    "windows-1251": (0xC2, 0xC3, 0xD0, 0xD1, 0xE2),
    "mac-roman": (0xC3, 0xE2),
}


def _characters(codes: Iterable[int], encoding: str) -> str:
    return re.escape(bytes(codes).decode(encoding, "ignore"))


_SUSPECT = re.compile(
    "|".join(
        f"[{_characters(leads, encoding)}][{_characters(range(0x80, 0xC0), encoding)}]"
        for encoding, leads in _LEADS.items()
    )
)
# One class is looked for ten times as fast as the pairs, and most texts have none of these characters.
_LEAD = re.compile(f"[{''.join(_characters(leads, encoding) for encoding, leads in _LEADS.items())}]")
_PIECE = re.compile(r"[^\n]{1,5000}(?!\S)|[^\n]{1,5000}|\n+")


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with wrongly decoded characters mended, and a warning if there were any.

    Text that is right does not change by a byte.
    """
    mended, count = _mended(text)
    return mended, _warning(count)


def mend_fields(document: Document) -> Document:
    """The document with its lines, headline and dek mended, and a warning if anything was.

    In escapes ("\\u00c3", "&Atilde;") wrong characters hide from the first look at a file.
    """
    lines, counts = zip(*map(_mended_line, document.lines), strict=True) if document.lines else ((), ())
    titles = {name: one for name in ("headline", "dek") if (one := getattr(document, name))}
    mended = {name: replace(one, value=_mended(one.value)[0]) for name, one in titles.items()}
    count = sum(counts) + sum(_mended(one.value)[1] for one in titles.values())
    if not count:
        return document
    return replace(document, lines=lines, warnings=(*document.warnings, *_warning(count)), **mended)


def _mended_line(line: Line) -> tuple[Line, int]:
    text, count = _mended(line.text)
    return (replace(line, text=text, markup=_mended(line.markup)[0]), count) if count else (line, 0)


def _is_suspect(text: str) -> bool:
    return not text.isascii() and bool(_LEAD.search(text) and _SUSPECT.search(text))


def _mended(text: str) -> tuple[str, int]:
    """The text, and how many of its characters are new."""
    if not _is_suspect(text):
        return text, 0
    pieces = _PIECE.findall(text)
    mended = [ftfy.fix_encoding(piece) if _SUSPECT.search(piece) else piece for piece in pieces]
    count = sum(
        (Counter(after) - Counter(before)).total() for before, after in zip(pieces, mended, strict=True)
    )
    return ("".join(mended), count) if count else (text, 0)


def _warning(count: int) -> tuple[str, ...]:
    characters = "1 character was" if count == 1 else f"{count:,} characters were"
    return (f"the text was decoded wrongly before it came to us; {characters} mended",) if count else ()
