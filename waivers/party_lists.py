"""What a booking does to the list of guests: its lead is named, and the party moves, ends and comes back as one.

Called inside the booking's own transaction, which holds the sail; every call leaves the same when repeated.
"""

from __future__ import annotations

from datetime import datetime

from events.models import Booking
from scc_site.models import User
from scc_site.refusals import Mistyped
from waivers import guest_letters, guests, standing, typed
from waivers.models import Guest

State = Guest.State
CALLED_OFF = "The booking was cancelled."  # also how those who left with it are found when it is taken up again


def follow(booking: Booking, *, by: User, at: datetime) -> None:
    """Let a party's guests do what was agreed: called after it was booked, changed, moved, cancelled or taken up again.

    Of a sail that has left nothing changes. Raises Mistyped on `party_size` where more guests are named than it has.
    """
    if not booking.event.is_editable:
        return
    if not booking.is_live:
        _take_off(booking, by=by, at=at)
        return
    _refuse_smaller(booking)
    _bring_back(booking, at=at)
    _take_along(booking, at=at)
    _name_lead(booking, by=by, at=at)


def _refuse_smaller(booking: Booking) -> None:
    """Raises Mistyped where more guests are named than the party has places."""
    named = Guest.objects.of_party(booking).seated().count()
    if named > booking.party_size:
        more = named - booking.party_size
        who = "1 guest" if more == 1 else f"{more} guests"
        words = f"{named} guests of this party are on the list: take {who} off it first."
        raise Mistyped("The booking was not changed.", {"party_size": [words]})


def _take_off(booking: Booking, *, by: User, at: datetime) -> None:
    """The guests of a cancelled party leave the list; letters to them stay here."""
    for guest in Guest.objects.of_party(booking).select_for_update(no_key=True):
        guest.removed_at, guest.removed_by, guest.removed_why = at, by, CALLED_OFF
        guest.save(update_fields=["removed_at", "removed_by", "removed_why"])
        guest_letters.forget(guest, why=CALLED_OFF, at=at)


def _bring_back(booking: Booking, *, at: datetime) -> None:
    """Those who left with the booking are back, with new time; not those who were taken off by hand."""
    gone = Guest.objects.filter(booking=booking, removed_why=CALLED_OFF, removed_at__isnull=False)
    for guest in gone.select_for_update(no_key=True).order_by("-is_lead", "pk")[: booking.party_size]:
        guest.removed_at, guest.removed_by, guest.removed_why = None, None, ""
        guest.hold_until = standing.hold_until(departs_at=booking.event.departs_at, invited_at=at)
        guest.save(update_fields=["removed_at", "removed_by", "removed_why", "hold_until"])


def _take_along(booking: Booking, *, at: datetime) -> None:
    """Guests still on the list of the sail that the party was on before: they are told of the new one."""
    elsewhere = Guest.objects.filter(booking=booking).exclude(event=booking.event)
    for guest in elsewhere.select_for_update(no_key=True).order_by("pk"):
        guest.event = booking.event
        guest.hold_until = standing.hold_until(departs_at=booking.event.departs_at, invited_at=at)
        guest.save(update_fields=["event", "hold_until"])
        if guest.removed_at is None:
            guest_letters.moved(guest, at=at)


def _name_lead(booking: Booking, *, by: User, at: datetime) -> None:
    """The lead is the party's first guest: named once; while nobody has touched them they follow the booking."""
    lead = Guest.objects.filter(booking=booking, is_lead=True).order_by("pk").first()
    said = _said(booking)
    if lead is None:
        if said and Guest.objects.of_party(booking).seated().count() < booking.party_size:
            made = guests.add(
                event=booking.event, name=said["name"], email=said["email"], phone=said["phone"], booking=booking,
                source=Guest.Source.BOOKING, adder=by, at=at, is_lead=True,
            )  # fmt: skip
            if booking.made_at == at:  # not of older books taken in
                _invite(made, at=at)
        return
    is_untouched = lead.state == State.INVITED and not lead.name_given and lead.removed_at is None
    if said and is_untouched and said != {name: getattr(lead, name) for name in said}:
        _rewrite(lead, booking, said, at=at)


def _rewrite(lead: Guest, booking: Booking, said: dict[str, str], *, at: datetime) -> None:
    """A lead who has not answered yet is called and written to as the booking says."""
    old_email, lead.event = lead.email, booking.event
    for name, value in said.items():
        setattr(lead, name, value)
    lead.save(update_fields=list(said))
    if lead.email != old_email:
        guest_letters.forget(lead, why="The booking has another address.", at=at)
        _invite(lead, at=at)


def _said(booking: Booking) -> dict[str, str]:
    """The lead as the booking has them; what can be no address or number is left out, and all without a name."""
    faults = typed.faults_of(booking.lead_name, booking.lead_email, booking.lead_phone)
    if "name" in faults:
        return {}
    email = "" if "email" in faults else booking.lead_email
    return typed.person(booking.lead_name, email, "" if "phone" in faults else booking.lead_phone)


def _invite(guest: Guest, *, at: datetime) -> None:
    """The link, by mail; of a draft nobody is told."""
    if guest.event.is_open:
        guest_letters.invite(guest, at=at)
