"""The strokes the seats' verbs are made of: lock, seat, confirm, end, count. Called inside their transactions only."""

from __future__ import annotations

from datetime import datetime

from crew import letters
from crew.models import Assignment
from crew.refusals import event_closed, no_such_seat, seat_taken
from crew.seating import Seating
from events.models import SailEvent, Seat
from scc_site.models import User

State = Assignment.State

# One statement takes both locks, the person's first: Postgres locks in the order of the OF list. NO KEY UPDATE lets
# rows that merely refer to the two be written meanwhile.
LOCK = """
    SELECT sail.* FROM scc_site_user person CROSS JOIN events_sailevent sail
     WHERE person.id = %s AND sail.id = %s FOR NO KEY UPDATE OF person, sail
"""


def locked(event: SailEvent, person: User | None = None) -> SailEvent:
    """The sail as it is now, locked until the transaction ends; the person who would be bound is locked before it.

    Whoever waits here sees what the one before has done: read the seats after this, never before.
    """
    if person is None:
        sail = SailEvent.objects.select_for_update(no_key=True).get(pk=event.pk)
    else:
        (sail,) = SailEvent.objects.raw(LOCK, [person.pk, event.pk])
    # spare a query each for what the caller has read already
    if sail.vessel_id == event.vessel_id:
        sail.vessel = event.vessel
    if sail.event_type_id == event.event_type_id:
        sail.event_type = event.event_type
    return sail


def opened(event: SailEvent, person: User, at: datetime) -> tuple[SailEvent, Seating]:
    """Lock person and sail and read its seats anew; offers that have lapsed are ended on the way.

    Raises EventClosed once the sail has cast off, is over, cancelled or not yet published.
    """
    sail = locked(event, person)
    if not sail.is_open or at >= sail.returns_at:
        raise event_closed(sail)
    seating = Seating.read(sail, with_office=True)
    lapse(sail, seating, at)
    return sail, seating


def lapse(sail: SailEvent, seating: Seating, at: datetime) -> int:
    """End the offers of a sail that nobody answered in time; their inviters are told. How many."""
    lapsed = seating.lapsed(at)
    for offer in lapsed:
        offer.event = sail
        # nobody acted: the one who set the limit stands for its end
        end(offer, seating, State.EXPIRED, by=offer.made_by, at=at)
        letters.offer_answered(assignment=offer, answer="lapsed", at=at)
    return len(lapsed)


def empty_seat(seating: Seating, role: str) -> Seat | None:
    """The lowest-numbered seat of a role that nobody has; raises NoSuchSeat when the sail has none of that role."""
    places = seating.of_role(role)
    if not places:
        raise no_such_seat()
    return next((place.seat for place in places if place.holding is None), None)


def seat_to_claim(seating: Seating, role: str, at: datetime) -> tuple[Seat, Assignment | None]:
    """An empty seat, or one whose holder asks for cover, with that holder; raises SeatTaken, NoSuchSeat."""
    if seat := empty_seat(seating, role):
        return seat, None
    places = seating.of_role(role)
    for place in places:
        if place.holding and place.holding.state == State.COVERING:
            return place.seat, place.holding
    raise seat_taken(places, role, at)


def seat_somebody(
    sail: SailEvent,
    seating: Seating,
    seat: Seat,
    *,
    person: User,
    state: Assignment.State,
    by: User,
    at: datetime,
    answer_by: datetime | None = None,
) -> Assignment:
    """Put a person on an empty seat, offered, claimed or confirmed."""
    sure = state == State.CONFIRMED
    assignment = Assignment.objects.create(
        event=sail,
        seat=seat,
        person=person,
        state=state,
        made_at=at,
        made_by=by,
        offered_at=at if answer_by else None,
        offered_by=by if answer_by else None,
        answer_by=answer_by,
        confirmed_at=at if sure else None,
        confirmed_by=by if sure else None,
    )
    seating.put(seat, assignment)
    return assignment


def confirm(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Make an offer or a claim a confirmed seat."""
    assignment.state, assignment.confirmed_at, assignment.confirmed_by = State.CONFIRMED, at, by
    assignment.save(update_fields=["state", "confirmed_at", "confirmed_by"])


def end(
    assignment: Assignment, seating: Seating, state: Assignment.State, *, by: User, at: datetime, reason: str = ""
) -> None:
    """Take somebody off their seat; the row stays and says who, when and why."""
    was_successor = assignment.is_successor
    assignment.state, assignment.ended_at, assignment.ended_by = state, at, by
    assignment.reason = reason or assignment.reason
    assignment.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    if was_successor:
        seating.put_successor(assignment.seat, None)
    else:
        seating.put(assignment.seat, None)


def settle(sail: SailEvent, seating: Seating) -> None:
    """Bring the counts on the sail's row into step with its seats."""
    now = (seating.captain_state(), len(seating.places), seating.filled())
    if now == (sail.captain_state, sail.seats_total, sail.seats_filled):
        return
    sail.captain_state, sail.seats_total, sail.seats_filled = now
    sail.save(update_fields=["captain_state", "seats_total", "seats_filled", "changed_at"])
