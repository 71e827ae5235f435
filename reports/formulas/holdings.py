"""What the businesses own (pure): the inventory by unit and kind, obligations ahead, and how much vessels sail.

Source: design of the books, 3.7 “CEO”. Money in cents, ages in days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.records import least, looked_at, of_rows
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.spans import Statements
from reports.values import (
    Evidence,
    Level,
    Measure,
    State,
    Value,
    difference,
    no_data,
    not_applicable,
    ratio,
    recorded,
    total,
)

FRESH_DAYS = 365  # of a valuation (CEO-06)
WORTH_VALUING_CENTS = 500_000  # an asset above this wants a valuation (CEO-06)
AHEAD = (30, 60, 90)
SAILING_HOURS = 10  # of a day in which a vessel can be sailed with guests: an assumption, said where it is shown

METRICS = (
    Metric("assets_value", "Value of assets", "3.7", Measure.CENTS, ("assets",), ("ceo",), also=("asset_value",)),
    Metric("assets_equity", "Value of assets less debts on them", "3.7", Measure.CENTS, ("assets", "ledger"), ("ceo",)),
    Metric("obligations_due", "Obligations due within 30 days", "3.7", Measure.COUNT, ("assets",), ("ceo",),
           direction=DOWN),
    Metric("utilisation", "Hours sailed of hours available", "3.7", Measure.SHARE, ("bookings",), ("ceo",),
           ("charter",), also=("utilization",)),
)  # fmt: skip


class Worth(NamedTuple):
    """What an asset was worth on a day, and who says so."""

    on: date
    cents: int
    basis: str


class Due(NamedTuple):
    """What falls due on an asset and is not done by the day asked about."""

    key: str
    kind: str
    on: date
    cents: int | None


class Debt(NamedTuple):
    """A loan's account that an asset secures: what is owed, at least 0 as expected, from `n` ledger lines."""

    account: str
    cents: int
    n: int


@dataclass(frozen=True)
class Thing:
    """One asset that is there on the day asked about, its valuations the latest first, its obligations open."""

    key: str
    unit: str
    kind: str
    name: str
    cost_cents: int | None
    owner: str
    custodian: str
    location: str
    status: str
    worth: tuple[Worth, ...] = ()
    due: tuple[Due, ...] = ()
    debts: tuple[Debt, ...] = ()


class Sailing(NamedTuple):
    """How much a vessel of a unit sailed in the period: completed sails, their hours from departure to return."""

    unit: str
    vessel: str
    hours: Decimal
    n: int


@dataclass(frozen=True)
class Holdings:
    """All that formulas ask of assets at the end of a day; `period` is the last month complete then."""

    units: tuple[str, ...]
    as_of: date
    period: Period
    things: tuple[Thing, ...] = ()
    sailings: tuple[Sailing, ...] = ()
    said: Statements = field(default_factory=lambda: Statements(()))

    def level(self, unit: str, domain: str) -> Level:
        """How much of a domain is recorded of a unit in the period."""
        return self.said.level(unit, domain, self.period)


class Shelf(NamedTuple):
    """The assets of one unit and kind; `age` is the days since the oldest of their latest valuations."""

    unit: str
    kind: str
    number: Value
    value: Value
    age: Value
    debt: Value
    equity: Value
    overdue: Value
    ahead: tuple[Value, ...]


def inventory(inputs: Holdings) -> list[Shelf]:
    """The shelves of all units, by unit and kind; empty where no asset is recorded."""
    places = sorted({(thing.unit, thing.kind) for thing in inputs.things})
    return [_shelf(inputs, unit, kind) for unit, kind in places]


def _shelf(inputs: Holdings, unit: str, kind: str) -> Shelf:
    things = [thing for thing in inputs.things if (thing.unit, thing.kind) == (unit, kind)]
    value, debt = worth(inputs, things), owed(inputs, things)
    return Shelf(
        unit=unit,
        kind=kind,
        number=count(inputs, things),
        value=value,
        age=oldest(inputs, things),
        debt=debt,
        equity=equity(value, debt),
        overdue=obligations(inputs, things, None, 0),
        ahead=tuple(obligations(inputs, things, 0, days) for days in AHEAD),
    )


def count(inputs: Holdings, things: Sequence[Thing]) -> Value:
    """How many assets there are; zero where assets are recorded and there is none."""
    return _counted(inputs, things, len(things), _told(things))


def worth(inputs: Holdings, things: Sequence[Thing]) -> Value:
    """The sum of the latest valuations, in cents; assets without one are missing, by name; old ones make it stale.

    Zero where assets are recorded and there is none.
    """
    if not things:
        return of_rows(0, Measure.CENTS, domain="assets", whose=_whose(inputs, things),
                       level=_level(inputs, things), n=0)  # fmt: skip
    parts = []
    for thing in things:
        if not thing.worth:
            parts.append(no_data(Measure.CENTS, f"a valuation of {thing.name}"))
            continue
        level, latest = inputs.level(thing.unit, "assets"), thing.worth[0]
        told, is_stale = [Evidence("assets", thing.key)], (inputs.as_of - latest.on).days > FRESH_DAYS
        parts.append(
            recorded(latest.cents, Measure.CENTS, coverage=level, n=1, evidence=told, is_stale=is_stale),
        )
    return total(Measure.CENTS, parts)


