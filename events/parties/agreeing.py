"""What can be agreed with a party: places, deposit, who holds the cash."""

from __future__ import annotations

from events.models import Booking, BookingChannel, SailEvent
from events.parties.party import Party

Faults = dict[str, list[str]]


def too_many(event: SailEvent, party_size: int, *, before: int) -> Faults:
    """Whether a party of `before` guests cannot grow to another size, in words."""
    taken = event.places_taken - before
    if party_size <= max(before, event.capacity - taken):
        return {}
    left = max(0, event.capacity - taken)
    if not event.capacity:
        return {"party_size": ["This sail takes no guests."]}
    return {
        "party_size": [
            f"{taken} of {event.capacity} places are taken; {left or 'none'} {'is' if left == 1 else 'are'} left."
        ]
    }


def deposit_faults(party: Party) -> Faults:
    """Why a deposit cannot be agreed like this, in words."""
    if party.deposit_cents > party.price_cents + party.tax_cents:
        return {"deposit": ["The deposit is more than the price with tax."]}
    if party.deposit_cents and party.deposit_due_on is None:
        return {"deposit_due_on": ["Say until when the deposit is due."]}
    return {}


def holder_of(channel: BookingChannel) -> str:
    """Who holds the cash of what comes by a channel."""
    return Booking.CashHolder.CHANNEL if channel.holds_cash else Booking.CashHolder.HOUSE
