"""Wall times in six zones whose clocks change: none is met an hour off."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import clocks

# The zone; the first and last minute that its clocks skip; the first and last minute that they show twice.
CHANGES = [
    ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T02:59", "2026-10-25T02:00", "2026-10-25T02:59"),
    ("Europe/London", "2026-03-29T01:00", "2026-03-29T01:59", "2026-10-25T01:00", "2026-10-25T01:59"),
    ("America/New_York", "2026-03-08T02:00", "2026-03-08T02:59", "2026-11-01T01:00", "2026-11-01T01:59"),
    ("America/Santiago", "2026-09-06T00:00", "2026-09-06T00:59", "2026-04-04T23:00", "2026-04-04T23:59"),
    ("Australia/Lord_Howe", "2026-10-04T02:00", "2026-10-04T02:29", "2026-04-05T01:30", "2026-04-05T01:59"),
    ("Asia/Beirut", "2026-03-29T00:00", "2026-03-29T00:59", "2026-10-24T23:00", "2026-10-24T23:59"),
]
MINUTE = timedelta(minutes=1)


def at(text):
    return datetime.strptime(text, clocks.SHAPE)


@pytest.mark.parametrize(("zone", "first", "last", "_", "__"), CHANGES)
def test_a_skipped_time_is_none_and_the_next_one_is_named(zone, first, last, _, __):
    tz = ZoneInfo(zone)
    assert clocks.moments_of(at(first), tz) == clocks.moments_of(at(last), tz) == []
    around = (at(first) - MINUTE, at(last) + MINUTE)
    assert [len(clocks.moments_of(wall, tz)) for wall in around] == [1, 1]
    assert clocks.next_shown(at(first), tz) == clocks.next_shown(at(last), tz) == at(last) + MINUTE


@pytest.mark.parametrize(("zone", "_", "__", "first", "last"), CHANGES)
def test_a_doubled_time_is_two_and_its_offset_tells_which(zone, _, __, first, last):
    tz = ZoneInfo(zone)
    around = (at(first) - MINUTE, at(last) + MINUTE)
    assert [len(clocks.moments_of(wall, tz)) for wall in around] == [1, 1]
    for wall in (at(first), at(last)):
        earlier, later = clocks.moments_of(wall, tz)
        assert later - earlier == (at(last) - at(first)) + MINUTE
        assert clocks.offset_of(earlier, tz) != clocks.offset_of(later, tz)
        for moment in (earlier, later):
            assert clocks.written(moment, tz) == f"{wall:{clocks.SHAPE}}{clocks.offset_of(moment, tz)}"


@given(
    st.sampled_from([ZoneInfo(row[0]) for row in CHANGES]),
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=UTC)),
)
def test_what_is_written_means_the_same_minute(zone, moment):
    moment = moment.replace(second=0, microsecond=0)
    wall, offset = clocks.parted(clocks.written(moment, zone))
    meant = [one for one in clocks.readings(wall, zone) if offset in ("", clocks.offset_of(one, zone))]
    assert [one.astimezone(UTC) for one in meant] == [moment]
