"""What a clock on a wall shows, as an instant: for times that the clocks skip and times that they show twice (pure)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


class Reading(NamedTuple):
    """The instant (UTC) that a wall-clock time means, and whether the clocks skip it or show it twice."""

    utc: datetime
    is_skipped: bool
    is_doubled: bool


def read(wall: datetime, zone: ZoneInfo) -> Reading:
    """The instant of a naive wall-clock time in a zone.

    A time that the clocks skip means the first instant after the gap; one that they show twice means the first.
    """
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first > second:  # read by the old offset and by the new: only a skipped time lies the other way round
        return Reading(_gap_ends(second, first, zone), is_skipped=True, is_doubled=False)
    return Reading(first, is_skipped=False, is_doubled=first != second)


def _gap_ends(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the clocks, put forward between two instants, show their new offset."""
    new = after.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + timedelta(seconds=(after - before) // SECOND // 2)
        if middle.astimezone(zone).utcoffset() == new:
            after = middle
        else:
            before = middle
    return after
