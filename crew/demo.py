"""The demo house, built by the verbs around the day it is loaded: a season behind, a day under way, a season ahead.

Deterministic for an instant of loading. Who is who: crew/demo_house.py; sign in as office@example.com (admin),
ana@example.com (captain), ben@example.com (crew), vera@example.com and noor@example.com (executives).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import NamedTuple

from django.db import transaction

from crew import demo_bookings, demo_house, demo_states
from crew.demo_crews import Crews
from events import planning, timing
from events.models import EventType, SailEvent, Vessel
from scc_site.mail import outbox
from scc_site.models import AuthSession, OutgoingMail, Scope
from scc_site.refusals import Refusal

BEHIND, AHEAD = timedelta(weeks=6), timedelta(weeks=10)
PLANNED_BEFORE = timedelta(days=60)
FRIDAY, SATURDAY, SUNDAY, WEDNESDAY, TUESDAY = 4, 5, 6, 2, 1


class HouseHasSails(Refusal):
    """The database belongs to a house that is not the demo's."""


class Plan(NamedTuple):
    """One sail of the season to come about."""

    boat: str
    kind: str
    departs_at: datetime
    returns_at: datetime
    guests: int


class Loaded(NamedTuple):
    """How much stands in the house now; `is_new` when this call built it."""

    people: int
    sails: int
    is_new: bool


@transaction.atomic
def load(*, at: datetime, boards: demo_states.Boards | None = None) -> Loaded:
    """Build the demo house as of an instant, or leave it as it is when it stands already.

    `boards` lets guests aboard the sails of the past before each casts off; without it nobody came.
    No letter of it leaves: everybody is at example.com, and what was written on the way is kept as cancelled, so that
    the office can read what would have been sent. Raises HouseHasSails in a database with sails of its own.
    """
    if SailEvent.objects.exists():
        if not Vessel.objects.filter(slug="marisol").exists():
            raise HouseHasSails("This database has sails of its own: the demo house is for an empty one.")
        return _counted(is_new=False)
    last = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    people = demo_house.people()
    people["office"].auth_session = AuthSession(person=people["office"], scope=Scope.ADMIN)  # the office acts here
    boats = demo_house.boats()
    kinds = demo_house.kinds(boats["marisol"])
    crews = Crews(people)
    season = [_sail(plan, boats, kinds, crews, at) for plan in _season(at, kinds)]
    demo_bookings.fill(season, crews.office, at)
    for sail in season:
        demo_states.bring_about(sail, crews, at, boards)
    demo_states.stage(season, crews, at)
    demo_bookings.stage(crews.office, at)
    outbox.cancel_after(mail_id=last, reason="The demo house writes to nobody.", at=at)
    return _counted(is_new=True)


def _counted(*, is_new: bool) -> Loaded:
    return Loaded(len(demo_house.PEOPLE), SailEvent.objects.count(), is_new)


def _sail(plan: Plan, boats: dict[str, Vessel], kinds: dict[str, EventType], crews: Crews, at: datetime) -> SailEvent:
    return planning.create(
        vessel=boats[plan.boat],
        event_type=kinds[plan.kind],
        departs_at=plan.departs_at,
        returns_at=plan.returns_at,
        capacity=plan.guests,
        itinerary="Shelter Island, Point Loma, San Diego Bay" if plan.kind == "private-charter" else "",
        notes="Birthday aboard: cake in the galley fridge." if plan.guests == PARTY else "",
        by=crews.office,
        at=min(at, plan.departs_at) - PLANNED_BEFORE,
    )


PARTY = 9


def _season(at: datetime, kinds: dict[str, EventType]) -> list[Plan]:
    """All sails in order of departure: the usual weeks, and today's two."""
    here = at.astimezone(planning.house().zone)
    today = here.date()
    first = today - BEHIND
    days = (first + timedelta(days=number) for number in range((BEHIND + AHEAD).days + 1))
    usual = chain.from_iterable(_day(on, kinds) for on in days if on != today)
    return sorted([*usual, *_today(at, kinds)], key=lambda plan: (plan.departs_at, plan.boat))


def _day(on: date, kinds: dict[str, EventType]) -> Iterator[Plan]:
    """What the house usually does on a day of the week; even weeks have one private charter and a Sunday sail."""
    even = on.isocalendar().week % 2 == 0
    if on.weekday() in {FRIDAY, SATURDAY}:
        yield _by_sunset("jada", kinds["sunset-charter"], on, guests=22 if on.weekday() == SATURDAY else 18)
    if on.weekday() == SATURDAY:
        yield _by_clock("jada", kinds["ticketed-sail"], on, time(10, 30), guests=25)
    if on.weekday() == SUNDAY and even:
        yield _by_clock("jada", kinds["ticketed-sail"], on, time(12, 0), guests=25)
    if on.weekday() == WEDNESDAY and even:
        yield _by_sunset("marisol", kinds["private-charter"], on, guests=PARTY)
    if on.weekday() == TUESDAY and on.day <= 7:  # noqa: PLR2004 -- the first of the month
        yield _by_clock("jada", kinds["maintenance-day"], on, time(9, 0), guests=0)


def _by_sunset(boat: str, kind: EventType, on: date, *, guests: int) -> Plan:
    departs_at, returns_at = timing.prefill(
        on, sunset_minutes=kind.sunset_minutes, duration_minutes=kind.duration_minutes, place=planning.house()
    )
    return Plan(boat, kind.slug, departs_at, returns_at, guests)


def _by_clock(boat: str, kind: EventType, on: date, clock: time, *, guests: int) -> Plan:
    departs_at = timing.instant(datetime.combine(on, clock), planning.house().zone, field="departs_at", fold=0)
    return Plan(boat, kind.slug, departs_at, departs_at + timedelta(minutes=kind.duration_minutes), guests)


def _today(at: datetime, kinds: dict[str, EventType]) -> list[Plan]:
    """JADA's sail of today, at the sunset's time or else in two hours by night, and Marisol out since an hour."""
    tonight = _by_sunset("jada", kinds["sunset-charter"], at.astimezone(planning.house().zone).date(), guests=22)
    if tonight.departs_at - at < timedelta(minutes=100):
        departs_at = _round(at + timedelta(hours=2))
        length = tonight.returns_at - tonight.departs_at
        tonight = tonight._replace(kind="night-sail", departs_at=departs_at, returns_at=departs_at + length)
    left_at = _round(at - timedelta(hours=1))
    out = Plan("marisol", "ticketed-sail", left_at, left_at + timedelta(minutes=150), 12)
    return [tonight, out]


def _round(instant: datetime) -> datetime:
    """To the five minutes that a plan is made in."""
    return instant.replace(minute=instant.minute // 5 * 5, second=0, microsecond=0)
