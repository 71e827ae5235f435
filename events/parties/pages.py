"""What the pages of bookings print: the panel on a sail's page, a sail's parties, one party with its money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from events import pages, wording
from events.models import Booking, BookingPayment, SailEvent
from events.parties import bookings, refunds
from events.parties.forms import MoneyForm
from events.parties.panel import ended, guests, house_day, line, near, places, said, state

Context = dict[str, Any]
Side, Status = Booking.Side, SailEvent.Status
MOST_OFFERED = 60
KINDS = {"payment": "Received", "refund": "Given back", "tip": "Tip for the crew", "fee": "Processor’s fee"}


def parties(event: SailEvent, at: datetime) -> Context:
    """All parties of a sail, and those to be told when it is off."""
    today = house_day(at)
    found = list(Booking.objects.all_on(event))
    live, ended = [each for each in found if each.is_live], [each for each in found if not each.is_live]
    return pages.frame(event, at) | {
        "places": places(event),
        "sums": sums(found, today),
        "is_cancelled": event.status == Status.CANCELLED,
        "live_lines": [line(each, event, today) for each in live],
        "ended_lines": [line(each, event, today) for each in ended],
        "may_book": event.is_editable and event.places_left > 0,
    }


def party(event: SailEvent, booking: Booking, at: datetime, form: MoneyForm | None = None) -> Context:
    """One party: what is agreed, what was paid, what may be done."""
    today = house_day(at)
    money = list(BookingPayment.objects.of(booking))
    return pages.frame(event, at) | {
        "booking": booking,
        "size": guests(booking.party_size),
        "state": state(booking, event, today),
        "made": f"Booked {said(booking.made_at)} by {booking.made_by.name}",
        "ended": ended(booking),
        "pairs": agreed(booking, today),
        "terms": deadlines(booking, event, at),
        "payments": [payment_line(each) for each in money],
        "form": form or MoneyForm(today=today),
        "links": links(booking, event),
        "no_show": no_show(booking, event),
    }


def sums(found: Sequence[Booking], today: date) -> list[tuple[str, str]]:
    """What all parties of a sail come to: agreed, held, still due, to be refunded; only what is not zero."""
    standings = [each.standing(today) for each in found]
    due = (
        each.balance_cents
        for each, booking in zip(standings, found, strict=True)
        if booking.cash_holder == Booking.CashHolder.HOUSE
    )
    rows = [
        ("Agreed, with tax", sum(each.total_cents for each, one in zip(standings, found, strict=True) if one.is_live)),
        ("Held", sum(booking.totals.held_cents for booking in found)),
        ("Still due", sum(due)),
        ("To refund", sum(each.back_cents for each in standings)),
    ]
    return [(name, wording.dollars(cents)) for name, cents in rows if cents]


def agreed(booking: Booking, today: date) -> list[tuple[str, str]]:
    """Price, deposit and what came of them, as pairs; only what there is."""
    found, totals = booking.standing(today), booking.totals
    rows = [
        ("Price", booking.price_cents),
        ("Tax", booking.tax_cents),
        ("Held", totals.held_cents),
        ("Given back", totals.refunded_cents),
        ("Kept by the house", booking.kept_cents or 0),
        ("To refund", found.back_cents),
        ("Tips for the crew", totals.tips_cents),
        ("Processor’s fees", totals.fees_cents),
    ]
    pairs = [(name, wording.dollars(cents)) for name, cents in rows if cents or name in {"Price", "Held"}]
    if booking.cash_holder == Booking.CashHolder.CHANNEL:
        return [*pairs, ("Guests pay", booking.channel.name)]
    if booking.deposit_cents and booking.deposit_due_on:
        day = near(booking.deposit_due_on, today)
        pairs.insert(2 if booking.tax_cents else 1, ("Deposit", f"{wording.dollars(booking.deposit_cents)} by {day}"))
    if found.balance_cents:
        by = f" by {near(booking.balance_due_on, today)}" if booking.balance_due_on else ""
        pairs.append(("Still due", f"{wording.dollars(found.balance_cents)}{by}"))
    return pairs


def deadlines(booking: Booking, event: SailEvent, at: datetime) -> list[Context]:
    """The terms as days of this very sail, with the one that holds now marked."""
    now = refunds.percent_at(booking.terms_steps, departs_at=event.departs_at, at=at)
    lines = []
    is_marked = False
    for hours, percent in booking.terms_steps:
        until = event.departs_at - timedelta(hours=hours)
        holds = until >= at and not is_marked
        is_marked = is_marked or holds
        lines.append({"when": f"Until {said(until)}", "back": f"{percent} % back", "holds": holds})
    if not booking.terms_steps or booking.terms_steps[-1][1]:
        lines.append({"when": "Later", "back": "nothing back", "holds": not is_marked and now == 0})
    return lines if booking.is_live else [each | {"holds": False} for each in lines]


def preview(booking: Booking, event: SailEvent, at: datetime) -> list[Context]:
    """What a cancellation now would give back and keep, for each side that may call it off."""
    sides = [side for side in Side if not (side == Side.GUEST and event.status == Status.CANCELLED)]
    return [outcome_line(booking, event, side, at) for side in sides]


def outcome_line(booking: Booking, event: SailEvent, side: str, at: datetime) -> Context:
    """One side's line: `$300.00 back`, and what becomes of the rest."""
    found = bookings.outcome(booking=booking, event=event, side=side, at=at)
    parts = []
    if side == Side.GUEST:
        parts.append(f"{found.percent} % of the price comes back by “{booking.terms_name}”")
    if found.kept_cents:
        parts.append(f"the house keeps {wording.dollars(found.kept_cents)}")
    if found.claim_cents:
        parts.append(f"{wording.dollars(found.claim_cents)} more could be asked for and is not held")
    return {
        "side": Side(side).label.capitalize(),
        "back": f"{wording.dollars(found.refund_cents)} back",
        "words": "; ".join(parts) or "All that is held goes back",
    }


