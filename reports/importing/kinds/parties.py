"""Parties and their money, with the headers that `export bookings` prints; they go through the dock's verbs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings

from events.models import Booking, BookingChannel, BookingPayment, CancellationStep, CancellationTerms, SailEvent
from events.parties import bookings, past, payments
from reports.importing import cells, dock_cells
from reports.importing.dock_rows import WORKED_OUT, Outcome, acting, by_slug, count, refuse
from reports.importing.engine import Run
from reports.importing.shapes import Column, Kind, Row
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

PARTY = (
    "lead_name", "lead_email", "lead_phone", "party_size", "price_cents", "tax_cents", "deposit_cents",
    "deposit_due_on", "balance_due_on", "external_reference", "note",
)  # fmt: skip
PaymentKind = BookingPayment.Kind
SUMS = {
    "paid_cents": (PaymentKind.PAYMENT, "paid_on"),
    "refunded_cents": (PaymentKind.REFUND, "refunded_on"),
    "tips_cents": (PaymentKind.TIP, "tipped_on"),
}


def write_bookings(run: Run, rows: Sequence[Row]) -> None:
    """Bookings by reference, and the sums of money that are not recorded yet as payments of their days."""
    by = acting(run, rows)
    if by is None:
        return
    sails = _sails(run, rows)
    channels, terms = by_slug(run, BookingChannel, rows, "channel"), _terms(run, rows)
    held = _held(run, rows)
    for row in rows:
        if run.is_bad(row):
            continue
        source = Source(run, row, sails[row["event_id"]], channels[row["channel"]], terms[row["terms_name"] or ""], by)
        reference = row["reference"].upper()
        try:
            if reference in held:
                count(run, row, _change(source, held[reference]))
            else:
                held[reference] = _fresh(_new_booking(source))
                _settle(source, held[reference])
                count(run, row, Outcome.CREATED)
        except Refusal as refusal:
            refuse(run, row, refusal)


class Source(NamedTuple):
    """A row with what it names."""

    run: Run
    row: Row
    sail: SailEvent
    channel: BookingChannel
    terms: CancellationTerms
    by: User


def _sails(run: Run, rows: Sequence[Row]) -> dict[str, SailEvent]:
    """The sails that rows name, by id; a fault at every row that names none."""
    found = SailEvent.objects.filter(event_id__in={row["event_id"] for row in rows}).select_related("vessel")
    sails = {sail.event_id: sail for sail in found}
    for row in rows:
        if row["event_id"] not in sails:
            run.fault(row, "event_id", "is no sail of the house: bring the sails in first")
    return sails


def _fresh(booking: Booking) -> Booking:
    """The booking with its sums as they are now."""
    return Booking.objects.with_totals().select_related("event").get(pk=booking.pk)


def _held(run: Run, rows: Sequence[Row]) -> dict[str, Booking]:
    """The bookings that rows name, by reference, with their sums, in one query."""
    references = {row[run.kind.columns[0].name].upper() for row in rows}
    found = Booking.objects.filter(reference__in=references).with_totals().select_related("event")
    return {booking.reference: booking for booking in found}


def _terms(run: Run, rows: Sequence[Row]) -> dict[str, CancellationTerms]:
    """Terms by name; those that the house does not know are made with the steps of the first row that has them.

    Without a name the house's only terms are meant. A fault at every row that names none.
    """
    known = {terms.name: terms for terms in CancellationTerms.objects.with_steps()}
    if len(known) == 1:
        known[""] = next(iter(known.values()))
    for row in rows:
        name = row["terms_name"] or ""
        if name and name not in known and row["terms_steps"] is not None:
            known[name] = _made(name, row["terms_steps"])
        if name not in known:
            run.fault(row, "terms_name", "is not in the house: enter these terms first, or write their steps")
    return known


def _made(name: str, steps: list[list[int]]) -> CancellationTerms:
    """Terms of a name with these steps; as they stand where they were retired."""
    terms, is_new = CancellationTerms.objects.get_or_create(name=name)
    if is_new:
        CancellationStep.objects.bulk_create(
            CancellationStep(terms=terms, hours=hours, percent=percent) for hours, percent in steps
        )
    return terms


def _party(row: Row, channel: BookingChannel, booking: Booking | None = None) -> bookings.Party:
    """What a row says is agreed; where the file has no such column, what stands."""
    said = {
        name: row[name] if name in row.cells else getattr(booking, name)
        for name in PARTY
        if name in row.cells or booking is not None
    }
    given = {name: value for name, value in said.items() if value is not None}
    if booking is not None and row["balance_due_on"] is None:
        given["balance_due_on"] = booking.balance_due_on
    return bookings.Party(channel=channel, **given)


def _new_booking(source: Source) -> Booking:
    run, row, sail, channel, terms, by = source
    agreed = past.Agreed(
        reference=row["reference"].upper(),
        made_at=row["made_at"] or min(run.at, sail.departs_at),
        terms=terms,
        steps=terms.as_steps() if row["terms_steps"] is None else row["terms_steps"],
        cash_holder=row["cash_holder"] or "",
    )
    booking = past.take_in(
        event=sail, party=_party(row, channel), agreed=agreed, cancelled=_cancelled(row), by=by, at=run.at
    )
    if row["state"] == "no_show":
        bookings.mark_no_show(booking=booking, is_missing=True, by=by, at=run.at)
    return booking


def _cancelled(row: Row) -> past.Cancelled | None:
    """How a row says the booking ended. Raises Mistyped for what a cancelled one wants."""
    if row["state"] != "cancelled":
        return None
    wanted = ("cancelled_at", "cancelled_side", "kept_cents")
    missing = {name: ["is missing for a cancelled booking"] for name in wanted if row[name] is None}
    if missing:
        raise Mistyped("", missing)
    return past.Cancelled(
        at=row["cancelled_at"], side=row["cancelled_side"], kept_cents=row["kept_cents"],
        why=row["reason"] or "Cancelled before it was taken in.",
    )  # fmt: skip


def _change(source: Source, booking: Booking) -> Outcome:
    """What became of a booking that stands; what wants a decision is refused, with where it is taken."""
    run, row, sail, channel, _, by = source
    if booking.event_id != sail.pk:
        raise Mistyped("", {"event_id": ["is not the booking’s sail: move the party on its own page"]})
    state = row["state"] or booking.state
    if "cancelled" in {state, booking.state} and state != booking.state:
        raise Mistyped("", {"state": [f"is not how it stands, {booking.state}: the terms settle that on its own page"]})
    party = _party(row, channel, booking)
    differs = any(getattr(booking, name) != value for name, value in vars(party).items())
    if differs:
        why = row["reason"] or "As the file taken in says."
        bookings.change(booking=booking, party=party, by=by, at=run.at, why=why)
    if state != booking.state:
        bookings.mark_no_show(booking=booking, is_missing=state == "no_show", by=by, at=run.at)
    is_paid = _settle(source, booking)
    return Outcome.CHANGED if differs or state != booking.state or is_paid else Outcome.UNCHANGED


def _settle(source: Source, booking: Booking) -> bool:
    """Whether money was recorded: what a row's sums are beyond what the booking's payments come to."""
    run, row, by = source.run, source.row, source.by
    is_any = False
    for name, (kind, day) in SUMS.items():
        missing = 0 if row[name] is None else row[name] - getattr(booking.totals, name)
        if missing < 0:
            raise Mistyped("", {name: ["is less than is recorded: correct the payment on the booking’s page"]})
        if missing:
            money = payments.Money(
                kind=kind, amount_cents=missing, method=row["method"] or "other",
                received_on=row[day] or _usual_day(kind, booking), reference=row["payment_reference"] or "",
                note="As the file taken in says." if kind == PaymentKind.REFUND else "",
            )  # fmt: skip
            payments.record(booking=booking, money=money, by=by, at=run.at)
            is_any = True
    return is_any


def _usual_day(kind: str, booking: Booking) -> date:
    """The day of money whose day the file does not tell: paid when it was booked, back when cancelled, tips after."""
    moment: datetime = booking.made_at
    if kind == PaymentKind.REFUND:
        moment = booking.cancelled_at or booking.event.departs_at
    elif kind == PaymentKind.TIP:
        return booking.event.sails_on
    return moment.astimezone(settings.HOUSE_ZONE).date()


def write_payments(run: Run, rows: Sequence[Row]) -> None:
    """Money of bookings; a row that stands already, by booking, kind, day, amount and reference, changes nothing."""
    by = acting(run, rows)
    if by is None:
        return
    held = _held(run, rows)
    known = _known(held.values())
    for row in rows:
        booking = held.get(row["booking"].upper())
        if booking is None:
            run.fault(row, "booking", "is no booking’s reference")
            continue
        key = (booking.pk, row["kind"], row["received_on"], row["amount"], row["reference"] or "")
        if key in known:
            count(run, row, Outcome.UNCHANGED)
            continue
        money = payments.Money(
            kind=row["kind"], amount_cents=row["amount"], method=row["method"] or "other",
            received_on=row["received_on"], reference=row["reference"] or "", note=row["note"] or "",
        )  # fmt: skip
        try:
            payments.record(booking=booking, money=money, by=by, at=run.at)
        except Refusal as refusal:
            refuse(run, row, refusal)
            continue
        known.add(key)
        count(run, row, Outcome.CREATED)


def _known(held: Any) -> set[tuple[Any, ...]]:
    """The money recorded for bookings and not taken back."""
    rows = BookingPayment.objects.filter(booking__in=held, corrects__isnull=True, correction__isnull=True)
    return set(rows.values_list("booking_id", "kind", "received_on", "amount_cents", "reference"))


KINDS = (
    Kind(
        "bookings",
        "Bookings",
        "The parties, as `export bookings` prints them, money in cents. Sums of money become payments of their days.",
        (
            Column("reference", cells.text(12), required=True, is_key=True),
            Column("event_id", cells.slug, required=True, says="The sail's id."),
            Column("lead_name", cells.text(120), required=True),
            Column("party_size", cells.whole, required=True),
            Column("price_cents", dock_cells.cents, required=True, says="Without tax."),
            Column("channel", cells.slug, required=True, says="The booking channel's short name."),
            Column("state", cells.choice("booked", "no_show", "cancelled"), says="Empty: booked."),
            Column("lead_email", dock_cells.address),
            Column("lead_phone", cells.text(40)),
            Column("tax_cents", dock_cells.cents),
            Column("deposit_cents", dock_cells.cents),
            Column("deposit_due_on", cells.day),
            Column("balance_due_on", cells.day),
            Column("terms_name", cells.text(80), says="Empty: the house's only terms."),
            Column("terms_steps", dock_cells.steps, says="Hours before departure and percent back, farthest first."),
            Column("cash_holder", cells.choice(*Booking.CashHolder.values), says="Empty: as the channel does."),
            Column("external_reference", cells.text(80)),
            Column("note", cells.text(2000)),
            Column("made_at", dock_cells.instant),
            Column("cancelled_at", dock_cells.instant),
            Column("cancelled_side", cells.choice(*Booking.Side.values)),
            Column("kept_cents", dock_cells.cents),
            Column("reason", cells.text(), says="Why it was cancelled or changed."),
            Column("paid_cents", dock_cells.cents, says="All received; what is not recorded yet becomes a payment."),
            Column("paid_on", cells.day, says="Empty: when it was booked."),
            Column("refunded_cents", dock_cells.cents),
            Column("refunded_on", cells.day, says="Empty: when it was cancelled."),
            Column("tips_cents", dock_cells.cents),
            Column("tipped_on", cells.day, says="Empty: the day of the sail."),
            Column("method", cells.choice(*BookingPayment.Method.values)),
            Column("payment_reference", cells.text(80)),
            Column("held_cents", cells.text(), says=WORKED_OUT),
        ),
        write_bookings,
    ),
    Kind(
        "payments",
        "Payments of bookings",
        "Money of parties, one row each; two alike on a day are told apart by their reference.",
        (
            Column("booking", cells.text(12), required=True, is_key=True, says="The booking's reference."),
            Column("kind", cells.choice(*PaymentKind.values), required=True, is_key=True),
            Column("received_on", cells.day, required=True, is_key=True, also=("date",)),
            Column("amount", cells.money, required=True, is_key=True),
            Column("reference", cells.text(80), is_key=True),
            Column("method", cells.choice(*BookingPayment.Method.values)),
            Column("note", cells.text()),
        ),
        write_payments,
    ),
)
