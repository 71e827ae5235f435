"""Verbs by which the office changes what runs when. Each first settles what has come until now by the old rule."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from scc_site import schedules
from scc_site.models import Occurrence, Schedule, User
from scc_site.occurrences import planning, running
from scc_site.refusals import Refusal

SWITCHED_OFF = "The schedule was switched off."
State = Occurrence.State
log = logging.getLogger(__name__)


class NotRepeatable(Refusal):
    """The job does its work once for each occurrence, and not whenever somebody likes."""


class WentWrong(Refusal):
    """The job was run by hand and failed; nothing of it remains."""


class NotAhead(Refusal):
    """The schedule is not planned beyond now: there is nothing to bring back."""


class NotFailed(Refusal):
    """Only what has failed for good is tried again by hand."""


@transaction.atomic
def create(*, schedule: Schedule, at: datetime) -> None:
    """Store a new schedule: it begins now, what lies before is not its own."""
    schedule.created_at = schedule.planned_until = at
    schedule.save()


@transaction.atomic
def change(*, schedule: Schedule, at: datetime) -> None:
    """Store a schedule's rule, zone, catch-up or switch as they are on the row given.

    What came until now came by the old rule; the new one begins now, and a slot that was is not run again. What a
    switched-off schedule still had to run is left out; switched on again it begins now.
    """
    old = Schedule.objects.held().get(pk=schedule.pk)
    if old.enabled and schedules.shipped(old.job) is not None:
        Occurrence.objects.bulk_create(planning.slots_of(old, at), ignore_conflicts=True)
    schedule.planned_until = max(old.planned_until, at)
    schedule.save()
    if not schedule.enabled:
        planning.end(Occurrence.objects.unfinished().filter(schedule=schedule), SWITCHED_OFF, at)


@transaction.atomic
def bring_back(*, schedule_id: int, at: datetime) -> int:
    """Set a watermark that ran ahead of the clock back to now; how many occurrences it had been given ahead of time.

    Those are forgotten: their slots come again when it is time. Raises NotAhead.
    """
    schedule = Schedule.objects.held().get(pk=schedule_id)
    if schedule.planned_until <= at:
        raise NotAhead(f"The schedule {schedule.name} is not planned beyond now: nothing had to be brought back.")
    gone = Occurrence.objects.filter(schedule=schedule, due_at__gt=at).delete()[0]
    schedule.planned_until = at
    schedule.save(update_fields=["planned_until"])
    return gone


@transaction.atomic
def run_now(*, schedule_id: int, by: User, at: datetime) -> None:
    """Run a repeatable schedule's job apart from its occurrences, and keep who asked for it.

    Raises NotRepeatable, and WentWrong when the job fails: nothing of it remains then.
    """
    schedule = Schedule.objects.held().get(pk=schedule_id)
    if not running.is_repeatable(schedule):
        raise NotRepeatable(f"The schedule {schedule.name} does its work once for each of its times: not in between.")
    try:
        with transaction.atomic():
            running.call(schedule, at=at, slot=at)
    except Exception as fault:
        log.exception("The schedule %r failed, run by an admin.", schedule.name)
        raise WentWrong(
            f"The schedule {schedule.name} failed ({type(fault).__name__}). The log says more; nothing changed."
        ) from None
    schedule.asked_at, schedule.asked_by = at, by
    schedule.save(update_fields=["asked_at", "asked_by"])


@transaction.atomic
def try_again(*, occurrence_id: int, by: User, at: datetime) -> None:
    """Have an occurrence that failed for good tried again from the next tick on. Raises NotFailed."""
    occurrence = Occurrence.objects.select_for_update(no_key=True).get(pk=occurrence_id)
    if occurrence.state != State.FAILED or occurrence.retry_at is not None:
        raise NotFailed(f"{occurrence.slot} has not failed for good: there is nothing to try again.")
    occurrence.state, occurrence.attempts, occurrence.ended_at = State.PLANNED, 0, None
    occurrence.asked_at, occurrence.asked_by = at, by
    occurrence.save(update_fields=["state", "attempts", "ended_at", "asked_at", "asked_by"])
