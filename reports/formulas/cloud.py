"""The cloud's bill (pure): F62, what it costs by service, and F63, what could be saved of it.

Source: design of the books, 3.5 “Tech”. A cost is what was billed: usage and fees less credits and refunds, and tax,
in cents. Months are those of the bill. `key` finds a row again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.metrics import DOWN, Metric
from reports.periods import Period, month_of
from reports.spans import Statements
from reports.values import (
    Evidence,
    Level,
    Measure,
    Range,
    Value,
    change,
    derived,
    no_data,
    not_applicable,
    ratio,
    recorded,
    spread,
)

COSTS, SAVINGS = "cloud_costs", "savings"
QUARTER, EARLIEST_DAY = 3, 5
LEFT, DONE = frozenset({"open", "doing"}), "done"
FEW = 20  # pieces of evidence for one value

METRICS = (
    Metric("cloud_cost", "Cloud cost of a month", "F62", Measure.CENTS, (COSTS,), ("cto",), direction=DOWN,
           also=("aws", "aws_cost")),
    Metric("cloud_forecast", "Cloud cost of the running month, as it goes on", "F62", Measure.CENTS, (COSTS,),
           ("cto",), direction=DOWN),
    Metric("cloud_untagged", "Cloud cost of no unit", "F62", Measure.SHARE, (COSTS,), ("cto",), direction=DOWN),
    Metric("cloud_savings", "Cloud cost that could be saved a month", "F63", Measure.CENTS, (SAVINGS,), ("cto",),
           direction=DOWN),
    Metric("cloud_saved", "Cloud cost saved a month, seen on a bill", "F63", Measure.CENTS, (SAVINGS,), ("cto",)),
)  # fmt: skip


class Cost(NamedTuple):
    """What a service was billed in a month; of no unit where `unit` is empty. `through` is the last day counted.

    Without it the month is told whole.
    """

    key: str
    unit: str
    provider: str
    service: str
    month: date
    cents: int
    through: date | None = None

    @property
    def last_day(self) -> date:
        """The last day it counts."""
        return self.through or month_of(self.month).last_day


class Saving(NamedTuple):
    """What would save `low_cents` to `high_cents` a month; one of both alone is both."""

    key: str
    service: str
    action: str
    low_cents: int | None
    high_cents: int | None
    hours: Decimal | None = None
    status: str = "open"
    saved_cents: int | None = None


@dataclass(frozen=True)
class Cloud:
    """All that formulas ask of the cloud at the end of a day; `period` is the last month complete then.

    `costs` reach back thirteen months; those of no unit are among them where all units are asked for. What counts
    later days than the one asked about is left out.
    """

    units: tuple[str, ...]
    as_of: date
    period: Period
    costs: tuple[Cost, ...] = ()
    savings: tuple[Saving, ...] = ()
    said: Statements = field(default_factory=lambda: Statements(()))

    def level(self, domain: str, period: Period) -> Level:
        """How much of a domain is recorded over a period: the least over the units."""
        return self.said.levels(period).over(domain)


class Potential(NamedTuple):
    """F63: what all that is left to do would save a month, and as shares of the mean month."""

    low: Value
    high: Value
    low_share: Value
    high_share: Value


def month_cost(inputs: Cloud, month: Period, service: str = "") -> Value:
    """F62: what a month was billed, for one service or all; cents.

    A service without a row in a month of which others have some cost nothing in it, in full or in part as the month
    is recorded. A month that was not counted to its end, is one in part.
    """
    rows = [row for row in inputs.costs if row.month == month.start]
    level, own = inputs.level(COSTS, month), [row for row in rows if service in {"", row.service}]
    short = any(row.last_day < month.last_day for row in rows)
    return recorded(
        sum(row.cents for row in own),
        Measure.CENTS,
        coverage=min(level, Level.PARTIAL, key=list(Level).index) if short else level,
        n=len(own) or (len(rows) if service else 0),
        evidence=[Evidence(COSTS, row.key) for row in own[:FEW]],
        missing=[] if level == Level.COMPLETE and not short else [f"cloud costs of {month.start:%B %Y}"],
    )


def monthly(inputs: Cloud, service: str = "") -> Range:
    """F62: least, mean and greatest of the last three complete months; cents. Months not recorded are named."""
    return spread(Measure.CENTS, [month_cost(inputs, month, service) for month in _quarter(inputs)])


def services(inputs: Cloud) -> list[str]:
    """The services billed in the last three complete months, the dearest first."""
    months = {month.start for month in _quarter(inputs)}
    sums: dict[str, int] = {}
    for row in inputs.costs:
        if row.month in months:
            sums[row.service] = sums.get(row.service, 0) + row.cents
    return sorted(sums, key=lambda service: (-sums[service], service))


def month_change(inputs: Cloud, service: str = "") -> Value:
    """F62, MoM: the last complete month against the one before; a share. Undefined from zero."""
    now, before = inputs.period, inputs.period.prior()
    return change(month_cost(inputs, now, service), month_cost(inputs, before, service))


def untagged_share(inputs: Cloud, month: Period | None = None) -> Value:
    """F62: of a month's cost (the last complete one unless told) the share billed to no unit; undefined of nothing."""
    over = month or inputs.period
    whole = month_cost(inputs, over)
    loose = [row for row in inputs.costs if row.month == over.start and not row.unit]
    told = [Evidence(COSTS, row.key) for row in loose[:FEW]]
    part = recorded(
        sum(row.cents for row in loose), Measure.CENTS, coverage=whole.coverage, n=whole.n, evidence=told,
        missing=whole.missing,
    )  # fmt: skip
    return ratio(part, whole, note="nothing was billed")


