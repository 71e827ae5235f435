"""Sails of the past written into the log from older books (verbs): nobody is asked, nobody is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from events.models import SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

Status = SailEvent.Status


class LogStands(Refusal):
    """The sail has left, or is off, as the house's own log says."""


@transaction.atomic
def keep_log(
    *, event: SailEvent, departed_at: datetime, returned_at: datetime | None, is_closed: bool, by: User, at: datetime
) -> SailEvent:
    """Keep that a sail left, and came back if it did, at these instants, as older books tell it.

    Neither crew nor tasks stand in the way: what they did was kept elsewhere. Without a return it is under way. Raises
    LogStands for a sail that has left or is off, Mistyped for instants out of order or still to come.
    """
    event = SailEvent.objects.locked(event)
    if not event.is_editable:
        raise LogStands(f"The sail is {event.get_status_display()}: its log stands as it was kept.")
    faults = _faults(departed_at, returned_at, is_closed=is_closed, at=at)
    if faults:
        raise Mistyped("The sail was not logged.", faults)
    event.status, event.departed_at, event.departed_by = Status.UNDER_WAY, departed_at, by
    if returned_at is not None:
        event.status, event.returned_at, event.returned_by = Status.RETURNED, returned_at, by
    if is_closed:
        event.status, event.closed_at, event.closed_by = Status.CLOSED, at, by
    event.held_at = event.held_by = event.decide_by = None
    event.held_why = ""
    event.save()
    return event


def _faults(
    departed_at: datetime, returned_at: datetime | None, *, is_closed: bool, at: datetime
) -> dict[str, list[str]]:
    if departed_at > at:
        return {"departed_at": ["is still to come"]}
    if returned_at is None:
        return {"returned_at": ["is missing for a sail that is back"]} if is_closed else {}
    if returned_at > at:
        return {"returned_at": ["is still to come"]}
    return {"returned_at": ["is before the departure"]} if returned_at <= departed_at else {}
