"""In words: where a story stands, what a step will do to it, and what the checklist found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timeuntil

from articles.editorial import checklist, revisions
from articles.editorial.checklist import Finding
from articles.editorial.workflow import Step
from articles.models import Article, ScheduledChange, ends_unseen
from articles.paths import path

TAKEN = {
    "submit": "Submitted for review.",
    "approve": "Approved.",
    "send_back": "Sent back: a draft again.",
    "schedule": "Scheduled.",
    "publish": "Published.",
    "publish_changes": "Published the changes.",
    "unschedule": "Taken off the schedule: approved.",
    "withdraw": "Withdrawn.",
    "kill": "Killed.",
}
Status = Article.Status


def zone() -> str:
    """The site's time zone, as editors read it."""
    return timezone.get_current_timezone_name().replace("_", " ")


def when(moment: datetime) -> str:
    """A moment as somebody at the desk would say it: “today at 12:04”."""
    local, today = timezone.localtime(moment), timezone.localdate()
    days = {today: "today", today + timedelta(days=1): "tomorrow", today - timedelta(days=1): "yesterday"}
    day = days.get(local.date()) or f"on {formats.date_format(local, 'j F Y')}"
    return f"{day} at {local:%H:%M}"


def compact(moment: datetime) -> str:
    """A moment for a narrow column; this year's go without the year."""
    local = timezone.localtime(moment)
    is_this_year = local.year == timezone.localdate().year
    return formats.date_format(local, "j M, H:i" if is_this_year else "j M Y, H:i")


def standing(article: Article) -> str:
    """Where a story stands now, in one line."""
    if article.is_live:
        until = f", until {_bare(article.expire_at)}" if article.expire_at else ""
        return f"Live since {_bare(article.live_at)}{until}"
    if article.is_scheduled:
        return f"Scheduled: goes live {when(article.live_at)}, in {distance(article.live_at)}"
    if article.status == Article.Status.PUBLISHED:
        return f"Expired {when(article.expire_at)}" if article.expire_at else "Published"
    return str(article.get_status_display()).capitalize()


def taken(name: str, article: Article, waiting: ScheduledChange | None) -> str:
    """What a step has done."""
    if waiting and name == "publish_changes":
        return planned(waiting).strip()
    if article.is_scheduled:
        return f"{standing(article)}."
    return f"{TAKEN[name]} {standing(article)}." if article.is_live else TAKEN[name]


def planned(change: ScheduledChange | None) -> str:
    """That readers see a change later, as a sentence to add."""
    return f" The changes go live {when(change.at)}, in {distance(change.at)}." if change else ""


def _bare(moment: datetime) -> str:
    """A moment after a word that takes no “on”."""
    return when(moment).removeprefix("on ")


def distance(moment: datetime) -> str:
    return timeuntil(moment, depth=1).replace("\u00a0", " ")


@dataclass
class Forecast:
    """What a step will do, in a sentence, and what to look at before."""

    sentence: str
    warnings: list[str] = field(default_factory=list)


def forecast(step: Step, article: Article, content: dict[str, Any]) -> Forecast:
    """What will happen when this step is taken with the story as `content` has it."""
    if step.target == Article.Status.PUBLISHED:
        return _publishing(step, article, content, settings.SITE_URL + path("article", content["slug"]))
    url = settings.SITE_URL + article.get_absolute_url()
    if step.name == "withdraw" and article.is_live:
        return Forecast(f"Takes the story off the site now: {url} answers with a short notice instead.")
    if step.name == "withdraw" and article.was_public:
        return Forecast(f"Readers do not see the story now. {url} goes on answering with a short notice.")
    if step.name == "withdraw":
        return Forecast("Takes the story off the schedule. Nobody has seen it.")
    if step.name == "kill":
        told = " Readers who open its address get a short notice." if article.was_public else ""
        return Forecast(f"Ends this story for good: it can never be published again.{told}")
    return Forecast(f"The story becomes “{Article.Status(step.target).label}”.")


def _publishing(step: Step, article: Article, content: dict[str, Any], url: str) -> Forecast:
    now = timezone.now()
    live_at = max(content["publish_at"] or now, content["embargo_until"] or now)
    if ends_unseen(content["expire_at"], live_at):
        return Forecast("It would expire before anybody sees it. Give it a later expiry time first, or none.")
    if live_at > now:
        hides = ["The story is live. It disappears from the site until then."] if article.is_live else []
        return Forecast(f"Goes live {when(live_at)} ({zone()}), in {distance(live_at)}, at {url}", hides)
    dated = content["publish_at"]
    if step.name == "publish_changes":
        change = article.scheduled_changes.filter(done_at=None).first()
        planned = [f"These changes take the place of those planned for {when(change.at)}."] if change else []
        return Forecast(f"Readers see the changes at once at {url}", planned)
    note = f", dated {formats.date_format(timezone.localtime(dated), 'j F Y, H:i')}" if dated else ""
    return Forecast(f"Goes live now at {url}{note}")


def findings_of(article: Article, user: Any, content: Mapping[str, Any] | None = None) -> list[Finding]:
    """What to look at before publishing the working copy; nothing where there is nothing to publish."""
    is_done = article.status == Status.PUBLISHED and not article.has_unpublished_changes
    if is_done or article.status == Status.KILLED:
        return []
    return checklist.findings(article, content or revisions.working_copy(article), user)


def put_beside(form: Any, findings: list[Finding]) -> None:
    """Let each field's help say first what was found in it."""
    for name in {finding.field for finding in findings} & set(form.fields):
        mine = [(one.severity, one.text) for one in findings if one.field == name]
        told = format_html_join("", '<strong class="finding finding-{}">{}</strong>', mine)
        form[name].help_text = format_html("{}{}", told, form[name].help_text)
