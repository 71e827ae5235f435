"""Targets of revenue month by month, rules of money and milestones (pure): what was wanted, held against what is."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from reports import values
from reports.facts import Facts
from reports.figures import WAYS, measure
from reports.figures.scopes import of_units
from reports.figures.trade import REVENUE, booked, target_gap
from reports.figures.ways import DAY, QUARTER, YEAR, Span
from reports.formulas import accounting, capital, trend, wanted
from reports.formulas.capital import Rule, Ruling
from reports.formulas.trend import Standing
from reports.formulas.wanted import Aim
from reports.periods import MONTHS, Period, month_of, month_start
from reports.values import Measure, Value, not_applicable

WINDOWS = {"month": 1, "t3m": QUARTER, "t12m": YEAR}


class MonthGoal(NamedTuple):
    """One month: the target of the units that have one, what they recognised and have booked, and the gap.

    Money in cents; `charters` are those that close the gap of the units that sail.
    """

    month: Period
    units: tuple[str, ...]
    target: Value
    recognised: Value
    booked: Value
    gap: Value
    charters: Value


def coming(facts: Facts) -> list[Period]:
    """The running month and the eleven after it."""
    return [month_of(month_start(facts.as_of, ahead)) for ahead in range(MONTHS)]


def goal(facts: Facts, month: Period) -> MonthGoal:
    """F10 and F11 of a month that is running or to come, of the units that have a target in it; of all, if none has."""
    rows = [row for row in facts.wanted.goals if (row.metric, row.month) == (REVENUE, month.start)]
    units = tuple(dict.fromkeys(row.unit for row in rows))
    theirs = of_units(facts, units) if units else facts
    still = booked(theirs, Period(max(month.start, facts.as_of + DAY), month.end))
    so_far = Period(month.start, min(facts.as_of + DAY, month.end))
    recognised = not_applicable(Measure.CENTS, "to come")
    if so_far.start < so_far.end:
        recognised = accounting.revenue(facts.books, so_far, units)
    return MonthGoal(
        month, units, wanted.target(facts.wanted.goals, REVENUE, month.start), recognised, still,
        target_gap(facts, month), measure(facts, "charters_needed", month=month),
    )  # fmt: skip


def ruling(facts: Facts, slot: int, rule: Rule | None) -> Ruling:
    """F16 of a slot: its metric over the rule's months; one that tells of a day alone is taken as it stands."""
    value = over_window(facts, rule.unit, rule.metric, rule.window) if rule else None
    return capital.check(slot, rule, value, facts.as_of)


def over_window(facts: Facts, unit: str, metric: str, window: str) -> Value:
    """A unit's metric: of the last complete month, or the mean of three or twelve."""
    way, months = WAYS[metric], WINDOWS.get(window, 1)
    if months == 1 or way.span != Span.MONTH or way.back < months - 1:
        return measure(facts, metric, (unit,))
    found = [measure(facts, metric, (unit,), month) for month in facts.period.trailing(months).months()]
    return values.mean(found[-1].measure, found)


def standing(facts: Facts, aim: Aim) -> Standing:
    """How a milestone stands: its metric now and three months before."""
    before = month_of(month_start(facts.period.start, -QUARTER))
    now, then = (measure(facts, aim.metric, (aim.unit,), month) for month in (None, before))
    return trend.milestone(now, then, aim.operator, Decimal(aim.target), due=aim.due, as_of=facts.as_of)
