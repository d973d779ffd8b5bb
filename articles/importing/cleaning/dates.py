"""Dates as newspapers write them, to ISO 8601; nothing that the text does not say."""

import datetime
import re

from articles.importing import lists

_MONTHS = lists.joined("cleaning/dates/full_month").split("|")
_MONTH_OF = {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])}
_MONTH_OF["sept"] = 9
_DATES = lists.lines("cleaning/dates/full")
_CLOCK = lists.joined("cleaning/dates/clock")
_LEAD = lists.joined("cleaning/dates/lead")
_INSIDE = tuple(re.compile(rf"(?<![\w/.-]){date}(?![\w/-])", re.IGNORECASE) for date in _DATES)
_ALONE = tuple(re.compile(rf"{_LEAD}{date}{_CLOCK}\.?", re.IGNORECASE) for date in _DATES)
_STAMP = lists.pattern("cleaning/dates/stamp", re.IGNORECASE)
_LONGEST = 90  # characters of a line that is nothing but a date


def parse(line: str) -> str | None:
    """The ISO date, or local date and time, of a line that is nothing but a full date; else None."""
    if len(line) > _LONGEST:
        return None
    return next(
        (_iso(found) for form in _ALONE if (found := form.fullmatch(line.strip(" ()[]|·•–—-")))), None
    )


def find(text: str) -> str | None:
    """The first full date inside a short text, as an ISO date; None when there is none."""
    return next((_iso(found) for form in _INSIDE if (found := form.search(text[:300]))), None)


def is_stamp(line: str) -> bool:
    """Whether the line is only a point in time: a full date, "March 3", "2 hours ago", "3/4/25"."""
    return parse(line) is not None or (
        len(line) <= _LONGEST and bool(_STAMP.fullmatch(line.strip(" ()[]|·•–—-")))
    )


def _iso(found: re.Match[str]) -> str | None:
    part = found.groupdict()
    month = part["month"].casefold()
    try:
        day = datetime.date(
            int(part["year"]), int(month) if month.isdigit() else _MONTH_OF[month], int(part["day"])
        )
    except ValueError:
        return None
    return day.isoformat() + _time(part)


def _time(part: dict[str, str | None]) -> str:
    """ "T18:05", or nothing when the clock is missing, unclear or in a zone that only has letters."""
    hour, minute, half = part.get("hour"), part.get("minute"), (part.get("half") or "").casefold()
    if not hour or not (minute or half):
        return ""
    number = int(hour) % 12 + 12 * half.startswith("p") if half else int(hour)
    if number > 23 or int(minute or 0) > 59 or (half and int(hour) > 12):
        return ""
    return f"T{number:02}:{int(minute or 0):02}" + _offset((part.get("zone") or "").casefold())


def _offset(zone: str) -> str:
    if zone in {"z", "utc", "gmt"}:
        return "+00:00"
    if zone[:1] in {"+", "-"}:
        return f"{zone[:3]}:{zone[-2:]}"
    return ""
