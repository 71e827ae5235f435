"""The minutely tick: chores, then what the schedules have come to. Safe to run twice, in parallel, and late."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.module_loading import import_string

from scc_site import clock, heartbeats, schedules
from scc_site.history import by_schedule
from scc_site.locks import only_one
from scc_site.occurrences import planning, running, telling
from scc_site.schedules import Chore

NAME = "tick"
BUDGET = timedelta(seconds=30)  # a job of the queue is killed at 60
log = logging.getLogger(__name__)


def run() -> None:
    """The task behind django-q2's one schedule."""
    tick(at=clock.now(), wait=False)


def tick(*, at: datetime, wait: bool, by_hand: bool = False) -> list[str]:
    """Do all that is due at this instant; returns the names of what failed, which is logged.

    Of two ticks at once the second leaves at once, or waits for its turn when told to. One given by hand also runs
    the repeatable schedules whose turn it is not.
    """
    with only_one(NAME, wait=wait) as ours:
        if not ours:
            return []
        failed = _chores(schedules.CHORES, at)
        failed += _scheduled(at, by_hand)
        failed += _chores(schedules.AFTERWARDS, at)
        heartbeats.beat(name=NAME, at=clock.now(), detail=f"failed: {', '.join(failed)}" if failed else "")
    return failed


def _chores(chores: Iterable[Chore], at: datetime) -> list[str]:
    """Do what is done at every tick; those that failed."""
    return [chore.name for chore in chores if not _done(chore, at)]


def _done(chore: Chore, at: datetime) -> bool:
    """Do one chore; a failure is logged and stops nobody else."""
    try:
        with by_schedule(chore.name):
            import_string(chore.path)(at=at)
    except Exception:
        log.exception("The chore %r failed.", chore.name)
        return False
    return True


def _scheduled(at: datetime, by_hand: bool) -> list[str]:
    """Plan and run the schedules' occurrences; the schedules of which one failed."""
    gap = telling.gap(at=at)
    with by_schedule(NAME):
        planning.keep(at=at)
    planning.plan(at=at)
    if gap:
        telling.came_back(since=gap[0], at=at)
    well = running.run_due(at=at, budget=BUDGET)
    failed = [name for name, went_well in well.items() if not went_well]
    return failed + (running.repeat(at=at, but=set(well)) if by_hand else [])
