"""Files handed in to the library, and the form of a picture: what is said with it, and whom it shows."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.text import get_text_list

from articles.admin.base import DeskAdmin, demand, url_of, user_of
from articles.admin.forms import NameListField
from articles.admin.widgets import card, library, script
from articles.editorial import pictures
from articles.imaging import MOST_BYTES, NotAPicture
from articles.models import Person, Picture

if TYPE_CHECKING:
    PictureModelForm = forms.ModelForm[Picture]
else:
    PictureModelForm = forms.ModelForm


class PictureForm(PictureModelForm):
    """What an editor says of a picture. What the file said is marked until somebody changes it."""

    people_shown = NameListField("people", help_text="Whom it shows, from the left to the right.")
    another_file = forms.FileField(
        required=False, help_text="It takes the place of this one in every story; what is said of it stays."
    )
    incoming: pictures.Incoming | None = None

    class Meta:
        model = Picture
        fields = (
            *("focal_x", "focal_y", "alt_text", "is_decorative", "caption", "credit", "creator", "source"),
            *("copyright_notice", "usage_terms", "usage_until", "licence_url", "licensor_url"),
            *("headline", "keywords", "taken_at"),
        )
        widgets = {
            "alt_text": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 3}),
            "usage_terms": forms.Textarea(attrs={"rows": 2}),
            "keywords": forms.Textarea(attrs={"rows": 2}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "people_shown" in self.fields:
            self.initial["people_shown"] = list(self.instance.shown.values_list("person", flat=True))
        for name in self.instance.from_file:
            if field := self.fields.get("people_shown" if name == "people" else name):
                mark = '<small class="story-label">from the file</small> {}'
                field.help_text = format_html(mark, field.help_text)

    def clean_another_file(self) -> Any:
        if file := self.cleaned_data["another_file"]:
            try:
                self.incoming = pictures.examine(file)
            except NotAPicture as error:
                raise ValidationError(str(error), code="no_picture") from error
            if self.incoming.known:
                raise ValidationError(f"The library has this file already: “{self.incoming.known}”.")
        return file

    def people(self, user: Any) -> list[Person]:
        """Whom it shows, in order; people that nobody knows yet are made, or proposed by who may not."""
        field: Any = self.fields["people_shown"]
        found: list[Person] = field.records(self.cleaned_data["people_shown"], user)
        return found


class UploadPages(DeskAdmin):
    """Adding a picture is handing in its file; what is said of it comes after."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The page (GET); what became of its files (POST): of one for the script, of all for a plain form."""
        demand(self.has_add_permission(request))
        if request.method != "POST":
            return self._page(request)
        outcomes = [_take_in(request, file) for file in request.FILES.getlist("files")]
        if request.headers.get("Accept") == "application/json":
            outcome = outcomes[0] if outcomes else {"error": "No file arrived."}
            return JsonResponse(outcome, status=400 if outcome["error"] else 200)
        for outcome in outcomes:
            _tell(request, outcome)
        is_any_in = any(not outcome["error"] for outcome in outcomes)
        page, query = ("changelist", {"state": "mine"}) if is_any_in else ("add", {})
        return redirect(url_of(page, Picture, **query))

    def _page(self, request: HttpRequest) -> HttpResponse:
        media = script("picture-upload", "pictures")
        context = {"media": media, "library": library(), "most_bytes": MOST_BYTES}
        return self.show(request, "picture/add", "Add pictures", context)


def _take_in(request: HttpRequest, file: Any) -> dict[str, Any]:
    """`error`, or else `card`, whether it `is_new`, and in words what is `told` of it."""
    try:
        incoming = pictures.examine(file)
    except NotAPicture as error:
        return {"name": file.name, "error": str(error)}
    picture, is_new = pictures.take_in(incoming, by=user_of(request)), not incoming.known
    told = _from_file(picture) if is_new else "The library has this file already: this is its picture."
    return {"name": file.name, "error": "", "card": card(picture), "is_new": is_new, "told": told}


def _from_file(picture: Picture) -> str:
    labels = [Picture._meta.get_field(name).verbose_name for name in picture.from_file]  # type: ignore[union-attr]
    return f"From the file: {get_text_list(labels, 'and')}." if labels else "The file says nothing of itself."


def _tell(request: HttpRequest, outcome: dict[str, Any]) -> None:
    if outcome["error"]:
        messages.error(request, f"{outcome['name']}: {outcome['error']}")
        return
    link = format_html('<a href="{}">{}</a>', outcome["card"]["url"], outcome["name"])
    level = messages.SUCCESS if outcome["is_new"] else messages.WARNING
    messages.add_message(request, level, format_html("{}: {}", link, outcome["told"]))
