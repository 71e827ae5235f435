"""Rules, their faults and instants in words (pure)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from scc_site.occurrences.rules import LAST, Kind, Rule

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
LONGEST_MONTH, SHORTEST_MONTH = 31, 28
LONGEST_INTERVAL = 7 * 24 * 60  # minutes; what is rarer has a clock time
HOUR = 60
TEENS = range(11, 14)


def said(rule: Rule, zone: str) -> str:
    """`Mondays 07:00, Los Angeles`; `Every 5 minutes`."""
    if rule.kind == Kind.INTERVAL:
        return _interval(rule.minutes or 0)
    clock = f"{rule.clock:%H:%M}" if rule.clock else "at no time"
    return f"{DAYS[rule.kind](rule)} {clock}, {city(zone)}"


def city(zone: str) -> str:
    """`Los Angeles` for `America/Los_Angeles`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _interval(minutes: int) -> str:
    if minutes % HOUR == 0 and minutes:
        return "Every hour" if minutes == HOUR else f"Every {minutes // HOUR} hours"
    return "Every minute" if minutes == 1 else f"Every {minutes} minutes"


def _weekly(rule: Rule) -> str:
    return listed([f"{WEEKDAYS[number]}s" for number in sorted(rule.weekdays)])


def _month_day(rule: Rule) -> str:
    day = rule.day or 0
    ending = "th" if day % 100 in TEENS else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    shorter = ", or the last day of a shorter month," if day > SHORTEST_MONTH else ""
    return f"The {day}{ending} of the month{shorter}"


def _month_weekday(rule: Rule) -> str:
    return f"The {ORDINALS[rule.nth or 1]} {WEEKDAYS[rule.weekday or 0]} of the month"


DAYS: dict[Kind, Callable[[Rule], str]] = {
    Kind.DAILY: lambda rule: "Daily",
    Kind.WEEKLY: _weekly,
    Kind.MONTH_DAY: _month_day,
    Kind.MONTH_END: lambda rule: "The last day of the month",
    Kind.MONTH_WEEKDAY: _month_weekday,
}


def listed(words: Sequence[str]) -> str:
    """`Mondays, Tuesdays and Fridays`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def problems(rule: Rule, zone: str) -> dict[str, str]:
    """Everything that keeps a rule from being used, by field; empty for a good one."""
    found: dict[str, str] = {}
    if zone not in available_timezones():
        found["zone"] = "Choose a time zone from the list, such as America/Los_Angeles."
    if rule.kind == Kind.INTERVAL:
        if not rule.minutes or not 1 <= rule.minutes <= LONGEST_INTERVAL:
            found["minutes"] = f"Say every how many minutes: 1 to {LONGEST_INTERVAL} (a week)."
        return found
    if rule.clock is None:
        found["clock"] = "Say at what time, such as 07:00."
    elif rule.clock.second or rule.clock.microsecond or rule.clock.tzinfo:
        found["clock"] = "Hours and minutes alone, such as 07:00."
    return found | _faults_of_days(rule)


def _faults_of_days(rule: Rule) -> dict[str, str]:
    """What is wrong with the days that a wall-clock rule names."""
    found: dict[str, str] = {}
    if rule.kind == Kind.WEEKLY and not (rule.weekdays and _are_weekdays(rule.weekdays)):
        found["weekdays"] = "Choose at least one day of the week."
    if rule.kind == Kind.MONTH_DAY and not 1 <= (rule.day or 0) <= LONGEST_MONTH:
        found["day"] = "Say which day of the month: 1 to 31. A shorter month takes its last day."
    if rule.kind == Kind.MONTH_WEEKDAY and rule.nth not in ORDINALS:
        found["nth"] = "Choose the first, second, third, fourth or last."
    if rule.kind == Kind.MONTH_WEEKDAY and (rule.weekday is None or not _are_weekdays({rule.weekday})):
        found["weekday"] = "Choose a day of the week."
    return found


def _are_weekdays(numbers: Collection[int]) -> bool:
    return all(0 <= number < len(WEEKDAYS) for number in numbers)


def distance(at: datetime, now: datetime) -> str:
    """How far an instant lies from now: `in 5 min`, `in 3 h`, `2 days ago`, `now`."""
    span = abs(at - now)
    if span < timedelta(minutes=1):
        return "now"
    words = lasting(span)
    return f"in {words}" if at > now else f"{words} ago"


def lasting(span: timedelta) -> str:
    """A span in its largest unit: `5 min`, `3 h`, `2 days`; rounded down."""
    minutes = int(span.total_seconds()) // 60
    if minutes < HOUR:
        return f"{minutes} min"
    if minutes < 48 * HOUR:
        return f"{minutes // HOUR} h"
    return f"{minutes // HOUR // 24} days"
