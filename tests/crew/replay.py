"""The history replayed: what its rows come to, beside what the tables say now, and by which steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.db.models import Model

from crew.models import Assignment
from events.models import SailEvent

FINAL = {"declined", "expired", "refused", "released", "covered", "withdrawn", "stood_down"}
# From each state of a seat to those that an act may bring about; "" is before the row. A move asks anew.
STEPS = {
    "": {"offered", "claimed", "confirmed"},
    # covered: a holder whom a move asks again, while whoever was to take over says yes first
    "offered": {"offered", "claimed", "confirmed", "declined", "expired", "withdrawn", "covered"},
    "claimed": {"claimed", "confirmed", "refused", "released", "withdrawn", "offered"},
    "confirmed": {"confirmed", "covering", "released", "covered", "withdrawn", "stood_down", "offered"},
    "covering": {"covering", "confirmed", "covered", "withdrawn", "stood_down", "offered"},
    # what is over changes no more, but its period empties with a sail that is called off
} | {state: {state} for state in FINAL}
SAIL_STEPS = {
    "": {"draft", "scheduled"},
    "draft": {"draft", "scheduled", "cancelled"},
    "scheduled": {"scheduled", "weather_hold", "boarding", "cancelled"},
    "weather_hold": {"weather_hold", "scheduled", "cancelled"},
    "cancelled": {"cancelled"},
}


def rows_of(model: type[Model], events: Iterable[SailEvent]) -> dict[int, list[Any]]:
    """Every row of the history of these sails, in order, by the row it tells of."""
    history = model.pgh_event_model.objects.order_by("pgh_id")
    pks = [event.pk for event in events]
    found = history.filter(pgh_obj__in=pks) if model is SailEvent else history.filter(event__in=pks)
    told: dict[int, list[Any]] = {}
    for row in found.select_related("pgh_context"):
        told.setdefault(row.pgh_obj_id, []).append(row)
    return told


def faults(events: list[SailEvent]) -> list[str]:
    """Where the history does not explain the state: a value it does not come to, or a step no act takes."""
    found = []
    for model, column, steps in ((Assignment, "state", STEPS), (SailEvent, "status", SAIL_STEPS)):
        told = rows_of(model, events)
        now = model.objects.filter(**{"event__in" if model is Assignment else "pk__in": [e.pk for e in events]})
        for row in now:
            found += _differences(row, told.get(row.pk, []))
        for number, rows in told.items():
            found += [f"{model.__name__} {number}: {step}" for step in _bad_steps(rows, column, steps)]
    return found


def _differences(row: Model, told: list[Any]) -> Iterator[str]:
    """Columns in which the last word of the history is not what stands in the table."""
    if not told:
        yield f"{row!r} has no history"
        return
    for field in row._meta.concrete_fields:
        if hasattr(told[-1], field.attname) and getattr(told[-1], field.attname) != getattr(row, field.attname):
            yield f"{row!r}: {field.attname} is {getattr(row, field.attname)}, told {getattr(told[-1], field.attname)}"


def _bad_steps(rows: list[Any], column: str, steps: dict[str, set[str]]) -> Iterator[str]:
    way = ["", *(getattr(row, column) for row in rows)]
    for before, after in pairwise(way):
        if after not in steps[before]:
            yield f"{before or 'nothing'} → {after}"


def contexts(events: list[SailEvent]) -> list[dict[str, Any] | None]:
    """With each change of these sails and their seats the word that came with it; None: directly in the database."""
    told = [row for model in (Assignment, SailEvent) for rows in rows_of(model, events).values() for row in rows]
    return [row.pgh_context.metadata if row.pgh_context else None for row in told]
