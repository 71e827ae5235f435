"""A sail planned again on another day (verb): what was planned comes along, people and ticks do not."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from events import planning, timing
from events.models import SailEvent
from scc_site.models import User

DAY = "on"  # the field that is to blame where the clocks skip a time


@transaction.atomic
def duplicate(
    *, event: SailEvent, on: date, by: User, at: datetime, by_sunset: bool = False, publish: bool = True
) -> SailEvent:
    """Plan the same sail on another local date: vessel, kind, dock, ports, guests and notes; a new id.

    Seats and checklist are those the kind begins with today. See `times` for `by_sunset`.
    Raises Mistyped at `on` where the clocks skip a time that day, and for more guests than the vessel may carry now.
    """
    departs_at, returns_at = times(event, on, by_sunset=by_sunset)
    return planning.create(
        vessel=event.vessel,
        event_type=event.event_type,
        departs_at=departs_at,
        returns_at=returns_at,
        capacity=event.capacity,
        dock=event.dock,
        itinerary=event.itinerary,
        notes=event.notes,
        publish=publish,
        by=by,
        at=at,
    )


def times(event: SailEvent, on: date, *, by_sunset: bool) -> tuple[datetime, datetime]:
    """Departure and return of a copy on a local date, in UTC.

    By the clock: departure and return at the same wall-clock times, the first of two where the clock shows one twice.
    By sunset: as long before sunset as the sail is, and as long; by the clock where either day has no sunset.
    Raises Mistyped at `on` where the clocks skip a time.
    """
    zone = settings.HOUSE_ZONE
    sun = timing.sunset(on, planning.house())
    if by_sunset and sun and event.sunset_at:
        departs_at = sun - (event.sunset_at - event.departs_at)
        return departs_at, departs_at + (event.returns_at - event.departs_at)
    shift = on - event.sails_on
    departs_at, returns_at = (
        timing.instant(end.astimezone(zone).replace(tzinfo=None, fold=0) + shift, zone, field=DAY, fold=0)
        for end in (event.departs_at, event.returns_at)
    )
    # a sail that ended in the second of two equal hours may end before it began in the first
    return departs_at, returns_at if returns_at > departs_at else departs_at + (event.returns_at - event.departs_at)
