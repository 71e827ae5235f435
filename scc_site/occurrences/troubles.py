"""What is wrong with the clockwork, in sentences for the office's first page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from scc_site import readiness, schedules, tick
from scc_site.desk import said
from scc_site.models import Heartbeat, Occurrence, Schedule
from scc_site.occurrences import wording

LATELY = timedelta(days=7)
AHEAD = timedelta(minutes=2)  # ticks of another host may be a little ahead
State = Occurrence.State
CLOCKWORK = "The clockwork"


def troubles(*, at: datetime) -> list[str]:
    """Everything about ticks, schedules and occurrences that somebody should look at; empty when all is well.

    Three queries, however much there is.
    """
    rows = list(Schedule.objects.running())
    return [*_silence(at), *_failures(at), *[sentence for row in rows for sentence in of_schedule(row, at=at)]]


def of_schedule(schedule: Schedule, *, at: datetime) -> list[str]:
    """What keeps one schedule from running as its rule says."""
    found = []
    if schedules.shipped(schedule.job) is None:
        found.append(f"{schedule.name} does not run: the house knows no job {schedule.job!r} any more.")
    if schedule.planned_until - at > AHEAD:
        away = wording.lasting(schedule.planned_until - at)
        found.append(
            f"{schedule.name} is planned until {said(schedule.planned_until)}, {away} ahead of the clock: it does not "
            "run before. It can be brought back to now where it is edited."
        )
    return found


def _silence(at: datetime) -> list[str]:
    """Whether the tick has stopped."""
    beat = Heartbeat.objects.filter(name=tick.NAME).first()
    if beat is None:
        return [f"{CLOCKWORK} has never run: nothing happens by itself."]
    if at - beat.at <= readiness.TICK_LATE:
        return []
    span = wording.lasting(at - beat.at)
    return [f"{CLOCKWORK} is silent since {said(beat.at)}, for {span}: nothing happens by itself."]


def _failures(at: datetime) -> list[str]:
    """Schedules whose last word is a failure, of the last week, once each."""
    later = Occurrence.objects.filter(schedule=OuterRef("schedule"), state=State.DONE, due_at__gt=OuterRef("due_at"))
    rows = Occurrence.objects.given_up().filter(~Exists(later), due_at__gt=at - LATELY).select_related("schedule")
    latest = {row.schedule.name: row for row in reversed(rows)}
    return [
        f"{name} failed, due {said(row.due_at)}: {row.why} It is not tried again by itself."
        for name, row in sorted(latest.items())
    ]
