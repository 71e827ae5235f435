"""The seats' verbs: who offers, takes, answers, gives back. The only writer of assignments and of a sail's seat counts.

Each is one transaction that locks the person who would be bound, then the sail (always in that order), reads the
seats anew and acts. That nobody is bound to two sails at once, and no seat to two people, the database decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec

from django.db import IntegrityError, transaction

from crew import letters, roster, terms
from crew.models import Assignment
from crew.refusals import (
    AlreadyAboard,
    EventClosed,
    NoSuchSeat,
    NotCrew,
    NothingHeld,
    NotOffered,
    NotYours,
    Overlaps,
    SeatTaken,
    already_aboard,
    not_offered,
    overlaps,
    seat_taken,
)
from crew.seating import Seating
from events.models import Role, SailEvent
from scc_site.auth import sign_in
from scc_site.models import User

__all__ = [
    "AlreadyAboard",
    "EventClosed",
    "NoSuchSeat",
    "NotCrew",
    "NotOffered",
    "NotYours",
    "NothingHeld",
    "Overlaps",
    "SeatTaken",
]

State = Assignment.State
AFTER_SAIL = timedelta(hours=12)  # the log is closed within these hours; then the offer's session ends
P = ParamSpec("P")


def _told_in_words(verb: Callable[P, Assignment]) -> Callable[P, Assignment]:
    """Turn what the database refuses into the refusal it stands for.

    Stands outside the transaction: the words need a query, which a failed transaction would not answer.
    """

    @wraps(verb)
    def told(*args: P.args, **named: P.kwargs) -> Assignment:
        try:
            return verb(*args, **named)
        except IntegrityError as fault:
            diagnosis = getattr(fault.__cause__, "diag", None)
            name = getattr(diagnosis, "constraint_name", "")
            by: User = named["by"]  # type: ignore[assignment]
            event: SailEvent = named["event"]  # type: ignore[assignment]
            if name == "assignment_one_sail_at_a_time":
                raise overlaps(event, by, by) from fault
            if name == "assignment_one_holder_per_seat":
                raise seat_taken([], str(named["role"]), named["at"]) from fault  # type: ignore[arg-type]
            raise

    return told


@_told_in_words
@transaction.atomic
def claim(*, event: SailEvent, role: str, by: User, at: datetime) -> Assignment:
    """Give an empty seat to the person who asks for it: the lowest number, else one whose holder asks for cover.

    Claimed where the seat needs approval, else confirmed at once. The captain (or the office) is told by mail, soon
    after; so is the one who is covered. A lapsed offer on the seat ends.
    Raises SeatTaken when another hand was faster, Overlaps when the person sails elsewhere then, AlreadyAboard,
    EventClosed after cast-off, NoSuchSeat, NotYours for somebody who is not crew.
    """
    if not by.is_crew:
        raise NotYours("Only people of the crew can take a seat.")
    sail, seating = roster.opened(event, by, at)
    if own := seating.held_by(by):
        raise already_aboard(own, by)
    seat, covered = roster.seat_to_claim(seating, role, at)
    if covered:
        covered.event = sail
        roster.end(covered, seating, State.COVERED, by=by, at=at)
    state = State.CLAIMED if seat.needs_approval else State.CONFIRMED
    assignment = roster.seat_somebody(sail, seating, seat, person=by, state=state, by=by, at=at)
    roster.settle(sail, seating)
    if covered:
        letters.seat_covered(assignment=covered, successor=by, at=at)
    letters.seat_claimed(assignment=assignment, seating=seating, at=at)
    return assignment


@_told_in_words
@transaction.atomic
def designate(*, event: SailEvent, role: str, person: User, by: User, at: datetime) -> Assignment:
    """Offer an empty seat to somebody; the letter with its event-scoped link leaves soon after.

    The offer stands 24 h, 2 h when the sail is within 48 h, 30 min within 6 h, and never past call.
    The captain's seat is offered by the office alone.
    Raises NotYours, NotCrew, EventClosed (also after call), AlreadyAboard, Overlaps naming the other sail, SeatTaken,
    NoSuchSeat.
    """
    sail, seating = roster.opened(event, person, at)
    if not may_offer(seating, role, by):
        raise NotYours("Only the office, or the captain of this sail for its other seats, can offer that seat.")
    if not (person.is_active and person.is_crew):
        raise NotCrew("Nobody in the crew has that address.", {"person": ["Nobody in the crew has that address."]})
    if at >= sail.call_at:
        raise EventClosed("Call is over, so an offer could no longer be answered: ask them to take the seat.")
    if own := seating.held_by(person):
        raise already_aboard(own, by)
    if Assignment.objects.filter(person=person).clashing_with(sail).exists():
        raise overlaps(sail, person, by)
    seat = roster.empty_seat(seating, role)
    if seat is None:
        raise seat_taken(seating.of_role(role), role, at)
    answer_by = terms.offer_ends_at(at=at, call_at=sail.call_at, departs_at=sail.departs_at)
    offer = roster.seat_somebody(
        sail, seating, seat, person=person, state=State.OFFERED, by=by, at=at, answer_by=answer_by
    )
    roster.settle(sail, seating)
    link = sign_in.invite(
        person=person,
        event_id=sail.event_id,
        role=role,
        invited_by=by,
        expires_at=answer_by,
        session_until=sail.returns_at + AFTER_SAIL,
        at=at,
    )
    letters.offer(assignment=offer, link=link, at=at)
    return offer


@_told_in_words
@transaction.atomic
def answer_offer(*, event: SailEvent, role: str, by: User, accept: bool, at: datetime, reason: str = "") -> Assignment:
    """Accept or decline the seat one was offered; the inviter is told by mail. Accepted is confirmed.

    Raises NotOffered when there is no standing offer (never made, lapsed, withdrawn, answered before, or its inviter
    has lost the right to make it), Overlaps when the person has taken another sail since, EventClosed.
    """
    sail, seating = roster.opened(event, by, at)
    offer = seating.held_by(by)
    if offer is None or offer.seat.role != role or offer.state != State.OFFERED:
        raise not_offered(sail, role, by)
    offer.event = sail
    if accept:
        inviter = offer.made_by
        if not (inviter.is_active and (inviter.is_admin or may_offer(seating, role, inviter))):
            raise NotOffered(f"{inviter.name}, who offered you this seat, can no longer offer it. Ask the office.")
        roster.confirm(offer, by=by, at=at)
    else:
        roster.end(offer, seating, State.DECLINED, by=by, at=at, reason=reason)
    roster.settle(sail, seating)
    letters.offer_answered(assignment=offer, answer="accepted" if accept else "declined", at=at)
    return offer


@transaction.atomic
def answer_claim(
    *, event: SailEvent, role: str, person: User, by: User, confirm: bool, at: datetime, reason: str = ""
) -> Assignment:
    """Confirm or refuse somebody's claim, as captain of the sail or as the office; the claimant is told by mail.

    A claim of the captain's seat is answered by the office alone. Raises NothingHeld, NotYours, EventClosed.
    """
    sail, seating = roster.opened(event, person, at)
    if not may_offer(seating, role, by):
        raise NotYours("Only the office, or the captain of this sail for its other seats, can answer that claim.")
    claimed = seating.held_by(person)
    if claimed is None or claimed.seat.role != role or claimed.state != State.CLAIMED:
        raise NothingHeld(f"{person.name} has no claim on that seat that waits for an answer.")
    claimed.event = sail
    if confirm:
        roster.confirm(claimed, by=by, at=at)
    else:
        roster.end(claimed, seating, State.REFUSED, by=by, at=at, reason=reason)
    roster.settle(sail, seating)
    letters.claim_answered(assignment=claimed, by=by, confirmed=confirm, at=at)
    return claimed


@transaction.atomic
def release(*, event: SailEvent, role: str, by: User, at: datetime, reason: str = "") -> Assignment:
    """Give one's seat back, or ask for cover when it is too late for that.

    Free while a claim waits for its answer, and until the type's `release_hours` before call; after that the holder
    stays responsible (`covering`) until somebody takes the seat, and captain and office are told.
    Raises NothingHeld, EventClosed.
    """
    sail, seating = roster.opened(event, by, at)
    held = seating.held_by(by)
    if held is None or held.seat.role != role or held.state not in {State.CLAIMED, State.CONFIRMED}:
        asks = held is not None and held.state == State.COVERING and held.seat.role == role
        raise NothingHeld(
            "You have asked for cover already: the seat stays yours until somebody takes it."
            if asks
            else "You hold no such seat on this sail."
        )
    held.event = sail
    hours = sail.event_type.release_hours
    if held.state == State.CLAIMED or terms.release_is_free(at=at, call_at=sail.call_at, release_hours=hours):
        roster.end(held, seating, State.RELEASED, by=by, at=at, reason=reason)
        roster.settle(sail, seating)
    else:
        held.state, held.reason = State.COVERING, reason
        held.save(update_fields=["state", "reason"])
        roster.settle(sail, seating)
    letters.seat_released(assignment=held, seating=seating, at=at)
    return held


@transaction.atomic
def withdraw(*, event: SailEvent, role: str, person: User, by: User, at: datetime, reason: str = "") -> Assignment:
    """Take back an offer, or, as the office, any seat; the person is told by mail and the offer's link dies.

    Raises NothingHeld, NotYours, EventClosed.
    """
    sail, seating = roster.opened(event, person, at)
    held = seating.held_by(person)
    if held is None or held.seat.role != role:
        raise NothingHeld(f"{person.name} holds no such seat on this sail.")
    was_offer = held.state == State.OFFERED
    if not (by.acts_as_admin or (was_offer and may_offer(seating, role, by))):
        raise NotYours("Only the office can take a seat away; a captain can take back an offer.")
    held.event = sail
    roster.end(held, seating, State.WITHDRAWN, by=by, at=at, reason=reason)
    roster.settle(sail, seating)
    if was_offer:
        sign_in.revoke_offers(person=person, event_id=sail.event_id, role=role, by=by, why="offer withdrawn", at=at)
        letters.recall_offer(assignment=held, at=at)
    letters.seat_withdrawn(assignment=held, by=by, was_offer=was_offer, at=at)
    return held


def expire_offers(*, at: datetime) -> int:
    """End every offer that nobody answered in time; each inviter is told by mail. How many ended; safe to repeat.

    One transaction per sail, so that a long list holds no lock for long.
    """
    sails = SailEvent.objects.filter(assignments__in=Assignment.objects.lapsed(at)).distinct().order_by("pk")
    return sum(_expire_on(event=sail, at=at) for sail in sails.select_related("vessel", "event_type"))


@transaction.atomic
def _expire_on(*, event: SailEvent, at: datetime) -> int:
    sail = roster.locked(event)
    seating = Seating.read(sail)
    ended = roster.lapse(sail, seating, at)
    roster.settle(sail, seating)
    return ended


def may_offer(seating: Seating, role: str, by: User) -> bool:
    """Whether somebody has a say in a seat: the office in all, the confirmed captain in all but the captain's."""
    return by.acts_as_admin or (role != Role.CAPTAIN and seating.is_captain(by))
