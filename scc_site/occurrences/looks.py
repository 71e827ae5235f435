"""Named looks at what is planned and what came of it, over several schedules."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from scc_site.models import Occurrence, Schedule
from scc_site.occurrences import rules
from scc_site.occurrences.rules import Slot

MONTH = timedelta(days=31)
MOMENT = timedelta(microseconds=1)


class Line(NamedTuple):
    """One slot of a schedule, and what became of it: empty where it has not come."""

    schedule: str
    slot: Slot
    status: str

    def row(self) -> dict[str, str]:
        """`schedule slot local utc`, with `status` and `remark` where there is one."""
        more = {"status": self.status, "remark": self.slot.remark}
        return {
            "schedule": self.schedule,
            "slot": self.slot.slot,
            "local": self.slot.local.isoformat(),
            "utc": f"{self.slot.utc:%Y-%m-%dT%H:%M:%SZ}",
        } | {name: word for name, word in more.items() if word}


def window(first: date, last: date) -> Iterator[Line]:
    """What every schedule that is switched on has from one day to another, both included, house time; by time.

    Reads a month at a time.
    """
    found = list(Schedule.objects.running())
    after = datetime.combine(first, time.min, settings.HOUSE_ZONE).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time.min, settings.HOUSE_ZONE).astimezone(UTC)
    while after < end:
        until = min(after + MONTH, end)
        yield from _lines(found, after, until)
        after = until


def _lines(found: list[Schedule], start: datetime, end: datetime) -> Iterator[Line]:
    """The slots from one instant to just before another."""
    states = _states(found, start, end)

    def slots(schedule: Schedule) -> Iterator[tuple[datetime, str, Slot]]:
        for slot in rules.between(schedule.rule, ZoneInfo(schedule.zone), start - MOMENT, end - MOMENT):
            yield slot.utc, schedule.name, slot

    for _, name, slot in heapq.merge(*map(slots, found)):
        yield Line(name, slot, states.get((name, slot.slot), ""))


def _states(found: list[Schedule], start: datetime, end: datetime) -> dict[tuple[str, str], str]:
    """What became of the slots that have come, by schedule and slot."""
    rows = Occurrence.objects.filter(schedule__in=found, due_at__range=(start, end))
    return {(name, slot): state for name, slot, state in rows.values_list("schedule__name", "slot", "state")}
