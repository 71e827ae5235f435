"""A zone's rules as iCalendar writes them (RFC 5545 3.6.5). Pure.

Where summer time comes and goes by one rule, as in most zones, the rule is written once and holds for good: calendar
programs of the office kind read nothing else. Where it does not, each change of the years asked for stands by itself.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ANY_YEAR = 2020  # for calendars without entries: recent, so that the rules of today are written
CYCLE = 28  # years after which the calendar repeats its weekdays: what holds so long is a rule
WEEK = 7
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LATEST_YEAR = 9999 - CYCLE - 2


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a zone's clocks: `at` by the clock that ends, the offset before and after, the new clock's name."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=32)
def lines(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[str, ...]:
    """The VTIMEZONE for everything from one local year to another, both included."""
    since = min(max(first_year - 1, 2), LATEST_YEAR)  # the clock in force when the first year begins
    found = changes(zone, since, since + CYCLE - 1)
    rules = _rules(found)
    body: list[str] = []
    if rules is None or not found:
        body += _observance(_standing(zone, since), "")
        body += [line for one in found if one.at.year <= last_year + 1 for line in _observance(one, "")]
    else:
        body += [line for first, rule in rules for line in _observance(first, rule)]
    return ("BEGIN:VTIMEZONE", f"TZID:{zone.key}", *body, "END:VTIMEZONE")


def changes(zone: ZoneInfo, first_year: int, last_year: int) -> list[Change]:
    """Every change of the clocks from one year to another, both included, to the second."""
    found = []
    day, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        next_day = day + timedelta(days=1)
        if _clock(day, zone) != _clock(next_day, zone):
            found.append(_change(zone, day, next_day))
        day = next_day
    return found


def _clock(at: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    here = at.astimezone(zone)
    return here.utcoffset() or timedelta(), here.tzname() or ""


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    """The change between two instants, by halving."""
    before = _clock(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _clock(middle, zone) == before else (low, middle)
    after, name = _clock(high, zone)
    wall = (high + before[0]).replace(tzinfo=None)
    return Change(wall, before[0], after, name, (high.astimezone(zone).dst() or timedelta()) > timedelta())


def _standing(zone: ZoneInfo, year: int) -> Change:
    """The clock that is in force when a year begins, as a change that changes nothing."""
    offset, name = _clock(datetime(year, 1, 1, tzinfo=UTC), zone)
    return Change(datetime(year, 1, 1), offset, offset, name, is_summer=False)  # noqa: DTZ001 - a wall clock's time


def _rules(found: list[Change]) -> list[tuple[Change, str]] | None:
    """The first of each kind of change with its yearly rule; None where the changes follow none."""
    kinds: dict[tuple[object, ...], list[Change]] = {}
    for one in found:
        kinds.setdefault((one.before, one.after, one.name, one.at.month, one.at.time(), one.at.weekday()), []).append(
            one
        )
    rules = [(alike[0], _rule([one.at for one in alike])) for alike in kinds.values()]
    return [(first, rule) for first, rule in rules if rule] if all(rule for _, rule in rules) else None


def _rule(days: list[datetime]) -> str:
    """`FREQ=YEARLY;BYMONTH=3;BYDAY=2SU` for one weekday of a month, every year of the cycle; else nothing."""
    if [day.year for day in days] != list(range(days[0].year, days[0].year + CYCLE)):
        return ""
    numbers = {(day.day - 1) // WEEK + 1 for day in days}
    is_last = all(monthrange(day.year, day.month)[1] - day.day < WEEK for day in days)
    if len(numbers) > 1 and not is_last:
        return ""
    number = -1 if is_last else numbers.pop()
    return f"FREQ=YEARLY;BYMONTH={days[0].month};BYDAY={number}{WEEKDAYS[days[0].weekday()]}"


def _observance(change: Change, rule: str) -> Iterator[str]:
    kind = "DAYLIGHT" if change.is_summer else "STANDARD"
    yield from (f"BEGIN:{kind}", f"DTSTART:{change.at:%Y%m%dT%H%M%S}")
    if rule:
        yield f"RRULE:{rule}"
    yield from (f"TZOFFSETFROM:{_offset(change.before)}", f"TZOFFSETTO:{_offset(change.after)}")
    yield from (f"TZNAME:{change.name}", f"END:{kind}")


def _offset(length: timedelta) -> str:
    """`-0800`; with seconds where a zone has them."""
    seconds = int(length.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02d}{minutes:02d}" + (f"{left:02d}" if left else "")
