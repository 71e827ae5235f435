"""The verbs of a seat on its way to another hand: ask somebody to take it over, or keep it after all.

Like those of crew/roles.py: one transaction each, the person before the sail, the seats read anew.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from crew import handing_letters, offers, roster
from crew.models import Assignment
from crew.refusals import NothingHeld, ToOneself, asked_already, nothing_held, told_in_words
from events.models import SailEvent
from scc_site.models import User

State = Assignment.State


@told_in_words
@transaction.atomic
def delegate(
    *, event: SailEvent, role: str, person: User, by: User, at: datetime, holder: User | None = None
) -> Assignment:
    """Ask somebody to take over one's confirmed seat; the office may ask on a `holder`'s behalf.

    The holder keeps the seat and stays responsible: both change in one transaction once the person accepts, or, where
    the seat needs approval and whoever asked has no say in it, once captain or office confirm. Declined, lapsed or
    taken back, nothing changes for the holder, who is told. The letter with its link leaves soon after.
    Raises ToOneself, NotCrew, EventClosed (also after call), NothingHeld for somebody else's seat or a claim,
    AlreadyAboard, Overlaps naming the other sail, AskedAlready who and until when.
    """
    keeper = roster.whose(holder, by)
    sail, seating = roster.opened(event, person, at)
    held = seating.held_by(keeper)
    if held is None or held.seat.role != role or held.state not in Assignment.ABOARD:
        raise nothing_held(held, role, keeper, by)
    if person.pk == keeper.pk:
        sentence = "You have this seat yourself: name somebody else." if keeper.pk == by.pk else "They have it already."
        raise ToOneself(sentence, {"person": [sentence]})
    if successor := seating.successor_on(held.seat):
        raise asked_already(successor)
    offers.refuse(sail, seating, person=person, by=by, at=at)
    held.event = sail
    asked = offers.make(sail, seating, held.seat, person=person, by=by, at=at, keeper=held)
    roster.settle(sail, seating)
    handing_letters.in_your_name(assignment=asked, person=keeper, by=by, did="asked", at=at)
    return asked


@told_in_words
@transaction.atomic
def keep(*, event: SailEvent, role: str, by: User, at: datetime, person: User | None = None) -> Assignment:
    """Make it after all: a holder who asked for cover has the seat as before; captain and office are told.

    A request to take it over, or a claim of it, ends, and that person is told.
    Raises NothingHeld, NotYours, EventClosed.
    """
    holder = roster.whose(person, by)
    sail, seating = roster.opened(event, holder, at)
    held = seating.held_by(holder)
    if held is None or held.seat.role != role or held.state != State.COVERING:
        raise NothingHeld("No cover is asked for that seat.")
    held.event = sail
    if successor := seating.successor_on(held.seat):
        successor.event = sail
        roster.call_off(successor, seating, by=by, at=at)
    roster.keep(held)
    roster.settle(sail, seating)
    handing_letters.in_your_name(assignment=held, person=holder, by=by, did="kept", at=at)
    handing_letters.kept(assignment=held, seating=seating, by=by, at=at)
    return held
