"""The letters that follow a decision about a sail: moved, put on hold, taken off it, cancelled. One per person and act.

Before they are queued, older ones that have not left stay here where the act made them untrue, or say the new times.
Nobody is written to about their own act, but for what it does to their calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from crew import entry_letters, letters, terms
from crew.calendars import entries, invitations
from crew.models import Assignment
from crew.offers import AFTER_SAIL
from events.models import SailAct, SailEvent
from scc_site.auth import sign_in
from scc_site.mail import outbox
from scc_site.mail.invitations import CALENDAR
from scc_site.models import OutgoingMail

State, Kind = Assignment.State, SailAct.Kind
Words = dict[str, Any]
Times = tuple[datetime, datetime]  # departure and return
LETTERS = {
    Kind.MOVED: "sail_moved",
    Kind.HELD: "sail_held",
    Kind.RESUMED: "sail_resumed",
    Kind.CANCELLED: "sail_cancelled",
}
# News of the whole sail that an act puts out of date, while it waits in the outbox.
OUTDATED = {
    Kind.MOVED: ("sail_moved",),
    Kind.HELD: ("sail_resumed", "sail_held"),
    Kind.RESUMED: ("sail_held", "sail_resumed"),
    Kind.CANCELLED: ("sail_moved", "sail_held", "sail_resumed"),
}
# Letters about one seat, by the front of their keys: no longer true once it is asked for again, or the sail is off.
OF_A_SEAT_HELD = ("offer", "claim_answered", "in_your_name", "seat_confirmed")
OF_A_SEAT = (*OF_A_SEAT_HELD, "offer_answered", "seat_claimed", "seat_released", "handing_on")
# Letters that print the sail's times, and are still true at others.
WITH_TIMES = (*OF_A_SEAT, "seat_covered", "seat_withdrawn", "sail_held", "sail_resumed")
KEPT = {
    State.CONFIRMED: "Your {role} seat is kept.",
    State.CLAIMED: "Your request for the {role} seat stands; it still waits for a yes.",
    State.COVERING: "The {role} seat stays yours until somebody takes it: the cover you asked for is still looked for.",
}


def tell(*, event: SailEvent, act: SailAct, people: list[Assignment], clashes: Mapping[int, Assignment]) -> list[str]:
    """Queue one letter to each person but the one who acts; names of those told.

    `clashes` are, by person, other sails they are bound to at the present times.
    """
    untold = _times_untold(event)
    _recall(event, act, people)
    calendars = _entries(event, act, people, untold)
    told = {found.person_id: found for found in people if found.person_id != act.by_id}
    write = {Kind.MOVED: _moved, Kind.CANCELLED: _cancelled}.get(Kind(act.kind), _plain)
    for found in told.values():
        known = untold.get(found.person_id, (act.old_departs_at, act.old_returns_at))
        words = write(found, act, known)
        words |= _clash(clashes.get(found.person_id) if "link" in words else None)
        _queue(found, act, words | calendars.get(found.person_id, {}))
    for found in people:
        if found.person_id == act.by_id and found.person_id in calendars:
            entry_letters.decided(assignment=found, did=act.kind, entry=calendars[found.person_id], at=act.at)
    return [found.person.name for found in told.values()]


def _entries(event: SailEvent, act: SailAct, people: list[Assignment], untold: Mapping[int, Times]) -> dict[int, Words]:
    """What the act does to people's own calendars: those whose seat is not sure any more lose the entry they have."""
    known = {found.person_id: untold.get(found.person_id, (act.old_departs_at,))[0] for found in people}
    ends = act.kind in (Kind.MOVED, Kind.CANCELLED)
    return invitations.of_act(event, people, at=act.at, was=known, may_end=ends)


def _queue(found: Assignment, act: SailAct, words: Words) -> None:
    event, letter = found.event, LETTERS[Kind(act.kind)]
    link = words.pop("link", "")
    outbox.queue(
        letter=letter,
        person=found.person,
        dedupe_key=f"{letter}:{event.event_id}:v{act.version}:{found.person_id}",
        at=act.at,
        context=letters.words_of(found)
        | {"name": found.person.first_name, "by": act.by.name, "reason": act.reason, "decide_by": _until(event)}
        | words,
        secrets={"link": link} if link else None,
        expires_at=max(event.returns_at, act.old_returns_at),
    )


