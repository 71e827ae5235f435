"""Asking somebody to take a seat: what an offer and a request to take over share. Within a verb's transaction only."""

from __future__ import annotations

from datetime import datetime, timedelta

from crew import letters, roster, terms
from crew.models import Assignment
from crew.refusals import EventClosed, NotCrew, NotOffered, already_aboard, overlaps
from crew.seating import Seating
from events.models import Role, SailEvent, Seat
from scc_site.auth import sign_in
from scc_site.models import User

State = Assignment.State
AFTER_SAIL = timedelta(hours=12)  # the log is closed within these hours; then the offer's session ends


def may_offer(seating: Seating, role: str, by: User) -> bool:
    """Whether somebody has a say in a seat: the office in all, the confirmed captain in all but the captain's."""
    return by.acts_as_admin or (role != Role.CAPTAIN and seating.is_captain(by))


def refuse(sail: SailEvent, seating: Seating, *, person: User, by: User, at: datetime) -> None:
    """Why somebody cannot be asked: raises NotCrew, EventClosed after call, AlreadyAboard, Overlaps."""
    if not (person.is_active and person.is_crew):
        raise NotCrew("Nobody in the crew has that address.", {"person": ["Nobody in the crew has that address."]})
    if at >= sail.call_at:
        raise EventClosed("Call is over, so an offer could no longer be answered: ask them to take the seat.")
    if own := seating.held_by(person):
        raise already_aboard(own, by)
    if Assignment.objects.filter(person=person).clashing_with(sail).exists():
        raise overlaps(sail, person, by)


def make(
    sail: SailEvent, seating: Seating, seat: Seat, *, person: User, by: User, at: datetime, keeper: Assignment | None
) -> Assignment:
    """The offer and its letter, whose link signs in to this sail; beside whoever keeps the seat until it is taken.

    It stands 24 h, 2 h when the sail is within 48 h, 30 min within 6 h, and never past call.
    """
    answer_by = terms.offer_ends_at(at=at, call_at=sail.call_at, departs_at=sail.departs_at)
    offer = roster.seat_somebody(
        sail, seating, seat,
        person=person, state=State.OFFERED, by=by, at=at, answer_by=answer_by, takes_over=keeper,
    )  # fmt: skip
    link = sign_in.invite(
        person=person,
        event_id=sail.event_id,
        role=seat.role,
        invited_by=by,
        expires_at=answer_by,
        session_until=sail.returns_at + AFTER_SAIL,
        at=at,
    )
    letters.offer(assignment=offer, link=link, keeper=keeper, at=at)
    return offer


def accept(offer: Assignment, seating: Seating, *, by: User, at: datetime) -> Assignment | None:
    """Make an offer a seat, or a claim where whoever offered has no say in it; the one it is taken over from, if any.

    Who was confirmed before the sail moved is confirmed again, whoever moved it; who had only asked for the seat has
    not been granted it by the move.
    Raises NotOffered when the inviter may no longer offer this seat.
    """
    inviter, role = offer.offered_by or offer.made_by, offer.seat.role
    keeper = seating.keeper_beside(offer)
    has_say = inviter.is_active and (inviter.is_admin or may_offer(seating, role, inviter))
    hands_on = inviter.is_active and keeper is not None and keeper.person_id == inviter.pk
    was_confirmed = offer.confirmed_at is not None
    if not (has_say or hands_on or was_confirmed):
        raise NotOffered(f"{inviter.name}, who offered you this seat, can no longer offer it. Ask the office.")
    was_own_claim = offer.made_by_id == offer.person_id
    is_granted = was_confirmed or by.acts_as_admin or (has_say and not was_own_claim)
    if offer.seat.needs_approval and not is_granted:
        roster.wait_for_a_yes(offer)
        return None
    return roster.confirm(offer, seating, by=by, at=at)
