"""The picture for sharing a story: its headline in the paper's type and colours.

The fonts beside this module hold Latin, Greek, Cyrillic, Arabic and Hebrew. The paper's name stands instead
of a headline with a letter that no font has, and of one from right to left where Pillow comes without Raqm.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from articles.languages import runs_right

WIDTH, HEIGHT = 1200, 630  # https://ogp.me; what every network shows whole
Pen = ImageDraw.ImageDraw
PICTURE = 460
EDGE = 64
PAPER, INK, SOFT, ACCENT = "#fdfdfc", "#17191b", "#4d5358", "#a8152b"
SIZES = range(84, 35, -4)
LEADING = 1.12
_FONTS = Path(__file__).parent / "fonts"
OWN_FONTS = (
    *(
        _FONTS / f"source-serif-4-{script}-600-normal.woff2"
        for script in ("latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext", "vietnamese")
    ),
    _FONTS / "noto-sans-arabic-arabic-600-normal.woff2",
    _FONTS / "noto-sans-hebrew-hebrew-600-normal.woff2",
)
LOOKS = "1"  # another number when cards look different, so that their addresses do


@dataclass(frozen=True, slots=True)
class Words:
    """What a card says, and the fonts that are there beside its own."""

    headline: str
    section: str
    site: str
    fonts: tuple[str, ...] = ()


def version(*facts: object) -> str:
    """What is another one whenever any of the facts is."""
    return hashlib.sha256(repr((LOOKS, *facts)).encode()).hexdigest()[:16]


def draw(words: Words, picture: BinaryIO | None = None, focus: tuple[float, float] = (0.5, 0.5)) -> bytes:
    """A card as PNG, with the story's picture beside the headline where it has one."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(card)
    right = WIDTH - (PICTURE if picture else 0)
    if picture:
        card.paste(_cropped(picture, focus), (right, 0))
    column = right - 2 * EDGE
    pen.rectangle((EDGE, 48, right - EDGE, 55), fill=INK)
    pen.rectangle((EDGE, HEIGHT - 112, right - EDGE, HEIGHT - 111), fill=INK)
    typesetter = Typesetter((*OWN_FONTS, *map(Path, words.fonts)))
    typesetter.line(pen, (EDGE, 100), words.section.upper(), 26, ACCENT, column)
    typesetter.line(pen, (EDGE, HEIGHT - 60), words.site, 40, INK, column)
    headline = words.headline if typesetter.pieces(words.headline) else words.site
    typesetter.block(pen, (EDGE, 142), headline, (column, HEIGHT - 112 - 142 - 28), INK)
    out = BytesIO()
    card.quantize(256 if picture else 64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _cropped(picture: BinaryIO, focus: tuple[float, float]) -> Image.Image:
    with Image.open(picture) as original:
        original.draft("RGB", (PICTURE * 2, HEIGHT * 2))
        return ImageOps.fit(original.convert("RGB"), (PICTURE, HEIGHT), centering=focus)


class Piece(NamedTuple):
    """Letters of one font."""

    font: Path
    text: str

    def width(self, size: int) -> float:
        return _font(self.font, size).getlength(self.text)


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


@cache
def _has(path: Path, letter: str) -> bool:
    font = ImageFont.truetype(str(path), 20, layout_engine=ImageFont.Layout.BASIC)
    missing = font.getmask("\U0010fffd")
    drawn = font.getmask(letter)
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


class Typesetter:
    """Sets text with the first of its fonts that has each letter."""

    def __init__(self, fonts: Sequence[Path]) -> None:
        self.fonts = fonts
        self._widths: dict[tuple[str, int], float] = {}

    def pieces(self, text: str) -> list[Piece]:
        """The text in runs of one font, from left to right. Empty: it cannot be set."""
        placed: list[Piece] = []
        for letter in text:
            fits = placed and (
                unicodedata.combining(letter) or letter == " " or _has(placed[-1].font, letter)
            )
            font = (
                placed[-1].font if fits else next((font for font in self.fonts if _has(font, letter)), None)
            )
            if font is None:
                return []
            placed.append(Piece(font, letter))
        if any(map(runs_right, text)):
            return _from_right(placed) if features.check("raqm") else []
        return _joined(placed)

    def width(self, text: str, size: int) -> float:
        """In pixels, word by word: words are asked for again and again."""
        words = text.split(" ")
        return sum(self._width(word, size) for word in words) + self._width(" ", size) * (len(words) - 1)

    def _width(self, word: str, size: int) -> float:
        if (word, size) not in self._widths:
            self._widths[word, size] = sum(piece.width(size) for piece in self.pieces(word))
        return self._widths[word, size]

    def line(self, pen: Pen, at: tuple[int, int], text: str, size: int, colour: str, most: int) -> None:
        """One line with its baseline at `at`; what is wider than `most` ends in an ellipsis."""
        while len(text) > 1 and self.width(text, size) > most:
            text = text.rstrip("…")[:-1].rstrip() + "…"
        x = float(at[0])
        if _starts_right(text):
            x += most - self.width(text, size)
        for piece in self.pieces(text):
            pen.text((x, at[1]), piece.text, font=_font(piece.font, size), fill=colour, anchor="ls")
            x += piece.width(size)

    def block(self, pen: Pen, at: tuple[int, int], text: str, box: tuple[int, int], colour: str) -> None:
        """The text in the largest type that fits into the box; in the smallest, its end may be missing."""
        for size in SIZES:
            lines = list(self.broken(text, size, box[0]))
            room = int(box[1] / (size * LEADING))
            if len(lines) <= room and all(self.width(line, size) <= box[0] for line in lines):
                break
        if len(lines) > room:
            lines = [*lines[: room - 1], " ".join(lines[room - 1 :])]
        for number, line in enumerate(lines):
            self.line(pen, (at[0], int(at[1] + size * (number * LEADING + 0.82))), line, size, colour, box[0])

    def broken(self, text: str, size: int, most: int) -> Iterator[str]:
        """The lines of a text. A word that is wider than a line stays whole."""
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.width(longer, size) > most:
                yield line
                line = word
            else:
                line = longer
        yield line


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    runs = groupby(pieces, key=lambda piece: piece.font)
    return [Piece(font, "".join(piece.text for piece in run)) for font, run in runs]


def _starts_right(text: str) -> bool:
    return next((runs_right(letter) for letter in text if letter.isalpha()), False)


def _from_right(letters: list[Piece]) -> list[Piece]:
    """The runs of a text from right to left as they stand on paper; other scripts in it run left to right."""
    words = [
        (is_space, list(word)) for is_space, word in groupby(letters, key=lambda piece: piece.text == " ")
    ]
    is_left = [not is_space and not any(runs_right(one.text) for one in word) for is_space, word in words]
    for place, (is_space, _) in enumerate(words):
        if is_space:
            is_left[place] = any(is_left[:place][-1:]) and any(is_left[place + 1 :][:1])
    spans = groupby(zip(is_left, words, strict=True), key=lambda one: one[0])
    placed: list[Piece] = []
    for goes_left, span in spans:
        runs = [_joined(word) for _, (_, word) in span]
        placed[:0] = [piece for run in (runs if goes_left else reversed(runs)) for piece in run]
    return placed
