"""Parties of older books taken in (verbs): as they were agreed, whether their sail is ahead or long over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events import contributions
from events.models import Booking, CancellationTerms, SailEvent
from events.parties import bookings
from events.parties.party import Party
from scc_site.models import User
from scc_site.refusals import Mistyped


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """When a booking was made, on what terms, and who holds the cash: what the house would otherwise say itself.

    `steps` are `[hours before departure, percent refundable]`, the farthest first.
    """

    reference: str
    made_at: datetime
    terms: CancellationTerms
    steps: Sequence[Sequence[int]]
    cash_holder: str = ""


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """How a booking ended: when, on whose side, why, and what the house keeps, in cents."""

    at: datetime
    side: str
    kept_cents: int
    why: str


@transaction.atomic
def take_in(
    *,
    event: SailEvent,
    party: Party,
    agreed: Agreed,
    by: User,
    at: datetime,
    cancelled: Cancelled | None = None,
) -> Booking:
    """Keep a party on a sail that may have left long ago; a cancelled one takes no place.

    Raises Mistyped for more guests than places, a deposit above the price or without its day, days to come, and a
    reference that another booking has.
    """
    event = SailEvent.objects.locked(event)
    faults = bookings.deposit_faults(party) | _day_faults(agreed, cancelled, at)
    if cancelled is None:
        contributions.make_room(event, at=at)
        faults |= bookings.too_many(event, party.party_size, before=0)
    if faults:
        raise Mistyped("The booking was not taken in.", faults)
    booking = Booking(
        event=event, reference=agreed.reference, made_at=agreed.made_at, made_by=by, terms=agreed.terms,
        terms_name=agreed.terms.name, terms_steps=[list(step) for step in agreed.steps],
        **vars(party) | {"balance_due_on": party.balance_due_on or event.sails_on},
    )  # fmt: skip
    booking.cash_holder = agreed.cash_holder or bookings.holder_of(party.channel)
    if cancelled:
        booking.cancelled_at, booking.cancelled_by = cancelled.at, by
        booking.cancelled_side, booking.cancelled_why = cancelled.side, cancelled.why
        booking.kept_cents = cancelled.kept_cents
    if not bookings.stored(booking):
        raise Mistyped("The booking was not taken in.", {"reference": ["is another booking’s"]})
    contributions.party_changed(booking, by=by, at=at)
    return booking


def _day_faults(agreed: Agreed, cancelled: Cancelled | None, at: datetime) -> bookings.Faults:
    if agreed.made_at > at:
        return {"made_at": ["is still to come"]}
    if cancelled and not agreed.made_at <= cancelled.at <= at:
        return {"cancelled_at": ["is before it was made, or still to come"]}
    return {}
