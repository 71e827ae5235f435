"""The addresses that guests are given: their own, a sail's dock link, a party lead's. Made at will, never stored."""

from __future__ import annotations

from django.conf import settings

from events.models import Booking, SailEvent
from scc_site import link_tokens
from waivers import reads
from waivers.models import Guest, PartyLink, SailDoor

GUEST, DOCK, PARTY = b"guest v1", b"dock v1", b"party v1"


def guest_token(guest: Guest) -> str:
    """What opens the guest's pages; worthless once the link was made anew."""
    return link_tokens.of_row(GUEST, guest.pk, guest.link_number, settings.RECORD_KEYS)


def guest_url(guest: Guest) -> str:
    """The absolute address of the guest's page."""
    return f"{settings.SITE_ORIGIN}/guest/{guest_token(guest)}/"


def waiver_url(guest: Guest) -> str:
    """The absolute address of the guest's waiver."""
    return f"{settings.SITE_ORIGIN}/waiver/{guest_token(guest)}/"


def guest_of(token: str) -> Guest | None:
    """Whose link this is, with sail, vessel, kind, party, guardian, record and its text in one query; removed too.

    None for a token that was never ours, and for one made anew since.
    """
    found = link_tokens.row_of(GUEST, token, settings.RECORD_KEYS)
    if found is None:
        return None
    guest = reads.whole(found[0])
    return guest if guest and guest.link_number == found[1] else None


def dock_token(event: SailEvent) -> str:
    """What opens the sail's "add me and sign" page."""
    number = SailDoor.objects.filter(event=event).values_list("number", flat=True).first() or 1
    return link_tokens.of_row(DOCK, event.pk, number, settings.RECORD_KEYS)


def dock_url(event: SailEvent) -> str:
    """The absolute address that the QR code at the dock carries."""
    return f"{settings.SITE_ORIGIN}/guest/{dock_token(event)}/"


def sail_of(token: str) -> SailEvent | None:
    """The sail of a dock link, with vessel, kind and door; None for a token never ours, or made anew since."""
    found = link_tokens.row_of(DOCK, token, settings.RECORD_KEYS)
    if found is None:
        return None
    event = SailEvent.objects.select_related("vessel", "event_type", "door").filter(pk=found[0]).first()
    if event is None:
        return None
    number = event.door.number if hasattr(event, "door") else 1
    return event if number == found[1] else None


def party_token(booking: Booking) -> str:
    """What opens the party lead's page."""
    number = PartyLink.objects.filter(booking=booking).values_list("number", flat=True).first() or 1
    return link_tokens.of_row(PARTY, booking.pk, number, settings.RECORD_KEYS)


def party_url(booking: Booking) -> str:
    """The absolute address of the party lead's page."""
    return f"{settings.SITE_ORIGIN}/party/{party_token(booking)}/"


def party_of(token: str) -> Booking | None:
    """The booking of a party link, with its sail; cancelled ones too. None as for the others."""
    found = link_tokens.row_of(PARTY, token, settings.RECORD_KEYS)
    if found is None:
        return None
    related = ("event__vessel", "event__event_type", "party_link")
    booking = Booking.objects.select_related(*related).filter(pk=found[0]).first()
    if booking is None:
        return None
    number = booking.party_link.number if hasattr(booking, "party_link") else 1
    return booking if number == found[1] else None
