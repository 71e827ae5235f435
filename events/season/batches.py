"""A season's sails as one batch: created, published and undone together (verbs).

Every verb takes a fixed number of statements, however many sails there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from psycopg import errors

from events import checklists, contributions, planning, timing
from events.acts import retiming
from events.fitness import refuse_unfit
from events.models import (
    ChecklistItem,
    ChecklistTemplate,
    EventType,
    Role,
    SailBatch,
    SailEvent,
    Seat,
    SeatRule,
    Vessel,
)
from events.season import rules as season
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

LONGEST_RULE = 300
TRIES = 5  # two batches at once may make the same ids; the slower one numbers its own on


class NothingToPublish(Refusal):
    """No sail of the batch is a draft."""


class Plan(NamedTuple):
    """One sail of a batch before it exists; instants are aware. `key` is the name of its line in the preview.

    An empty `event_id` is made from date, vessel and kind.
    """

    key: str
    vessel: Vessel
    event_type: EventType
    departs_at: datetime
    returns_at: datetime
    capacity: int
    dock: str
    itinerary: str = ""
    notes: str = ""
    publish: bool = True
    event_id: str = ""


class Beginnings(NamedTuple):
    """What new sails begin with: seats by vessel and kind, tasks by kind."""

    seats: dict[tuple[int, int], list[SeatRule]]
    tasks: dict[int, list[ChecklistTemplate]]


@transaction.atomic
def create(*, plans: Sequence[Plan], rule: str, by: User, at: datetime) -> SailBatch:
    """Plan all of these sails, or none, with seats and checklists as their kinds stand now.

    Raises Mistyped for an empty batch or too large a one, for an id already used (ever), for times out of order and
    for more guests than a vessel may carry: each named with its line.
    """
    faults = _faults(plans)
    if faults:
        raise Mistyped("No sail was planned.", {"plans": faults})
    batch = SailBatch.objects.create(rule=rule[:LONGEST_RULE], made_at=at, made_by=by)
    plans = sorted(plans, key=lambda plan: (plan.departs_at, plan.key))
    begin = _beginnings(plans)
    sails = _store(plans, batch, begin)
    _refuse_unfit(sails, sentence="No sail was planned.")
    Seat.objects.bulk_create(
        Seat(event=sail, role=rule.role, number=place + 1, required=rule.required, needs_approval=rule.needs_approval)
        for sail in sails
        for rule in begin.seats[sail.vessel_id, sail.event_type_id]
        for place in range(rule.number)
    )
    ChecklistItem.objects.bulk_create(
        checklists.copied(task, sail) for sail in sails for task in begin.tasks.get(sail.event_type_id, ())
    )
    return batch


@transaction.atomic
def publish(*, batch: SailBatch, at: datetime) -> int:
    """Show every draft of the batch to the crew, and tell who was listed meanwhile; how many sails.

    Raises NothingToPublish, and Unfit where one cannot be.
    """
    SailBatch.objects.locked(batch)
    drafts = SailEvent.objects.of_batch(batch).filter(status=SailEvent.Status.DRAFT).order_by("pk")
    held = list(drafts.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    shown = SailEvent.objects.filter(pk__in=held).update(status=SailEvent.Status.SCHEDULED, changed_at=at)
    if not shown:
        raise NothingToPublish("No sail of this batch is a draft any more: the crew sees them all.")
    sails = list(SailEvent.objects.filter(pk__in=held).select_related("vessel", "event_type").order_by("pk"))
    _refuse_unfit(sails, sentence="No sail was published.")
    contributions.published(sails, at=at)
    return shown


def _refuse_unfit(sails: Iterable[SailEvent], *, sentence: str) -> None:
    """Asks of one sail for each itinerary: ports are what a text must fit. Raises Unfit, with the day."""
    for sail in {sail.itinerary: sail for sail in sails}.values():
        refuse_unfit(sail, sentence=f"{sentence} {timing.long_day(sail.sails_on)}:")


def _faults(plans: Sequence[Plan]) -> list[str]:
    """What is wrong with the sails, before the database is asked, as sentences that name their day."""
    if not plans:
        return ["Tick at least one sail."]
    if len(plans) > season.MOST:
        return [season.TOO_MANY]
    found = []
    for plan in plans:
        faults = timing.order_faults(plan.departs_at, plan.returns_at) | planning.too_many(plan.capacity, plan.vessel)
        day = timing.long_day(plan.departs_at.astimezone(planning.house().zone).date())
        found += [f"{day}: {fault}" for sentences in faults.values() for fault in sentences]
    return found + _id_faults([plan.event_id for plan in plans if plan.event_id])


def _id_faults(given: list[str]) -> list[str]:
    used = SailEvent.objects.ids_ever_among(given) | {one for one in given if one in planning.RESERVED}
    used |= {one for one in given if given.count(one) > 1}
    return [f"“{one}” is taken; an id is never used again." for one in sorted(used)]


def _beginnings(plans: Sequence[Plan]) -> Beginnings:
    """At most one seat rule per role: the vessel's own replaces the general one."""
    kinds = {plan.event_type.pk for plan in plans}
    rules = list(SeatRule.objects.of_kinds(kinds))
    tasks: dict[int, list[ChecklistTemplate]] = defaultdict(list)
    for task in ChecklistTemplate.objects.filter(event_type__in=kinds):
        tasks[task.event_type_id].append(task)
    seats = {}
    for vessel, kind in {(plan.vessel.pk, plan.event_type.pk) for plan in plans}:
        chosen = {r.role: r for r in rules if r.event_type_id == kind and r.vessel_id in {None, vessel}}
        seats[vessel, kind] = [chosen[role] for role in Role.values if role in chosen]
    return Beginnings(seats, tasks)


