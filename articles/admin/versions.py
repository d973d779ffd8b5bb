"""Two versions in words: what differs between them, and a choice where two people changed the same thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import formats, timezone

from articles import markup
from articles.admin.forms import FIELDS, NAME_FIELDS, ArticleForm, BodyField
from articles.admin.widgets import BodyEditor
from articles.editorial import conflicts, merging, revisions
from articles.editorial.merging import Conflict, Difference, Readable, Run, words
from articles.models import Article, Autosave, Revision

WRITTEN = ("headline", "dek", "slug", "body")  # what can be put in other words than either's
MINE, THEIRS, BOTH, OWN = "mine", "theirs", "both", "own"


@dataclass(frozen=True)
class Decision:
    """One conflict on the page: each side's version, marked against the one that both began from."""

    label: str
    mine: list[Run]
    theirs: list[Run]
    radios: dict[str, Any]
    errors: Any
    own: forms.BoundField | None
    fills: dict[str, str]


class Choices(forms.Form):
    """A choice for each conflict, and for text a field for words of one's own."""

    class Media:
        js = (forms.Script("articles/admin/conflict.js", type="module"),)

    def __init__(self, found: Sequence[Conflict], data: Any = None) -> None:
        super().__init__(data)
        self.found = found
        for number, conflict in enumerate(found):
            offered = [MINE, THEIRS, *([BOTH] if conflict.field == "body" else [])]
            own = conflict.field in WRITTEN
            choices = [(value, value) for value in (*offered, *([OWN] if own else []))]
            self.fields[f"choice_{number}"] = forms.ChoiceField(
                choices=choices, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
            )
            if own:
                self.fields[f"own_{number}"] = _own_field(conflict)

    def decisions(self) -> Iterator[Decision]:
        for number, conflict in enumerate(self.found):
            choice = self[f"choice_{number}"]
            own = self[f"own_{number}"] if f"own_{number}" in self.fields else None
            label = conflicts.labels([conflict.field])
            sides = (conflict.was, conflict.mine, conflict.theirs)
            was, mine, theirs = (in_words(conflict.field, value) for value in sides)
            yield Decision(
                label=label[:1].upper() + label[1:],
                mine=words(was, mine) or [Run("same", "(nothing)")],
                theirs=words(was, theirs) or [Run("same", "(nothing)")],
                radios={radio.data["value"]: radio for radio in choice},
                errors=choice.errors,
                own=own,
                fills={name: _value(conflict, name) for name in (MINE, THEIRS, BOTH)} if own else {},
            )

    def values(self) -> list[Any]:
        """What was chosen, conflict by conflict. Words that somebody wrote win over the choice."""
        return [self._chosen(number, conflict) for number, conflict in enumerate(self.found)]

    def _chosen(self, number: int, conflict: Conflict) -> Any:
        choice, own = self.cleaned_data[f"choice_{number}"], self.cleaned_data.get(f"own_{number}")
        is_written = own is not None and own != conflict.mine
        return own if choice == OWN or is_written else _value(conflict, choice)


def _value(conflict: Conflict, choice: str) -> Any:
    if choice == BOTH:
        return f"{conflict.theirs}{conflict.mine}"
    return conflict.theirs if choice == THEIRS else conflict.mine


def _own_field(conflict: Conflict) -> forms.Field:
    label = f"{conflicts.labels([conflict.field]).capitalize()}, in other words"
    if conflict.field == "body":
        return BodyField(
            label=label, required=False, strip=False, initial=conflict.mine, widget=BodyEditor({"rows": 6})
        )
    model_field: Any = Article._meta.get_field(conflict.field)
    widget = forms.TextInput if conflict.field == "slug" else forms.Textarea({"rows": 2})
    field: forms.Field = model_field.formfield(
        label=label, help_text="", widget=widget, initial=conflict.mine
    )
    return field


def in_words(field: str, value: Any) -> str:
    """A value as an editor reads it: text as text, a moment in the site's zone, names one a line."""
    if field in revisions.LISTS:
        records = revisions.LISTS[field]._default_manager.in_bulk(value)
        return "\n".join(str(records[pk]) for pk in value if pk in records)
    if isinstance(value, datetime):
        return str(formats.date_format(timezone.localtime(value), "j F Y, H:i"))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field == "body":
        return markup.to_words(value)
    return "" if value is None else str(value)


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
    found = merging.differences(was, now, WRITTEN)
    return [(conflicts.labels([one.name]), one) for one in found]


NOTHING: Readable = {
    **{name: [] if name in NAME_FIELDS else "" for name in FIELDS},
    "is_headline_confirmed": in_words("is_headline_confirmed", True),
}
