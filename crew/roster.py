"""The strokes the seats' verbs are made of: lock, seat, confirm, end, count. Called inside their transactions only."""

from __future__ import annotations

from datetime import datetime

from crew import handing_letters, letters
from crew.models import Assignment
from crew.nudges import recalling
from crew.refusals import NotYours, event_closed, no_such_seat, seat_taken
from crew.seating import Place, Seating
from events.models import SailEvent, Seat
from scc_site.auth import sign_in
from scc_site.models import User
from scc_site.models.columns import Columns, row_of
from scc_site.refusals import Unseen

State = Assignment.State

# One statement takes both locks, the person's first: Postgres locks in the order of the OF list. NO KEY UPDATE lets
# rows that merely refer to the two be written meanwhile.
SAIL = Columns(SailEvent, "sail")
BOTH = """
  FROM scc_site_user person CROSS JOIN events_sailevent sail
 WHERE person.id = %s AND sail.id = %s FOR NO KEY UPDATE OF person, sail
"""
LOCK = f"SELECT {SAIL.sql} {BOTH}"


def locked(event: SailEvent, person: User | None = None) -> SailEvent:
    """The sail as it is now, locked until the transaction ends; the person who would be bound is locked before it.

    Whoever waits here sees what the one before has done: read the seats after this, never before.
    Raises Unseen when the sail was taken out of the plan meanwhile.
    """
    if person is None:
        sail = SailEvent.objects.select_for_update(no_key=True).filter(pk=event.pk).first()
    else:
        found = row_of(LOCK, [person.pk, event.pk])
        sail = SAIL.instance(found) if found else None
    if sail is None:
        raise Unseen("This sail was taken out of the plan a moment ago.")
    # spare a query each for what the caller has read already
    if sail.vessel_id == event.vessel_id:
        sail.vessel = event.vessel
    if sail.event_type_id == event.event_type_id:
        sail.event_type = event.event_type
    return sail


def whose(person: User | None, by: User) -> User:
    """Whose seat an act is about: one's own where nobody is named, anybody's for the office; raises NotYours."""
    if person is None or person.pk == by.pk:
        return by
    if not by.acts_as_admin:
        raise NotYours("Only the office acts in somebody else’s name.")
    return person


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
    # a successor before the holder, whose end would end it as well
    lapsed = sorted(seating.lapsed(at), key=lambda offer: not offer.is_successor)
    for offer in lapsed:
        keeper = seating.keeper_beside(offer)
        offer.event = sail
        # nobody acted: the one who set the limit stands for its end
        vacate(offer, seating, State.EXPIRED, by=offer.offered_by or offer.made_by, at=at)
        letters.offer_answered(assignment=offer, answer="lapsed", keeper=keeper, at=at)
        handing_letters.came_to(successor=offer, keeper=keeper, outcome="lapsed", at=at)
    return len(lapsed)


def place_to_take(seating: Seating, role: str, at: datetime) -> Place:
    """The lowest empty seat, else one whose holder asks for cover and nobody is to take over yet.

    Raises SeatTaken, NoSuchSeat when the sail has none of that role.
    """
    places = seating.of_role(role)
    if not places:
        raise no_such_seat()
    empty = (place for place in places if place.holding is None)
    uncovered = (place for place in places if place.needs_cover())
    found = next(empty, None) or next(uncovered, None)
    if found is None:
        raise seat_taken(places, role, at)
    return found


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
    takes_over: Assignment | None = None,
) -> Assignment:
    """Put a person on a seat, offered, claimed or confirmed; beside its holder, where it is to be taken over."""
    sure = state == State.CONFIRMED
    assignment = Assignment.objects.create(
        event=sail,
        seat=seat,
        person=person,
        state=state,
        takes_over=takes_over,
        made_at=at,
        made_by=by,
        offered_at=at if answer_by else None,
        offered_by=by if answer_by else None,
        answer_by=answer_by,
        confirmed_at=at if sure else None,
        confirmed_by=by if sure else None,
    )
    if takes_over:
        seating.put_successor(seat, assignment)
    else:
        seating.put(seat, assignment)
    return assignment


