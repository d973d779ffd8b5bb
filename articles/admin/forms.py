"""The story form: it starts from a revision and hands back content for the next one."""

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from articles import languages, markup
from articles.admin.base import number_of
from articles.admin.moments import MomentField
from articles.admin.widgets import LANGUAGES, BodyEditor, LanguageInput, NameList, PictureChoice
from articles.editorial import authorities, revisions
from articles.folding import fold
from articles.models import CONTENT_FIELDS, Article, Revision, ends_unseen

if TYPE_CHECKING:
    ArticleModelForm = forms.ModelForm[Article]
else:
    ArticleModelForm = forms.ModelForm

MOST_NAMES = 100
NAME_FIELDS = tuple(revisions.LISTS)
_TAGS = {fold(name): tag for tag, name in LANGUAGES.items()}
FIELDS = (*CONTENT_FIELDS, *NAME_FIELDS)


class NameListField(forms.CharField):
    """Names, one a line, in order. Cleaned: primary keys, and the name itself where there is no record."""

    def __init__(self, kind: str, noun: str = "", **kwargs: Any) -> None:
        self.model: type[Any] = revisions.LISTS[kind]
        self.there: dict[int, Any] = {}  # records that are at hand
        self.resolved: tuple[list[str], list[int | str]] = ([], [])  # the names that were looked up last
        widget = NameList(kind, noun or str(self.model._meta.verbose_name))
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(self.names(value))

    def names(self, value: Iterable[int | str]) -> list[str]:
        """The names of a cleaned value, as they are today."""
        records = self._at_hand(value)
        names = (str(records.get(entry, "")) if isinstance(entry, int) else entry for entry in value)
        return [name for name in names if name]

    def clean(self, value: Any) -> Any:
        names = [" ".join(line.split()) for line in (value or "").splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_NAMES:
            raise ValidationError(f"At most {MOST_NAMES} names, please: here are {len(names)}.")
        entries = self._resolved(names)
        for entry in entries:
            if isinstance(entry, str) and len(entry) > authorities.NAME_LENGTH:
                raise ValidationError(
                    f"“{entry[:40]}…” is longer than {authorities.NAME_LENGTH} characters. "
                    "Put one name a line."
                )
        return entries

    def _resolved(self, names: list[str]) -> list[int | str]:
        if names == self.resolved[0]:
            return self.resolved[1]
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(fold(name), name)
        found = authorities.find(self.model, wanted.values())
        self.there = self.there | {record.pk: record for record in found.values()}
        entries = (found[key].pk if key in found else name for key, name in wanted.items())
        self.resolved = names, list(dict.fromkeys(entries))
        return self.resolved[1]

    def _at_hand(self, value: Iterable[int | str]) -> dict[int, Any]:
        keys = {entry for entry in value if isinstance(entry, int)}
        return self.there if self.there.keys() >= keys else self.model._default_manager.in_bulk(keys)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != list(initial or []))
        except ValidationError:
            return True

    def records(self, value: Iterable[int | str], user: Any = None) -> list[Any]:
        """The records of a cleaned value; those that nobody has are made, or proposed by who may not."""
        there, records = self._at_hand(value), []
        for entry in value:
            if isinstance(entry, str):
                records += authorities.find_or_create(self.model, [entry], user=user)
            elif entry in there:
                records.append(there[entry])
        return list({record.pk: record for record in records}.values())


class KnownNamesField(NameListField):
    """Names of records that are there already."""

    def clean(self, value: Any) -> Any:
        entries = super().clean(value)
        unknown = [entry for entry in entries if isinstance(entry, str)]
        if unknown:
            told = [f"There is no record of “{name}”. Make one first." for name in unknown]
            raise ValidationError(told)
        return entries


class BodyField(forms.CharField):
    """HTML on the allowlist; text without any markup becomes paragraphs, parted by blank lines."""

    widget = BodyEditor

    def to_python(self, value: Any) -> str:
        body = (super().to_python(value) or "").replace("\r\n", "\n")
        return (
            body if "<" in body else markup.from_paragraphs(filter(None, map(str.strip, body.split("\n\n"))))
        )

    def clean(self, value: Any) -> str:
        return markup.sanitise(super().clean(value))


class LanguageField(forms.CharField):
    """A tag, or a language's own name. Cleaned: the tag, and nothing for the language of the paper."""

    widget = LanguageInput

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        tag = languages.canonical(_TAGS.get(fold(text), text))
        if tag and not markup.LANGUAGE.fullmatch(tag):
            raise ValidationError("Give a tag such as de, cy or fr-CA, or choose one that is offered.")
        return "" if tag == languages.canonical(settings.LANGUAGE_CODE) else tag


