"""Guests by name, with the headers that `export guests` prints. They go through the dock's verbs; no letter leaves.

A signature is never taken in from a file: whoever had one signs again. What the dock keeps is never taken out again,
so these batches cannot be undone.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.models import Booking, SailEvent
from reports.importing import cells, dock_cells
from reports.importing.dock_rows import WORKED_OUT, Outcome, acting, count, refuse
from reports.importing.engine import Run
from reports.importing.shapes import Column, Kind, Row
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal
from waivers import guests
from waivers.models import Guest
from waivers.names import same_person

State = Guest.State
KEPT = (State.INVITED, State.ON_HOLD)
FIELDS = {"name": "guest"}  # what a verb calls a column by another name


def write_guests(run: Run, rows: Sequence[Row]) -> None:
    """Guests of sails, each put on the list unless somebody of that name is on it."""
    by = acting(run, rows)
    if by is None:
        return
    sails = {sail.event_id: sail for sail in SailEvent.objects.filter(event_id__in=[row["event_id"] for row in rows])}
    for row in rows:
        sail = sails.get(row["event_id"])
        if sail is None:
            run.fault(row, "event_id", "is no sail of the house: bring the sails in first")
            continue
        try:
            count(run, row, _put(run, row, sail, by))
        except Mistyped as refusal:
            faults = {FIELDS.get(name, name): words for name, words in refusal.faults.items()}
            refuse(run, row, Mistyped(refusal.sentence, faults))
        except Refusal as refusal:
            refuse(run, row, refusal)


def _put(run: Run, row: Row, sail: SailEvent, by: User) -> Outcome:
    """What became of a row. Raises Full, SailShut, Mistyped."""
    party = _party(row, sail)
    if any(same_person(row["guest"], known.name) for known in Guest.objects.standing_on(sail)):
        return Outcome.UNCHANGED
    state = row["state"] or State.INVITED
    guest = guests.add(
        event=sail, name=row["guest"], source=Guest.Source.FILE, at=run.at, adder=by, booking=party,
        email=row["email"] or "", phone=row["phone"] or "", language=row["language"] or Guest.Language.ENGLISH,
        is_answered=state != State.INVITED,
    )  # fmt: skip
    if state not in KEPT:
        was = f"Line {row.line}: {guest.name} was {state.replace('_', ' ')}"
        run.batch.warnings.append(f"{was}; comes on hold, for a file brings no signature.")
    return Outcome.CREATED


def _party(row: Row, sail: SailEvent) -> Booking | None:
    """The party that a row names. Raises Mistyped for one that is not on the sail."""
    if not row["reference"]:
        return None
    found = Booking.objects.one_of(sail, row["reference"])
    if found is None:
        raise Mistyped("", {"reference": ["is no party of this sail"]})
    return found


KINDS = (
    Kind(
        "guests",
        "Guests",
        "Guests by name, as `export guests` prints them. No letter leaves; sails and bookings come first.",
        (
            Column("event_id", cells.slug, required=True, says="The sail."),
            Column("guest", cells.text(200), required=True, says="The whole name."),
            Column("state", cells.choice(*State.values), says="Empty: invited. Signed ones come on hold."),
            Column("reference", cells.text(12), says="The party's booking; empty: of no party."),
            Column("email", dock_cells.address),
            Column("phone", cells.text(40)),
            Column("language", cells.choice(*Guest.Language.values), says="en or es. Empty: en."),
            *(
                Column(name, cells.text(), says=WORKED_OUT)
                for name in ("hold_until", "source", "guardian", "accepted", "signed_at")
            ),
        ),
        write_guests,
    ),
)
