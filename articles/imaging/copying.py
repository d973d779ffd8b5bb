"""Opening a picture file that may be anything, and making the copy of it that may be published."""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from articles.imaging.saying import Said, said_by

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_BYTES = 50 * 1024 * 1024
# A JPEG is decoded at an eighth to the whole of its size, whatever is needed; the others only whole.
MOST_PIXELS = {"JPEG": 50_000_000, "WEBP": 16_000_000, "AVIF": 16_000_000}
MOST_PIXELS_WHOLE = 25_000_000
# A progressive JPEG of a few bytes can ask for thousands of passes over all its pixels.
MOST_PASSED = 400_000_000
LONGEST_SIDE = 2560
# What decoders raise on files made for it; no list of theirs says so.
DAMAGE: tuple[type[Exception], ...] = (
    *(OSError, SyntaxError, ValueError, LookupError, TypeError, ArithmeticError, RuntimeError),
    *(EOFError, struct.error, zlib.error),
)
LARGEST_PROFILE = 4 * 1024 * 1024


class NotAPicture(Exception):
    """A file that is no picture for the site; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gives: a JPEG to publish, its size in pixels, the file's own suffix, and what it says."""

    copy: bytes
    width: int
    height: int
    suffix: str
    said: Said


def read(file: BinaryIO) -> Read:
    """The picture right side up in sRGB, at most 2560 pixels long, on white where one could look through it.

    Nothing of the file but its pixels is in the copy; of an animation it has the first picture.
    Raises NotAPicture.
    """
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotAPicture(f"The file is larger than {MOST_BYTES // 2**20} MB. Make it smaller first.")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            return _read(picture, data)
    except UnidentifiedImageError as error:
        raise NotAPicture(
            "This is no JPEG, PNG, WebP, AVIF or GIF picture. Export it as one of these."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("The picture has too many pixels. Make it smaller first.") from error
    except DAMAGE as error:
        raise NotAPicture(f"The picture is damaged and cannot be read ({error}). Export it again.") from error


def _read(picture: Image.Image, data: bytes) -> Read:
    if picture.format == "MPO":  # several in one file, the first of them a JPEG like any other
        picture.format = "JPEG"
    format_ = str(picture.format)
    _check(picture, format_, data)
    said = said_by(picture)
    picture.draft(picture.mode, (LONGEST_SIDE, LONGEST_SIDE))
    turned = picture.getexif().get(0x0112, 1)
    profile = picture.info.get("icc_profile")
    pixels = _shrunk(picture)
    pixels.getexif()[0x0112] = turned
    safe = _in_srgb(ImageOps.exif_transpose(pixels), profile)
    out = BytesIO()
    safe.save(out, "JPEG", quality=90)
    return Read(out.getvalue(), *safe.size, f".{format_.lower()}", said)


def _check(picture: Image.Image, format_: str, data: bytes) -> None:
    width, height = picture.size
    allowed = MOST_PIXELS.get(format_, MOST_PIXELS_WHOLE)
    if width * height > allowed:
        said = f"The picture has {width * height / 1e6:.0f} million pixels; "
        raise NotAPicture(
            f"{said}{format_} files may have {allowed // 10**6} million. Make it smaller first."
        )
    if format_ == "JPEG" and data.count(b"\xff\xda") * width * height > MOST_PASSED:
        raise NotAPicture("The picture would take too long to read. Make it smaller, or not progressive.")


def _shrunk(picture: Image.Image) -> Image.Image:
    """The pixels in a mode that can be resized well, at most as long as the copy is to be."""
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits a channel
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif picture.mode in ("P", "PA", "LA", "RGBA") or "transparency" in picture.info:
        picture = _on_white(picture.convert("RGBA"))
    elif picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that browsers take for granted; a profile that fits nothing is left aside."""
    if profile and len(profile) <= LARGEST_PROFILE:
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            assert converted
            picture = converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    plain = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    plain.info.clear()
    return plain