def oldest(inputs: Holdings, things: Sequence[Thing]) -> Value:
    """Days since the oldest of the latest valuations; no data where none was ever made."""
    ages = [(inputs.as_of - thing.worth[0].on).days for thing in things if thing.worth]
    if not ages:
        return no_data(Measure.DAYS, *(f"a valuation of {thing.name}" for thing in things))
    return recorded(max(ages), Measure.DAYS, coverage=Level.COMPLETE, n=len(ages), evidence=_told(things))


def owed(inputs: Holdings, things: Sequence[Thing]) -> Value:
    """What is owed on the loans that assets secure, in cents, each account once; not applicable without any."""
    debts = {debt.account: (debt, thing.unit) for thing in things for debt in thing.debts}
    if not debts:
        return not_applicable(Measure.CENTS, "no debt named")
    parts = []
    for account, (debt, unit) in sorted(debts.items()):
        told, level = [Evidence("ledger", f"{unit}:{account}:{inputs.as_of:%Y-%m}")], inputs.level(unit, "ledger")
        parts.append(
            of_rows(debt.cents, Measure.CENTS, domain="ledger", whose=unit, level=level, n=debt.n, evidence=told)
        )
    return total(Measure.CENTS, parts)


def equity(value: Value, debt: Value) -> Value:
    """Value less debt, in cents; without any debt named, the value."""
    return value if debt.state == State.NOT_APPLICABLE else difference(value, debt)


def obligations(inputs: Holdings, things: Sequence[Thing], first: int | None, last: int) -> Value:
    """How many obligations are open that fall due from `first` to `last` days ahead; None: all before `last`.

    What is due today is 0 days ahead.
    """
    rows = [
        due
        for thing in things
        for due in thing.due
        if (ahead := (due.on - inputs.as_of).days) <= last and (ahead >= first if first is not None else ahead < last)
    ]
    counted = _counted(inputs, things, len(rows), [Evidence("asset_obligations", due.key) for due in rows])
    every = [Evidence("asset_obligations", due.key) for thing in things for due in thing.due]
    return looked_at(counted, every or _told(things))


def unvalued(inputs: Holdings, fresh_days: int = FRESH_DAYS, above_cents: int = WORTH_VALUING_CENTS) -> list[Thing]:
    """Assets above an amount, by their last value or their cost, without a valuation of the last days (CEO-06)."""
    return [
        thing
        for thing in inputs.things
        if (thing.worth[0].cents if thing.worth else thing.cost_cents or 0) > above_cents
        and (not thing.worth or (inputs.as_of - thing.worth[0].on).days > fresh_days)
    ]


def utilisation(inputs: Holdings, unit: str, hours_a_day: int = SAILING_HOURS) -> Value:
    """Hours of completed sails of a unit's vessels by the hours they could have sailed in the period; a share.

    Available are so many hours of every day of the period for each vessel.
    """
    fleet = [sailing for sailing in inputs.sailings if sailing.unit == unit]
    if not fleet:
        return not_applicable(Measure.SHARE, "no vessel")
    told = [Evidence("sails", f"{row.vessel}:{inputs.period.start}") for row in fleet]
    n, hours = sum(row.n for row in fleet), sum((row.hours for row in fleet), Decimal(0))
    level = inputs.level(unit, "bookings")
    sailed = of_rows(hours, Measure.HOURS, domain="bookings", whose=unit, level=level, n=n, evidence=told)
    available = inputs.period.days * hours_a_day * len(fleet)
    whole = recorded(available, Measure.HOURS, coverage=Level.COMPLETE, n=len(fleet))
    return ratio(sailed, whole)


def _counted(inputs: Holdings, things: Sequence[Thing], amount: int, told: Sequence[Evidence]) -> Value:
    """A count among assets, in full where the assets of their units are recorded in full."""
    whose, level = _whose(inputs, things), _level(inputs, things)
    return of_rows(amount, Measure.COUNT, domain="assets", whose=whose, level=level, n=len(things), evidence=told)


def _level(inputs: Holdings, things: Sequence[Thing]) -> Level:
    return least(inputs.level(unit, "assets") for unit in {thing.unit for thing in things} or inputs.units)


def _whose(inputs: Holdings, things: Sequence[Thing]) -> str:
    """The units of some assets, of none all, whose assets are not recorded in full."""
    units = sorted({thing.unit for thing in things} or inputs.units)
    return ", ".join(unit for unit in units if inputs.level(unit, "assets") != Level.COMPLETE)


def _told(things: Sequence[Thing]) -> list[Evidence]:
    return [Evidence("assets", thing.key) for thing in things]
