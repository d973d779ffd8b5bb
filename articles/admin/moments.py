"""A time as somebody at the desk types it, the one moment that it means, and what a story’s times come to."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import clocks
from articles.admin import wording
from articles.admin.base import url_of
from articles.models import Article, ends_unseen
from articles.months import FIRST_YEAR, LAST_YEAR

TIMES = ("publish_at", "embargo_until", "expire_at")


class LocalMoment(forms.DateTimeInput):
    """The browser's own picker, to the minute; below it a choice where that wall time comes twice."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=clocks.SHAPE)

    @staticmethod
    def joined(data: Any, name: str) -> Any:
        """The wall time as it was sent, with the offset that was chosen where it comes twice."""
        value, offset = data.get(name), data.get(f"{name}_offset", "")
        is_double = bool(offset) and len(clocks.readings(value or "", timezone.get_current_timezone())) > 1
        return f"{value}{offset}" if is_double else value

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.joined(data, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        wall, offset = clocks.parted(value or "")
        picker = super().render(name, wall, attrs, renderer)
        zone = timezone.get_current_timezone()
        found = clocks.readings(wall, zone)
        if len(found) < 2:
            return picker
        choices = [(clocks.offset_of(one, zone), one.astimezone(zone).tzname()) for one in found]
        context = {"name": name, "picker": picker, "moments": choices, "offset": offset}
        return render_to_string("admin/articles/article/_moment.html", context)


class MomentField(forms.DateTimeField):
    """A moment in the site's time zone, to the minute.

    `kept` is the one that the form began with: untouched it stays as it is, with its seconds.
    """

    widget = LocalMoment
    kept: datetime | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return clocks.written(value, timezone.get_current_timezone())
        return value

    def to_python(self, value: Any) -> datetime | None:
        if self._is_kept(value):
            return self.kept
        if isinstance(value, datetime) or value in self.empty_values:
            return super().to_python(value)
        text, offset = clocks.parted(str(value))
        with timezone.override(UTC):  # read as it stands; what it means here comes after
            read = super().to_python(text)
        return _meant(read.replace(tzinfo=None), offset) if read else None

    def clean(self, value: Any) -> datetime | None:
        year = str(value or "2000")[:4]
        if year.isdecimal() and not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise ValidationError(
                f"The year {int(year)} is out of range: give one from {FIRST_YEAR} to {LAST_YEAR}."
            )
        return super().clean(value)  # type: ignore[no-any-return]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self._is_kept(data) and super().has_changed(initial, data)

    def _is_kept(self, value: Any) -> bool:
        written = self.prepare_value(self.kept)
        return bool(self.kept) and value in (written, clocks.parted(written)[0])


def _meant(wall: datetime, offset: str) -> datetime:
    zone = timezone.get_current_timezone()
    found = clocks.moments_of(wall, zone)
    if not found:
        following = formats.date_format(clocks.next_shown(wall, zone), "j F Y, H:i")
        raise ValidationError(
            f"The clocks go forward over {wall:%H:%M}: there is no such time. The next one is {following}."
        )
    chosen = [moment for moment in found if clocks.offset_of(moment, zone) == offset] or found
    if len(chosen) > 1:
        raise ValidationError(f"The clocks go back: {wall:%H:%M} comes twice. Choose which one is meant.")
    return chosen[0]


def outlook(article: Article | None) -> SafeString:
    """Above the times: their zone, and what those that are saved mean; a script keeps it up to date."""
    newest = (article.latest_revision or article) if article else None
    return format_html(
        'All times are in the time zone {}. <output class="outlook" data-url="{}">{}</output>',
        wording.zone(),
        url_of("outlook", article or Article),
        _sentence({name: getattr(newest, name, None) for name in TIMES}, article),
    )


def outlook_of(data: Any, article: Article | None) -> str:
    """Of times as somebody is typing them; what is wrong with them, where that is so."""
    times: dict[str, datetime | None] = {}
    for name in TIMES:
        try:
            times[name] = MomentField(required=False).clean(LocalMoment.joined(data, name))
        except ValidationError as error:
            return " ".join(error.messages)
    return _sentence(times, article)


def _sentence(times: dict[str, datetime | None], article: Article | None) -> str:
    """“Once published, it goes live tomorrow at 06:00, in 9 hours, when its embargo ends.”"""
    now, embargo, expires = timezone.now(), times["embargo_until"], times["expire_at"]
    kept = article.kept_time if article else None
    live_at = max(filter(None, (times["publish_at"] or kept, embargo)), default=now)
    if article and article.status == Article.Status.KILLED:
        return "The story is killed: it appears at no time."
    if expires and expires <= now and article and article.was_public:
        return "Its time is over: nobody sees it any more."
    if ends_unseen(expires, live_at, now):
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
