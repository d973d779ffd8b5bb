"""What the page of a step asks before the step is taken."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.admin.moments import MomentField
from articles.editorial import corrections, embargoes
from articles.editorial.workflow import Step
from articles.models import Article, Correction

MINOR = (corrections.MINOR, "Minor edit: nothing that readers need to know")
NOTES = [(kind.value, f"{kind.label}: add a note") for kind in Correction.Kind]


class Questions(forms.Form):
    """A form with only those questions that this step raises for this story."""

    kind = forms.ChoiceField(
        label="Words that readers know change. What are they told?",
        choices=[MINOR, *NOTES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one: a minor edit needs no note."},
    )
    text = forms.CharField(
        label="The note to readers",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="What was wrong, and what is right. It stands on the story and on the page of corrections.",
    )

    at = MomentField(
        label="When readers see the changes (empty: now)",
        required=False,
        help_text="Until then they see the story as it is. Nobody needs to be at work then.",
    )
    reason = forms.CharField(
        label="Why before the embargo?",
        max_length=250,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="The reason goes into the log.",
        error_messages={"required": "Going before the embargo needs a reason."},
    )

    def __init__(self, step: Step, article: Article, data: Any = None) -> None:
        super().__init__(data)
        if step.name != "publish_changes" or not article.is_live:
            del self.fields["at"]
        self.embargo = None
        if step.target == Article.Status.PUBLISHED and article.latest_revision:
            self.embargo = embargoes.broken_by(article, article.latest_revision)
        if self.embargo is None:
            del self.fields["reason"]
        takes_down = article.was_public and step.name in ("withdraw", "kill")
        if takes_down or not corrections.is_asked(article) or step.target != Article.Status.PUBLISHED:
            del self.fields["kind"]
        if takes_down:
            self.fields["text"].label = "Retraction for readers (optional)"
            self.fields["text"].help_text = "It stands at the story’s address, in the place of its words."
        elif "kind" not in self.fields:
            del self.fields["text"]

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise ValidationError("That time is over. Give a later one, or none.")
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, text = cleaned.get("kind"), cleaned.get("text")
        if kind == corrections.MINOR and text:
            self.add_error("kind", "A minor edit has no note: choose a kind, or empty the note.")
        elif kind and kind != corrections.MINOR and not text:
            self.add_error("text", "Write what readers are told, or choose the minor edit.")
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What `workflow.take` wants to know."""
        at, reason = self.cleaned_data.get("at"), self.cleaned_data.get("reason", "")
        return {"answer": self._answer(), "at": at, "reason": reason}

    def _answer(self) -> corrections.Answer | None:
        kind, text = self.cleaned_data.get("kind"), self.cleaned_data.get("text", "")
        kind = kind or (Correction.Kind.RETRACTION if text else "")
        return corrections.Answer(kind, text) if kind else None
