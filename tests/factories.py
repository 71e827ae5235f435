"""Rows for tests: every argument has a plain default, so that a test names only what it is about."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crew.models import Assignment
from events.models import (
    Booking,
    BookingChannel,
    BookingPayment,
    CancellationStep,
    CancellationTerms,
    ChecklistItem,
    EventType,
    Role,
    SailEvent,
    Seat,
    Vessel,
)
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


def channel(**fields: Any) -> BookingChannel:
    """The house's own telephone, or another way bookings come in."""
    number = next(_count)
    return BookingChannel.objects.create(**{"slug": f"channel-{number}", "name": f"Channel {number}"} | fields)


def terms(*steps: tuple[int, int], name: str = "") -> CancellationTerms:
    """Cancellation terms; all back up to two weeks before departure, half up to two days, unless told otherwise."""
    made = CancellationTerms.objects.create(name=name or f"Terms {next(_count)}")
    CancellationStep.objects.bulk_create(
        CancellationStep(terms=made, hours=hours, percent=percent) for hours, percent in steps or ((336, 100), (48, 50))
    )
    return made


def booking(sail: SailEvent, lead_name: str = "", **fields: Any) -> Booking:
    """A party of four for $600 with nothing paid; written directly, the sail's count of guests is kept all the same."""
    number = next(_count)
    agreed = fields.pop("terms", None) or terms()
    defaults: dict[str, Any] = {
        "event": sail,
        "reference": f"R{number:05d}",
        "lead_name": lead_name or f"Party {number}",
        "party_size": 4,
        "price_cents": 60_000,
        "terms": agreed,
        "terms_name": agreed.name,
        "terms_steps": agreed.as_steps(),
        "made_at": NOW,
    }
    for name, make in (("channel", channel), ("made_by", admin)):
        if name not in fields:
            defaults[name] = make()
    return Booking.objects.create(**defaults | fields)


def payment(party: Booking, amount_cents: int, kind: str = "payment", **fields: Any) -> BookingPayment:
    """Money by card, received and recorded on the factories' day."""
    defaults: dict[str, Any] = {"method": "card", "received_on": NOW.astimezone(HOUSE).date(), "recorded_at": NOW}
    if "recorded_by" not in fields:
        defaults["recorded_by"] = party.made_by
    return BookingPayment.objects.create(booking=party, kind=kind, amount_cents=amount_cents, **defaults | fields)
