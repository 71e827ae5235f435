"""What is wanted, said and hoped for (pure): the rows of targets, declared figures, milestones, rules and capital."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.capital import Request, Rule, Tier
from reports.formulas.pipeline import Chance
from reports.metrics import known
from reports.periods import Period
from reports.values import Evidence, Level, Measure, Value, no_data, recorded, total

TARGETS, DECLARED = "targets", "declared"


class Goal(NamedTuple):
    """One target of a unit for a month, in its metric's measure."""

    unit: str
    metric: str
    month: date
    amount: Decimal
    set_by: str
    note: str


class Saying(NamedTuple):
    """What the owner says a metric is."""

    unit: str
    metric: str
    low: Decimal
    high: Decimal
    source: str


class Aim(NamedTuple):
    """One milestone."""

    unit: str
    metric: str
    operator: str
    target: Decimal
    due: date


@dataclass(frozen=True)
class Wanted:
    """All of it, for some units at the end of a day."""

    goals: tuple[Goal, ...] = ()
    sayings: tuple[Saying, ...] = ()
    rules: tuple[Rule, ...] = ()
    aims: tuple[Aim, ...] = ()
    tiers: tuple[Tier, ...] = ()
    requests: tuple[Request, ...] = ()
    chances: tuple[Chance, ...] = ()


def target(goals: Sequence[Goal], metric: str, month: date, units: Sequence[str] = ()) -> Value:
    """The target of a month, the sum over the units that have one; none → not recorded, never 0."""
    kept = [row for row in goals if (row.metric, row.month) == (metric, month) and (not units or row.unit in units)]
    measure = known()[metric].measure
    if not kept:
        return no_data(measure, f"target of {metric} for {month:%Y-%m}")
    keys = [Evidence(TARGETS, f"{row.unit}:{metric}:{month:%Y-%m}") for row in kept]
    return recorded(sum(row.amount for row in kept), measure, coverage=Level.COMPLETE, n=len(kept), evidence=keys)


def target_of_days(goals: Sequence[Goal], metric: str, days: Period) -> Value:
    """The target of any days: of each month, the share of its days; a month without target is named as missing."""
    parts = []
    for month in Period(days.start.replace(day=1), days.end).months():
        within = (min(month.end, days.end) - max(month.start, days.start)).days
        whole = target(goals, metric, month.start)
        if not whole.is_known:
            parts.append(whole)
            continue
        cents = whole.number * Decimal(within) / month.days
        parts.append(recorded(cents, whole.measure, coverage=Level.COMPLETE, n=whole.n, evidence=whole.evidence))
    return total(Measure.CENTS, parts)


def declared(sayings: Sequence[Saying], metric: str, units: Sequence[str] = ()) -> Value:
    """The middle of what is declared of a metric by the first unit that says anything; else not recorded."""
    for row in sayings:
        if row.metric == metric and (not units or row.unit in units):
            middle = (row.low + row.high) / 2
            keys = [Evidence(DECLARED, f"{row.unit}:{metric}")]
            return recorded(middle, known()[metric].measure, coverage=Level.COMPLETE, n=1, evidence=keys)
    return no_data(known()[metric].measure, f"declared {metric}")
