"""What a story was: its history, two versions compared, a version named, a version brought back."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import markup
from articles.admin import versions
from articles.admin.base import number_of, url_of, user_of
from articles.admin.pages import StoryPages
from articles.editorial import revisions
from articles.editorial.conflicts import NOT_SAVED
from articles.models import Article, Revision, StatusChange

A_PAGE = 50


@dataclass(frozen=True)
class Moment:
    """One line of the history; `revision` is None for a step of the workflow."""

    at: datetime
    who: str
    what: str
    labels: tuple[str, ...] = ()
    revision: Revision | None = None
    is_newest: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether a conflict kept it beside the working copy."""
        return bool(self.revision and self.revision.reason.startswith(NOT_SAVED))


def moments_of(article: Article, before: datetime | None = None) -> tuple[list[Moment], datetime | None]:
    """Fifty of them, from before a moment on, and the moment before which the next page begins, if any."""
    versions = article.revisions.select_related("author").defer("body")
    steps = article.status_changes.exclude(verb="restore")
    if before:
        versions, steps = versions.filter(created_at__lt=before), steps.filter(at__lt=before)
    found = [
        _version(revision, article) for revision in versions.order_by("-created_at", "-id")[: A_PAGE + 1]
    ]
    found += [_step(step) for step in steps.order_by("-at", "-id")[: A_PAGE + 1]]
    found.sort(key=lambda moment: moment.at, reverse=True)
    page = found[:A_PAGE]
    while len(found) > len(page) and found[len(page)].at == page[-1].at:  # the cursor parts no second
        page.append(found[len(page)])
    return page, page[-1].at if len(found) > len(page) else None


def _version(revision: Revision, article: Article) -> Moment:
    is_newest = revision.pk == article.latest_revision_id
    is_live = article.status == Article.Status.PUBLISHED and revision.pk == article.live_revision_id
    labels = ("what readers see",) * is_live + ("working copy",) * is_newest
    who = revision.by if revision.author else "–"
    return Moment(revision.created_at, who, revision.reason or "Saved", labels, revision, is_newest)


def _step(step: StatusChange) -> Moment:
    note = f": {step.note}" if step.note else ""
    return Moment(step.at, step.actor, f"{step}{note}")


class HistoryPages(StoryPages):
    """The pages of a story's past."""

    pages = [
        ("<path:object_id>/compare/", "compare"),
        ("<path:object_id>/name/<int:revision_id>/", "name"),
        ("<path:object_id>/restore/<int:revision_id>/", "restore"),
    ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: object = None
    ) -> HttpResponse:
        """A page of the history; `before` says from when on."""
        article = self._viewable(request, object_id)
        moments, more = moments_of(article, _moment(request.GET.get("before", "")))
        context = {
            "moments": moments,
            "marked": [moment.revision for moment in moments if moment.revision][:2],
            "more": more.isoformat() if more else "",
            "can_restore": self.has_change_permission(request, article),
        }
        return self.show(request, "article/object_history", "History", context, article)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the version `now` has that `was` has not; without `was`, the one before it."""
        article = self._viewable(request, object_id)
        mine = article.revisions.select_related("author", "base__author", "section", "lead_picture")
        now = mine.filter(pk=number_of(request.GET.get("now", ""))).first()
        was = mine.filter(pk=number_of(request.GET.get("was", ""))).first() or _before(now)
        if not now or not was:
            messages.info(request, "Choose two versions to compare.")
            return redirect(url_of("history", article))
        was, now = sorted((was, now), key=lambda revision: revision.pk)
        context = {
            "sides": [was, now],
            "differences": versions.differences(versions.readable(was, like=now), versions.readable(now)),
            "can_restore": self.has_change_permission(request, article),
            "newest": article.latest_revision_id,
        }
        return self.show(request, "article/compare", "Two versions compared", context, article)

    def name_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        """Give a version a name, or take it away again."""
        article = self._changeable(request, object_id)
        if request.method == "POST":
            revision = get_object_or_404(article.revisions, pk=revision_id)
            revision.name = " ".join(markup.printable(request.POST.get("name", "")).split())[:80]
            revision.save(update_fields=["name"])
            told = f"The version is called “{revision.name}” now." if revision.name else "It has no name now."
            messages.success(request, told)
        return redirect(url_of("history", article))

    def restore_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        article = self._changeable(request, object_id)
        if request.method == "POST":
            self.restore(request, article, str(revision_id))
            return redirect(url_of("change", article))
        return redirect(url_of("history", article))

    def restore(self, request: HttpRequest, article: Article, pk: str) -> None:
        revision = article.revisions.filter(pk=number_of(pk)).first()
        if revision is None:
            messages.error(request, "There is no such version of this story.")
            return
        restored = revisions.restore(revision, author=user_of(request))
        messages.success(request, f"{restored.reason}. The version before it stays in the history.")


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        return moment.astimezone(UTC) if moment and timezone.is_aware(moment) else None
    except (ValueError, OverflowError):  # one at the end of time may have no moment in UTC
        return None


def _before(revision: Revision | None) -> Revision | None:
    """The version that this one followed: of one that a conflict kept beside, the one that it began from."""
    if revision is None or revision.reason.startswith(NOT_SAVED):
        return revision.base if revision else None
    earlier = Revision.objects.filter(article=revision.article, pk__lt=revision.pk)
    return earlier.exclude(reason__startswith=NOT_SAVED).select_related("author").first()
