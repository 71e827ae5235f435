"""Places on a sail and in a party: taken by storing a guest, judged by the database."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from events.models import Booking, SailEvent
from scc_site.refusals import Refusal
from waivers.models import Guest


class Full(Refusal):
    """No place is free for one more."""


class PartyFull(Full):
    """Every place of the party has its name."""


class SailShut(Refusal):
    """The sail has left, is over or is off: its list is history."""


class OffTheList(Refusal):
    """The guest was taken off the list."""


class Aboard(Refusal):
    """The guest is aboard, or was: that is undone first."""


def take(event: SailEvent) -> SailEvent:
    """The sail, held until the transaction ends: sails come before guests. Raises SailShut."""
    event = SailEvent.objects.locked(event)
    refuse_shut(event)
    return event


def take_with(guest: Guest) -> tuple[SailEvent, Guest]:
    """The guest's sail and then the guest as the rows stand, both held. Raises SailShut, OffTheList."""
    event = take(guest.event)
    held = Guest.objects.locked(guest)
    if held.event_id != event.pk:
        raise OffTheList(f"{held.name} is on another sail’s list since a moment ago.")
    if held.removed_at:
        raise OffTheList(f"{held.name} was taken off the list.")
    held.event = event
    return event, held


def refuse_shut(event: SailEvent) -> None:
    """Raises SailShut once a sail has left, or is off."""
    if not event.is_editable:
        raise SailShut(f"The sail is {event.get_status_display()}: its list of guests cannot change any more.")


def refuse_aboard(guest: Guest) -> None:
    """Raises Aboard for who is aboard or was."""
    if guest.state in (Guest.State.ABOARD, Guest.State.ASHORE):
        raise Aboard(f"{guest.name} is {guest.get_state_display()}: undo the check-in first.")


def stored(guest: Guest, *fields: str) -> Guest:
    """The guest stored, in a place where one is taken. Raises Full, PartyFull; nothing was stored then."""
    try:
        with transaction.atomic():
            guest.save(update_fields=fields or None)
    except IntegrityError as fault:
        cause: Any = fault.__cause__
        wall = getattr(getattr(cause, "diag", None), "constraint_name", "")
        if wall == "sailevent_never_overbooked":
            raise Full(full(guest.event)) from fault
        if wall == "guest_within_party" and guest.booking:
            raise PartyFull(party_full(guest.booking)) from fault
        raise
    return guest


def full(event: SailEvent) -> str:
    """That a sail has no place left, in words."""
    if not event.capacity:
        return "This sail takes no guests."
    if event.capacity == 1:
        return "The one place on this sail is taken."
    return f"All {event.capacity} places on this sail are taken."


def party_full(booking: Booking) -> str:
    """That a party has no place left, in words."""
    size = "1 place" if booking.party_size == 1 else f"{booking.party_size} places"
    return f"The party of {booking.lead_name} has {size}, and each has its name."
