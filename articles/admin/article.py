"""The list of stories, and the form in which one is edited."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import search
from articles.admin import guests, moments, origin, wording
from articles.admin.base import url_of, user_of
from articles.admin.filters import MOST_FOUND, BylineFilter, ImportFilter, StandingFilter, StoryList
from articles.admin.forms import ArticleForm
from articles.admin.reworking import RetagPages
from articles.admin.writing import WritingPages, refused
from articles.editorial import intake, naming, revisions, rights, schedule, workflow
from articles.models import CONTENT_FIELDS, Article, Section, StatusChange

NONE = format_html('<span class="none">{}</span>', "–")  # left out where an entry is a line of text
TO_ACTIONS = format_html('<a class="to-actions" href="#{}">To the buttons</a> ', "actions")


@admin.register(Article)
class ArticleAdmin(RetagPages, WritingPages, guests.GuestPages):
    """Stories. Saving writes a revision; only `editorial` writes the story itself."""

    form = ArticleForm
    list_display = ("titled", "state", "section", "by", "published", "words", "imported_by")
    list_display_links = ("titled",)
    list_filter = (StandingFilter, "section", BylineFilter, ImportFilter)
    list_select_related = ("section", "latest_revision", "made_by")
    list_class = StoryList
    search_fields = ("headline",)  # asks for the box; `get_search_results` answers
    search_help_text = "Words of the headline"
    ordering = ("-id",)
    sortable_by = ()
    save_on_top = True
    raw_id_fields = ("lead_picture",)  # else Django puts links of its own around the choice
    fieldsets = (
        (None, {"fields": ("headline", "is_headline_confirmed", "dek", "body")}),
        ("Filed under", {"fields": ("section", "bylines", "people", "topics", "lead_picture")}),
        (
            "Time and address",
            {"fields": ("publish_at", "embargo_until", "expire_at", "slug", "language")},
        ),
    )
    reading_fields = ("headline", "state", "section", "dek", "by", "published", "words", "imported_by")

    class Media:
        css = {"all": ["articles/admin/desk.css", "articles/admin/first-page.css"]}
        js = (
            forms.Script("articles/admin/story.js", type="module"),
            forms.Script("articles/admin/outlook.js", type="module"),
        )

    @admin.display(description="headline")
    def titled(self, article: Article) -> SafeString:
        newest = article.latest_revision or article
        label = "" if newest.is_headline_confirmed else _label("machine’s headline")
        return format_html("{} {}", newest.headline, label)

    @admin.display(description="status")
    def state(self, article: Article) -> SafeString:
        name = "scheduled" if article.is_scheduled else article.get_status_display()
        name = "expired" if article.is_expired else name
        label = _label("unpublished changes") if article.has_unpublished_changes else ""
        return format_html('<span class="state state-{}">{}</span> {}', name.replace(" ", "-"), name, label)

    @admin.display(description="byline")
    def by(self, article: Article) -> str:
        return ", ".join(str(byline.contributor) for byline in article.bylines.all()) or NONE

    @admin.display(description="publish time")
    def published(self, article: Article) -> str:
        moment = article.live_at or article.publish_at
        return wording.compact(moment) if moment else NONE

    @admin.display(description="words")
    def words(self, article: Article) -> int:
        return article.word_count

    @admin.display(description="imported by")
    def imported_by(self, article: Article) -> str:
        return article.made_by.operator if article.made_by else "–"

    # What Django would do to the row itself is left to `editorial`.

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        found = search.headed(search_term, MOST_FOUND)
        request.is_search_cut = len(found) == MOST_FOUND  # type: ignore[attr-defined]
        return queryset.filter(pk__in=found), False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        article = super().get_object(request, object_id, from_field)
        if article and request.method == "POST":
            revisions.lock(article)
        return article

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return ((None, {"fields": self.reading_fields}),)
        text, filed, times = self.fieldsets
        said = {"description": format_html("{}{}", TO_ACTIONS, moments.outlook(obj))}
        return text, (filed[0], filed[1] | {"description": TO_ACTIONS}), (times[0], times[1] | said)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj and not self.has_change_permission(request, obj):
            kwargs["form"] = forms.ModelForm
        else:
            kwargs["fields"] = CONTENT_FIELDS  # Django would read the live row's tags, which nobody needs
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "section":
            # A story's form is no place to rename or delete a section by a slip of the hand.
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        is_theirs = obj is None or rights.may_edit(user_of(request), obj)
        return is_theirs and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        was_public = obj and (obj.first_published_at or obj.status == Article.Status.PUBLISHED)
        return not was_public and super().has_delete_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: people, topics and bylines are part of the revision."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, message) if message and not refused(request) else None

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, article: Article) -> HttpResponse:
        if conflict := self.conflict_url(request, article):
            return redirect(conflict)
        if place := request.POST.get("_put_back"):
            self._put_back(request, article, place)
            return redirect(url_of("change", article) + "#origin")
        if revision := request.POST.get("_take_over"):
            self.restore(request, article, revision)
            return redirect(url_of("change", article))
        if "_unplan" in request.POST:
            return self.unplan(request, article)
        if step := request.POST.get("_step"):
            return self._step(request, article, step)
        messages.success(request, f"Saved. {wording.standing(article)}.")
        if "_save" in request.POST:
            return self.response_post_save_change(request, article)
        return redirect(url_of("change", article))

    def _put_back(self, request: HttpRequest, article: Article, place: str) -> None:
        found = origin.removed_line(article, place)
        if found is None:
            messages.error(request, "That line is not among the removed lines of this story.")
            return
        entry, index = found
        content = revisions.with_records(revisions.working_copy(article))
        content["body"] = intake.put_back(entry, index, content["body"])
        line = entry.lines[index]["text"]
        reason = f"Put back “{line}”" if len(line) < 150 else f"Put back “{line[:150]}…”"
        revisions.save(article, content, author=user_of(request), reason=reason, base=article.latest_revision)
        messages.success(request, f"{reason}.")

    def _step(self, request: HttpRequest, article: Article, name: str) -> HttpResponse:
        step = workflow.STEPS.get(name)
        if step and step.needs_confirmation:
            return redirect(url_of("step", article, name))
        if getattr(request, "is_overtaken", False):
            messages.warning(request, "The story was saved meanwhile. Look again before you go on.")
            return redirect(url_of("change", article))
        return self.take(request, article, name)

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        return obj.get_absolute_url() if obj and obj.is_live else None

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, article = context["adminform"].form, kwargs.get("obj")
        context["notes"] = article.notes.select_related("author") if article else []
        if isinstance(form, ArticleForm):
            self._dress_names(request, form, article)
        if article and isinstance(form, ArticleForm):
            context |= self._beside(request, article, form)
        return super().render_change_form(request, context, *args, **kwargs)

    def _dress_names(self, request: HttpRequest, form: ArticleForm, article: Article | None) -> None:
        suggest = url_of("suggest", article or Article)
        for name, model in naming.MODELS.items():
            widget: Any = form.fields[name].widget
            widget.suggest = suggest
            widget.may_create = user_of(request).has_perm(f"articles.add_{model._meta.model_name}")

    def _beside(self, request: HttpRequest, article: Article, form: ArticleForm) -> dict[str, Any]:
        newest = article.latest_revision
        # Unsaved words that were taken over stand in the form as typed: those are not looked at yet.
        is_working_copy = form.started_from == newest and isinstance(form.initial["section"], Section)
        content = form.initial if is_working_copy else None
        found = wording.findings_of(article, user_of(request), content)
        wording.put_beside(form, found)
        return {
            "findings": found,
            "standing": wording.standing(article),
            "steps": workflow.next_steps(article, user_of(request)),
            "origins": origin.origins(article, form["body"].value() or ""),
            "is_to_preview": newest and not (article.is_live and not article.has_unpublished_changes),
            "newest": newest,
            "guests": guests.beside(article),
            "planned": wording.planned(schedule.waiting(article)),
            "sent_back": _sent_back(article),
        }


def _sent_back(article: Article) -> StatusChange | None:
    """Why a draft is one again, for as long as nobody has submitted it since."""
    if article.status != Article.Status.DRAFT:
        return None
    last = article.status_changes.exclude(from_status=F("to_status")).first()
    return last if last and last.verb == "send_back" else None


def _label(text: str) -> SafeString:
    return format_html('<small class="story-label">{}</small>', text)
