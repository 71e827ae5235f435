"""A person's place on a sail as a calendar prints it: in the feed, and in the entries that letters bring.

Whoever has a seat must be at the dock at call: an entry runs from call to return, departure stands in its words.
The SEQUENCE is the sail's version and the rows' revision together: neither falls, and every change that a calendar
would show raises one of them.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from crew.models import Assignment
from events import timing
from events.models import SailEvent
from scc_site.ical import CANCELLED, CONFIRMED, TENTATIVE, Entry

State = Assignment.State
ALARMS = (180, 30)  # minutes before call
FIRST = 2  # version and revision of what was never changed
OFFER = "The {role} seat is offered to you: answer on the sail’s page until {until}. After that it is free for others."
# By state: the entry's STATUS, a word before its title, and a sentence before the times.
STANDS = {
    State.OFFERED: (TENTATIVE, "Offered", OFFER),
    State.CLAIMED: (TENTATIVE, "Asked for", "You asked for the {role} seat: captain or office have the last word."),
    State.CONFIRMED: (CONFIRMED, "", ""),
    State.COVERING: (CONFIRMED, "", "You asked for cover: the {role} seat is yours until somebody takes it."),
    State.DECLINED: (CANCELLED, "Declined", "You declined the {role} seat."),
    State.EXPIRED: (CANCELLED, "Lapsed", "The offer of the {role} seat has ended."),
    State.REFUSED: (CANCELLED, "Not confirmed", "Somebody else was wanted for the {role} seat."),
    State.RELEASED: (CANCELLED, "Given back", "You gave back the {role} seat."),
    State.COVERED: (CANCELLED, "Covered", "Somebody else has taken the {role} seat."),
    State.WITHDRAWN: (CANCELLED, "Withdrawn", "The {role} seat is not yours any more."),
    State.STOOD_DOWN: (CANCELLED, "Cancelled", "The sail was cancelled. {why}"),
}
CALLED_OFF = STANDS[State.STOOD_DOWN]
LAPSED = STANDS[State.EXPIRED]
ON_HOLD = "On weather hold: {why} It is decided by {until}."


def entry(held: Assignment, *, revision: int, at: datetime) -> Entry:
    """The entry of somebody's place as it stands at an instant; sail, vessel, type, seat and person must be loaded.

    `revision` is the highest of all their rows on this sail.
    """
    sail, role = held.event, held.seat.get_role_display().lower()
    status, word, sentence = _stands(held, at)
    is_off = status == CANCELLED
    if sail.status == SailEvent.Status.WEATHER_HOLD and not is_off:
        status, word = TENTATIVE, word or "On hold"
    until = said(held.answer_by) if held.answer_by else ""
    lead = sentence.format(role=role, until=until, why=sail.cancelled_why).strip()
    title = f"{sail.vessel.name} · {sail.event_type.name} · {role}"
    return Entry(
        uid=uid(sail, str(held.person.sub)),
        sequence=sail.version + revision - FIRST,
        changed_at=max(sail.changed_at, held.revised_at),
        starts_at=sail.call_at,
        ends_at=sail.returns_at,
        summary=f"{word}: {title}" if word else title,
        status=status,
        location=sail.dock,
        description="\n\n".join(filter(None, (lead, notes(sail)))),
        url=page(sail),
        is_busy=held.state in Assignment.BINDING and not is_off,
        alarms=ALARMS if held.state in Assignment.ABOARD and not is_off else (),
    )


def _stands(held: Assignment, at: datetime) -> tuple[str, str, str]:
    if held.state in Assignment.ACTIVE and held.event.status == SailEvent.Status.CANCELLED:
        return CALLED_OFF
    return LAPSED if held.has_lapsed(at) else STANDS[State(held.state)]


def uid(sail: SailEvent, sub: str) -> str:
    """The same for a sail and a person for good: ids of sails are never given twice."""
    return f"{sail.event_id}.{sub}@{urlsplit(settings.SITE_ORIGIN).hostname}"


def page(sail: SailEvent) -> str:
    """The sail's page, with the origin, as letters name it; spelled out, for reversing costs half an entry."""
    return f"{settings.SITE_ORIGIN}/events/{sail.event_id}/"


def notes(sail: SailEvent) -> str:
    """What is the same for everybody aboard: the times in words, the hold, the ports, the page."""
    times = [("Call", sail.call_at), ("Departure", sail.departs_at), ("Sunset", sail.sunset_at)]
    lines = [f"{name}: {said(when)}" for name, when in [*times, ("Return", sail.returns_at)] if when]
    if sail.held_at and sail.decide_by:
        lines.insert(0, ON_HOLD.format(why=sail.held_why, until=said(sail.decide_by)))
    if sail.itinerary:
        lines.append(f"Ports: {sail.itinerary}")
    return "\n".join([*lines, page(sail)])


def shared(sail: SailEvent) -> dict[str, str]:
    """The facts of an entry that the sail alone decides, as a letter that still waits is put right with them."""
    return {
        "starts_at": sail.call_at.isoformat(),
        "ends_at": sail.returns_at.isoformat(),
        "location": sail.dock,
        "description": notes(sail),
        "url": page(sail),
    }


def said(at: datetime) -> str:
    """`Saturday 5 December 2026, 17:10 PST`."""
    return timing.spoken(at, settings.HOUSE_ZONE)
