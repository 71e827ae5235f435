"""A party booked, changed, moved, cancelled (verbs). Sails are held before bookings; the database counts places."""

from __future__ import annotations

from datetime import datetime
from secrets import choice
from typing import Any

from django.db import IntegrityError, transaction
from psycopg import errors

from events import contributions
from events.models import Booking, CancellationTerms, SailEvent
from events.parties import refunds
from events.parties.agreeing import Faults, deposit_faults, holder_of, too_many
from events.parties.party import Party
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another, over the phone too
LENGTH = 6
AGREED = ("party_size", "price_cents", "tax_cents", "deposit_cents", "deposit_due_on", "balance_due_on")
Side, Status = Booking.Side, SailEvent.Status


class SailClosed(Refusal):
    """The sail takes no bookings any more."""


class BookingOver(Refusal):
    """The booking is cancelled, or its party has sailed: this cannot be done to it any more."""


class ChangedMeanwhile(Refusal):
    """Another hand changed the booking between reading and acting."""


@transaction.atomic
def book(
    *, event: SailEvent, party: Party, terms: CancellationTerms, by: User, at: datetime, reference: str = ""
) -> Booking:
    """Give a party its places on a sail that has not left; the terms are copied as they stand.

    The whole price is due on the day of the sail unless another day is agreed. Without a reference one is made.
    Raises SailClosed, and Mistyped for more guests than places left, a deposit above the price or without its day, and
    a channel's reference that another booking has.
    """
    event = _with_room(SailEvent.objects.locked(event), at)
    refuse_closed(event)
    faults = too_many(event, party.party_size, before=0) | deposit_faults(party)
    if faults:
        raise Mistyped("The booking was not made.", faults)
    agreed = vars(party) | {"balance_due_on": party.balance_due_on or event.sails_on}
    while True:
        booking = Booking(
            event=event, reference=reference or _reference(), cash_holder=holder_of(party.channel), made_at=at,
            made_by=by, terms=terms, terms_name=terms.name, terms_steps=terms.as_steps(), **agreed,
        )  # fmt: skip
        if stored(booking):
            contributions.party_changed(booking, by=by, at=at)
            return booking
        if reference:
            raise Mistyped("The booking was not made.", {"reference": [f"“{reference}” is another booking’s."]})


@transaction.atomic
def change(*, booking: Booking, party: Party, by: User, at: datetime, why: str = "") -> Booking:
    """Change what is agreed with a party; a reason is kept whenever size, money or a day changes.

    The terms stay those agreed at first. Raises BookingOver for a cancelled one, ChangedMeanwhile, and Mistyped as
    `book` does, and for a missing reason.
    """
    event, booking = _take(booking)
    _with_room(event, at)
    refuse_cancelled(booking)
    differs = [name for name in AGREED if getattr(booking, name) != getattr(party, name)]
    faults = too_many(event, party.party_size, before=booking.party_size) | deposit_faults(party)
    if differs and not why:
        faults["reason"] = ["Say why size, price or days change: the reason is kept."]
    if faults:
        raise Mistyped("The booking was not changed.", faults)
    if booking.channel_id != party.channel.pk:
        booking.cash_holder = holder_of(party.channel)
    for name, value in vars(party).items():
        setattr(booking, name, value)
    _sign(booking, by=by, at=at, why=why)
    stored(booking)
    contributions.party_changed(booking, by=by, at=at)
    return booking


@transaction.atomic
def move(*, booking: Booking, to: SailEvent, why: str, by: User, at: datetime) -> Booking:
    """Put a party on another sail; all that was paid stays with the booking.

    What was due on the day of the old sail is due on the day of the new one. Raises BookingOver, ChangedMeanwhile,
    SailClosed for a sail that has left or is cancelled, and Mistyped where there is no room or no reason.
    """
    if to.pk == booking.event_id:
        raise Mistyped("The booking was not moved.", {"to": ["The party is on this sail already."]})
    event, booking, to = _take_with(booking, to)
    refuse_cancelled(booking)
    _refuse_sailed(event, "moved")
    refuse_closed(to)
    _with_room(to, at)
    room = too_many(to, booking.party_size, before=0)
    faults: Faults = {"to": room["party_size"]} if room else {}
    if not why:
        faults["reason"] = ["Say why: the reason is kept."]
    if faults:
        raise Mistyped("The booking was not moved.", faults)
    if booking.balance_due_on == event.sails_on:
        booking.balance_due_on = to.sails_on
    if booking.deposit_due_on:
        booking.deposit_due_on = min(booking.deposit_due_on, to.sails_on)
    booking.event = to
    _sign(booking, by=by, at=at, why=why)
    booking.save()
    contributions.party_changed(booking, by=by, at=at)
    return booking


