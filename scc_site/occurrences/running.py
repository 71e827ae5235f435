"""Verbs that run what is due: each occurrence once, its effects in one transaction with its end.

An occurrence is taken first, and that is committed: the attempt counts whatever becomes of it. While its job runs, its
row is locked by the runner's connection. A runner that dies lets go of the row and of everything its job wrote, and a
later tick takes it up again; whoever lost a row to another writes nothing.
"""

from __future__ import annotations

import inspect
import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.module_loading import import_string

from scc_site import schedules
from scc_site.history import by_schedule
from scc_site.locks import only_one
from scc_site.logs import masked
from scc_site.models import Occurrence, Schedule
from scc_site.occurrences import telling

State = Occurrence.State
AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # then it has failed for good
MOST_ATTEMPTS = len(AGAIN_AFTER) + 1
DIED = "Whoever ran it died before the end."
UNKNOWN = "The house knows no job of this name any more."
log = logging.getLogger(__name__)


class Lost(Exception):
    """Another runner has the occurrence: nothing that was done here counts."""


def run_due(*, at: datetime, budget: timedelta) -> dict[str, bool]:
    """Run what is due at this instant, the earliest first; schedules by name, and whether all of theirs went well.

    Begins none once the budget is spent: what is left waits for the next tick.
    """
    ends = time.monotonic() + budget.total_seconds()
    well: dict[str, bool] = {}
    for number in list(Occurrence.objects.to_run(at).values_list("pk", flat=True)):
        if time.monotonic() >= ends:
            log.warning("The tick has no time left; the rest waits for the next.")
            break
        # Ours from before it is taken until after it has run: nobody takes it for a dead one's in between.
        with only_one(f"occurrence {number}", wait=False) as ours:
            if ours and (occurrence := take(occurrence_id=number, at=at)) is not None:
                name = occurrence.schedule.name
                well[name] = run(occurrence, at=at) and well.get(name, True)
    return well


@transaction.atomic
def take(*, occurrence_id: int, at: datetime) -> Occurrence | None:
    """Mark an occurrence as under way, with its schedule; none where another has it or it is over.

    One whose runner died for the last time it may has failed for good.
    """
    free = Occurrence.objects.to_run(at).select_for_update(skip_locked=True, no_key=True, of=("self",))
    occurrence = free.filter(pk=occurrence_id).select_related("schedule").first()
    if occurrence is None:
        return None
    if occurrence.state == State.RUNNING and occurrence.attempts >= MOST_ATTEMPTS:
        _give_up(occurrence, DIED, at)
        return None
    occurrence.state, occurrence.started_at, occurrence.retry_at = State.RUNNING, at, None
    occurrence.attempts += 1
    occurrence.save(update_fields=["state", "started_at", "retry_at", "attempts"])
    return occurrence


def run(occurrence: Occurrence, *, at: datetime) -> bool:
    """Run the job of an occurrence that was taken; whether it went well. A failure is logged and stops nobody else."""
    began = time.monotonic()
    name = occurrence.schedule.name
    try:
        with by_schedule(name), transaction.atomic():
            _hold(occurrence)
            call(occurrence.schedule, at=at, slot=occurrence.due_at)
            ended_at = at + timedelta(seconds=time.monotonic() - began)
            Occurrence.objects.filter(pk=occurrence.pk).update(state=State.DONE, ended_at=ended_at)
    except Lost:
        log.warning("Another tick took %s of %r.", occurrence.slot, name)
    except Exception as fault:
        log.exception("The schedule %r failed at %s.", name, occurrence.slot)
        fail(occurrence=occurrence, fault=masked(f"{type(fault).__name__}: {fault}"), at=at)
        return False
    return True


def call(schedule: Schedule, *, at: datetime, slot: datetime) -> None:
    """Call a schedule's job; raises what it raises, LookupError where the house does not know it."""
    entry = schedules.shipped(schedule.job)
    if entry is None:
        raise LookupError(UNKNOWN)
    job = import_string(entry.path)
    told = {"slot": slot, "schedule": schedule.name}
    job(at=at, **{name: told[name] for name in inspect.signature(job).parameters if name in told})


def repeat(*, at: datetime, but: set[str]) -> list[str]:
    """What a tick given by hand does: run every repeatable schedule that has not run just now; those that failed."""
    return [
        schedule.name
        for schedule in Schedule.objects.running()
        if schedule.name not in but and is_repeatable(schedule) and not _again(schedule, at)
    ]


def _again(schedule: Schedule, at: datetime) -> bool:
    """Run a job apart from its occurrences; whether it went well."""
    try:
        with by_schedule(schedule.name), transaction.atomic():
            call(schedule, at=at, slot=at)
    except Exception:
        log.exception("The schedule %r failed, run by hand.", schedule.name)
        return False
    return True


def is_repeatable(schedule: Schedule) -> bool:
    """Whether its job may run at any time, as often as one likes."""
    entry = schedules.shipped(schedule.job)
    return entry is not None and entry.repeatable


@transaction.atomic
def fail(*, occurrence: Occurrence, fault: str, at: datetime) -> None:
    """An attempt came to nothing: it is tried again later, or after the last one the office is told."""
    held = Occurrence.objects.select_for_update(no_key=True, of=("self",)).select_related("schedule")
    row = held.filter(pk=occurrence.pk, state=State.RUNNING, attempts=occurrence.attempts).first()
    if row is None:
        return
    if row.attempts >= MOST_ATTEMPTS:
        _give_up(row, fault, at)
        return
    row.state, row.ended_at, row.why = State.FAILED, at, fault[:300]
    row.retry_at = at + AGAIN_AFTER[row.attempts - 1]
    row.save(update_fields=["state", "ended_at", "why", "retry_at"])


def _hold(occurrence: Occurrence) -> None:
    """Lock the row until the transaction ends; raises Lost where it is another's by now."""
    ours = Occurrence.objects.filter(pk=occurrence.pk, state=State.RUNNING, attempts=occurrence.attempts)
    if not ours.select_for_update(skip_locked=True, no_key=True).exists():
        raise Lost


def _give_up(occurrence: Occurrence, fault: str, at: datetime) -> None:
    """An occurrence has failed for good, and the office is told."""
    occurrence.state, occurrence.ended_at, occurrence.retry_at = State.FAILED, at, None
    occurrence.why = fault[:300]
    occurrence.save(update_fields=["state", "ended_at", "retry_at", "why"])
    telling.failed(occurrence, at=at)
