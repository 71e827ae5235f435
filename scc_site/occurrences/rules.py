"""When something happens again and again: rules on a wall clock, or every so many minutes (pure).

A wall-clock rule names days and a clock time in a zone; its slot is that local time, `YYYY-MM-DDTHH:MM`, never an
instant, so that a change of the clocks neither moves nor doubles it. An interval rule counts minutes from a fixed
instant; its slot is the UTC instant, `YYYY-MM-DDTHH:MMZ`.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scc_site.occurrences import walls

ANCHOR = datetime(1970, 1, 1, tzinfo=UTC)  # intervals are counted from here
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)
DAY, MINUTE, WEEK = timedelta(days=1), timedelta(minutes=1), 7
LAST = -1  # in place of a number: the month's last
# A zone's date is at most one day from UTC's; a day that a zone leaves out whole is read on the next.
MARGIN = 2 * DAY


class Kind(StrEnum):
    """What a rule counts by."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTH_DAY = "month_day"
    MONTH_END = "month_end"
    MONTH_WEEKDAY = "month_weekday"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; what its kind does not use stays empty. Weekdays: 0 is Monday. `nth`: 1 to 4, or LAST."""

    kind: Kind
    clock: time | None = None
    weekdays: frozenset[int] = frozenset()
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None
    minutes: int | None = None


class Slot(NamedTuple):
    """One occurrence: its name among those of its schedule, the local time at which it runs, the instant, and a
    remark where the clocks make it run at another time than its rule says."""

    slot: str
    local: datetime
    utc: datetime
    remark: str = ""


def daily(clock: time) -> Rule:
    """Each day at a clock time."""
    return Rule(Kind.DAILY, clock)


def weekly(clock: time, *weekdays: int) -> Rule:
    """On these weekdays at a clock time."""
    return Rule(Kind.WEEKLY, clock, weekdays=frozenset(weekdays))


def every(minutes: int) -> Rule:
    """Every so many minutes."""
    return Rule(Kind.INTERVAL, minutes=minutes)


def falls_on(rule: Rule, on: date) -> bool:
    """Whether a wall-clock rule names this day. A day that a month does not have is its last day."""
    length = calendar.monthrange(on.year, on.month)[1]
    match rule.kind:
        case Kind.DAILY:
            return True
        case Kind.WEEKLY:
            return on.weekday() in rule.weekdays
        case Kind.MONTH_DAY:
            return on.day == min(rule.day or length, length)
        case Kind.MONTH_END:
            return on.day == length
    in_week = on.day + WEEK > length if rule.nth == LAST else (on.day - 1) // WEEK + 1 == rule.nth
    return on.weekday() == rule.weekday and in_week


def between(rule: Rule, zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[Slot]:
    """Every slot later than `after` and not later than `until` (aware instants), in order of time."""
    if rule.kind == Kind.INTERVAL:
        yield from _counted(rule, zone, after, until)
        return
    first, last = (max(FIRST_DAY, min(edge.astimezone(UTC).date(), LAST_DAY)) for edge in (after, until))
    for on in _days(first - MARGIN, last + MARGIN):
        if falls_on(rule, on):
            slot = on_day(rule, zone, on)
            if after < slot.utc <= until:
                yield slot


def ahead(rule: Rule, zone: ZoneInfo, after: datetime, most: int) -> list[Slot]:
    """The next slots after an instant, so many at most."""
    return list(islice(between(rule, zone, after, datetime.combine(LAST_DAY, time.max, UTC)), most))


def on_day(rule: Rule, zone: ZoneInfo, on: date) -> Slot:
    """The slot of a wall-clock rule on one local day."""
    wall = datetime.combine(on, rule.clock or time.min)
    found = walls.read(wall, zone)
    local = found.utc.astimezone(zone)
    remark = ""
    if found.is_skipped:
        remark = f"The clocks skip {wall:%H:%M} that day: runs at {_clock(local, on)}."
    elif found.is_doubled:
        remark = f"The clocks show {wall:%H:%M} twice that day: runs at the first ({local.tzname()})."
    return Slot(f"{wall:%Y-%m-%dT%H:%M}", local, found.utc, remark)


def _clock(local: datetime, on: date) -> str:
    """`03:00`; with the day where that is another."""
    return f"{local:%H:%M}" if local.date() == on else f"{local:%H:%M} on {local.day} {local:%B}"


def _counted(rule: Rule, zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[Slot]:
    """The slots of an interval rule."""
    step = (rule.minutes or 1) * MINUTE
    at = ANCHOR + ((after - ANCHOR) // step + 1) * step
    while at <= until:
        yield Slot(f"{at:%Y-%m-%dT%H:%MZ}", at.astimezone(zone), at)
        at += step


def _days(first: date, last: date) -> Iterable[date]:
    return (first + DAY * number for number in range((last - first).days + 1))