@transaction.atomic
def cancel(*, booking: Booking, side: str, why: str, by: User, at: datetime) -> Booking:
    """Give a party's places back: on the guest's side by its terms, on the house's or for weather with all money due.

    What the house keeps is settled now (`kept_cents`); the rest of the money held is to be refunded, which is recorded
    when it is done. Raises BookingOver for a booking cancelled already or a party that has sailed, ChangedMeanwhile,
    and Mistyped for a missing reason, or the guest's side where the house has cancelled the sail.
    """
    event, booking = _take(booking)
    refuse_cancelled(booking)
    _refuse_sailed(event, "cancelled")
    faults: Faults = {}
    if not why:
        faults["reason"] = ["Say why: the reason is kept."]
    if side == Side.GUEST and event.status == Status.CANCELLED:
        faults["side"] = ["The sail itself is cancelled: all money goes back. Choose the house or the weather."]
    if faults:
        raise Mistyped("The booking was not cancelled.", faults)
    booking.kept_cents = outcome(booking=booking, event=event, side=side, at=at).kept_cents
    booking.cancelled_at, booking.cancelled_by = at, by
    booking.cancelled_side, booking.cancelled_why = side, why
    booking.save()
    contributions.party_changed(booking, by=by, at=at)
    return booking


@transaction.atomic
def reinstate(*, booking: Booking, why: str, by: User, at: datetime) -> Booking:
    """Undo a cancellation, if the sail still has room for the party. Raises BookingOver, SailClosed, Mistyped."""
    event, booking = _take(booking)
    if booking.is_live:
        raise BookingOver("This booking stands already.")
    refuse_closed(event)
    _with_room(event, at)
    faults = too_many(event, booking.party_size, before=0)
    if not why:
        faults["reason"] = ["Say why: the reason is kept."]
    if faults:
        raise Mistyped("The booking was not taken up again.", faults)
    booking.cancelled_at = booking.cancelled_by = booking.kept_cents = None
    booking.cancelled_side = booking.cancelled_why = ""
    _sign(booking, by=by, at=at, why=why)
    stored(booking)
    contributions.party_changed(booking, by=by, at=at)
    return booking


@transaction.atomic
def mark_no_show(*, booking: Booking, is_missing: bool, by: User, at: datetime) -> Booking:
    """Keep that a party did not come, or that it did after all; no money moves. Raises BookingOver before cast-off."""
    event, booking = _take(booking)
    refuse_cancelled(booking)
    if event.departed_at is None:
        raise BookingOver("The sail has not left yet: the party may still come.")
    if is_missing != bool(booking.no_show_at):
        booking.no_show_at, booking.no_show_by = (at, by) if is_missing else (None, None)
        booking.save(update_fields=["no_show_at", "no_show_by"])
    return booking


def outcome(*, booking: Booking, event: SailEvent, side: str, at: datetime) -> refunds.Outcome:
    """What cancelling a booking (read with its money) on a side at an instant comes to."""
    return refunds.outcome(
        side=side, steps=booking.terms_steps, price_cents=booking.price_cents, held_cents=booking.totals.held_cents,
        departs_at=event.departs_at, at=at,
    )  # fmt: skip


def _take(booking: Booking) -> tuple[SailEvent, Booking]:
    """The sail and then the booking with its money, both held until the end."""
    event = SailEvent.objects.locked(booking.event)
    return event, _held(booking, event)


def _take_with(booking: Booking, to: SailEvent) -> tuple[SailEvent, Booking, SailEvent]:
    """Both sails in one order for all, then the booking."""
    pair = sorted((booking.event, to), key=lambda sail: sail.pk)
    held = {sail.pk: SailEvent.objects.locked(sail) for sail in pair}
    event = held[booking.event_id]
    return event, _held(booking, event), held[to.pk]


def _held(booking: Booking, event: SailEvent) -> Booking:
    Booking.objects.locked(booking)
    fresh = Booking.objects.with_totals().get(pk=booking.pk)
    if fresh.event_id != event.pk:
        raise ChangedMeanwhile("Somebody moved this party to another sail just now. Look at it again.")
    fresh.event = event
    return fresh


def refuse_closed(event: SailEvent) -> None:
    """Raises SailClosed once a sail has left, or is off."""
    if not event.is_editable:
        raise SailClosed(f"The sail is {event.get_status_display()}: it takes no bookings any more.")


def refuse_cancelled(booking: Booking) -> None:
    """Raises BookingOver for a cancelled one."""
    if not booking.is_live:
        raise BookingOver("This booking is cancelled.")


def _refuse_sailed(event: SailEvent, act: str) -> None:
    if event.departed_at:
        raise BookingOver(
            f"The sail has left: the party cannot be {act}. Mark that it did not come, or record a refund."
        )


def _with_room(event: SailEvent, at: datetime) -> SailEvent:
    """The sail held, once places are free whose time has run out."""
    contributions.make_room(event, at=at)
    return event


def _sign(booking: Booking, *, by: User, at: datetime, why: str) -> None:
    booking.changed_at, booking.changed_by, booking.changed_why = at, by, why


def _reference() -> str:
    return "".join(choice(SIGNS) for _ in range(LENGTH))


def stored(booking: Booking) -> bool:
    """Whether it is stored; not when its own reference is taken. Raises Mistyped for a channel's that is."""
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as fault:
        cause: Any = fault.__cause__
        if not isinstance(cause, errors.UniqueViolation):
            raise
        if cause.diag.constraint_name == "booking_once_per_channel":
            words = f"Another booking has {booking.channel}’s reference {booking.external_reference} already."
            raise Mistyped("The booking was not kept.", {"external_reference": [words]}) from fault
        return False
    return True
