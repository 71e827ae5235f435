"""The way to a booking (pure): where it breaks, by its own past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from reports.formulas.market import FUNNEL, Market, StepFact
from reports.periods import Period
from reports.values import Evidence, Level, Measure, Value, change, middle, no_data, ratio, recorded

RECENT, PAST = 7, 28
DAYS = RECENT + PAST
MOST_FALL = Decimal("-0.5")
DEAD_DAYS = 3


class Drop(NamedTuple):
    """From one step to the next: how many go on of the last week, usually, and the change between.

    `dead_days` is on how many of the last days nobody came to the step though some came to the one before. `is_last`:
    the step is the booking itself.
    """

    before: StepFact
    step: StepFact
    now: Value
    usual: Value
    change: Value
    dead_days: int
    is_last: bool

    @property
    def is_broken(self) -> bool:
        """Whether it fell by more than half of its usual, or is dead for three days."""
        return self.dead_days >= DEAD_DAYS or (self.change.is_known and self.change.number < MOST_FALL)


def drops(market: Market) -> tuple[Drop, ...]:
    """Every step of every unit against the one before it, over the last week and the four weeks before it.

    Usual is the median of the days on which somebody came to the step before. Edge: no count in the week → not
    recorded; nobody at the step before → undefined. Source: rule CEO-09 of reports.md 3.6.
    """
    found = []
    for unit in market.units:
        steps = sorted((step for step in market.steps if step.unit == unit), key=lambda step: (step.position, step.key))
        for before, step in pairwise(steps):
            found.append(_drop(market, before, step, is_last=step is steps[-1]))
    return tuple(found)


def _drop(market: Market, before: StepFact, step: StepFact, *, is_last: bool) -> Drop:
    edge = market.as_of - timedelta(days=RECENT)
    days = _both(market, before, step)
    week = [pair for pair in days if pair[0] > edge]
    past = [Decimal(n) / came for day, came, n in days if day <= edge and came]
    level = market.level(FUNNEL, Period(edge + timedelta(days=1), market.as_of + timedelta(days=1)), step.unit)
    now = _rate(week, level, step)
    usual = no_data(Measure.SHARE, f"four weeks of {step.name}")
    if past:
        key = Evidence("funnelcounts", f"{step.unit}:{step.name}:{edge}")
        usual = recorded(middle(past), Measure.SHARE, coverage=Level.COMPLETE, n=len(past), evidence=[key])
    return Drop(before, step, now, usual, change(now, usual), _dead(days), is_last)


def _both(market: Market, before: StepFact, step: StepFact) -> list[tuple[date, int, int]]:
    """`(day, came to the step before, came to the step)` of days on which both were counted."""
    there = dict(market.counts.get(before.key, ()))
    first = market.as_of - timedelta(days=DAYS)
    rows = sorted(market.counts.get(step.key, ()))
    return [(day, there[day], n) for day, n in rows if day in there and first < day <= market.as_of]


def _rate(week: Sequence[tuple[date, int, int]], level: Level, step: StepFact) -> Value:
    if not week:
        return no_data(Measure.SHARE, f"counts of {step.name}")
    key = Evidence("funnelcounts", f"{step.unit}:{step.name}:{week[-1][0]}")
    came = recorded(sum(row[1] for row in week), Measure.COUNT, coverage=level, n=len(week), evidence=[key])
    went_on = recorded(sum(row[2] for row in week), Measure.COUNT, coverage=level, n=len(week))
    return ratio(went_on, came, note="nobody came to the step before")


def _dead(days: Sequence[tuple[date, int, int]]) -> int:
    """How many of the last counted days, one after another, somebody came and nobody went on."""
    found = 0
    for _, came, n in reversed(days):
        if n or not came:
            break
        found += 1
    return found
