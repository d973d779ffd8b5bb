"""Wall times: what the clocks of a time zone show, and the moments that they mean."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

SHAPE = "%Y-%m-%dT%H:%M"
_WITH_OFFSET = re.compile(r"(.*\d:\d\d)([+-]\d\d:\d\d)")


def moments_of(wall: datetime, zone: tzinfo) -> list[datetime]:
    """The moments (in UTC) at which the zone's clocks show this wall time, in order.

    One; none where the clocks go forward over it; two where they go back to it. In UTC, because moments
    in such an hour of a zone compare by their wall time, if at all (PEP 495).
    """
    tries = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return [one for one in sorted(tries) if one.astimezone(zone).replace(tzinfo=None, fold=0) == wall]


def next_shown(wall: datetime, zone: tzinfo) -> datetime:
    """The first wall time from this one on, in whole minutes, that the zone's clocks do show."""
    wall = wall.replace(second=0, microsecond=0)
    while not moments_of(wall, zone):
        wall += timedelta(minutes=1)
    return wall


def offset_of(moment: datetime, zone: tzinfo) -> str:
    """How far the zone's clocks are from UTC at a moment, as +02:00."""
    return moment.astimezone(zone).isoformat()[-6:]


def parted(text: str) -> tuple[str, str]:
    """A written wall time and its offset, "" where it has none."""
    match = _WITH_OFFSET.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def written(moment: datetime, zone: tzinfo) -> str:
    """A moment as a wall time to the minute, with its offset where the wall time alone says too little."""
    wall = moment.astimezone(zone).replace(tzinfo=None, fold=0, second=0, microsecond=0)
    return f"{wall:{SHAPE}}{offset_of(moment, zone) if len(moments_of(wall, zone)) > 1 else ''}"


def readings(text: str, zone: tzinfo) -> list[datetime]:
    """The moments that a written wall time without an offset may mean; none for what is no time."""
    try:
        return moments_of(datetime.strptime(text, SHAPE), zone)
    except ValueError:
        return []
