"""A sail moved to other times (verb), and what that would change, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from events import contributions, planning, timing
from events.acts import decisions, retiming
from events.contributions import Prospect
from events.models import ChecklistItem, SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped

NOT_MOVED = "The sail was not moved."


@dataclass(frozen=True)
class Outlook:
    """What a move would change: the times, who is told and who confirms again, what else the vessel does then.

    `warnings` are other sails of the vessel that overlap; `moving` and `staying` count tasks still open and ended ones.
    """

    times: timing.Times
    people: list[Prospect]
    warnings: list[SailEvent]
    moving: int
    staying: int


@transaction.atomic
def move(
    *,
    event: SailEvent,
    departs_at: datetime,
    returns_at: datetime | None = None,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> SailEvent:
    """Give a sail other times for a reason; `returns_at` None keeps its length.

    Over 30 minutes, or into another sail of theirs, people must confirm their seat again; everybody is told once, with
    the old and the new time. A draft moves silently, a sail on hold stays on hold. `version` is the one the writer
    read; None: whatever stands.
    Raises PlanFixed after cast-off, ChangedMeanwhile, CrewElsewhere; Mistyped for times out of order, over already or
    the same as before, or without a reason. Nothing is changed then.
    """
    contributions.hold(event)
    event = SailEvent.objects.locked(event)
    retiming.refuse_fixed(event)
    if version is not None and version != event.version:
        raise retiming.ChangedMeanwhile("Somebody moved this sail while you were writing. Look at it again, then save.")
    times = new_times(event, departs_at, returns_at, at=at)
    retiming.take(event, times, by=by, at=at, reason=decisions.reason_given(reason, NOT_MOVED))
    return event


def new_times(event: SailEvent, departs_at: datetime, returns_at: datetime | None, *, at: datetime) -> timing.Times:
    """Everything that follows from the times asked for; raises Mistyped for those no sail can take."""
    # in UTC: the clock of a zone would lose or gain the hour that is changed
    back = returns_at or departs_at.astimezone(UTC) + (event.returns_at - event.departs_at)
    faults = timing.order_faults(departs_at, back) or _past_faults(event, departs_at, back, at)
    if faults:
        raise Mistyped(NOT_MOVED, faults)
    return timing.plan(departs_at, back, call_minutes=event.event_type.call_minutes, place=planning.house())


def _past_faults(event: SailEvent, departs_at: datetime, returns_at: datetime, at: datetime) -> dict[str, list[str]]:
    """New times that are over already, or no new times at all; a departure that stays may lie behind."""
    if (departs_at, returns_at) == (event.departs_at, event.returns_at):
        return {"departs_at": ["These are the times the sail has now."]}
    if departs_at <= at and departs_at != event.departs_at:
        return {"departs_at": ["That time is over already."]}
    return {"returns_at": ["That time is over already."]} if returns_at <= at else {}


def outlook(*, event: SailEvent, departs_at: datetime, returns_at: datetime | None, by: User, at: datetime) -> Outlook:
    """What `move` would change; nothing is changed. Raises Mistyped for times that `move` would refuse."""
    times = new_times(event, departs_at, returns_at, at=at)
    open_tasks = ChecklistItem.objects.filter(event=event).open().count()
    return Outlook(
        times=times,
        people=contributions.prospects(event, times, by=by, at=at),
        warnings=list(SailEvent.objects.overlapping(event, event.vessel_id, times.departs_at, times.returns_at)),
        moving=open_tasks,
        staying=ChecklistItem.objects.filter(event=event).count() - open_tasks,
    )