def _store(plans: Sequence[Plan], batch: SailBatch, begin: Beginnings) -> list[SailEvent]:
    """The sails as rows, under the first free ids; another hand that takes one meanwhile is waited for, and passed."""
    for last in [False] * (TRIES - 1) + [True]:
        sails = [_sail(plan, event_id, batch, begin) for plan, event_id in zip(plans, _ids(plans), strict=True)]
        try:
            with transaction.atomic():
                return SailEvent.objects.bulk_create(sails)
        except IntegrityError as fault:
            for vessel in {plan.vessel for plan in plans}:
                retiming.refuse_above_certificate(fault, vessel)
            if last or not isinstance(fault.__cause__, errors.UniqueViolation):
                raise
            if faults := _id_faults([plan.event_id for plan in plans if plan.event_id]):
                raise Mistyped("No sail was planned.", {"plans": faults}) from fault
    raise AssertionError  # the last try returned or raised


def _ids(plans: Sequence[Plan]) -> list[str]:
    """An id for each plan: the one given, or the first free one of its date, vessel and kind."""
    zone = planning.house().zone
    bases = [
        planning.base_slug(plan.departs_at.astimezone(zone).date(), plan.vessel, plan.event_type) for plan in plans
    ]
    taken = SailEvent.objects.ids_ever_from(bases) | {plan.event_id for plan in plans if plan.event_id}
    found = []
    for plan, base in zip(plans, bases, strict=True):
        found.append(plan.event_id or planning.first_free(base, taken))
        taken.add(found[-1])
    return found


def _sail(plan: Plan, event_id: str, batch: SailBatch, begin: Beginnings) -> SailEvent:
    times = timing.plan(
        plan.departs_at, plan.returns_at, call_minutes=plan.event_type.call_minutes, place=planning.house()
    )
    return SailEvent(
        event_id=event_id,
        vessel=plan.vessel,
        event_type=plan.event_type,
        status=SailEvent.Status.SCHEDULED if plan.publish else SailEvent.Status.DRAFT,
        sails_on=times.sails_on,
        call_at=times.call_at,
        departs_at=times.departs_at,
        returns_at=times.returns_at,
        sunset_at=times.sunset_at,
        capacity=plan.capacity,
        dock=plan.dock,
        itinerary=plan.itinerary,
        notes=plan.notes,
        seats_total=sum(rule.number for rule in begin.seats[plan.vessel.pk, plan.event_type.pk]),
        batch=batch,
        created_at=batch.made_at,
        created_by=batch.made_by,
    )
