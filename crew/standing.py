"""How firmly people stand on a sail whose times change, or that is called off. Inside the sail's own verbs only.

Moved by more than half an hour, or into another sail of theirs, whoever was bound is asked again: the seat goes back
to offered and is confirmed anew. Whoever moves the sail knows, and keeps their own seat unless it clashes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.conf import settings

from crew import act_letters, refusals, roster, terms
from crew.models import Assignment
from crew.nudges import recalling
from crew.seating import Seating, seating_of
from events.contributions import Prospect
from events.models import Role, SailAct, SailEvent
from events.timing import Times
from scc_site.models import User

State = Assignment.State
ASKED_AGAIN = (
    "state", "takes_over", "offered_at", "offered_by", "answer_by", "cover_asked_at", "cover_asked_by", "reason",
)  # fmt: skip


class Fate(Enum):
    """What becomes of one assignment when its sail takes other times."""

    KEPT = "kept"
    AGAIN = "again"
    STANDS = "stands"
    LAPSES = "lapses"


@dataclass(frozen=True)
class Outcome:
    """One assignment's fate; until when an offer can be answered then, and the sail that is in the way."""

    assignment: Assignment
    fate: Fate
    answer_by: datetime | None = None
    clash: Assignment | None = None


def outcomes(event: SailEvent, seating: Seating, times: Times, *, by: User, at: datetime) -> list[Outcome]:
    """What other times would mean for everybody of the sail, in the order of the roster; nothing is changed.

    A sail that would be over is a correction of the record: nobody is asked anything. Lapsed offers are left out.
    """
    standing = [found for place in seating.places for found in place.people() if not found.has_lapsed(at)]
    if times.returns_at <= at:
        return [Outcome(found, Fate.KEPT, found.answer_by) for found in standing]
    far = terms.far_apart((event.departs_at, event.returns_at), (times.departs_at, times.returns_at))
    clashes = _clashes(event, standing, times)
    return [_outcome(found, times, far=far, clash=clashes.get(found.person_id), by=by, at=at) for found in standing]


def _outcome(
    found: Assignment, times: Times, *, far: bool, clash: Assignment | None, by: User, at: datetime
) -> Outcome:
    again = terms.asked_again_until(
        at=at, call_at=times.call_at, departs_at=times.departs_at, returns_at=times.returns_at
    )
    if found.state in Assignment.BINDING:
        asks = clash is not None or (far and found.person_id != by.pk)
        return Outcome(found, Fate.AGAIN, again, clash) if asks else Outcome(found, Fate.KEPT)
    if found.asks_again:
        return Outcome(found, Fate.AGAIN if far else Fate.STANDS, again if far else min(_end(found), again), clash)
    until = min(_end(found), times.call_at)
    return Outcome(found, Fate.STANDS if until > at else Fate.LAPSES, until, clash)


def _end(offer: Assignment) -> datetime:
    assert offer.answer_by is not None  # noqa: S101 -- every offer has an end, says the database
    return offer.answer_by


def _clashes(event: SailEvent, standing: Iterable[Assignment], times: Times | None = None) -> dict[int, Assignment]:
    """By person: another sail they are bound to at these times, else at the sail's own."""
    people = [found.person_id for found in standing]
    bound = Assignment.objects.filter(person__in=people, state__in=Assignment.BINDING).exclude(event=event)
    found = bound.filter(period__overlap=((times or event).call_at, (times or event).returns_at))
    return {one.person_id: one for one in found.select_related("event__vessel", "event__event_type")}


def prospects(event: SailEvent, times: Times, *, by: User, at: datetime) -> list[Prospect]:
    """What other times would mean for everybody of the sail but who moves it, in words; theirs only if it clashes."""
    found = outcomes(event, seating_of(event), times, by=by, at=at)
    return [_prospect(one) for one in found if one.assignment.person_id != by.pk or one.fate == Fate.AGAIN]


