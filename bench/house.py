"""Fills an empty database with a house of a given size, by bulk inserts, the same every time."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crew.models import Assignment
from events.models import Anchor, ChecklistItem, EventType, Role, SailEvent, Seat, Vessel
from scc_site.models import User

ZONE = ZoneInfo("America/Los_Angeles")
PLAN = [(Role.CAPTAIN, 1), (Role.CREW, 10), (Role.CHEF, 1)]  # 12 seats a sail, 10 of them held
HELD = 10
TASKS = 12
DAYS = 730
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2027, 1, 1)


def build(*, events: int = 2_000, people: int = 500) -> None:
    """A house of `events` sails over two years with ten assignments each, and `people` crew.

    Nobody is on two sails at once: the same person comes round again only after days.
    """
    dice = random.Random(20261121)
    office = User.objects.create(name="Office", email="office@example.com", is_admin=True)
    crew = User.objects.bulk_create(
        User(name=f"Person {n}", email=f"p{n}@example.com", email_canonical=f"p{n}@example.com", is_crew=True)
        for n in range(people)
    )
    vessels = Vessel.objects.bulk_create(
        Vessel(slug=name.lower(), name=name, mark=name[0], legal_maximum=25) for name in ("JADA", "Cedar")
    )
    types = EventType.objects.bulk_create(
        EventType(slug=f"type-{n}", name=name) for n, name in enumerate(("Sunset charter", "Ticketed sail", "Private"))
    )
    sails = SailEvent.objects.bulk_create(
        [_sail(n=n, events=events, office=office, vessels=vessels, types=types, dice=dice) for n in range(events)],
        batch_size=1_000,
    )
    seats = Seat.objects.bulk_create(
        (
            Seat(event=sail, role=role, number=place + 1)
            for sail in sails
            for role, count in PLAN
            for place in range(count)
        ),
        batch_size=5_000,
    )
    _assign(sails, seats, crew, office)
    _tasks(sails, crew)


def _sail(*, n: int, events: int, office: User, vessels: list, types: list, dice: random.Random) -> SailEvent:
    day = FIRST_DAY + timedelta(days=n * DAYS // events)
    departs_at = datetime.combine(day, time(9 + n % 9, 15 * dice.randrange(4)), tzinfo=ZONE).astimezone(UTC)
    return SailEvent(
        event_id=f"{day:%Y-%m-%d}-sail-{n}",
        vessel=vessels[n % 2],
        event_type=types[n % 3],
        status=SailEvent.Status.SCHEDULED,
        sails_on=day,
        call_at=departs_at - timedelta(hours=1),
        departs_at=departs_at,
        returns_at=departs_at + timedelta(minutes=150),
        sunset_at=datetime.combine(day, time(17, 30), tzinfo=ZONE),
        capacity=20,
        captain_state=SailEvent.CaptainState.CONFIRMED,
        seats_total=sum(count for _, count in PLAN),
        seats_filled=HELD,
        created_at=MADE_AT,
        created_by=office,
    )


def _assign(sails: list[SailEvent], seats: list[Seat], crew: list[User], office: User) -> None:
    width = sum(count for _, count in PLAN)
    rows = []
    for n, sail in enumerate(sails):
        for k in range(HELD):
            holder = crew[(n * HELD + k) % len(crew)]
            rows.append(
                Assignment(
                    event=sail,
                    seat=seats[n * width + k],
                    person=holder,
                    state=Assignment.State.CONFIRMED,
                    made_at=MADE_AT,
                    made_by=office,
                    confirmed_at=MADE_AT,
                    confirmed_by=holder,
                )
            )
    Assignment.objects.bulk_create(rows, batch_size=2_000)


def _tasks(sails: list[SailEvent], crew: list[User]) -> None:
    ChecklistItem.objects.bulk_create(
        (
            ChecklistItem(
                event=sail,
                position=k,
                text=f"Task number {k} before the lines are let go",
                anchor=Anchor.DEPARTURE,
                minutes=-5 * k,
                due_at=sail.departs_at - timedelta(minutes=5 * k),
                role=Role.CREW,
                critical=k % 4 == 0,
                done_at=MADE_AT if k % 2 else None,
                done_by=crew[k] if k % 2 else None,
            )
            for sail in sails
            for k in range(TASKS)
        ),
        batch_size=5_000,
    )
