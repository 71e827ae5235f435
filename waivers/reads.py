"""One guest and their place, read by statements whose text is made once: for the pages that guests open by the hundred.

The wording of a record's text, which may be long, is left out until it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from events.models import Booking, SailEvent
from events.models.sails import KIND, SAIL, VESSEL
from scc_site.models.columns import Columns, row_of, rows_of
from waivers.models import Guest, WaiverRecord, WaiverText

GUEST, BOOKING, GUARDIAN = Columns(Guest, "guest"), Columns(Booking, "booking"), Columns(Guest, "guardian")
RECORD, TEXT = Columns(WaiverRecord, "record"), Columns(WaiverText, "text", without=("body", "body_es"))
PERSON, SAILING = (GUEST, BOOKING, GUARDIAN, RECORD, TEXT), (SAIL, VESSEL, KIND)
JOINED = """
  LEFT JOIN events_booking booking ON booking.id = guest.booking_id
  LEFT JOIN waivers_guest guardian ON guardian.id = guest.guardian_id
  LEFT JOIN waivers_waiverrecord record ON record.id = guest.record_id
  LEFT JOIN waivers_waivertext text ON text.id = record.text_id
"""
FROM_SAIL = """
  FROM waivers_guest guest JOIN events_sailevent sail ON sail.id = guest.event_id
  JOIN events_vessel vessel ON vessel.id = sail.vessel_id
  JOIN events_eventtype kind ON kind.id = sail.event_type_id
"""
FROM_PARTY = f"""
  FROM waivers_guest guest {JOINED}
 WHERE guest.booking_id = %s AND guest.event_id = %s AND guest.removed_at IS NULL
"""
WHOLE = f"SELECT {', '.join(table.sql for table in (*PERSON, *SAILING))} {FROM_SAIL} {JOINED} WHERE guest.id = %s"
PARTY = f"SELECT {', '.join(table.sql for table in PERSON)} {FROM_PARTY}"
CLAIMS = """
SELECT guest.id, guest.state, guest.booking_id, guest.accepted_at, guest.hold_until, guest.added_at,
       guest.booking_id IS NULL AND guest.source = ANY(%s),
       EXISTS (SELECT FROM waivers_paperwaiver paper WHERE paper.guest_id = guest.id AND paper.reviewed_at IS NULL)
  FROM waivers_guest guest WHERE guest.event_id = %s AND guest.removed_at IS NULL
"""
SELF_ADDED = [source.value for source in Guest.SELF_ADDED]


class Claim(NamedTuple):
    """What a listed guest's claim to a place hangs on, as the row stands; whether a paper waits for a second look."""

    pk: int
    state: str
    booking_id: int | None
    accepted_at: datetime | None
    hold_until: datetime
    added_at: datetime
    is_self_added: bool
    paper_waits: bool

    @property
    def awaits_acceptance(self) -> bool:
        """Whether they added themself and nobody of the house has accepted them yet."""
        return self.is_self_added and self.accepted_at is None


def whole(number: int) -> Guest | None:
    """A guest by number with sail, vessel, kind, party, guardian, record and its text in one query; removed too."""
    row = row_of(WHOLE, [number])
    if row is None:
        return None
    end = sum(table.width for table in PERSON)
    guest, (event, vessel, kind) = _person(row[:end]), _parts(SAILING, row[end:])
    event.vessel, event.event_type = vessel, kind
    guest.event = event
    return guest


def party(booking: Booking, event: SailEvent) -> list[Guest]:
    """The guests named in a party of a sail, each with party, guardian, record and its text: one query."""
    return [_person(row) for row in rows_of(PARTY, [booking.pk, event.pk])]


def claims(event: SailEvent) -> list[Claim]:
    """Who is on a sail's list, as far as places go: one query."""
    return [Claim(*row) for row in rows_of(CLAIMS, [SELF_ADDED, event.pk])]


def _person(row: Sequence[Any]) -> Guest:
    guest, booking, guardian, record, text = _parts(PERSON, row)
    if record:
        record.text = text
    guest.booking, guest.guardian, guest.record = booking, guardian, record
    return guest


def _parts(tables: Sequence[Columns[Any]], row: Sequence[Any]) -> list[Any]:
    """A row by table, in their order; None for a table that had no row to join."""
    found, start = [], 0
    for table in tables:
        part = row[start : start + table.width]
        found.append(None if part[0] is None else table.instance(part))
        start += table.width
    return found
