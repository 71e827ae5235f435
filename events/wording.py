"""How the house writes days, clocks and spans of time. Pure; every instant is aware, every zone given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MINUTES_A_DAY = 1440
LONG_DAYS = 3  # from here on hours no longer help


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """The wall clock, `17:10`; with the zone's name where that hour comes twice, `01:30 PST`."""
    local = instant.astimezone(zone)
    text = f"{local.hour:02d}:{local.minute:02d}"
    is_doubled = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{text} {local.tzname()}" if is_doubled else text


def day(on: date) -> str:
    """`Saturday 5 December`."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def short_day(on: date) -> str:
    """`Sat 5 Dec`."""
    return f"{WEEKDAYS[on.weekday()][:3]} {on.day} {MONTHS[on.month - 1][:3]}"


def near_day(on: date, today: date) -> str:
    """`Today`, `Tomorrow`, `Yesterday`, else `Sat 5 Dec`; the year is named when it is another."""
    names = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
    named = names.get((on - today).days)
    if named:
        return named
    return short_day(on) if on.year == today.year else f"{short_day(on)} {on.year}"


def span(length: timedelta) -> str:
    """A length of time without its sign: `4 min`, `1 h 48 min`, `2 d 4 h`, `9 days`."""
    minutes = abs(int(length.total_seconds())) // 60
    days, rest = divmod(minutes, MINUTES_A_DAY)
    hours, minutes = divmod(rest, 60)
    if days >= LONG_DAYS:
        return f"{days} days"
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else "less than a minute"


def relative(instant: datetime, now: datetime) -> str:
    """`in 2 h 10 min` or `4 min ago`."""
    length = instant - now
    return f"in {span(length)}" if length >= timedelta(0) else f"{span(length)} ago"


def moment(instant: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Relative and absolute together: `in 2 h 10 min · Today 17:10`."""
    on = near_day(instant.astimezone(zone).date(), now.astimezone(zone).date())
    return f"{relative(instant, now)} · {on} {clock(instant, zone)}"


def part_of_day(departs_at: datetime, returns_at: datetime, zone: ZoneInfo) -> str:
    """A sail's own word for its rail: `The morning`, `The afternoon`, `The evening`, `The night`, `The passage`."""
    departs, returns = departs_at.astimezone(zone), returns_at.astimezone(zone)
    if (returns_at - departs_at) > timedelta(hours=24):
        return "The passage"
    if departs.date() != returns.date():
        return "The night"
    middle = (departs_at + (returns_at - departs_at) / 2).astimezone(zone).hour
    parts = ((11, "The morning"), (14, "The day"), (16, "The afternoon"))
    return next((name for before, name in parts if middle < before), "The evening")


def zone_name(instant: datetime, zone: ZoneInfo) -> str:
    """The clock's name where times are explained: `PST (Los Angeles)`."""
    return f"{instant.astimezone(zone).tzname()} ({zone.key.rpartition('/')[2].replace('_', ' ')})"


def dollars(cents: int) -> str:
    """`$1,234.50`; what is below zero stands in parentheses, as in the books."""
    whole, rest = divmod(abs(cents), 100)
    text = f"${whole:,}.{rest:02d}"
    return f"({text})" if cents < 0 else text
