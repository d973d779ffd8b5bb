"""How a picture looks in the admin: in the library, in the dialog to choose from, in a story's form."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from js_asset import ImportMap

from articles.admin.base import url_of
from articles.models import Picture

# By which names the scripts find each other, whatever their files are called when they are served.
MODULES = ImportMap({f"articles/{name}": f"articles/admin/{name}.js" for name in ("pictures", "figure")})


def library() -> str:
    """Where the scripts find the library."""
    return url_of("changelist", Picture)


def doubts(picture: Picture) -> Iterator[str]:
    """What stands between a picture and its readers, in a few words each."""
    if picture.killed_at:
        yield "killed"
    if not picture.has_alternative:
        yield "no alternative text"
    if not picture.credit:
        yield "no credit"
    if picture.is_given_up:
        yield "cannot be made smaller: replace the file"
    if picture.usage_until:
        is_over = picture.usage_until < timezone.localdate()
        yield f"terms {'ended' if is_over else 'until'} {picture.usage_until:%-d %b %Y}"


def card(picture: Picture, *, is_whole: bool = False) -> dict[str, Any]:
    """What the scripts and templates show of a picture: cropped around its focal point, unless `is_whole`."""
    shown = picture.in_text if is_whole else picture.in_library
    return {
        "id": picture.pk,
        "image": {name: getattr(shown, name) for name in ("src", "srcset", "sizes", "width", "height")},
        "text": str(picture),
        "caption": picture.caption,
        "credit": picture.credit,
        "alt": picture.alt_text,
        "doubts": list(doubts(picture)),
        "url": url_of("change", picture),
    }
