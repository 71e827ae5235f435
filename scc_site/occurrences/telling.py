"""What the office is told about its machinery: a job that fails for good, a clock that jumped, a silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q

from scc_site import heartbeats
from scc_site.desk import said
from scc_site.mail import alerts
from scc_site.models import Heartbeat, Occurrence
from scc_site.occurrences import wording

TICKED = "ticked"  # the instant for which the last tick ran, where `tick` says when that was
SILENCE = timedelta(minutes=15)
JUMP = timedelta(days=1)
DESK = "/admin/scc_site/schedule/"
State = Occurrence.State


def failed(occurrence: Occurrence, *, at: datetime) -> None:
    """An occurrence has failed for good: told once for all that follow it without one that went well between."""
    name = occurrence.schedule.name
    earlier = occurrence.schedule.occurrences.filter(state=State.DONE, due_at__lt=occurrence.due_at)
    last = earlier.order_by("-due_at").first()
    alerts.raise_alarm(
        kind="occurrence_failed",
        key=f"{name}:{last.slot if last else 'never'}",
        words=f"{name}, due {said(occurrence.due_at)}, failed {_times(occurrence.attempts)} and is not tried again by "
        f"itself: {occurrence.why}",
        at=at,
        path=f"{DESK}{occurrence.schedule_id}/change/",
    )


def gap(*, at: datetime) -> tuple[datetime, datetime] | None:
    """From when to when no tick ran, where that is worth a word; and note that one runs now.

    A clock that went back says nothing: what was planned stays planned.
    """
    last = Heartbeat.objects.filter(name=TICKED).first()
    heartbeats.beat(name=TICKED, at=at)
    return (last.at, at) if last and at - last.at > SILENCE else None


def came_back(*, since: datetime, at: datetime) -> None:
    """Ticks run again after a silence: told once, with what was made good and what was left out.

    More than a day ahead may as well be the clock: a jump and a long stop look alike.
    """
    span = wording.lasting(at - since)
    if at - since > JUMP:
        kind, heading = "clock_jump", f"The last tick ran at {said(since)}, this one at {said(at)}, {span} later."
    else:
        kind, heading = "silent_scheduler", f"No tick ran from {said(since)} to {said(at)}, for {span}."
    alerts.raise_alarm(
        kind=kind, key=f"{since:%Y-%m-%dT%H:%M}", words=f"{heading} {_made_good(at)}", at=at, since=since
    )


def _made_good(at: datetime) -> str:
    """`Meanwhile due: ptb_nudge 1 to run, 23 left out.`: what this tick planned, by schedule."""
    rows = Occurrence.objects.filter(planned_at=at).order_by("schedule__name").values_list("schedule__name")
    counted = rows.annotate(Count("pk"), left_out=Count("pk", filter=Q(state=State.SKIPPED)))
    parts = [f"{name} {total - left} to run, {left} left out" for name, total, left in counted]
    return f"Meanwhile due: {'; '.join(parts)}." if parts else "No schedule was due meanwhile."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