class ArticleForm(ArticleModelForm):
    """What an editor writes of a story.

    `base` names the revision that the editor started from.
    """

    base = forms.ModelChoiceField(Revision.objects.none(), required=False, widget=forms.HiddenInput)
    unsaved: dict[str, Any] | None = None  # words that an empty form goes on with
    body = BodyField(required=False, strip=False)
    bylines = NameListField("bylines", "byline", help_text="Who wrote it, in the order of the names.")
    people = NameListField("people", help_text="Whom the story is about, most important first.")
    topics = NameListField("topics", help_text="What the story is about, most important first.")
    publish_at = MomentField(required=False, help_text="Empty: the moment of publishing.")
    embargo_until = MomentField(required=False, help_text="Nobody sees the story before this.")
    expire_at = MomentField(required=False, help_text="The story is taken down at this time.")
    language = LanguageField(
        required=False, max_length=30, help_text="Of the story, as in de or fr-CA. Empty: that of the paper."
    )

    class Meta:
        model = Article
        fields = CONTENT_FIELDS
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "maxlength": 200, "dir": "auto"}),
            "dek": forms.Textarea(attrs={"rows": 3, "maxlength": 400, "dir": "auto"}),
            "lead_picture": PictureChoice(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = self.instance.latest_revision
        self.started_from = self._started_from()
        if self.instance.pk:
            records = revisions.records_of(self.started_from) if self.started_from else None
            self.initial = revisions.working_copy(self.instance, self.started_from, records)
            for name, there in (records or {}).items():
                self.fields[name].there = there  # type: ignore[attr-defined]
            self.initial["base"] = self.newest
        self._dress()
        if self.unsaved and not self.is_bound:
            self.initial = {**self.initial, **self.unsaved}

    def _started_from(self) -> Revision | None:
        if not self.instance.pk:
            return None
        mine = self.instance.revisions.select_related("section", "lead_picture", "author")
        self.fields["base"].queryset = mine  # type: ignore[attr-defined]
        posted = self.data.get(self.add_prefix("base"), "") if self.is_bound else ""
        started_from = mine.filter(pk=number_of(posted)).first() if posted else None
        return started_from or self.newest

    def _dress(self) -> None:
        slug, confirmed = self.fields.get("slug"), self.fields.get("is_headline_confirmed")
        if slug:
            slug.required = False
            slug.help_text = "The last part of the story’s address. Empty: made from the headline."
        for name, field in self.fields.items():
            if isinstance(field, MomentField):
                field.kept = self.initial.get(name)
            if name in ("headline", "dek", "body") and (language := self.initial.get("language")):
                field.widget.attrs["lang"] = language  # in which spelling is checked and read aloud
        if confirmed and self.initial.get("is_headline_confirmed", True):
            confirmed.disabled, confirmed.widget = True, forms.HiddenInput()
            confirmed.initial = True
        elif confirmed:
            confirmed.label = "Proposed by the machine – confirm"
            confirmed.help_text = "Tick it, or change the headline, once it says what you want to say."

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_dek(self) -> str:
        return " ".join(self.cleaned_data["dek"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if "headline" in self.changed_data:
            cleaned["is_headline_confirmed"] = True
        if not cleaned["slug"] and self.instance.pk:
            cleaned["slug"] = self.instance.slug
        self._check_times(cleaned)
        if self.errors:
            return cleaned
        if self.instance.pk:
            cleaned |= self._untouched()
        return self.cleaned_data

    def _check_times(self, cleaned: dict[str, Any]) -> None:
        if ends_unseen(cleaned["expire_at"], cleaned["publish_at"], cleaned["embargo_until"]):
            self.add_error(
                "expire_at", "The story would expire before it appears. Give a later time, or none."
            )

    def _untouched(self) -> dict[str, Any]:
        """What the editor did not touch, as it was to the byte of the body and the second of a time."""
        changed = set(self.changed_data)
        if self.cleaned_data["is_headline_confirmed"]:
            changed.add("is_headline_confirmed")
        if self.instance.kept_time and not self.cleaned_data["publish_at"]:
            changed.discard("publish_at")
        return {name: self.initial[name] for name in FIELDS if name not in changed}

    def _post_clean(self) -> None:
        # Django writes the cleaned values onto the instance; the live row must stay what readers see.
        live, self.instance = self.instance, copy(self.instance)
        super()._post_clean()  # type: ignore[misc]
        self.instance = live

    def content(self, user: Any = None) -> dict[str, Any]:
        """The content of the next revision, with the records of people, topics and bylines."""
        values = self.cleaned_data
        names = {name: self.fields[name].records(values[name], user) for name in NAME_FIELDS}  # type: ignore[attr-defined]
        return {name: values[name] for name in CONTENT_FIELDS} | names
