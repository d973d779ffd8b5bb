"""Widgets of the story form: names in order, the prose editor, a picture and how the admin shows it."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_prose_editor.widgets import prose_editor_admin_media
from js_asset import ImportMap, Media

from articles import languages, markup
from articles.admin.base import number_of, url_of
from articles.models import Article, Picture

# By which names the scripts find each other, whatever their files are called when they are served.
MODULES = ImportMap({f"articles/{name}": f"articles/admin/{name}.js" for name in ("pictures", "figure")})
# Of each usual language its tag and what its speakers call it.
LANGUAGES = {
    languages.canonical(tag): one["name_local"] for tag, one in LANG_INFO.items() if "name_local" in one
}


def script(name: str, *sheets: str) -> Media:
    """One of our scripts that imports others, with its style sheets."""
    css = {"all": [f"articles/admin/{sheet}.css" for sheet in sheets]}
    js = [forms.Script(f"articles/admin/{name}.js", type="module")]
    return Media(importmap=MODULES, css=css, js=js)


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


class NameList(forms.Textarea):
    """Names, one a line, the most important first; a script makes chips and an autocomplete of it."""

    class Media:
        css = {"all": ["articles/admin/names.css"]}
        js = [forms.Script("articles/admin/names.js", type="module")]

    def __init__(self, kind: str, noun: str) -> None:
        super().__init__({"rows": 3, "cols": 40, "placeholder": "One name a line"})
        self.kind, self.noun = kind, noun
        self.suggest = ""  # where the names in the text are found, if anywhere
        self.may_create = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        textarea = super().render(name, value, attrs, renderer)
        return format_html(
            '<name-list data-source="{}" data-suggest="{}" data-noun="{}" data-new="{}">{}</name-list>',
            url_of("names", Article, self.kind),  # where they are looked up while somebody types
            self.suggest,
            self.noun,
            "new" if self.may_create else "proposed",
            textarea,
        )


class BodyEditor(forms.Textarea):
    """The prose editor over a plain textarea, which is all there is with scripts off."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        extensions = json.dumps(markup.EDITOR_EXTENSIONS, separators=(",", ":"))
        super().__init__({"rows": 24, "data-prose": extensions, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), "data-library": library()})

    @property
    def media(self) -> Media:
        return prose_editor_admin_media + script("prose", "prose", "pictures")


class LanguageInput(forms.TextInput):
    """A tag, with the usual ones offered by their own names."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        offered = f"{name}_offered"
        field = super().render(name, value, {**(attrs or {}), "list": offered, "size": 12}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', sorted(LANGUAGES.items()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, offered, options)


class PictureChoice(forms.NumberInput):
    """A picture by its number; a script shows it, and opens the library to choose from or to add to."""

    @property
    def media(self) -> Media:
        return script("picture-choice", "pictures")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        picture = Picture.objects.filter(pk=number_of(str(value))).first() if value else None
        field = super().render(name, value, {**(attrs or {}), "min": 1}, renderer)
        context = {
            "field": field,
            "library": library(),
            "card": card(picture, is_whole=True) if picture else None,
        }
        return render_to_string("admin/articles/article/_picture.html", context)
