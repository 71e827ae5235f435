"""Guests' deposits (pure): F20, what was held, came and went, told by bookings and compared with the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.values import Evidence, Level, Measure, Value, difference, recorded, total

METRICS = (
    Metric("deposits_held", "Deposits held for guests", "F20", Measure.CENTS, ("bookings",), ("cfo", "accounting"),
           ("charter",), also=("customer_deposits", "deposits")),
    Metric("deposits_difference", "Deposits: ledger less bookings", "F20", Measure.CENTS, ("ledger", "bookings"),
           ("accounting",), ("charter",), direction=DOWN),
)  # fmt: skip
FEW = 20  # pieces of evidence for one value


class Kind(StrEnum):
    """Which way a deposit went."""

    RECEIVED = "received"
    RECOGNISED = "recognised"
    REFUNDED = "refunded"
    FORFEITED = "forfeited"
    MOVED_OUT = "moved_out"


class Flow(NamedTuple):
    """Cents that came into (`received`) or left (all others) one booking's deposit in a unit, on a day."""

    unit: str
    reference: str
    on: date
    kind: Kind
    cents: int


class Place(NamedTuple):
    """One booking's deposit in one unit; an empty reference is what names no booking."""

    unit: str
    reference: str


@dataclass(frozen=True, slots=True)
class Deposits:
    """The inputs of F20 for a period.

    `flows` are those of all days before its end; `held` and `ledger` what bookings and ledger say at its end, in cents,
    0 left out. The levels are those of bookings and of the ledger over the period, by unit.
    """

    units: tuple[str, ...]
    period: Period
    flows: tuple[Flow, ...]
    held: Mapping[Place, int]
    ledger: Mapping[Place, int]
    booking_levels: Mapping[str, Level]
    ledger_levels: Mapping[str, Level]


class Difference(NamedTuple):
    """One deposit on which the sides do not agree, in cents: the roll-forward, the ledger, the booking's payments."""

    unit: str
    reference: str
    rolled_cents: int
    ledger_cents: int
    held_cents: int


@dataclass(frozen=True, slots=True)
class RollForward:
    """One unit's deposits over a period, each in cents; `differences` lists both sides where they do not agree."""

    unit: str
    opening: Value
    received: Value
    recognised: Value
    refunded: Value
    forfeited: Value
    moved_out: Value
    closing: Value
    ledger: Value
    held: Value
    differences: tuple[Difference, ...]


def roll_forward(inputs: Deposits) -> list[RollForward]:
    """F20: opening + received − recognised − refunded − forfeited − moved out = closing, by unit; all in cents.

    Inputs: the deposits' flows, from bookings. Period: the inputs'. Compared with (a) the ledger's balance of
    customers' deposits and (b) what each open booking holds by its payments. Edge cases: no booking and bookings not
    complete is no data; a deposit moved to another unit leaves one and comes into the other (below 0: it came);
    what the ledger holds for no booking is a difference of its own. Source: deposits are unearned until the trip.
    """
    return [_unit(unit, inputs) for unit in inputs.units]


def deposits_held(inputs: Deposits) -> Value:
    """F20, closing: the deposits of all units at the period's end, in cents."""
    return total(Measure.CENTS, [row.closing for row in roll_forward(inputs)])


def deposits_difference(inputs: Deposits) -> Value:
    """F20, the test: the ledger's deposits less those of bookings, in cents; 0 where the books are right.

    Differences that cancel out show in `roll_forward` alone, deposit by deposit.
    """
    rows = roll_forward(inputs)
    ledger = total(Measure.CENTS, [row.ledger for row in rows])
    return difference(ledger, total(Measure.CENTS, [row.held for row in rows]))


def untied(months: Sequence[Deposits]) -> list[str]:
    """Of months in a row, each unit's deposits that do not tie, in words; none where the books are right.

    Every month opens with what the one before closed with; closes with what came less what went; and the close is both
    the ledger's balance and the sum of what open bookings hold, booking by booking.
    """
    found, closed = [], dict[str, int]()
    for inputs in months:
        for row in roll_forward(inputs):
            where = f"{row.unit}, {inputs.period.start:%B %Y}"
            went = (row.recognised, row.refunded, row.forfeited, row.moved_out)
            opening, closing, ledger, held = map(_cents, (row.opening, row.closing, row.ledger, row.held))
            if opening + _cents(row.received) - sum(map(_cents, went)) != closing:
                found.append(f"{where}: what came and went does not lead to {closing}")
            if closed.setdefault(row.unit, opening) != opening:
                found.append(f"{where}: opens with {opening}, the month before closed with {closed[row.unit]}")
            if not closing == ledger == held:
                found.append(f"{where}: closes with {closing}, the ledger says {ledger}, bookings hold {held}")
            found.extend(f"{where}, {one.reference or 'no booking'}: {one[2:]}" for one in row.differences)
            closed[row.unit] = closing
    return found


def _cents(value: Value) -> int:
    """Its cents; 0 where nothing is recorded."""
    return int(value.amount or 0)


def _unit(unit: str, inputs: Deposits) -> RollForward:
    flows = [flow for flow in inputs.flows if flow.unit == unit and flow.on < inputs.period.end]
    within = [flow for flow in flows if flow.on >= inputs.period.start]
    before = [flow for flow in flows if flow.on < inputs.period.start]
    level, ledger = inputs.booking_levels[unit], inputs.ledger_levels[unit]
    opening, closing = (_value(_net(rows), rows, level, unit) for rows in (before, flows))
    parts = {kind: [flow for flow in within if flow.kind == kind] for kind in Kind}
    sums = {kind.value: _value(sum(flow.cents for flow in rows), rows, level, unit) for kind, rows in parts.items()}
    return RollForward(
        unit=unit,
        opening=opening,
        closing=closing,
        ledger=_side(inputs.ledger, unit, ledger, "ledger"),
        held=_side(inputs.held, unit, level, "bookings"),
        differences=tuple(_differences(unit, flows, inputs)),
        **sums,
    )


def _net(flows: Sequence[Flow]) -> int:
    return sum(flow.cents if flow.kind == Kind.RECEIVED else -flow.cents for flow in flows)


def _value(cents: int, rows: Sequence[Flow], level: Level, unit: str) -> Value:
    evidence = [Evidence("bookings", f"{unit}:{flow.reference}") for flow in rows[:FEW]]
    return recorded(cents, Measure.CENTS, coverage=level, n=len(rows), evidence=dict.fromkeys(evidence))


def _side(sums: Mapping[Place, int], unit: str, level: Level, source: str) -> Value:
    rows = [cents for place, cents in sums.items() if place.unit == unit]
    evidence = (Evidence(source, f"{unit}:customer_deposits"),)
    return recorded(sum(rows), Measure.CENTS, coverage=level, n=len(rows), evidence=evidence)


def _differences(unit: str, flows: Sequence[Flow], inputs: Deposits) -> list[Difference]:
    rolled: dict[str, int] = {}
    for flow in flows:
        rolled[flow.reference] = rolled.get(flow.reference, 0) + _net([flow])
    others = {place.reference for side in (inputs.held, inputs.ledger) for place in side if place.unit == unit}
    rows = [
        Difference(
            unit, name, rolled.get(name, 0), inputs.ledger.get(Place(unit, name), 0),
            inputs.held.get(Place(unit, name), 0),
        )
        for name in sorted({*rolled, *others})
    ]  # fmt: skip
    return [row for row in rows if not row.rolled_cents == row.ledger_cents == row.held_cents]