def confirm(assignment: Assignment, seating: Seating, *, by: User, at: datetime) -> Assignment | None:
    """Make an offer or a claim a confirmed seat; whoever held it until now ends as covered and is given back."""
    covered = seating.keeper_beside(assignment)
    if covered:
        covered.event = assignment.event
        end(covered, seating, State.COVERED, by=by, at=at)
        seating.put_successor(assignment.seat, None)
        seating.put(assignment.seat, assignment)
    assignment.state, assignment.confirmed_at, assignment.confirmed_by = State.CONFIRMED, at, by
    assignment.takes_over = assignment.cover_asked_at = assignment.cover_asked_by = None
    changed = ("state", "confirmed_at", "confirmed_by", "takes_over", "cover_asked_at", "cover_asked_by")
    assignment.save(update_fields=changed)
    return covered


def wait_for_a_yes(assignment: Assignment) -> None:
    """Make an accepted offer a claim: captain or office have the last word."""
    assignment.state = State.CLAIMED
    assignment.save(update_fields=["state"])


def ask_for_cover(assignment: Assignment, *, by: User, at: datetime, reason: str) -> None:
    """Let a holder be responsible only until somebody takes the seat."""
    assignment.state, assignment.reason = State.COVERING, reason
    assignment.cover_asked_at, assignment.cover_asked_by = at, by
    assignment.save(update_fields=["state", "reason", "cover_asked_at", "cover_asked_by"])


def keep(assignment: Assignment) -> None:
    """Let a holder who asked for cover have the seat as before."""
    assignment.state, assignment.reason = State.CONFIRMED, ""
    assignment.cover_asked_at = assignment.cover_asked_by = None
    assignment.save(update_fields=["state", "reason", "cover_asked_at", "cover_asked_by"])


def end(
    assignment: Assignment, seating: Seating, state: Assignment.State, *, by: User, at: datetime, reason: str = ""
) -> None:
    """Take somebody off their seat; the row stays and says who, when and why. Reminders of it stay in the outbox."""
    was_successor = assignment.is_successor
    assignment.state, assignment.ended_at, assignment.ended_by = state, at, by
    assignment.reason = reason or assignment.reason
    assignment.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    recalling.recall(sail_id=assignment.event_id, person_id=assignment.person_id, at=at)
    if was_successor:
        seating.put_successor(assignment.seat, None)
    else:
        seating.put(assignment.seat, None)


def vacate(
    assignment: Assignment, seating: Seating, state: Assignment.State, *, by: User, at: datetime, reason: str = ""
) -> None:
    """End an assignment; with a holder ends whoever was to take over from them, and is told."""
    successor = None if assignment.is_successor else seating.successor_on(assignment.seat)
    end(assignment, seating, state, by=by, at=at, reason=reason)
    if successor:
        successor.event = assignment.event
        call_off(successor, seating, by=by, at=at)


def call_off(assignment: Assignment, seating: Seating, *, by: User, at: datetime, reason: str = "") -> None:
    """Withdraw somebody's seat, claim or offer; an offer's link dies, and its letter stays if it has not left."""
    was_offer = assignment.state == State.OFFERED
    vacate(assignment, seating, State.WITHDRAWN, by=by, at=at, reason=reason)
    if was_offer:
        person, event_id, role = assignment.person, assignment.event.event_id, assignment.seat.role
        sign_in.revoke_offers(person=person, event_id=event_id, role=role, by=by, why="offer withdrawn", at=at)
        letters.recall_offer(assignment=assignment, at=at)
    letters.seat_withdrawn(assignment=assignment, by=by, was_offer=was_offer, at=at)


def settle(sail: SailEvent, seating: Seating) -> None:
    """Bring the counts on the sail's row into step with its seats."""
    now = (seating.captain_state(), len(seating.places), seating.filled())
    if now == (sail.captain_state, sail.seats_total, sail.seats_filled):
        return
    sail.captain_state, sail.seats_total, sail.seats_filled = now
    sail.save(update_fields=["captain_state", "seats_total", "seats_filled", "changed_at"])
