"""Dates as newspapers write them, to ISO 8601; nothing that the text does not say."""

import datetime
import re

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = _MONTH_NAMES.split()
_MONTH_OF = {name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {
    "sept": 9
}

_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATES = (
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"{_WEEKDAY}(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
    r"(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)/(?P<day>\d\d)",
)
_CLOCK = (
    r"(?:\s*(?:,|\||·|-|–|—|t|at)?\s*(?:at\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>z\b|utc\b|gmt\b|[+-]\d\d:?\d\d|[a-z]{1,4}t\b)?)?"
)
# Possessive throughout: words such as "on" fit in several places, and none is worth trying twice.
_LEAD = (
    r"(?:(?:first\s+|originally\s+)?+(?:published|posted|updated|last\s+updated|last\s+modified|modified|"
    r"created|filed|date|dated|on|issued|released)(?:\s+(?:on|at)\b)?+\s*+[:|·–—-]?+\s*+)*+"
)
_INSIDE = tuple(re.compile(rf"(?<![\w/.-]){date}(?![\w/-])", re.IGNORECASE) for date in _DATES)
_ALONE = tuple(re.compile(rf"{_LEAD}{date}{_CLOCK}\.?", re.IGNORECASE) for date in _DATES)
_STAMP = re.compile(
    rf"{_LEAD}(?:{_WEEKDAY}(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+(?:{'|'.join(_MONTHS)}))|"
    r"(?:an?|\d{1,3})\s+(?:second|minute|min|hour|hr|day|week|month|year)s?\s+ago|"
    r"\d{1,2}/\d{1,2}/(?:\d\d){1,2})"
    r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{1,4}t)?)?",
    re.IGNORECASE,
)
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
