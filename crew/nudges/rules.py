"""When people are reminded, and why then (pure). Spans are elapsed time; quiet hours are the house's wall clock.

T−24 h is 24 hours before departure also across a change of the clocks: who counts back hours counts them so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crew.models import Nudge

Kind = Nudge.Kind

# Before departure. The last one is never less than an hour before call: later it would find people on their way.
BEFORE = {
    Kind.WEEK: timedelta(days=7),
    Kind.TWO_DAYS: timedelta(hours=48),
    Kind.DAY: timedelta(hours=24),
    Kind.HOURS: timedelta(hours=3),
}
BEFORE_CALL = timedelta(hours=1)
# Whoever took, was offered or was told something of a seat this short a time ago needs no reminder of it.
FRESH = timedelta(hours=3)
# A reminder that comes late, after a stop or a night, is not sent when the next one of the sail is this near.
POINTLESS = dict(zip(BEFORE, (*(before + FRESH for before in list(BEFORE.values())[1:]), timedelta()), strict=True))
OVERDUE_AFTER = timedelta(minutes=15)  # a tick comes late more often than the work
CAPTAIN_AFTER = timedelta(minutes=30)  # a critical task not done by then is the captain's worry
OFFICE_AFTER = timedelta(minutes=60)  # nobody aboard has seen to it
OFFICE_LATER = timedelta(minutes=30)  # of a flag the office hears this long after the captain
TOGETHER = timedelta(minutes=60)  # tasks due within this come in the same letter: one letter an hour, not ten
SPACING = timedelta(minutes=30)  # between two letters to one person, unless the next cannot wait
AHEAD = timedelta(days=2)  # rows are planned this long before they are due
FURTHEST = timedelta(days=25)  # of sails leaving within this: a task can be due 22 days before (32,767 minutes)
TASK_STALE = timedelta(days=3)  # a task missed longer ago is for the list of the next sail, not for a letter
FLAG_STALE = timedelta(days=14)
QUIET_FROM, QUIET_UNTIL = 21, 7  # o'clock at the house: nobody is woken, but for the last reminder before a sail
ALIVE = timedelta(hours=12)  # a letter about tasks or flags that could not leave for so long is made anew

# What a reader can switch off (crew.letter_kinds); what a captain or the office must decide always comes.
FAMILY = dict.fromkeys(Nudge.SAIL_AHEAD, "sail_ahead") | dict.fromkeys(Nudge.TASKS, "tasks")
# What the subject is about when a letter holds several things: the first of these.
RANK = {
    kind: place
    for place, kind in enumerate(
        (
            Kind.NOT_RETURNED, Kind.TASK_MISSED, Kind.UNDECIDED, Kind.HOURS, Kind.NOT_CAST_OFF, Kind.TASK_OVERDUE,
            Kind.TASK_DUE, Kind.DAY, Kind.TWO_DAYS, Kind.WEEK, Kind.NOT_CLOSED, Kind.DRAFT,
        )
    )
}  # fmt: skip
URGENT = frozenset({Kind.HOURS, Kind.NOT_RETURNED, Kind.TASK_MISSED, Kind.UNDECIDED, Kind.NOT_CAST_OFF})


def family(kind: str) -> str:
    """What a reader switches off to get no more of this kind; empty for what always comes."""
    return FAMILY.get(Kind(kind), "")


def is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the house is asleep: from 21:00 until 07:00 on its own clock."""
    return not QUIET_UNTIL <= at.astimezone(zone).hour < QUIET_FROM
