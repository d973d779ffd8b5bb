"""Which encoding a text came in: its byte order mark or what it declares, else UTF-8, else a good guess."""

import codecs
import re

import charset_normalizer

from articles.importing import lists
from articles.importing.document import Refused
from articles.importing.readers.mending import mend

MARKS = (  # UTF-32 LE begins with the mark of UTF-16 LE, so it comes first.
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = tuple(
    (form.encode().decode("unicode_escape").encode("latin-1"), kind)
    for kind, forms in lists.table("binaries/magic").items()
    for form in forms
)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile("[^\x00-\x7f]")
_KANA = re.compile("[\u3041-\u30ff]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
# What Windows-1252 adds and prose has: a letter beside a letter, quotes, dashes, money, degrees.
_AT_HOME = re.compile(
    "(?<=[A-Za-z])[À-ÖØ-öø-ÿŠšŽžŒœŸƒª]|[À-ÖØ-öø-ÿŠšŽžŒœŸ](?=[A-Za-z])|[‘’“”‚„–—…•€£¥§©®™°º«»¿¡·½¼¾×´¨\xa0]"
)
_MEANT = lists.section("encodings/meant")
_DECLARABLE = lists.pattern("encodings/told/declarable")
_GUESSED = lists.table("encodings/told")["guessed"]
# Encodings that share most letters with Windows-1252: of each group of these letters, as it would show them,
# the languages have one, and none of the last.
_NEIGHBOURS = (
    ("cp1250", ("ì", "øšž", "áíé"), "ñãõ"),  # Czech and Slovak
    ("cp1250", ("õû", "öü", "áé"), "èàêâçãñ"),  # Hungarian
    ("cp1254", ("ýþ", "üöç"), "áéíóúæ"),  # Turkish
)
_SAMPLE = 50_000  # bytes that tell the encoding
_FEWEST = 10  # bytes beyond ASCII; fewer tell nothing
_DAMAGED = 1000  # of so many bytes one may be wrong
_SOUND = 9  # characters beyond ASCII for each wrong byte


def decode(data: bytes, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    """The text, mended where it was decoded wrongly before, the name of its encoding, and warnings.

    `declared` is what the document or whoever sent it says, as a label such as "iso-8859-1"; one that
    does not fit is passed over. Raises Refused when `data` is of a known binary format, holds NULs, or is
    in no encoding we trust.
    """
    text, encoding, warnings = _decode(data, declared)
    text, mended = mend(text)
    return text, encoding, warnings + mended


def _decode(data: bytes, declared: str) -> tuple[str, str, tuple[str, ...]]:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise Refused(f"binary: it is {kind}; export its text as plain UTF-8 and import that")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding, ()
    if b"\x00" in data:
        raise Refused("binary: it holds NUL bytes; export it as plain UTF-8 text")
    label = _label(declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _as_declared(data, label or "utf-8") or _guessed(data, label, error.start)
    if label == "iso2022_jp" and b"\x1b" in data:
        return _as_declared(data, label) or (text, "utf-8", ())
    lie = f"it says that it is in {label}, but it is UTF-8 and was read so"
    return text, "utf-8", () if text.isascii() or label in {"", "utf-8"} else (lie,)


def _label(declared: str) -> str:
    """The encoding that a label means on the web, by Python's name; "" for one that no text is in."""
    try:
        name = codecs.lookup(declared.strip(" \"'")).name
    except (LookupError, ValueError):
        return ""
    name = _MEANT.get(name, name)
    return name if _DECLARABLE.fullmatch(name) else ""


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"its mark says {encoding}, but byte {error.start} does not fit"
        raise Refused(f"not decodable: {where}; save it again as UTF-8") from error


def _as_declared(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]] | None:
    """None where more than a few bytes are damaged."""
    text = data.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    if wrong * _DAMAGED > len(data) or wrong * _SOUND > len(_HIGH.findall(text)) - wrong:
        return None
    damage = f"damaged: in {wrong} places its bytes are not {encoding}, and a � stands there"
    return text, encoding, (damage,) if wrong else ()


def _guessed(data: bytes, label: str, bad: int) -> tuple[str, str, tuple[str, ...]]:
    said = f"it says that it is in {label}, which does not fit; it" if label else "it is not UTF-8 and"
    encoding = _western(data) or _other(data)
    name = {"windows-1252": "Windows-1252"}.get(encoding, encoding)
    if not encoding:
        raise Refused(
            f"not decodable: not UTF-8 (byte {bad}) and in no other encoding that we can tell; "
            "save it again as UTF-8"
        )
    return data.decode(encoding), encoding, (f"{said} was read as {name}; check accents and quotes",)


def _western(data: bytes) -> str:
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return ""
    if _UTF8_SEQUENCE.search(data) or not _reads_like_text(text):
        return ""
    letters = set(text)
    return next(
        (
            encoding
            for encoding, needed, strange in _NEIGHBOURS
            if all(map(letters.intersection, needed)) and not letters.intersection(strange)
        ),
        "windows-1252",
    )


def _other(data: bytes) -> str:
    """The encoding that a sample of the lines beyond ASCII is in, if the whole text is; else ""."""
    sample = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:_SAMPLE]
    high = len(_HIGH_BYTES.findall(sample))
    inside = sum(map(len, _UTF8_SEQUENCE.findall(sample)))
    if high < _FEWEST or 2 * inside > high:
        return ""
    best = charset_normalizer.from_bytes(sample, cp_isolation=list(_GUESSED)).best()
    if best is None or not (best.coherence or _is_japanese(str(best))):
        return ""
    try:
        data.decode(best.encoding)
    except UnicodeDecodeError:
        return ""
    return best.encoding


def _is_japanese(text: str) -> bool:
    """Whether a third of its characters are kana; how often letters come does not tell Japanese."""
    return 3 * len(_KANA.findall(text)) > len(text)


def _reads_like_text(text: str) -> bool:
    high = len(_HIGH.findall(text))
    return high * 4 <= len(text) and len(_AT_HOME.findall(text)) * 10 >= high * 9
