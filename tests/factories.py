"""Rows for tests: every argument has a plain default, so that a test names only what it is about."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crew.models import Assignment
from events.models import ChecklistItem, EventType, Role, SailEvent, Seat, Vessel
from scc_site.models import User

HOUSE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
_count = itertools.count(1)


def person(name: str = "", **fields: Any) -> User:
    """A crew member at example.com, unless told otherwise."""
    number = next(_count)
    defaults: dict[str, Any] = {
        "name": name or f"Person {number}",
        "email": f"person{number}@example.com",
        "is_crew": True,
    }
    return User.objects.create(**defaults | fields)


def admin(name: str = "Office", **fields: Any) -> User:
    """Somebody who may step up."""
    return person(name, is_crew=False, is_admin=True, **fields)


def vessel(**fields: Any) -> Vessel:
    """JADA, or another boat."""
    number = next(_count)
    defaults = {"slug": f"vessel-{number}", "name": f"Vessel {number}", "mark": "V", "legal_maximum": 25}
    return Vessel.objects.create(**defaults | fields)


def event_type(**fields: Any) -> EventType:
    """A sunset charter, or another kind of sail."""
    number = next(_count)
    return EventType.objects.create(**{"slug": f"type-{number}", "name": "Sunset charter"} | fields)


def event(
    *,
    seats: dict[str, int] | None = None,
    needs_approval: bool = False,
    departs_at: datetime = NOW + timedelta(days=3),
    hours: float = 2.5,
    **fields: Any,
) -> SailEvent:
    """A published sail with a captain's, two crew's and a chef's seat; 2.5 h long, call an hour before."""
    number = next(_count)
    defaults: dict[str, Any] = {
        "event_id": f"sail-{number}",
        "status": SailEvent.Status.SCHEDULED,
        "sails_on": departs_at.astimezone(HOUSE).date(),
        "call_at": departs_at - timedelta(hours=1),
        "departs_at": departs_at,
        "returns_at": departs_at + timedelta(hours=hours),
        "capacity": 20,
        "created_at": NOW,
    }
    for name, make in (("vessel", vessel), ("event_type", event_type), ("created_by", admin)):
        if name not in fields:
            defaults[name] = make()
    plan = {Role.CAPTAIN: 1, Role.CREW: 2, Role.CHEF: 1} if seats is None else seats
    sail = SailEvent.objects.create(**defaults | fields, seats_total=sum(plan.values()))
    Seat.objects.bulk_create(
        Seat(event=sail, role=role, number=place + 1, needs_approval=needs_approval)
        for role, count in plan.items()
        for place in range(count)
    )
    return sail


def assignment(
    sail: SailEvent, holder: User, role: str = Role.CREW, state: str = "confirmed", **fields: Any
) -> Assignment:
    """Somebody in the first free seat of a role, or beside whoever they take over from (`takes_over`).

    Written directly: the sail's own counters are not kept.
    """
    keeper = fields.get("takes_over")
    seat = (
        keeper.seat
        if keeper
        else sail.seats.filter(role=role).exclude(assignments__state__in=Assignment.ACTIVE).order_by("number")[0]
    )
    defaults: dict[str, Any] = {"made_at": NOW, "made_by": holder}
    if state in Assignment.ABOARD:
        defaults |= {"confirmed_at": NOW, "confirmed_by": holder}
    if state == Assignment.State.OFFERED:
        defaults |= {
            "answer_by": NOW + timedelta(hours=24),
            "offered_at": NOW,
            "offered_by": fields.get("made_by", holder),
        }
    if state == Assignment.State.COVERING:
        defaults |= {"cover_asked_at": NOW, "cover_asked_by": holder}
    if state not in Assignment.ACTIVE:
        defaults |= {"ended_at": NOW, "ended_by": holder}
    return Assignment.objects.create(event=sail, seat=seat, person=holder, state=state, **defaults | fields)


def item(sail: SailEvent, **fields: Any) -> ChecklistItem:
    """A task due ten minutes before departure."""
    defaults: dict[str, Any] = {
        "position": next(_count) % 1000,
        "text": "Life jackets counted",
        "anchor": "departure",
        "minutes": -10,
        "due_at": sail.departs_at - timedelta(minutes=10),
        "role": Role.CREW,
    }
    return ChecklistItem.objects.create(event=sail, **defaults | fields)
