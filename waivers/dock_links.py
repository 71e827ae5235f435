"""A sail's dock link and a party's: shut, opened, made anew (verbs)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from events.models import Booking, SailEvent
from scc_site.models import User
from waivers.models import PartyLink, SailDoor
from waivers.places import take


@transaction.atomic
def shut(*, event: SailEvent, is_shut: bool, by: User, at: datetime) -> SailDoor:
    """Let nobody add themself at the dock, or let them again. Raises SailShut for a sail that has left or is off."""
    door = _door(event, by, at)
    door.is_shut, door.changed_at, door.changed_by = is_shut, at, by
    door.save()
    return door


@transaction.atomic
def renew(*, event: SailEvent, by: User, at: datetime) -> SailDoor:
    """Make the dock link anew: printed codes open nothing from now on. Raises SailShut."""
    door = _door(event, by, at)
    door.number, door.changed_at, door.changed_by = door.number + 1, at, by
    door.save()
    return door


@transaction.atomic
def renew_party(*, booking: Booking, by: User, at: datetime) -> PartyLink:
    """Make a party lead's link anew. Raises SailShut."""
    take(booking.event)
    link, _ = PartyLink.objects.get_or_create(booking=booking, defaults={"changed_at": at, "changed_by": by})
    link.number, link.changed_at, link.changed_by = link.number + 1, at, by
    link.save()
    return link


def _door(event: SailEvent, by: User, at: datetime) -> SailDoor:
    """The sail's door; the sail is held, so that two hands make one row."""
    take(event)
    return SailDoor.objects.get_or_create(event=event, defaults={"changed_at": at, "changed_by": by})[0]
