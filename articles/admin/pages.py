"""The story’s further pages: a step in words and with its questions before it is taken, the source, names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from articles import search
from articles.admin import moments, origin, wording
from articles.admin.base import DeskAdmin, demand, posted, url_of, user_of
from articles.admin.moments import MomentField
from articles.editorial import autosaves, corrections, embargoes, log, naming, revisions, schedule, workflow
from articles.editorial.workflow import Step
from articles.folding import fold
from articles.markup import printable
from articles.models import Article, Correction, SourceDocument
from articles.search.records import Match

LONGEST_NOTE = 60
MOST_REJECTED = 200
PUBLISHED = Article.Status.PUBLISHED
MINOR = (corrections.MINOR, "Minor edit: nothing that readers need to know")
NOTES = [(kind.value, f"{kind.label}: add a note") for kind in Correction.Kind]


def suggestions(model: type[Model], typed: str) -> dict[str, list[dict[str, Any]]]:
    """`results`, what has the words that were typed, or else `near`, what is spelt much alike.

    Each is `{"name", "also", "note", "is_it"}`: the name, the other name that matched, what tells it from
    namesakes, and whether it is what the typed name leads to.
    """
    found, key = search.records(model, typed), fold(typed)
    it = [match for match in found.matches if match.record.key == key]
    it = it or [match for match in found.matches if key in match.keys]
    given = {"results": found.matches, "near": found.near}
    is_it = it[0] if len(it) == 1 else None
    return {name: [_told(match, match is is_it) for match in matches] for name, matches in given.items()}


def _told(match: Match, is_it: bool) -> dict[str, Any]:
    return {"name": str(match.record), "also": match.also, "note": _note(match.record), "is_it": is_it}


def _note(record: Any) -> str:
    """A line that tells namesakes apart: the beginning of its description, its role, or its kind."""
    told = getattr(record, "description", "") or getattr(record, "role", "") or getattr(record, "kind", "")
    line = " ".join(str(told).split())
    return line if len(line) <= LONGEST_NOTE else f"{line[:LONGEST_NOTE].rsplit(' ', 1)[0]} …"


def found_in_text(request: HttpRequest, article: Article | None) -> dict[str, list[dict[str, Any]]]:
    """What the text of a posted form names beside what is in its fields; see `naming.suggest`.

    For `people` and `topics` a list of `{"name", "is_known", "count", "sentences"}`, a sentence being a list
    of pieces, each with whether it is the name.
    """
    chosen = {kind: request.POST.get(kind, "").splitlines() for kind in naming.MODELS}
    headline, body = request.POST.get("headline", ""), request.POST.get("body", "")
    found = naming.suggest(article, headline, body, chosen)
    return {kind: [asdict(one) for one in suggestions] for kind, suggestions in found.items()}


def rejected(request: HttpRequest) -> list[tuple[str, str]]:
    """The kinds and names that a form sends as `people:Edith Calloway`."""
    given = (entry.partition(":") for entry in request.POST.getlist("rejected")[:MOST_REJECTED])
    return [(kind, name) for kind, _, name in given]


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


class StoryPages(DeskAdmin):
    """Pages beside the story form, and the answers that they share with its buttons."""

    pages = [
        ("outlook/", "outlook"),
        ("<int:object_id>/outlook/", "outlook"),
        ("suggest/", "suggest"),
        ("<path:object_id>/suggest/", "suggest"),
        ("names/<slug:kind>/", "names"),
        ("<path:object_id>/step/<slug:name>/", "step"),
        ("<path:object_id>/source/<int:source_id>/", "source"),
    ]

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Says in words what a step will do (GET), and takes it (POST) unless the story changed meanwhile."""
        article = self._changeable(request, object_id)
        step = {step.name: step for step in workflow.next_steps(article, user_of(request))}.get(name)
        if step is None:
            return self._take_refused(request, article, name)
        questions = Questions(step, article, posted(request))
        if questions.is_valid():
            with transaction.atomic():
                revisions.lock(article)
                if request.POST.get("seen") == _seen(article):
                    note = request.POST.get("note", "")
                    return self.take(request, article, name, note, **questions.answers())
            messages.warning(request, "The story was saved meanwhile. Look again before you confirm.")
        content = revisions.working_copy(article)
        context = {
            "step": step,
            "questions": questions,
            "seen": _seen(article),
            "note": request.POST.get("note", ""),
            "content": content,
            "forecast": wording.forecast(step, article, content),
            "findings": wording.findings_of(article, user_of(request)) if step.target == PUBLISHED else [],
        }
        return self.show(request, "article/step", f"{step.label}?", context, article)

    def _take_refused(self, request: HttpRequest, article: Article, name: str) -> HttpResponse:
        if request.method == "POST":
            return self.take(request, article, name)
        messages.error(request, "This step is not possible now.")
        return redirect(url_of("change", article))

    def names_view(self, request: HttpRequest, kind: str) -> JsonResponse:
        """People, topics or contributors with the words typed so far in a name, or with a similar one."""
        self._check_writes(request)
        if kind not in revisions.LISTS:
            raise Http404
        return JsonResponse(suggestions(revisions.LISTS[kind], request.GET.get("q", "")))

    def suggest_view(self, request: HttpRequest, object_id: str = "") -> JsonResponse:
        """Names in the text that the form has now, each with why; with `rejected`, forgets those for good."""
        article = self._changeable(request, object_id) if object_id else None
        self._check_writes(request)
        if request.method != "POST":
            raise Http404
        if article and "rejected" in request.POST:
            naming.reject(article, rejected(request))
            return JsonResponse({})
        return JsonResponse(found_in_text(request, article))

    def outlook_view(self, request: HttpRequest, object_id: int | None = None) -> JsonResponse:
        """What the times in the form mean, in words, before they are saved."""
        self._check_writes(request)
        article = self._viewable(request, str(object_id)) if object_id else None
        return JsonResponse({"text": moments.outlook_of(request.GET, article)})

    def source_view(self, request: HttpRequest, object_id: str, source_id: int) -> HttpResponse:
        article = self._viewable(request, object_id)
        return origin.download(get_object_or_404(SourceDocument, pk=source_id, article=article))

    def _check_writes(self, request: HttpRequest) -> None:
        demand(self.has_change_permission(request) or self.has_add_permission(request))

    def _changeable(self, request: HttpRequest, object_id: str) -> Article:
        article = self._viewable(request, object_id)
        demand(self.has_change_permission(request, article))
        return article

    def _viewable(self, request: HttpRequest, object_id: str) -> Article:
        article: Article | None = super().get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        demand(self.has_view_or_change_permission(request, article))
        return article

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        with transaction.atomic():
            log.entry("delete", article=obj, user=user_of(request)).save()
            search.forget_headlines([obj.pk])
            autosaves.outlive(obj, by=user_of(request))
            super().delete_model(request, obj)

    def take(
        self, request: HttpRequest, article: Article, name: str, note: str = "", **answers: Any
    ) -> HttpResponse:
        with _refusal_told(request):
            if name not in workflow.STEPS:
                raise workflow.StepRefused("There is no such step.")
            workflow.take(article, name, user=user_of(request), note=printable(note)[:300], **answers)
            messages.success(request, wording.taken(name, article, schedule.waiting(article)))
        return redirect(url_of("change", article))

    def unplan(self, request: HttpRequest, article: Article) -> HttpResponse:
        with _refusal_told(request):
            workflow.unplan(article, user_of(request))
            messages.success(request, "The plan is cancelled: readers go on seeing the story as it is.")
        return redirect(url_of("change", article))


@contextmanager
def _refusal_told(request: HttpRequest) -> Iterator[None]:
    try:
        yield
    except workflow.StepRefused as refused:
        messages.error(request, str(refused))


def _seen(article: Article) -> str:
    """What a confirmation page shows: the version that its button may publish."""
    return str(article.latest_revision_id or "")
