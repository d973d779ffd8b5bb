"""Writing together: words are kept while they are typed, saves overwrite nothing, two versions become one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from articles.admin import unsaved, versions
from articles.admin.base import demand, number_of, posted, url_of, user_of
from articles.admin.forms import ArticleForm
from articles.admin.pages import rejected
from articles.admin.past import HistoryPages
from articles.admin.versions import Choices
from articles.editorial import autosaves, conflicts, naming
from articles.models import Article, Autosave, Revision

MOST_OFFERED = 10


class WritingPages(HistoryPages):
    """How a story's words are kept."""

    class Media:
        css = {"all": ["articles/admin/writing.css"]}
        js = (forms.Script("articles/admin/autosave.js", type="module"),)

    pages = [
        ("autosave/", "autosave"),
        ("<path:object_id>/autosave/", "autosave"),
        ("unsaved/<int:row_id>/", "unsaved"),
        ("<path:object_id>/unsaved/<int:row_id>/", "unsaved"),
        ("<path:object_id>/conflict/<int:revision_id>/", "conflict"),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if pk := request.GET.get("unsaved"):
            row = unsaved.find(user_of(request), obj, pk)
            request.taken = row  # type: ignore[attr-defined]
            form.unsaved = unsaved.initial(row) if row else None  # type: ignore[attr-defined]
        return form

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and unsaved.tab_of(request):
            article = self._viewable(request, object_id)
            if not self.has_change_permission(request, article):
                unsaved.put_by(request, article)
                messages.error(request, unsaved.NOT_THEIRS)
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        user, tab, taken = user_of(request), unsaved.tab_of(request), request.POST.get("taken", "")
        saved = conflicts.save(obj, form.content(user), author=user, base=form.started_from)
        self._tell(request, saved, form.newest)
        naming.reject(obj, rejected(request))
        request.is_overtaken = change and form.started_from != form.newest  # type: ignore[attr-defined]
        if tab and saved.clashes:
            unsaved.put_by(request, obj, form.started_from)
        elif tab:
            autosaves.saved(user, tab, obj, taken)

    def _tell(self, request: HttpRequest, saved: conflicts.Saved, theirs: Revision | None) -> None:
        other = theirs.by if theirs else ""
        if saved.clashes:
            request.refused = saved.revision  # type: ignore[attr-defined]
            told = f"{other} saved this story while you were writing. You both changed"
            same = conflicts.labels(saved.clashes)
            messages.warning(request, f"{told} {same}. Nothing was overwritten: both are in the history.")
        elif saved.merged:
            told = f"{other} saved this story while you were writing."
            messages.info(request, f"{told} Merged: {conflicts.labels(saved.merged)}.")

    def conflict_url(self, request: HttpRequest, article: Article) -> str:
        """Where two versions become one, if this request met another; the tab's words wait until then."""
        if not (beside := refused(request)):
            return ""
        return f"{url_of('conflict', article, beside.pk)}?tab={unsaved.tab_of(request)}"

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, article = context["adminform"].form, kwargs.get("obj")
        context |= {"waiting": self._waiting(request, article, form)}
        if isinstance(form, ArticleForm):
            taken: Autosave | None = getattr(request, "taken", None)
            context |= {
                "tab": unsaved.tab_of(request) or unsaved.new_tab(),
                "taken": autosaves.stamp(taken) if taken else request.POST.get("taken", ""),
                "is_taken": bool(taken),
                "autosave_url": url_of("autosave", article or Article),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def _waiting(self, request: HttpRequest, article: Article | None, form: Any) -> list[dict[str, Any]]:
        """This user's words from other times, which the form does not show."""
        if form.is_bound:
            return []
        rows = Autosave.objects.unsaved().filter(user=user_of(request), article=article)
        if taken := getattr(request, "taken", None):
            rows = rows.exclude(pk=taken.pk)
        shown = unsaved.standing(rows[:MOST_OFFERED], form) if isinstance(form, ArticleForm) else rows
        return [
            {"row": row, "at": unsaved.clock(row), "url": url_of("unsaved", article or Article, row.pk)}
            for row in shown
        ]

    def autosave_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """Keep what a tab has typed, and say who else is there. See `unsaved.keep` for the answer."""
        # Who may not edit the story any more is told so, and what they go on typing is kept all the same.
        article = self._viewable(request, object_id) if object_id else None
        self._check_writes(request)
        if request.method != "POST" or not unsaved.tab_of(request):
            raise Http404
        return JsonResponse(unsaved.keep(request, article))

    def unsaved_view(self, request: HttpRequest, row_id: int, object_id: str = "") -> HttpResponse:
        """What was typed and not saved, beside the story as it is (GET); thrown away (POST)."""
        # Who may not edit the story any more still sees what they have typed.
        article = self._viewable(request, object_id) if object_id else None
        demand(bool(article) or self.has_add_permission(request))
        row = unsaved.find(user_of(request), article, str(row_id))
        form_url = url_of("change", article) if article else url_of("add", Article)
        if row is None:
            messages.info(request, "These words are not waiting any more.")
            return redirect(form_url)
        if request.method == "POST":
            row.delete()
            messages.success(request, "Thrown away.")
            return redirect(form_url)
        form = ArticleForm(data=row.typed, instance=article or Article())
        began = row.base or (article.latest_revision if article else None)
        was = versions.readable(began) if began else versions.NOTHING
        may_take = not article or self.has_change_permission(request, article)
        context = {
            "row": row,
            "differences": versions.differences(was, versions.unsaved(row, form)),
            "take_url": f"{form_url}?unsaved={row.pk}" if may_take else "",
            "form_url": form_url,
        }
        story = article or Article(headline="New story")
        return self.show(request, "article/unsaved", "Your unsaved changes", context, story)

    def conflict_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        """Both versions of what two people changed (GET), and what becomes of each (POST)."""
        article = self._changeable(request, object_id)
        beside = get_object_or_404(article.revisions.select_related("base", "author"), pk=revision_id)
        shown = article.revisions.filter(pk=number_of(request.POST.get("theirs", ""))).first()
        theirs = shown or article.latest_revision or beside
        found = conflicts.clash(beside, theirs).conflicts
        choices = Choices(found, posted(request))
        if choices.is_valid():
            return self._settle(request, beside, theirs, choices.values())
        context = {
            "beside": beside,
            "theirs": theirs,
            "whose": "Yours" if beside.author == request.user else f"{beside.by}’s",
            "decisions": list(choices.decisions()),
            "media": self.media + choices.media,
            "tab": request.GET.get("tab", ""),
        }
        return self.show(request, "article/conflict", "Two versions become one", context, article)

    def _settle(
        self, request: HttpRequest, beside: Revision, theirs: Revision, values: list[Any]
    ) -> HttpResponse:
        article = beside.article
        newest = article.latest_revision
        saved = conflicts.settle(beside, theirs, values, author=user_of(request))
        self._tell(request, saved, newest)
        if again := self.conflict_url(request, article):
            return redirect(again)
        if tab := unsaved.tab_of(request):
            autosaves.saved(user_of(request), tab, article)
        messages.success(request, "Saved: the two versions are one.")
        return redirect(url_of("change", article))


def refused(request: HttpRequest) -> Revision | None:
    """The version that this request kept beside the working copy instead of saving it."""
    return getattr(request, "refused", None)
