"""The pictures in a story's text: the body names them by number, and what is shown follows the library."""

import re
from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles import markup
from articles.models import Picture


def find(*bodies: str) -> dict[int, Picture]:
    """The pictures that bodies show, by number; no query where they name none. Killed ones are left out."""
    pks = {pk for body in bodies for pk in markup.pictures_in(body)}
    return Picture.objects.filter(killed_at=None).in_bulk(pks) if pks else {}


def with_pictures(body: str, pictures: Mapping[int, Picture]) -> SafeString:
    """A stored body for a page, with its figures; one whose picture is gone is gone, too."""

    def figure(found: re.Match[str]) -> str:
        picture = pictures.get(int(found[1]))
        caption = mark_safe(found[2]) if found[2] else picture and picture.caption  # noqa: S308  # sanitised
        context = {"picture": picture, "caption": caption}
        return render_to_string("articles/_figure.html", context) if picture else ""

    return mark_safe(markup.FIGURE.sub(figure, body))  # noqa: S308  # what is stored is sanitised


def for_page(body: str, language: str) -> SafeString:
    """A stored body as its page shows it: with footnotes, tables that scroll, and figures."""
    return with_pictures(markup.with_footnotes(body, language), find(body))


def for_feed(body: str, above: Picture | None, pictures: Mapping[int, Picture]) -> str:
    """The same for readers of feeds, below the lead picture: one file of each, at its whole address."""

    def figure(found: re.Match[str]) -> str:
        picture = pictures.get(int(found[1]))
        return _for_feed(picture, found[2]) if picture else ""

    return (_for_feed(above) if above else "") + markup.FIGURE.sub(figure, body)


def _for_feed(picture: Picture, said: str = "") -> str:
    caption = mark_safe(said) if said else picture.caption  # noqa: S308  # sanitised
    below = render_to_string("articles/_caption.html", {"caption": caption, "credit": picture.credit})
    source = f"{settings.SITE_URL}{picture.in_text.src}"
    return format_html('<figure><img src="{}" alt="{}">{}</figure>', source, picture.alt_text, below)
