"""What the verbs of crew/roles.py refuse, each in a whole sentence for the person who asked."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from crew import terms
from crew.models import Assignment
from crew.seating import Place
from events.models import Role, SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal


class SeatTaken(Refusal):
    """Another hand was faster."""


class Overlaps(Refusal):
    """The person is bound to another sail at that time."""


class EventClosed(Refusal):
    """Seats of this sail no longer change hands."""


class AlreadyAboard(Refusal):
    """One person, one seat on a sail."""


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
    holdings = [place.holding for place in places if place.holding]
    if not holdings:
        return SeatTaken(f"That {label} seat was taken a moment ago.")
    last = max(holdings, key=lambda holding: (holding.made_at, holding.pk))
    which = f"The {label} seat" if len(places) == 1 else f"The last {label} seat"
    if last.state == Assignment.State.OFFERED and last.answer_by:
        return SeatTaken(f"{which} is offered to {last.person.name}, who has until {said(last.answer_by)} to answer.")
    return SeatTaken(f"{which} was taken by {last.person.name} {terms.ago(at - last.made_at)}.")


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
    """The person has a seat on this sail, or an offer of one."""
    who = "You have" if holding.person_id == by.pk else f"{holding.person.name} has"
    seat = holding.seat.get_role_display().lower()
    if holding.state == Assignment.State.OFFERED:
        return AlreadyAboard(f"{who} been offered the {seat} seat on this sail: that offer must be answered first.")
    return AlreadyAboard(f"{who} the {seat} seat on this sail already.")


def event_closed(event: SailEvent) -> EventClosed:
    """Why nothing changes any more."""
    if event.is_open:
        return EventClosed("This sail is over: its seats no longer change hands.")
    return EventClosed(f"This sail is {event.get_status_display()}: its seats no longer change hands.")


def not_offered(event: SailEvent, role: str, person: User) -> NotOffered:
    """Why an answer finds no offer: never made, answered, lapsed or withdrawn."""
    past = Assignment.objects.filter(event=event, seat__role=role, person=person).order_by("-made_at", "-pk").first()
    label = Role(role).label.lower()
    if past is None or past.answer_by is None:
        return NotOffered(f"The {label} seat on this sail has not been offered to you.")
    words = {
        Assignment.State.EXPIRED: f"This offer lapsed on {said(past.answer_by)}. Ask the captain or the office anew.",
        Assignment.State.DECLINED: "You have declined this offer already.",
        Assignment.State.WITHDRAWN: "This offer was withdrawn.",
        Assignment.State.RELEASED: "You accepted this offer and have given the seat back since.",
    }
    return NotOffered(words.get(Assignment.State(past.state), "You have accepted this offer already."))
