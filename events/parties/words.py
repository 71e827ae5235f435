"""Parties and their money in plain words, change by change. Pure. Phones, addresses and money are the office's."""

from __future__ import annotations

from events import wording
from events.log.chronicle import Change, Line, Names, Row, plain, value
from events.log.words import quoted, remark

BOOKING = {
    "lead_name": "party lead",
    "lead_email": "email",
    "lead_phone": "phone",
    "party_size": "guests",
    "price_cents": "price",
    "tax_cents": "tax",
    "deposit_cents": "deposit",
    "kept_cents": "kept by the house",
    "external_reference": "the channel's reference",
    "cash_holder": "who holds the cash",
    "event_id": "sail",
    "terms_name": "terms",
}
FOR_ALL = frozenset({"lead_name", "party_size", "event_id"})
# Carried along by the verbs; told only where nobody is known for it.
SIGNED = frozenset({"changed_at", "changed_by_id", "changed_why", "terms_id", "terms_steps"})
OF_STATES = frozenset(
    {"cancelled_at", "cancelled_by_id", "cancelled_side", "cancelled_why", "no_show_at", "no_show_by_id"}
)


def party(row: Row, names: Names) -> str:
    """What a booking is called."""
    return str(row["lead_name"])


def booking(change: Change, names: Names) -> list[Line]:
    """A party: booked, changed, cancelled, not come."""
    row, before = change.stands, change.before
    lead = f"Party of {party(before or row, names)}"
    size = "1 guest" if row["party_size"] == 1 else f"{row['party_size']} guests"
    if before is None:
        price = f"price {wording.dollars(row['price_cents'])}, deposit {wording.dollars(row['deposit_cents'])}"
        made = [Line("bookings", f"{lead}:", after=f"booked, {size}")]
        return [*made, Line("bookings", f"{lead}:", after=price, office=True)]
    if change.after is None:
        return [Line("bookings", f"{lead}:", f"{_state(before)}, {size}", "removed")]
    first = []
    if _state(before) != _state(row):
        notes = quoted(row["cancelled_why"] or row["changed_why"])
        first = [Line("bookings", f"{lead}:", _state(before), _state(row), notes)]
    skip = (OF_STATES if first else frozenset()) | (SIGNED if change.is_known else frozenset())
    open_to_all = plain(
        change, names, what="bookings", labels=BOOKING, lead=f"{lead},", skip=skip | (set(row) - FOR_ALL)
    )
    office = plain(change, names, what="bookings", labels=BOOKING, lead=f"{lead},", skip=skip | FOR_ALL)
    lines = [*first, *open_to_all, *(line._replace(office=True) for line in office)]
    why = row["changed_why"] if change.is_known and not first and "changed_why" in change.fields() else ""
    return [line._replace(remark=remark(line.remark, quoted(why))) if line is lines[0] else line for line in lines]


def payment(change: Change, names: Names) -> list[Line]:
    """Money as it was recorded; for the office."""
    row = change.stands
    lead = f"{str(row['kind']).capitalize()} of {names.thing('booking_id', row['booking_id'])}"
    if change.before is not None and change.after is not None:
        found = plain(change, names, what="bookings", labels={}, lead=f"{lead},")
        return [line._replace(office=True) for line in found]
    taken_back = "taken back: " if row["corrects_id"] else ""
    money = (
        f"{taken_back}{wording.dollars(row['amount_cents'])}, {row['method']}, {value('on', row['received_on'], names)}"
    )
    pair = ("", money) if change.before is None else (money, "removed")
    return [Line("bookings", f"{lead}:", *pair, quoted(row["note"]), office=True)]


def _state(row: Row) -> str:
    if row["cancelled_at"]:
        side = str(row["cancelled_side"])
        return f"cancelled by the {side}" if side else "cancelled"
    return "not come" if row["no_show_at"] else "booked"
