"""A sail planned and its plan changed (verbs)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from psycopg import errors

from events import checklists, contributions, timing
from events.acts import retiming
from events.acts.retiming import ChangedMeanwhile, refuse_above_certificate, refuse_fixed
from events.fitness import refuse_unfit
from events.models import EventType, Role, SailEvent, Seat, SeatRule, Vessel
from scc_site.models import User
from scc_site.refusals import Mistyped

RESERVED = ("batches", "create", "season")  # words that are pages of their own
LONGEST_BASE = 74  # leaves room for a number at the end of the 80 characters


def house() -> timing.Place:
    """The house's place, from the settings."""
    return timing.Place(settings.LATITUDE, settings.LONGITUDE, settings.HOUSE_ZONE)


def base_slug(on: date, vessel: Vessel, event_type: EventType) -> str:
    """`2026-12-05-jada-sunset-charter`: a sail's own id, before a number makes it unique."""
    return f"{on.isoformat()}-{vessel.slug}-{event_type.slug}"[:LONGEST_BASE].rstrip("-")


@transaction.atomic
def create(
    *,
    vessel: Vessel,
    event_type: EventType,
    departs_at: datetime,
    returns_at: datetime,
    capacity: int,
    by: User,
    at: datetime,
    event_id: str = "",
    dock: str | None = None,
    itinerary: str = "",
    notes: str = "",
    publish: bool = True,
    has_list: bool = True,
) -> SailEvent:
    """Plan a sail with its seats and checklist, copied from the type as it stands now.

    Without an `event_id` one is made from date, vessel and type. `dock` None means the vessel's own. A sail that is
    not published is a draft, unseen by the crew; one without a list is of the past, its tasks were kept elsewhere.
    Raises Mistyped for an id already used (ever), times out of order, more guests than the vessel's legal maximum;
    Unfit where it cannot be published as it stands.
    """
    faults = timing.order_faults(departs_at, returns_at) | too_many(capacity, vessel)
    if faults:
        raise Mistyped("The sail was not planned.", faults)
    times = timing.plan(departs_at, returns_at, call_minutes=event_type.call_minutes, place=house())
    event = _insert(
        event_id,
        vessel=vessel,
        event_type=event_type,
        status=SailEvent.Status.SCHEDULED if publish else SailEvent.Status.DRAFT,
        sails_on=times.sails_on,
        call_at=times.call_at,
        departs_at=times.departs_at,
        returns_at=times.returns_at,
        sunset_at=times.sunset_at,
        capacity=capacity,
        dock=vessel.dock if dock is None else dock,
        itinerary=itinerary,
        notes=notes,
        created_at=at,
        created_by=by,
    )
    if has_list:
        checklists.open_for(event=event)
    return event


@transaction.atomic
def edit(
    *,
    event: SailEvent,
    departs_at: datetime,
    returns_at: datetime,
    capacity: int,
    dock: str,
    itinerary: str,
    notes: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> SailEvent:
    """Change a sail's plan before it leaves the dock.

    Other times have all the consequences of a move (events/acts/moving.py), and are told without a reason.
    `version` is the one the writer read; None: whatever stands.
    Raises PlanFixed after cast-off, ChangedMeanwhile, CrewElsewhere, Unfit where a published sail cannot have
    those ports, Mistyped for bad times or too many guests. Nothing is changed then.
    """
    contributions.hold(event)
    event = SailEvent.objects.locked(event)
    refuse_fixed(event)
    if version is not None and version != event.version:
        raise ChangedMeanwhile("Somebody moved this sail while you were writing. Look at it again, then save.")
    faults = timing.order_faults(departs_at, returns_at) | too_many(capacity, event.vessel, event.places_taken)
    if faults:
        raise Mistyped("The sail was not changed.", faults)
    times = timing.plan(departs_at, returns_at, call_minutes=event.event_type.call_minutes, place=house())
    other_ports = itinerary != event.itinerary
    event.capacity, event.dock, event.itinerary, event.notes = capacity, dock, itinerary, notes
    if other_ports:
        refuse_unfit(event, sentence="The sail was not changed.")
    if retiming.differ(event, times):
        retiming.take(event, times, by=by, at=at)
    else:
        retiming.store(event)
    return event


def too_many(capacity: int, vessel: Vessel, booked: int = 0) -> dict[str, list[str]]:
    """Why a sail cannot have so many places: the vessel's certificate, or guests who have theirs already."""
    if capacity > vessel.legal_maximum:
        return {"capacity": [f"{vessel.name} may carry {vessel.legal_maximum} guests at most."]}
    if capacity < booked:
        return {"capacity": [f"{booked} guests are booked already: move or cancel parties before you sail with fewer."]}
    return {}


def _insert(event_id: str, **values: Any) -> SailEvent:
    """Store the sail under the id, or under the first free one; raises Mistyped when a given id was ever used."""
    if event_id in RESERVED:
        raise _id_fault(f"“{event_id}” is a page of its own: choose another.")
    if event_id:
        event = None if SailEvent.objects.was_ever(event_id) else _store(event_id, values)
        if event is None:
            raise _id_fault(f"“{event_id}” is taken; an id is never used again.")
        return event
    base = base_slug(values["sails_on"], values["vessel"], values["event_type"])
    event = None
    while event is None:
        event = _store(first_free(base, SailEvent.objects.ids_ever_like(base)), values)
    return event


def _id_fault(sentence: str) -> Mistyped:
    return Mistyped("The sail was not planned.", {"event_id": [sentence]})


def _store(event_id: str, values: dict[str, Any]) -> SailEvent | None:
    """The sail and its seats as rows; None when another hand has just taken the id. Raises Unfit."""
    rules = _rules(values["vessel"], values["event_type"])
    try:
        with transaction.atomic():
            event = SailEvent.objects.create(
                event_id=event_id, seats_total=sum(rule.number for rule in rules), **values
            )
    except IntegrityError as fault:
        if isinstance(fault.__cause__, errors.UniqueViolation):
            return None
        refuse_above_certificate(fault, values["vessel"])
        raise
    refuse_unfit(event, sentence="The sail was not planned; as a draft it can be.")
    Seat.objects.bulk_create(
        Seat(event=event, role=rule.role, number=place + 1, required=rule.required, needs_approval=rule.needs_approval)
        for rule in rules
        for place in range(rule.number)
    )
    return event


def _rules(vessel: Vessel, event_type: EventType) -> list[SeatRule]:
    """At most one rule per role, in the order of the roster: the vessel's own replaces the general one."""
    chosen = {rule.role: rule for rule in SeatRule.objects.fitting(vessel, event_type)}
    return [chosen[role] for role in Role.values if role in chosen]


def first_free(base: str, taken: set[str]) -> str:
    """The id itself, or with the first number after every one ever used; `taken` holds those that begin with it."""
    if base not in taken:
        return base
    numbers = [int(found[1]) for used in taken if (found := re.fullmatch(re.escape(base) + r"-(\d{1,4})", used))]
    return f"{base}-{max(numbers, default=1) + 1}"