def _prospect(outcome: Outcome) -> Prospect:
    held, other = outcome.assignment, outcome.clash
    until = terms.clock_time(outcome.answer_by, settings.HOUSE_ZONE) if outcome.answer_by else ""
    word = {
        Fate.KEPT: f"{held.get_state_display()}, kept",
        Fate.AGAIN: f"confirms again until {until}",
        Fate.STANDS: f"offered, answers by {until}",
        Fate.LAPSES: "offered, the offer ends",
    }[outcome.fate]
    why = ""
    if other:
        sail = other.event
        why = f"sails on {sail.vessel.name} then: {sail.event_type.name}, {refusals.said(sail.departs_at)}"
    elif outcome.fate == Fate.AGAIN:
        why = "the times move by more than 30 minutes"
    elif outcome.fate == Fate.LAPSES:
        why = "call would be over"
    role = held.seat.get_role_display()
    return Prospect(held.person.name, role, word, why, confirms_again=outcome.fate == Fate.AGAIN)


def loosen(event: SailEvent, times: Times, *, by: User, at: datetime) -> None:
    """Ask again, shorten or end what does not hold at the new times; the sail's counts follow.

    An offer whose captain is asked again stands in the name of whoever moves the sail.
    """
    seating = Seating.read(event, with_office=True)
    found = outcomes(event, seating, times, by=by, at=at)
    captain_asked = any(one.fate == Fate.AGAIN and one.assignment.seat.role == Role.CAPTAIN for one in found)
    for outcome in found:
        if outcome.fate == Fate.AGAIN:
            _ask_again(outcome, by=by, at=at)
        elif outcome.fate != Fate.KEPT:
            _shorten(outcome, by=by if captain_asked else None, at=at)
    roster.lapse(event, seating, at)
    roster.settle(event, seating)


def _ask_again(outcome: Outcome, *, by: User, at: datetime) -> None:
    """Back to offered; that it was confirmed before stays with the row, and confirms it at once when accepted."""
    held = outcome.assignment
    if not held.is_successor:
        held.takes_over = None
    held.state, held.offered_at, held.offered_by, held.answer_by = State.OFFERED, at, by, outcome.answer_by
    held.cover_asked_at, held.cover_asked_by, held.reason = None, None, ""
    held.save(update_fields=ASKED_AGAIN)


def _shorten(outcome: Outcome, *, by: User | None, at: datetime) -> None:
    """A standing offer ends with the new call, at once when that is over."""
    offer, until = outcome.assignment, outcome.answer_by
    offer.answer_by = at if outcome.fate == Fate.LAPSES else until
    if by and not offer.is_successor and offer.offered_by and not offer.offered_by.is_admin:
        offer.offered_by = by
    offer.save(update_fields=["answer_by", "offered_by"])


def decided(event: SailEvent, act: SailAct) -> list[str]:
    """Tell everybody of the sail what was decided, once, and after a cancellation let them stand down.

    Letters not sent yet that are no longer true stay here or say the new times. Names of those told.
    """
    recalling.recall(sail_id=event.pk, at=act.at)
    seating = Seating.read(event)
    people = [found for place in seating.places for found in place.people()]
    for found in people:
        found.event = event
    if act.kind == SailAct.Kind.CANCELLED:
        _stand_down(event, seating, people, act)
    elif act.kind == SailAct.Kind.MOVED:
        people += _ended_by(event, act)
    if event.returns_at <= act.at:
        return []  # the record is put right: there is nothing to be told any more
    clashes = _clashes(event, people) if act.kind == SailAct.Kind.MOVED else {}
    return act_letters.tell(event=event, act=act, people=people, clashes=clashes)


def _stand_down(event: SailEvent, seating: Seating, people: list[Assignment], act: SailAct) -> None:
    """Who was aboard stands down, who was asked or waited is asked no longer; the counts follow."""
    for found in people:
        state = State.STOOD_DOWN if found.state in Assignment.ABOARD else State.WITHDRAWN
        roster.end(found, seating, state, by=act.by, at=act.at)
    roster.settle(event, seating)


def _ended_by(event: SailEvent, act: SailAct) -> list[Assignment]:
    """Offers that the new times have just ended."""
    ended = Assignment.objects.filter(event=event, state=State.EXPIRED, ended_at=act.at, answer_by=act.at)
    found = list(ended.select_related("person", "seat").order_by("pk"))
    for offer in found:
        offer.event = event
    return found
