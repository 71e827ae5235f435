"""Who sits where on one sail: the one read that rights, verbs and pages share."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from crew.models import Assignment
from events.models import Role, SailEvent, Seat
from scc_site.models import User
from scc_site.models.columns import Columns

State = Assignment.State


SEAT, HELD, PERSON = Columns(Seat, "seat"), Columns(Assignment, "held"), Columns(User, "person")
# The hottest read of the house, on every page and act of a sail: its text is made once, not at every call.
FROM = f"""
  FROM events_seat seat
  LEFT JOIN crew_assignment held ON held.seat_id = seat.id AND held.event_id = seat.event_id
       AND held.state IN ({", ".join(f"'{state}'" for state in Assignment.ACTIVE)})
  LEFT JOIN scc_site_user person ON person.id = held.person_id
 WHERE seat.event_id = %s
"""
# The office rides along on the first row, so that a claim nobody is captain for yet keeps to its six statements.
OFFICE = """
CASE WHEN row_number() OVER () = 1 THEN (
    SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'email', email) ORDER BY name, id), '[]')::text
      FROM scc_site_user WHERE is_admin AND is_active) END
"""
READ = f"SELECT {SEAT.sql}, {HELD.sql}, {PERSON.sql} {FROM}"
READ_WITH_OFFICE = f"SELECT {SEAT.sql}, {HELD.sql}, {PERSON.sql}, {OFFICE} {FROM}"
BOUND_ELSEWHERE = """
SELECT id FROM crew_assignment
 WHERE person_id = %s AND event_id <> %s AND state = ANY(%s) AND period && tstzrange(%s, %s)
 ORDER BY lower(period), id LIMIT 1
"""
BINDING = [state.value for state in Assignment.BINDING]
ROLE_ORDER = {role.value: place for place, role in enumerate(Role)}
CACHE = "crew_seating"


class Place(NamedTuple):
    """One seat, who has it, and who is to take it over: active assignments with their people, or None."""

    seat: Seat
    holding: Assignment | None
    successor: Assignment | None = None

    def people(self) -> list[Assignment]:
        """The holder and the successor, as far as there are any."""
        return [found for found in (self.holding, self.successor) if found]

    def needs_cover(self) -> bool:
        """Whether the holder asks for cover and nobody is to take over yet."""
        return self.holding is not None and self.holding.state == State.COVERING and self.successor is None


def _places(rows: list[tuple[Any, ...]]) -> list[Place]:
    """The rows of the read by seat; a seat with holder and successor came as two."""
    seat_end, held_end = SEAT.width, SEAT.width + HELD.width
    places: dict[int, Place] = {}
    for row in rows:
        place = places.get(row[0]) or Place(SEAT.instance(row[:seat_end]), None)
        if row[seat_end] is not None:
            found = HELD.instance(row[seat_end:held_end])
            found.seat = place.seat
            found.person = PERSON.instance(row[held_end : held_end + PERSON.width])
            place = place._replace(successor=found) if found.is_successor else place._replace(holding=found)
        places[row[0]] = place
    return list(places.values())


class Seating:
    """All seats of one sail in the order of the roster, as one query found them."""

    def __init__(self, places: list[Place], office: list[User]) -> None:
        """Keep the places in order: captain, crew, chef, each by number."""
        self.office = office
        self.places = sorted(places, key=lambda place: (ROLE_ORDER[place.seat.role], place.seat.number))

    @classmethod
    def read(cls, event: SailEvent, *, with_office: bool = False) -> Seating:
        """The seats of a sail as they are now; one query. With the office's people (id, name, address) for letters."""
        with connection.cursor() as cursor:
            cursor.execute(READ_WITH_OFFICE if with_office else READ, [event.pk])
            found = cursor.fetchall()
        places = _places(found)
        office = json.loads(found[0][-1]) if with_office and found else []
        return cls(places, [User(**person) for person in office])

    def put(self, seat: Seat, holding: Assignment | None) -> None:
        """Note that a seat has changed hands, so that counts need no second query."""
        self.places = [p._replace(holding=holding) if p.seat.pk == seat.pk else p for p in self.places]

    def put_successor(self, seat: Seat, successor: Assignment | None) -> None:
        """Note that somebody is to take over a seat, or no longer."""
        self.places = [p._replace(successor=successor) if p.seat.pk == seat.pk else p for p in self.places]

    def successor_on(self, seat: Seat) -> Assignment | None:
        """Who is to take over a seat, if anybody."""
        return next((place.successor for place in self.places if place.seat.pk == seat.pk), None)

    def keeper_beside(self, assignment: Assignment) -> Assignment | None:
        """Who keeps the seat until this successor is confirmed; None for everybody else."""
        if not assignment.is_successor:
            return None
        return next((place.holding for place in self.places if place.seat.pk == assignment.seat_id), None)

    def of_role(self, role: str) -> list[Place]:
        """The places of one role, by number."""
        return [place for place in self.places if place.seat.role == role]

    def held_by(self, person: User) -> Assignment | None:
        """The person's own seat on this sail: offered, claimed, confirmed or covering; also one to be taken over."""
        return next((found for p in self.places for found in p.people() if found.person_id == person.pk), None)

    def aboard(self) -> list[Assignment]:
        """The sail's crew: confirmed, or confirmed and asking for cover."""
        return [p.holding for p in self.places if p.holding and p.holding.state in Assignment.ABOARD]

    def is_aboard(self, person: User) -> bool:
        """Whether the person is this sail's crew."""
        return any(holding.person_id == person.pk for holding in self.aboard())

    def captain(self) -> User | None:
        """The confirmed captain, also while they ask for cover."""
        return next((h.person for h in self.aboard() if h.seat.role == Role.CAPTAIN), None)

    def is_captain(self, person: User) -> bool:
        """Whether the person is the confirmed captain of this sail."""
        captain = self.captain()
        return captain is not None and captain.pk == person.pk

    def lapsed(self, at: datetime) -> list[Assignment]:
        """Offers nobody answered in time, that still occupy their seat."""
        return [found for p in self.places for found in p.people() if found.has_lapsed(at)]

    def captain_state(self) -> SailEvent.CaptainState:
        """The captain's seat in one word, as lists show it."""
        words = SailEvent.CaptainState
        states = {p.holding.state for p in self.of_role(Role.CAPTAIN) if p.holding}
        if states & set(Assignment.ABOARD):
            return words.CONFIRMED
        if State.CLAIMED in states:
            return words.CLAIMED
        return words.OFFERED if State.OFFERED in states else words.OPEN

    def filled(self) -> int:
        """Seats somebody has taken: claimed, confirmed or covering."""
        return sum(1 for p in self.places if p.holding and p.holding.state in Assignment.BINDING)


def seating_of(event: SailEvent) -> Seating:
    """The seats of a sail, read once per event object and request."""
    # Kept beside Django's own prefetched rows, so that refresh_from_db() drops it with them.
    kept: dict[str, Seating] = event.__dict__.setdefault("_prefetched_objects_cache", {})
    if CACHE not in kept:
        kept[CACHE] = Seating.read(event)
    return kept[CACHE]


def bound_elsewhere(person: User, event: SailEvent) -> Assignment | None:
    """What first binds a person to another sail during this one’s [call, return); one statement, or two."""
    with connection.cursor() as cursor:
        cursor.execute(BOUND_ELSEWHERE, [person.pk, event.pk, BINDING, event.call_at, event.returns_at])
        found = cursor.fetchone()
    return Assignment.objects.of(person).get(pk=found[0]) if found else None
