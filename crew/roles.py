"""The seats' verbs: who offers, takes, answers, gives back; crew/handing_on.py has those of seats that change hands.

The only writers of assignments and of a sail's seat counts. Each is one transaction that locks the person who would
be bound, then the sail (always in that order), reads the seats anew and acts. That nobody is bound to two sails at
once, and no seat to two people, the database decides.
The office may act in anybody's name: `person` is then whose seat it is, `by` who acts; both are kept and told.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from crew import entry_letters, handing_letters, letters, offers, roster, terms
from crew.models import Assignment
from crew.offers import may_offer
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
    nothing_held,
    told_in_words,
)
from crew.seating import Place, Seating
from events.models import SailEvent
from scc_site.mail import outbox
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
    "may_offer",
]

State = Assignment.State


@told_in_words
@transaction.atomic
def claim(*, event: SailEvent, role: str, by: User, at: datetime, person: User | None = None) -> Assignment:
    """Give an empty seat to the person who asks for it: the lowest number, else one whose holder asks for cover.

    Claimed where the seat needs approval (a holder who asks for cover stays responsible until it is given), else
    confirmed at once; what the office claims for a `person` is confirmed at once. The captain (or the office) is told
    by mail, soon after; so are the one who is covered and the one for whom the office acts. A lapsed offer ends.
    Raises SeatTaken when another hand was faster, Overlaps when the person sails elsewhere then, AlreadyAboard,
    EventClosed after cast-off, NoSuchSeat, NotYours for somebody who is not crew.
    """
    holder = roster.whose(person, by)
    if not (holder.is_active and holder.is_crew):
        raise NotYours("Only people of the crew can take a seat.")
    sail, seating = roster.opened(event, holder, at)
    if own := seating.held_by(holder):
        raise already_aboard(own, by)
    place = roster.place_to_take(seating, role, at)
    if place.seat.needs_approval and holder.pk == by.pk:
        taken = _ask_for(sail, seating, place, by=by, at=at)
    else:
        taken = _take(sail, seating, place, holder=holder, by=by, at=at)
    roster.settle(sail, seating)
    keeper = place.holding.person.name if place.holding else ""
    entry = entry_letters.seat_confirmed(assignment=taken, by=by, at=at, revision=taken.revision)
    letters.seat_claimed(assignment=taken, seating=seating, by=by, keeper=keeper, at=at, more=entry)
    return taken


def _ask_for(sail: SailEvent, seating: Seating, place: Place, *, by: User, at: datetime) -> Assignment:
    """A claim that waits for a yes; beside the holder, who is told, where the seat has one."""
    claimed = roster.seat_somebody(
        sail, seating, place.seat, person=by, state=State.CLAIMED, by=by, at=at, takes_over=place.holding
    )
    handing_letters.came_to(successor=claimed, keeper=place.holding, outcome="asked", at=at)
    return claimed


def _take(sail: SailEvent, seating: Seating, place: Place, *, holder: User, by: User, at: datetime) -> Assignment:
    """A seat confirmed at once; who asked for cover has it."""
    covered = place.holding
    if covered:
        covered.event = sail
        roster.end(covered, seating, State.COVERED, by=by, at=at)
    taken = roster.seat_somebody(sail, seating, place.seat, person=holder, state=State.CONFIRMED, by=by, at=at)
    if covered:
        letters.seat_covered(assignment=covered, successor=holder, at=at)
    handing_letters.in_your_name(assignment=taken, person=holder, by=by, did="given", at=at)
    return taken


@told_in_words
@transaction.atomic
def designate(*, event: SailEvent, role: str, person: User, by: User, at: datetime) -> Assignment:
    """Offer a seat to somebody; the letter with its event-scoped link leaves soon after.

    An empty seat, else one whose holder asks for cover: they keep it until the offer is accepted.
    The offer stands 24 h, 2 h when the sail is within 48 h, 30 min within 6 h, and never past call.
    The captain's seat is offered by the office alone.
    Raises NotYours, NotCrew, EventClosed (also after call), AlreadyAboard, Overlaps naming the other sail, SeatTaken,
    NoSuchSeat.
    """
    sail, seating = roster.opened(event, person, at)
    if not may_offer(seating, role, by):
        raise NotYours("Only the office, or the captain of this sail for its other seats, can offer that seat.")
    offers.refuse(sail, seating, person=person, by=by, at=at)
    place = roster.place_to_take(seating, role, at)
    offer = offers.make(sail, seating, place.seat, person=person, by=by, at=at, keeper=place.holding)
    roster.settle(sail, seating)
    return offer


@told_in_words
@transaction.atomic
def answer_offer(
    *,
    event: SailEvent,
    role: str,
    by: User,
    accept: bool,
    at: datetime,
    reason: str = "",
    person: User | None = None,
) -> Assignment:
    """Accept or decline the seat one was offered; the inviter is told by mail. Accepted is confirmed.

    A seat that needs approval and was offered by somebody without a say in it (a holder who hands it on) is claimed
    instead. With the yes that confirms it whoever held the seat until now is covered; declined, they keep it.
    Raises NotOffered when there is no standing offer (never made, lapsed, withdrawn, answered before, or its inviter
    has lost the right to make it), Overlaps when the person has taken another sail since, EventClosed.
    """
    holder = roster.whose(person, by)
    sail, seating = roster.opened(event, holder, at)
    offer = seating.held_by(holder)
    if offer is None or offer.seat.role != role or offer.state != State.OFFERED:
        raise not_offered(sail, role, holder, by)
    offer.event = sail
    keeper = seating.keeper_beside(offer)
    answer = "declined"
    if not accept:
        roster.vacate(offer, seating, State.DECLINED, by=by, at=at, reason=reason)
        entry_letters.seat_given_up(assignment=offer, by=by, at=at)
    elif covered := offers.accept(offer, seating, by=by, at=at):
        letters.seat_covered(assignment=covered, successor=holder, at=at)
    if accept:
        answer = "waits" if offer.state == State.CLAIMED else "accepted"
    roster.settle(sail, seating)
    _tell_of_answer(offer, seating, keeper, answer, by=by, at=at)
    return offer


def _tell_of_answer(
    offer: Assignment, seating: Seating, keeper: Assignment | None, answer: str, *, by: User, at: datetime
) -> None:
    """To the inviter, the holder, whoever has a say in the seat, and the one for whom the office answered."""
    outbox.queue_drafts(drafts=entry_letters.seat_confirmed(assignment=offer, by=by, at=at), at=at)
    letters.offer_answered(assignment=offer, answer=answer, keeper=keeper, at=at)
    handing_letters.in_your_name(
        assignment=offer, person=offer.person, by=by, did="declined" if answer == "declined" else "accepted", at=at
    )
    if answer != "accepted":
        handing_letters.came_to(successor=offer, keeper=keeper, outcome=answer, at=at, by=by)
    if answer == "waits" or (answer == "accepted" and keeper):
        kept = keeper.person.name if keeper else ""
        letters.seat_claimed(assignment=offer, seating=seating, by=by, keeper=kept, at=at)


@told_in_words
@transaction.atomic
def answer_claim(
    *, event: SailEvent, role: str, person: User, by: User, confirm: bool, at: datetime, reason: str = ""
) -> Assignment:
    """Confirm or refuse somebody's claim, as captain of the sail or as the office; the claimant is told by mail.

    Whoever held the seat until now is covered by the yes, and keeps the seat after a no; they are told too.
    A claim of the captain's seat is answered by the office alone. Raises NothingHeld, NotYours, EventClosed.
    """
    sail, seating = roster.opened(event, person, at)
    if not may_offer(seating, role, by):
        raise NotYours("Only the office, or the captain of this sail for its other seats, can answer that claim.")
    claimed = seating.held_by(person)
    if claimed is None or claimed.seat.role != role or claimed.state != State.CLAIMED:
        raise NothingHeld(f"{person.name} has no claim on that seat that waits for an answer.")
    claimed.event = sail
    keeper = seating.keeper_beside(claimed)
    if not confirm:
        roster.vacate(claimed, seating, State.REFUSED, by=by, at=at, reason=reason)
        handing_letters.came_to(successor=claimed, keeper=keeper, outcome="refused", at=at, by=by)
    elif covered := roster.confirm(claimed, seating, by=by, at=at):
        letters.seat_covered(assignment=covered, successor=person, at=at)
    roster.settle(sail, seating)
    letters.claim_answered(assignment=claimed, by=by, confirmed=confirm, at=at)
    outbox.queue_drafts(drafts=entry_letters.seat_confirmed(assignment=claimed, by=by, at=at), at=at)
    return claimed


@told_in_words
@transaction.atomic
def release(
    *, event: SailEvent, role: str, by: User, at: datetime, reason: str = "", person: User | None = None
) -> Assignment:
    """Give one's seat back, or ask for cover when it is too late for that.

    Free while a claim waits for its answer, and until the type's `release_hours` before call; after that the holder
    stays responsible (`covering`) until somebody takes the seat, and captain and office are told.
    With a seat given back ends the request to whoever was to take it over.
    Raises NothingHeld, NotYours, EventClosed.
    """
    holder = roster.whose(person, by)
    sail, seating = roster.opened(event, holder, at)
    held = seating.held_by(holder)
    if held is None or held.seat.role != role or held.state not in {State.CLAIMED, State.CONFIRMED}:
        raise nothing_held(held, role, holder, by)
    held.event = sail
    keeper = seating.keeper_beside(held)
    hours = sail.event_type.release_hours
    if held.state == State.CLAIMED or terms.release_is_free(at=at, call_at=sail.call_at, release_hours=hours):
        roster.vacate(held, seating, State.RELEASED, by=by, at=at, reason=reason)
    else:
        roster.ask_for_cover(held, by=by, at=at, reason=reason)
    roster.settle(sail, seating)
    letters.seat_released(assignment=held, seating=seating, by=by, keeper=keeper, at=at)
    handing_letters.came_to(successor=held, keeper=keeper, outcome="released", at=at, by=by)
    handing_letters.in_your_name(assignment=held, person=holder, by=by, did=held.state, at=at)
    entry_letters.seat_given_up(assignment=held, by=by, at=at)
    return held


@told_in_words
@transaction.atomic
def withdraw(*, event: SailEvent, role: str, person: User, by: User, at: datetime, reason: str = "") -> Assignment:
    """Take back an offer, or, as the office, any seat; the person is told by mail and the offer's link dies.

    A captain takes back offers of the sail, a holder the request to take over their seat, also when it has been
    accepted and waits for a yes. The holder is told when somebody else does. Raises NothingHeld, NotYours, EventClosed.
    """
    sail, seating = roster.opened(event, person, at)
    held = seating.held_by(person)
    if held is None or held.seat.role != role:
        raise NothingHeld(f"{person.name} holds no such seat on this sail.")
    keeper = seating.keeper_beside(held)
    asked_by_keeper = keeper is not None and keeper.person_id == by.pk and held.offered_at is not None
    is_offer = held.state == State.OFFERED
    if not (by.acts_as_admin or asked_by_keeper or (is_offer and may_offer(seating, role, by))):
        raise NotYours("Only the office can take a seat away; a captain can take back an offer.")
    held.event = sail
    roster.call_off(held, seating, by=by, at=at, reason=reason)
    roster.settle(sail, seating)
    entry_letters.seat_given_up(assignment=held, by=by, at=at)
    handing_letters.came_to(successor=held, keeper=keeper, outcome="withdrawn", at=at, by=by)
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