def _times_untold(event: SailEvent) -> dict[int, Times]:
    """By person: the times they were told last, where word of others has not left the outbox yet.

    Left out are those who were told the present times: for them the act's own old times tell what happened.
    """
    waiting = OutgoingMail.objects.under(f"sail_moved:{event.event_id}:").waiting().filter(context__has_key="known")
    found: dict[int, Times] = {}
    for person_id, context in waiting.order_by("pk").values_list("person_id", "context"):
        departs_at, returns_at = (datetime.fromisoformat(known) for known in context["known"])
        if person_id is not None and (departs_at, returns_at) != (event.departs_at, event.returns_at):
            found.setdefault(person_id, (departs_at, returns_at))
    return found


def _recall(event: SailEvent, act: SailAct, people: list[Assignment]) -> None:
    """Keep from leaving what the act made untrue; what is true but for its times says the new ones."""
    off = act.kind == Kind.CANCELLED
    prefixes = [f"{letter}:{event.event_id}:" for letter in OUTDATED[Kind(act.kind)]]
    for found in people:
        if off or (act.kind == Kind.MOVED and found.state in (State.OFFERED, State.EXPIRED)):
            of_seat = OF_A_SEAT if off else OF_A_SEAT_HELD
            prefixes += [f"{letter}:{event.event_id}:{found.pk}:" for letter in of_seat]
    done = {Kind.MOVED: "moved", Kind.CANCELLED: "cancelled"}.get(Kind(act.kind), "decided about anew")
    outbox.cancel(prefix=prefixes, reason=f"The sail was {done}.", at=act.at)
    if act.kind == Kind.MOVED:
        fronts = [f"{letter}:{event.event_id}:" for letter in WITH_TIMES]
        words = letters.about(event) | {"decide_by": _until(event), CALENDAR: entries.shared(event)}
        outbox.correct(prefix=fronts, words=words)


def _moved(found: Assignment, act: SailAct, known: Times) -> Words:
    """Both times, and what it means for their seat; with a link where there is something to answer."""
    role, event = found.seat.get_role_display().lower(), found.event
    names = {"old_departs": _full(known[0]), "old_returns": _full(known[1])}
    words: Words = names | {"known": [time.isoformat() for time in known], "again": False}
    if found.state == State.EXPIRED:
        return words | {"standing": f"The offer of the {role} seat has ended: call is over at the new time."}
    if found.state in KEPT:
        return words | {"standing": KEPT[State(found.state)].format(role=role), "kept": True}
    until = _full(found.answer_by or act.at)
    if found.asks_again:
        sentence = f"Please confirm your {role} seat again until {until}. After that it is free for others."
    elif found.is_successor:
        sentence = f"You are still asked to take over the {role} seat; you can answer until {until}."
    else:
        sentence = f"The {role} seat is still offered to you; you can answer until {until}."
    link = sign_in.invite(
        person=found.person,
        event_id=event.event_id,
        role=found.seat.role,
        invited_by=act.by,
        expires_at=found.answer_by or act.at,
        session_until=event.returns_at + AFTER_SAIL,
        at=act.at,
    )
    return words | {"standing": sentence, "again": found.asks_again, "link": link}


def _cancelled(found: Assignment, act: SailAct, known: Times) -> Words:
    """Called off; who was to sail is told so, who was asked that they need not answer."""
    role = found.seat.get_role_display().lower()
    if found.state == State.STOOD_DOWN:
        return {"standing": f"You are not expected aboard; your {role} seat has ended."}
    return {"standing": f"You need not answer any more: the {role} seat has ended."}


def _plain(found: Assignment, act: SailAct, known: Times) -> Words:
    """On hold, or off it: seats stay as they are."""
    role = found.seat.get_role_display().lower()
    if found.state == State.OFFERED:
        return {"standing": f"The {role} seat is still offered to you; you can answer until {_full(found.answer_by)}."}
    return {"standing": KEPT[State(found.state)].format(role=role)}


def _clash(other: Assignment | None) -> Words:
    """The other sail that is in the way, for who is asked."""
    if other is None:
        return {}
    sail = other.event
    times = f"{_full(sail.departs_at)}, back at {terms.clock_time(sail.returns_at, settings.HOUSE_ZONE)}"
    return {"clash": f"You sail on {sail.vessel.name} then: {sail.event_type.name}, {times}. You can only keep one."}


def _until(event: SailEvent) -> str:
    return _full(event.decide_by) if event.decide_by else ""


def _full(instant: datetime | None) -> str:
    return terms.long_time(instant, settings.HOUSE_ZONE) if instant else ""
