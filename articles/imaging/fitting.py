"""Cutting a picture to a shape without losing what it is about."""

from PIL import Image

Focus = tuple[float, float]  # of the width from the left and of the height from the top, 0 to 1


def fit(picture: Image.Image, size: tuple[int, int], focus: Focus) -> Image.Image:
    """The largest part of the shape of `size` around the focus, in that size."""
    scale = min(picture.width / size[0], picture.height / size[1])
    width, height = size[0] * scale, size[1] * scale
    left = max(0.0, min(focus[0] * picture.width - width / 2, picture.width - width))
    top = max(0.0, min(focus[1] * picture.height - height / 2, picture.height - height))
    right, bottom = min(left + width, picture.width), min(top + height, picture.height)
    return picture.resize(size, box=(left, top, right, bottom), reducing_gap=2.0)
