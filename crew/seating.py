"""Who sits where on one sail: the one read that rights, verbs and pages share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.functions import JSONObject

from crew.models import Assignment
from events.models import Role, SailEvent, Seat
from scc_site.models import User

State = Assignment.State
ROLE_ORDER = {role.value: place for place, role in enumerate(Role)}
CACHE = "crew_seating"


class Place(NamedTuple):
    """One seat, and who has it: an active assignment with its person, or None."""

    seat: Seat
    holding: Assignment | None


class Seating:
    """All seats of one sail in the order of the roster, as one query found them."""

    def __init__(self, places: list[Place], office: list[User]) -> None:
        """Keep the places in order: captain, crew, chef, each by number."""
        self.office = office
        self.places = sorted(places, key=lambda place: (ROLE_ORDER[place.seat.role], place.seat.number))

    @classmethod
    def read(cls, event: SailEvent, *, with_office: bool = False) -> Seating:
        """The seats of a sail as they are now; one query. With the office's people (id, name, address) for letters."""
        held = FilteredRelation("assignments", condition=Q(assignments__state__in=Assignment.ACTIVE))
        seats: QuerySet[Any] = Seat.objects.filter(event=event).annotate(held=held)
        seats = seats.select_related("held__person")
        if with_office:
            # rides along, so that a claim nobody is captain for yet keeps to its six statements
            people = User.objects.admins().values(person=JSONObject(id="pk", name="name", email="email"))
            seats = seats.annotate(office=ArraySubquery(people))
        found = list(seats)
        office = [User(**person) for person in found[0].office] if with_office and found else []
        return cls([Place(seat, getattr(seat, "held", None)) for seat in found], office)

    def put(self, seat: Seat, holding: Assignment | None) -> None:
        """Note that a seat has changed hands, so that counts need no second query."""
        self.places = [Place(p.seat, holding if p.seat.pk == seat.pk else p.holding) for p in self.places]

    def of_role(self, role: str) -> list[Place]:
        """The places of one role, by number."""
        return [place for place in self.places if place.seat.role == role]

    def held_by(self, person: User) -> Assignment | None:
        """The person's own seat on this sail: offered, claimed, confirmed or covering."""
        return next((p.holding for p in self.places if p.holding and p.holding.person_id == person.pk), None)

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
        return [p.holding for p in self.places if p.holding and p.holding.has_lapsed(at)]

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
