"""The minutely tick: runs what is due, each entry for itself. Safe to run twice, in parallel, and late."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.utils.module_loading import import_string

from scc_site import clock, heartbeats, schedules
from scc_site.history import by_schedule
from scc_site.locks import only_one
from scc_site.models import Heartbeat
from scc_site.schedules import Schedule

NAME = "tick"
log = logging.getLogger(__name__)


def run() -> None:
    """The task behind django-q2's one schedule."""
    tick(at=clock.now(), wait=False)


def tick(*, at: datetime, wait: bool, entries: Sequence[Schedule] | None = None) -> list[str]:
    """Run every entry that is due at this instant; returns the names of those that failed, which are logged.

    Of two ticks at once the second leaves at once, or waits for its turn when told to.
    """
    with only_one(NAME, wait=wait) as ours:
        if not ours:
            return []
        plan = schedules.SCHEDULES if entries is None else entries
        failed = [entry.name for entry in plan if is_due(entry, at=at) and not _run(entry, at=at)]
        heartbeats.beat(name=NAME, at=clock.now(), detail=f"failed: {', '.join(failed)}" if failed else "")
    return failed


def is_due(entry: Schedule, *, at: datetime) -> bool:
    """Whether an entry runs at this instant: each minute, or once in every slot of so many minutes (UTC)."""
    if entry.every_minutes == 1:
        return True
    last = Heartbeat.objects.filter(name=_sign(entry)).first()
    return last is None or slot(last.at, entry.every_minutes) != slot(at, entry.every_minutes)


def slot(at: datetime, minutes: int) -> int:
    """The number of the slot of so many minutes that an instant lies in, counted from the epoch."""
    return int(at.timestamp()) // (60 * minutes)


def _run(entry: Schedule, *, at: datetime) -> bool:
    """Run one entry; a failure is logged and stops nobody else."""
    try:
        with by_schedule(entry.name):
            import_string(entry.path)(at=at)
    except Exception:
        log.exception("The schedule %r failed.", entry.name)
        return False
    if entry.every_minutes > 1:
        heartbeats.beat(name=_sign(entry), at=at)
    return True


def _sign(entry: Schedule) -> str:
    """The name of the row that remembers an entry's last run."""
    return f"ran:{entry.name}"[:40]
