"""Two versions of a story in words, and what differs between them."""

from typing import Any

from articles.admin.conflicts import WRITTEN, in_words
from articles.admin.forms import FIELDS, NAME_FIELDS, ArticleForm
from articles.editorial import comparing, conflicts, revisions
from articles.editorial.comparing import Difference, Readable
from articles.models import Autosave, Revision


def readable(revision: Revision, like: Revision | None = None) -> Readable:
    """A version in words. Its names are as they were then, or as in `like`: to be renamed is no change."""
    copy = revisions.working_copy(revision.article, revision)
    return {
        name: _names_of(revision, name, like) if name in NAME_FIELDS else _readable(name, copy[name])
        for name in FIELDS
    }


def _names_of(revision: Revision, name: str, like: Revision | None) -> list[str]:
    later = {entry["id"]: entry["name"] for entry in (getattr(like, name) if like else ())}
    return [later.get(entry["id"], entry["name"]) for entry in getattr(revision, name)]


def unsaved(row: Autosave, form: ArticleForm) -> Readable:
    """What somebody has typed, in words; `form` is bound to it."""
    form.is_valid()
    content = {**dict.fromkeys(FIELDS, ""), **row.typed, **form.cleaned_data}
    return {
        name: _names(content[name], form, name) if name in NAME_FIELDS else _readable(name, content[name])
        for name in FIELDS
    }


def _names(value: Any, form: ArticleForm, name: str) -> list[str]:
    field: Any = form.fields[name]
    return value.splitlines() if isinstance(value, str) else field.names(value)


def _readable(name: str, value: Any) -> str:
    return str(value or "") if name == "body" else in_words(name, value)


def differences(was: Readable, now: Readable) -> list[tuple[str, Difference]]:
    """What differs, each with the field's name."""
    found = comparing.differences(was, now, WRITTEN)
    return [(conflicts.labels([one.name]), one) for one in found]


NOTHING: Readable = {
    **{name: [] if name in NAME_FIELDS else "" for name in FIELDS},
    "is_headline_confirmed": in_words("is_headline_confirmed", True),
}
