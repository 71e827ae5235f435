"""The crew on the run sheet: every seat with who has it and their phone, now or as it stood."""

from __future__ import annotations

from datetime import datetime

from crew.models import Assignment
from crew.seating import Place, Seating, seating_of
from events.log import as_it_stood
from events.models import SailEvent, Seat
from events.ready.run_sheet import Part, Row
from scc_site.models import User

State = Assignment.State
NOTES = {State.OFFERED: "offered, not confirmed", State.CLAIMED: "to be confirmed", State.COVERING: "asks for cover"}


def part(event: SailEvent, as_of: datetime | None) -> Part:
    """One row for each seat in the order of the roster; empty ones are open."""
    seating = seating_of(event) if as_of is None else _as_it_stood(event, as_of)
    return Part("crew", "Crew", [_row(place, seating) for place in seating.places])


def _row(place: Place, seating: Seating) -> Row:
    alone = len(seating.of_role(place.seat.role)) == 1
    label = place.seat.get_role_display() if alone else str(place.seat)
    key, holding = f"seat-{place.seat.pk}", place.holding
    if holding is None:
        return Row(key, label, "open" if place.seat.required else "open, not required", kind="seat")
    note = NOTES.get(State(holding.state), "")
    return Row(key, label, holding.person.name, kind="seat", phone=holding.person.phone, note=note)


def _as_it_stood(event: SailEvent, at: datetime) -> Seating:
    """The seats and their holders at an instant; people have the names and phones of today."""
    held = [
        found
        for found in as_it_stood.rows(Assignment, at, event_id=event.pk)
        if found.state in Assignment.ACTIVE and not found.is_successor
    ]
    people = User.objects.in_bulk([found.person_id for found in held])
    holders = {found.seat_id: found for found in held}
    for found in held:
        found.person = people[found.person_id]
    return Seating([Place(seat, holders.get(seat.pk)) for seat in as_it_stood.rows(Seat, at, event_id=event.pk)], [])
