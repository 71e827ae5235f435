"""What the party lead's pages print: names, who has signed, and the link of each to share."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from events.models import Booking
from waivers import links, verdicts
from waivers.models import Guest
from waivers.pages import sail, states
from waivers.pages.guest import qr
from waivers.verdicts import Person

Context = dict[str, Any]


def page(booking: Booking, token: str, at: datetime, **typed: Any) -> Context:
    """The context of waivers/party.html; `typed`: what was refused, with its faults."""
    people = of_party(booking, at)
    coming = [one for one in people if one.guest.state in Guest.SEATED]
    return {
        "sail": sail.head(booking.event),
        "token": token,
        "size": booking.party_size,
        "signed": sum(one.is_cleared for one in coming),
        "free": max(0, booking.party_size - len(coming)),
        "people": [row(one) for one in people],
        "is_ahead": booking.event.is_editable,
        **typed,
    }


def of_party(booking: Booking, at: datetime) -> list[Person]:
    """Everybody named in the party: the lead first, then those who are coming, by name."""
    found = [one for one in verdicts.of_sail(booking.event, at) if one.guest.booking_id == booking.pk]
    return sorted(found, key=lambda one: (not one.guest.is_lead, one.guest.state not in Guest.SEATED))


def one(booking: Booking, number: int, token: str, at: datetime, **typed: Any) -> Context | None:
    """The context of waivers/party_guest.html; None for somebody of no such party."""
    found = next((person for person in of_party(booking, at) if person.guest.pk == number), None)
    if found is None:
        return None
    told = row(found)
    return {
        "sail": sail.head(booking.event),
        "token": token,
        "person": told,
        "qr": qr(told["url"]),
        "changes": booking.event.is_editable and told["waits"] and found.guest.record_id is None,
        **typed,
    }


def row(person: Person) -> Context:
    """One of the party as a line."""
    guest = person.guest
    word, tone = states.brief(person)
    url = links.guest_url(guest)
    return {
        "number": guest.pk,
        "name": guest.name,
        "word": word,
        "tone": tone,
        "waits": guest.state in Guest.WAITING and not person.is_cleared,
        "url": url,
        "sms": f"sms:?&body={quote(_('Your waiver for our sail takes one minute: %(url)s') % {'url': url})}",
    }
