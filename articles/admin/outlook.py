"""What the times of a story mean, in words: under them in the form, and while they are typed."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin import wording
from articles.admin.base import url_of
from articles.admin.moments import TIMES, LocalMoment, MomentField
from articles.models import Article


def line(article: Article | None) -> SafeString:
    """Above the times: their zone, and what those that are saved mean; a script keeps it up to date."""
    newest = (article.latest_revision or article) if article else None
    return format_html(
        'All times are in the time zone {}. <output class="outlook" data-url="{}">{}</output>',
        wording.zone(),
        url_of("outlook", article or Article),
        sentence({name: getattr(newest, name, None) for name in TIMES}, article),
    )


def of_form(data: Any, article: Article | None) -> str:
    """Of times as somebody is typing them; what is wrong with them, where that is so."""
    times: dict[str, datetime | None] = {}
    for name in TIMES:
        try:
            times[name] = MomentField(required=False).clean(LocalMoment.joined(data, name))
        except ValidationError as error:
            return " ".join(error.messages)
    return sentence(times, article)


def sentence(times: dict[str, datetime | None], article: Article | None) -> str:
    """“Once published, it goes live tomorrow at 06:00, in 9 hours, when its embargo ends.”"""
    now, embargo, expires = timezone.now(), times["embargo_until"], times["expire_at"]
    kept = article.kept_time if article else None
    live_at = max(filter(None, (times["publish_at"] or kept, embargo)), default=now)
    if expires and expires <= max(live_at, now):
        return "It would expire before anybody sees it."
    is_published = article and article.status == Article.Status.PUBLISHED
    once = "Once these are published, it" if is_published else "Once published, it"
    until = f" and is taken down {wording.when(expires)}" if expires else ""
    if live_at <= now:
        goes = "stays live" if article and article.is_live else "goes live at once"
        return f"{once} {goes}{until}."
    goes_live = f"{wording.when(live_at)}, in {wording.distance(live_at)}"
    if article and article.is_live:
        return f"{once} disappears, and comes back {goes_live}{until}."
    why = ", when its embargo ends" + ("," if until else "") if live_at == embargo else ""
    return f"{once} goes live {goes_live}{why}{until}."
