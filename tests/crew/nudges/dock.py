"""A sail, its people, and what they were written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from crew.models import Assignment, Nudge
from crew.nudges import sending
from events.models import SailEvent
from scc_site.models import OutgoingMail, User
from tests import factories

HOUSE = factories.HOUSE
LONG_AGO = factories.NOW - timedelta(days=60)


def noon(day: int, hour: int = 12, minute: int = 0, *, month: int = 6, year: int = 2026) -> datetime:
    """A wall time at the house, in June 2026 unless said otherwise."""
    return datetime(year, month, day, hour, minute, tzinfo=HOUSE)


def sail(departs_at: datetime, **fields: Any) -> SailEvent:
    """A published sail, planned long ago."""
    return factories.event(departs_at=departs_at, **fields)


def aboard(event: SailEvent, name: str = "", role: str = "crew", state: str = "confirmed", **fields: Any) -> User:
    """Somebody who took a seat long ago; an offer stands until call."""
    person = fields.pop("person", None) or factories.person(name)
    since = fields.pop("since", LONG_AGO)
    known: dict[str, Any] = {"made_at": since}
    if state in Assignment.ABOARD:
        known |= {"confirmed_at": since}
    if state == "offered":
        known |= {"offered_at": since, "offered_by": person, "answer_by": event.call_at}
    if state == "covering":
        known |= {"cover_asked_at": since}
    factories.assignment(event, person, role, state, **known | fields)
    return person


def letters(person: User | None = None) -> list[OutgoingMail]:
    """The reminders written so far that were not taken back, oldest first."""
    found = OutgoingMail.objects.filter(kind="nudge").exclude(state="cancelled").order_by("pk")
    return list(found.filter(person=person) if person else found)


def run(at: datetime, *, leave: bool = True) -> int:
    """The job, twice at one instant: how many letters the first run made; the second must make none.

    Unless told otherwise the letters leave at once.
    """
    made = sending.run(at=at)
    assert sending.run(at=at) == 0
    if leave:
        OutgoingMail.objects.filter(kind="nudge", state="queued").update(state="sent", sent_at=at)
    return made


def kinds(person: User, state: str = "sent") -> list[str]:
    """What somebody was reminded of, in order of time."""
    return [nudge.kind for nudge in Nudge.objects.filter(person=person, state=state).order_by("due_at", "pk")]
