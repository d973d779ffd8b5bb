"""The form of a picture: what is said with it, whom it shows, and which part of it matters most."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from articles.admin.base import url_of
from articles.admin.forms import NameListField
from articles.editorial import pictures
from articles.imaging import NotAPicture
from articles.models import Article, Person, Picture

if TYPE_CHECKING:
    PictureModelForm = forms.ModelForm[Picture]
else:
    PictureModelForm = forms.ModelForm


class PictureForm(PictureModelForm):
    """What an editor says of a picture. What the file said is marked until somebody changes it."""

    people_shown = NameListField(Person, "person", help_text="Whom it shows, from the left to the right.")
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
        if people := self.fields.get("people_shown"):
            people.widget.source = url_of("names", Article, "people")
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

    def people(self) -> list[Person]:
        """Whom it shows, in order; people that nobody knows yet are made."""
        field: Any = self.fields["people_shown"]
        found: list[Person] = field.records(self.cleaned_data["people_shown"])
        return found
