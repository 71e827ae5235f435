"""Money of a booking recorded (verbs); the house processes no cards. A row stands: a slip is taken back by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from events import wording
from events.models import Booking, BookingPayment
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

Kind, Method = BookingPayment.Kind, BookingPayment.Method
EARLIEST = date(2000, 1, 1)


class CorrectedAlready(Refusal):
    """The payment was taken back before, or takes back another."""


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount in cents, above 0, that changed hands on a day of the house, one way or the other as the kind says."""

    kind: str
    amount_cents: int
    method: str
    received_on: date
    reference: str = ""
    note: str = ""


@transaction.atomic
def record(*, booking: Booking, money: Money, by: User, at: datetime) -> BookingPayment:
    """Keep that money was received or given back.

    Raises Mistyped for no amount, a day to come, a refund of more than is held, a note missing where more goes back
    than was agreed, and a voucher that is unknown, does not count on that day or has too little left.
    """
    booking = _take(booking)
    faults = _day_faults(money.received_on, at)
    if money.amount_cents <= 0:
        faults["amount"] = ["Write an amount above zero."]
    elif money.kind == Kind.REFUND:
        faults |= _refund_faults(booking, money, at)
    if faults:
        raise Mistyped("Nothing was recorded.", faults)
    return _insert(booking, money, by=by, at=at)


@transaction.atomic
def correct(*, payment: BookingPayment, amount_cents: int, why: str, by: User, at: datetime) -> BookingPayment | None:
    """Take a payment back whole and record it anew with the right amount; 0: it never happened, and nothing follows.

    Both old rows stay to be read. Raises CorrectedAlready, and Mistyped for a missing reason, the same amount, or where
    more would have been given back than received.
    """
    booking = _take(payment.booking)
    if payment.corrects_id or BookingPayment.objects.filter(corrects=payment).exists():
        raise CorrectedAlready("This payment was corrected before: look at the list again.")
    faults = {} if why else {"reason": ["Say what was wrong: the reason is kept."]}
    if amount_cents == payment.amount_cents:
        faults["amount"] = [f"It is {wording.dollars(amount_cents)} already."]
    elif booking.totals.held_cents + _effect(payment.kind, amount_cents - payment.amount_cents) < 0:
        faults["amount"] = ["More would have been given back than was received."]
    if faults:
        raise Mistyped("Nothing was corrected.", faults)
    right = Money(
        kind=payment.kind, amount_cents=amount_cents, method=payment.method, received_on=payment.received_on,
        reference=payment.reference, note=payment.note,
    )  # fmt: skip
    held = booking.totals.held_cents
    by_voucher = payment.method == Method.VOUCHER and held >= payment.amount_cents
    if payment.kind == Kind.REFUND or by_voucher:  # the database judges every row: what makes room goes first
        _take_back(payment, why, by=by, at=at)
        return _insert(payment.booking, right, by=by, at=at) if amount_cents else None
    made = _insert(payment.booking, right, by=by, at=at) if amount_cents else None
    _take_back(payment, why, by=by, at=at)
    return made


def _take(booking: Booking) -> Booking:
    """The booking with its sums, which nobody changes until the transaction ends."""
    Booking.objects.locked(booking)
    return Booking.objects.with_totals().get(pk=booking.pk)


def _effect(kind: str, cents: int) -> int:
    """By how much the money held changes."""
    return {Kind.PAYMENT: cents, Kind.REFUND: -cents}.get(Kind(kind), 0)


def _day_faults(received_on: date, at: datetime) -> dict[str, list[str]]:
    today = at.astimezone(settings.HOUSE_ZONE).date()
    if received_on > today:
        return {"received_on": ["That day is still to come: record money once it has changed hands."]}
    if received_on < EARLIEST:
        return {"received_on": ["That day is too long ago."]}
    return {}


def _refund_faults(booking: Booking, money: Money, at: datetime) -> dict[str, list[str]]:
    held = booking.totals.held_cents
    if money.amount_cents > held:
        return {"amount": [f"{wording.dollars(held)} is held for this booking: no more can go back."]}
    back = booking.standing(at.astimezone(settings.HOUSE_ZONE).date()).back_cents
    if money.amount_cents > back and not money.note:
        return {"note": [f"As agreed {wording.dollars(back)} goes back now: say why you give more."]}
    return {}


def _insert(booking: Booking, money: Money, *, by: User, at: datetime) -> BookingPayment:
    """The row as stored. Raises Mistyped where the database refuses the voucher it names, in the database's words."""
    named = vars(money)
    if money.method == Method.VOUCHER:
        named = named | {"reference": money.reference.strip().upper()}
    try:
        with transaction.atomic():
            return BookingPayment.objects.create(booking=booking, recorded_at=at, recorded_by=by, **named)
    except IntegrityError as fault:
        told: Any = getattr(fault.__cause__, "diag", None)
        if not (getattr(told, "constraint_name", "") or "").startswith("voucher_"):
            raise
        raise Mistyped("Nothing was recorded.", {"reference": [f"{told.message_primary}."]}) from fault


def _take_back(payment: BookingPayment, why: str, *, by: User, at: datetime) -> None:
    BookingPayment.objects.create(
        booking=payment.booking, kind=payment.kind, amount_cents=payment.amount_cents, method=payment.method,
        received_on=payment.received_on, recorded_at=at, recorded_by=by, reference=payment.reference, note=why,
        corrects=payment,
    )  # fmt: skip