def payment_line(payment: BookingPayment) -> Context:
    """One payment as it was recorded; one taken back says so, and the row that takes it back says why."""
    correction = getattr(payment, "correction", None)
    sign = -1 if (payment.kind in {"refund", "fee"}) != bool(payment.corrects_id) else 1
    return {
        "number": payment.pk,
        "what": f"{KINDS[payment.kind]}, taken back" if payment.corrects_id else KINDS[payment.kind],
        "amount": wording.dollars(sign * payment.amount_cents),
        "day": wording.short_day(payment.received_on) + f" {payment.received_on.year}",
        "how": payment.get_method_display(),
        "reference": payment.reference,
        "note": payment.note,
        "by": payment.recorded_by.name,
        "is_void": correction is not None,
        "may_correct": correction is None and not payment.corrects_id,
    }


def as_pairs(payment: BookingPayment) -> list[tuple[str, str]]:
    """A payment as it stands, for the page that corrects it."""
    said = payment_line(payment)
    rows = [(said["what"], said["amount"]), ("On", said["day"]), ("How", said["how"]), ("Recorded by", said["by"])]
    return [*rows, *((name, said[key]) for name, key in (("Reference", "reference"), ("Note", "note")) if said[key])]


def links(booking: Booking, event: SailEvent) -> list[Context]:
    """The acts that have a page of their own and may be done now."""
    base = f"{event.get_absolute_url()}bookings/{booking.reference}/"
    if not booking.is_live:
        return [{"href": f"{base}reinstate/", "label": "Take up again"}] if event.is_editable else []
    acts = [{"href": f"{base}edit/", "label": "Change"}]
    if event.departed_at is None:
        acts.append({"href": f"{base}move/", "label": "Move to another sail"})
        acts.append({"href": f"{base}cancel/", "label": "Cancel the booking"})
    return acts


def no_show(booking: Booking, event: SailEvent) -> Context | None:
    """The button that keeps that a party did not come, once the sail has left."""
    if not booking.is_live or event.departed_at is None:
        return None
    if booking.no_show_at:
        return {"value": "0", "label": "They came after all"}
    return {"value": "1", "label": "They did not come"}


def offered(booking: Booking, at: datetime) -> list[tuple[str, str]]:
    """The sails a party may go to: those soonest, with room for it, by id and in words."""
    found = SailEvent.objects.with_room(booking.party_size, at).exclude(pk=booking.event_id)
    return [
        (sail.event_id, f"{said(sail.departs_at)} · {sail.vessel.name} · {sail.places_left} left")
        for sail in found[:MOST_OFFERED]
    ]
