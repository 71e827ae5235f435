"""What the verbs of crew/roles.py refuse, each in a whole sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.db import IntegrityError, OperationalError
from psycopg import errors

from crew import terms
from crew.models import Assignment
from crew.seating import Place
from events.models import Role, SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

State = Assignment.State
P = ParamSpec("P")


class SeatTaken(Refusal):
    """Another hand was faster."""


class Overlaps(Refusal):
    """The person is bound to another sail at that time."""


class EventClosed(Refusal):
    """Seats of this sail no longer change hands."""


class AlreadyAboard(Refusal):
    """One person, one seat on a sail."""


class ChangedMeanwhile(Refusal):
    """Two acts waited for each other; the database let the other one through."""


class AskedAlready(Refusal):
    """Somebody is to take over that seat already."""


class NotOffered(Refusal):
    """There is no standing offer to answer."""


class NothingHeld(Refusal):
    """There is no such seat, claim or offer of this person to act on."""


class NotYours(Refusal):
    """The one who acts has no say in this, or no longer."""


class NoSuchSeat(Mistyped):
    """The sail has no seat of that role."""


class NotCrew(Mistyped):
    """That person cannot hold a seat."""


class ToOneself(Mistyped):
    """A seat is handed on to somebody else."""


def said(instant: datetime) -> str:
    """An instant in the house's wall time."""
    return terms.clock_time(instant, settings.HOUSE_ZONE)


def no_such_seat() -> NoSuchSeat:
    """The role is unknown, or this sail has no seat for it."""
    sentence = "This sail has no seat for that role."
    return NoSuchSeat(sentence, {"role": [sentence]})


def seat_taken(places: list[Place], role: str, at: datetime) -> SeatTaken:
    """Every seat of the role has somebody; the one who came last is named."""
    label = Role(role).label.lower()
    hands = [hand for place in places if (hand := place.successor or place.holding)]
    if not hands:
        return SeatTaken(f"That {label} seat was taken a moment ago.")
    last = max(hands, key=lambda hand: (hand.made_at, hand.pk))
    which = f"The {label} seat" if len(places) == 1 else f"The last {label} seat"
    if last.state == State.OFFERED and last.answer_by:
        return SeatTaken(f"{which} is offered to {last.person.name}, who has until {said(last.answer_by)} to answer.")
    if last.is_successor:
        return SeatTaken(f"{last.person.name} has asked for {which.lower()}: captain or office have yet to say yes.")
    return SeatTaken(f"{which} was taken by {last.person.name} {terms.ago(at - last.made_at)}.")


def asked_already(successor: Assignment) -> AskedAlready:
    """Who is to take over a seat, and what is waited for."""
    name = successor.person.name
    if successor.state == State.OFFERED and successor.answer_by:
        until = said(successor.answer_by)
        return AskedAlready(f"{name} is asked already and has until {until} to answer: take that request back first.")
    return AskedAlready(f"{name} has said yes already: the seat changes hands once captain or office confirm it.")


def overlaps(event: SailEvent, person: User, by: User) -> Overlaps:
    """Names the sail that already binds the person then."""
    who = "You sail" if person.pk == by.pk else f"{person.name} sails"
    other = Assignment.objects.of(person).clashing_with(event).first()
    if other is None:
        return Overlaps(f"{who} elsewhere at that time.")
    return Overlaps(
        f"{who} on {other.event.vessel.name} then: {other.event.event_type.name} on "
        f"{said(other.event.departs_at)} ({other.event.event_id}), back at {said(other.event.returns_at)}."
    )


def already_aboard(holding: Assignment, by: User) -> AlreadyAboard:
    """The person has a seat on this sail, or an offer or a claim of one."""
    own = holding.person_id == by.pk
    who = "You have" if own else f"{holding.person.name} has"
    seat = holding.seat.get_role_display().lower()
    if holding.state == State.OFFERED:
        return AlreadyAboard(f"{who} been offered the {seat} seat on this sail: that offer must be answered first.")
    if holding.is_successor:
        return AlreadyAboard(f"{who} asked for the {seat} seat on this sail: captain or office have yet to say yes.")
    return AlreadyAboard(f"{who} the {seat} seat on this sail already.")


def event_closed(event: SailEvent) -> EventClosed:
    """Why nothing changes any more."""
    if event.is_open:
        return EventClosed("This sail is over: its seats no longer change hands.")
    return EventClosed(f"This sail is {event.get_status_display()}: its seats no longer change hands.")


def nothing_held(held: Assignment | None, role: str, holder: User, by: User) -> NothingHeld:
    """Why somebody cannot give a seat back or hand it on: they have none, or asked for cover, or wait for a yes."""
    own = holder.pk == by.pk
    if held is None or held.seat.role != role or held.state == State.OFFERED:
        return NothingHeld(f"{'You hold' if own else f'{holder.name} holds'} no such seat on this sail.")
    if held.state == State.COVERING:
        return NothingHeld(
            f"{'You have' if own else f'{holder.name} has'} asked for cover already: "
            f"the seat stays {'yours' if own else 'theirs'} until somebody takes it."
        )
    return NothingHeld("That claim has not been confirmed yet: it can be taken back, not handed on.")


def not_offered(event: SailEvent, role: str, person: User, by: User) -> NotOffered:
    """Why an answer finds no offer: never made, answered, lapsed or withdrawn."""
    past = Assignment.objects.filter(event=event, seat__role=role, person=person).order_by("-made_at", "-pk").first()
    label = Role(role).label.lower()
    own = person.pk == by.pk
    if past is None or past.answer_by is None:
        return NotOffered(f"The {label} seat on this sail has not been offered to {'you' if own else person.name}.")
    who, has = ("You have", "You accepted") if own else (f"{person.name} has", f"{person.name} accepted")
    words = {
        State.EXPIRED: f"This offer lapsed on {said(past.answer_by)}. Ask the captain or the office anew.",
        State.DECLINED: f"{who} declined this offer already.",
        State.WITHDRAWN: "This offer was withdrawn.",
        State.RELEASED: f"{has} this offer and {'have' if own else 'has'} given the seat back since.",
    }
    return NotOffered(words.get(State(past.state), f"{who} accepted this offer already."))


def told_in_words(verb: Callable[P, Assignment]) -> Callable[P, Assignment]:
    """Turn what the database refuses into the refusal it stands for.

    Stands outside the transaction: the words need a query, which a failed transaction would not answer.
    """

    @wraps(verb)
    def told(*args: P.args, **named: P.kwargs) -> Assignment:
        try:
            return verb(*args, **named)
        except OperationalError as fault:
            if isinstance(fault.__cause__, errors.DeadlockDetected):
                raise ChangedMeanwhile("The crew changed at this very moment. Look at it again.") from fault
            raise
        except IntegrityError as fault:
            name = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
            by: User = named["by"]  # type: ignore[assignment]
            person: User = named.get("person") or by  # type: ignore[assignment]
            event: SailEvent = named["event"]  # type: ignore[assignment]
            if name == "assignment_one_sail_at_a_time":
                raise overlaps(event, person, by) from fault
            if name in ("assignment_one_holder_per_seat", "assignment_one_successor_per_seat"):
                raise seat_taken([], str(named["role"]), named["at"]) from fault  # type: ignore[arg-type]
            raise

    return told
