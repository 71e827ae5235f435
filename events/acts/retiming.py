"""A sail takes other times: the one stroke that a change of plan and a move share. Inside their transactions only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from psycopg import errors

from events import checklists, contributions
from events.acts import decisions
from events.models import SailAct, SailEvent, Vessel
from events.timing import Times
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal


class PlanFixed(Refusal):
    """The sail has left, or is over: its plan is history."""


class CrewElsewhere(Refusal):
    """Somebody of this sail was bound to another at the new time by another hand, at this very moment."""


class ChangedMeanwhile(Refusal):
    """Another hand changed the sail between reading and saving."""


def refuse_fixed(event: SailEvent) -> None:
    """Raises PlanFixed once a sail has left, or is over."""
    if not event.is_editable:
        raise PlanFixed(f"The sail is {event.get_status_display()}: its plan cannot change any more.")


def differ(event: SailEvent, times: Times) -> bool:
    """Whether these are other times than the sail has."""
    return (event.departs_at, event.returns_at) != (times.departs_at, times.returns_at)


def take(event: SailEvent, times: Times, *, by: User, at: datetime, reason: str = "") -> SailAct:
    """Give a locked sail other times, and store all else that was changed on it.

    Who cannot be taken for granted then must confirm again, undone tasks move along, done ones stay; the version
    rises, a hold's deadline follows, everybody is told once. Raises CrewElsewhere, ChangedMeanwhile.
    """
    old = (event.departs_at, event.returns_at)
    contributions.loosen(event, times, by=by, at=at)
    event.version += 1
    event.decide_by = _decide_by(event, times, at)
    event.sails_on, event.sunset_at = times.sails_on, times.sunset_at
    event.call_at, event.departs_at, event.returns_at = times.call_at, times.departs_at, times.returns_at
    if event.status == SailEvent.Status.BOARDING and at < event.boards_at:
        event.status = SailEvent.Status.SCHEDULED  # the gangway is shut again until its new time
    store(event)
    checklists.recompute(event=event)
    return decisions.record(event, SailAct.Kind.MOVED, by=by, at=at, reason=reason, old=old)


def _decide_by(event: SailEvent, times: Times, at: datetime) -> datetime | None:
    """A deadline that stood at call follows it; one that would come after the new departure is drawn forward."""
    if event.decide_by is None or event.call_at != event.decide_by <= times.departs_at:
        return event.decide_by
    return times.call_at if times.call_at > at else times.departs_at


def store(event: SailEvent) -> None:
    """Store the plan; the crew's triggers move every assignment with it, or refuse."""
    try:
        with transaction.atomic():
            event.save()
    except DatabaseError as fault:
        if isinstance(fault.__cause__, errors.ExclusionViolation):
            raise CrewElsewhere(
                "Somebody of this sail has taken another one at that time, at this very moment. "
                "Look at it again, then save."
            ) from fault
        if isinstance(fault.__cause__, errors.DeadlockDetected):
            raise ChangedMeanwhile("The crew changed at this very moment. Look at it again, then save.") from fault
        refuse_above_certificate(fault, event.vessel)
        raise


def refuse_above_certificate(fault: DatabaseError, vessel: Vessel) -> None:
    """Raises Mistyped when the database found a vessel whose certificate has just been lowered."""
    cause: Any = fault.__cause__
    if isinstance(cause, errors.CheckViolation) and cause.diag.constraint_name == "sailevent_within_certificate":
        words = f"{vessel.name} may carry fewer guests since a moment ago. Look at the vessel again."
        raise Mistyped("The sail was not planned.", {"capacity": [words]}) from fault
