"""Renditions: a picture in the sizes, shapes and formats that pages show, by django-pictures."""

from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from pictures.models import PictureField, PictureFieldFile, PillowPicture
from PIL import Image

from articles.imaging import fit

OPTIONS: dict[str, dict[str, Any]] = {"AVIF": {"speed": 8}, "WEBP": {}, "JPEG": {"progressive": True}}
# The best first, and of them the first that is light enough: in AVIF, which nearly all browsers take, a story
# with four pictures moves at most 150 kB to a phone, however dense its screen and however rich they are.
QUALITIES = {"AVIF": (50, 40, 30), "WEBP": (72, 64), "JPEG": (78, 70)}
LIGHT = 36_000  # bytes of a rendition as wide as a phone's screen has pixels
PHONE = 1024  # pixels; what is wider is for large dense screens, which forgive more
CROP = "3/2"


class Rendition(PillowPicture):  # type: ignore[misc]  # django-pictures has no types
    """One file, named after the picture's key, its focal point and its own width.

    So another picture and another focal point have other addresses, and each may be kept for ever.
    """

    def store(self, data: bytes) -> None:
        self.storage.delete(self.name)
        self.storage.save(self.name, ContentFile(data))

    def encoded(self, image: Image.Image) -> bytes:
        height = self.height or round(self.width * image.height / image.width)
        across, down = PurePosixPath(self.parent_name).stem.split("x")
        image = fit(image, (self.width, height), (int(across) / 100, int(down) / 100))
        light, data = LIGHT * max(1, self.width / PHONE) ** 2, b""
        for quality in QUALITIES[self.file_type][1 if self.width > PHONE else 0 :]:
            out = BytesIO()
            image.save(out, self.file_type, quality=quality, **OPTIONS[self.file_type])
            data = out.getvalue()
            if len(data) <= light:
                break
        return data


class RenditionsFile(PictureFieldFile):  # type: ignore[misc]
    """A picture's safe copy, and the names of its renditions."""

    @property
    def aspect_ratios(self) -> dict[Fraction | None, dict[str, dict[int, Rendition]]]:
        picture = self.instance
        focus = f"{round(picture.focal_x * 100)}x{round(picture.focal_y * 100)}"
        found: dict[Fraction | None, dict[str, dict[int, Rendition]]] = self.get_picture_files(
            file_name=f"pictures/{picture.key}/{focus}.jpg",
            img_width=picture.width,
            img_height=picture.height,
            storage=self.storage,
            field=self.field,
        )
        return found


class RenditionsField(PictureField):  # type: ignore[misc]
    """A safe copy with renditions whole and cropped, at 256 to 2048 pixels as far as the picture has them."""

    attr_class = RenditionsFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"aspect_ratios": [None, CROP], "container_width": 1024, "grid_columns": 4}
        super().__init__(*args, **kwargs, file_types=list(OPTIONS), breakpoints={})

    def update_dimension_fields(self, *args: Any, **kwargs: Any) -> None:
        """Whoever stores a copy knows its size: no file is opened to find out."""

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        layout = "aspect_ratios", "container_width", "grid_columns"
        for own in (*layout, "file_types", "breakpoints", "pixel_densities"):
            kwargs.pop(own, None)
        return name, path, args, kwargs


@dataclass(frozen=True, slots=True)
class Shown:
    """What a `picture` element needs: better formats as type and set of sources, and the JPEG's own."""

    sources: list[tuple[str, str]]
    srcset: str
    sizes: str
    src: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A place for a picture: whole or cropped around its focal point, and how wide it is on which screens.

    As an attribute of a picture it gives what to show there; until there are renditions, and where the
    picture is too small for any, that is its copy as it is.
    """

    ratio: str | None
    sizes: str

    def __get__(self, picture: Any, owner: Any) -> Shown:
        file = picture.file
        found = file.aspect_ratios[self.ratio] if picture.rendered_at else {}
        plain = found.get("JPEG")
        if not plain:
            return Shown([], "", "", file.url, picture.width, picture.height)
        sets = {
            f"image/{type_.lower()}": ", ".join(f"{one.url} {width}w" for width, one in sorted(set_.items()))
            for type_, set_ in found.items()
        }
        srcset, largest = sets.pop("image/jpeg"), max(plain)
        height = plain[largest].height or round(largest * picture.height / picture.width)
        return Shown(list(sets.items()), srcset, self.sizes, plain[largest].url, largest, height)
