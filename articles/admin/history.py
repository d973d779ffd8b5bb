"""The history of a story: its versions and its steps, newest first."""

from dataclasses import dataclass
from datetime import datetime

from articles.admin.wording import address
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
    def preview_url(self) -> str:
        return address("preview", self.revision.pk) if self.revision else ""

    @property
    def is_refused(self) -> bool:
        """Whether a conflict kept it beside the working copy."""
        return bool(self.revision and self.revision.reason.startswith(NOT_SAVED))


def moments(article: Article, before: datetime | None = None) -> tuple[list[Moment], datetime | None]:
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