def forecast(inputs: Cloud) -> Value:
    """F62: what the running month will cost if it goes on so: billed / days counted × days of the month; cents.

    Days are those up to the last one counted. Before day 5 and on a month's last day it is not applicable.
    """
    running = month_of(inputs.as_of)
    if running.start < inputs.period.end:
        return not_applicable(Measure.CENTS, "the month is complete")
    rows = [row for row in inputs.costs if row.month == running.start]
    elapsed = max((row.last_day.day for row in rows), default=inputs.as_of.day)
    if elapsed < EARLIEST_DAY:
        return not_applicable(Measure.CENTS, f"told from day {EARLIEST_DAY} of the month on")
    till = Period(running.start, date.fromordinal(running.start.toordinal() + elapsed))
    counted = recorded(
        sum(row.cents for row in rows), Measure.CENTS, coverage=inputs.level(COSTS, till), n=len(rows),
        evidence=[Evidence(COSTS, row.key) for row in rows[:FEW]], missing=[] if rows else [f"{running.start:%B %Y}"],
    )  # fmt: skip
    note = f"from {elapsed} of {running.days} days"
    return derived(Measure.CENTS, [counted], lambda cents: Decimal(cents) * running.days / elapsed, note=note)


def potential(inputs: Cloud) -> Potential:
    """F63: Σ of what is open or being done, from low to high, a month; cents, and shares of F62's mean.

    One of low and high stands for both. A saving of which neither is known is missing, and named.
    """
    left = [row for row in inputs.savings if row.status in LEFT]
    lows = _sum(inputs, left, [_first(row.low_cents, row.high_cents) for row in left])
    highs = _sum(inputs, left, [_first(row.high_cents, row.low_cents) for row in left])
    average = monthly(inputs).mean
    shares = (ratio(value, average, note="nothing was billed") for value in (lows, highs))
    return Potential(lows, highs, *shares)


def saved(inputs: Cloud) -> Value:
    """F63, realised: Σ of what was seen on a bill, of savings that are done; cents a month."""
    done = [row for row in inputs.savings if row.status == DONE]
    return _sum(inputs, done, [row.saved_cents for row in done])


def per_hour(row: Saving) -> Value:
    """What an hour of effort on a saving brings a month, at least; cents. Neither hours nor amount: no data."""
    low, told = _first(row.low_cents, row.high_cents), [Evidence(SAVINGS, row.key)]
    if low is None or row.hours is None:
        return no_data(Measure.CENTS, f"{'amount' if low is None else 'effort'} of “{row.action}”")
    cents = recorded(low, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=told)
    hours = recorded(row.hours, Measure.HOURS, coverage=Level.COMPLETE, n=1)
    return ratio(cents, hours, Measure.CENTS, note="no effort")


def _sum(inputs: Cloud, rows: Sequence[Saving], amounts: Sequence[int | None]) -> Value:
    """The sum over savings; none of a kind among those recorded is none, in full or in part."""
    known = [cents for cents in amounts if cents is not None]
    lacking = [f"amount of “{row.action}”" for row, cents in zip(rows, amounts, strict=True) if cents is None]
    if lacking and not known:
        return no_data(Measure.CENTS, *lacking)
    level = inputs.level(SAVINGS, inputs.period)
    return recorded(
        sum(known),
        Measure.CENTS,
        coverage=min(level, Level.PARTIAL, key=list(Level).index) if lacking else level,
        n=len(rows) or len(inputs.savings),
        evidence=[Evidence(SAVINGS, row.key) for row in (rows or inputs.savings)[:FEW]],
        missing=lacking,
    )


def _first(one: int | None, other: int | None) -> int | None:
    return other if one is None else one


def _quarter(inputs: Cloud) -> list[Period]:
    return inputs.period.trailing(QUARTER).months()
