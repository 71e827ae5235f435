"""Where the present trend leads (pure): F28, and milestones held against their required rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from reports.formulas.capital import Verdict, compare
from reports.periods import MONTHS, month_start
from reports.values import Measure, Value, derived, not_applicable

FEWEST = 4
NOT_SO, TOO_LITTLE, DONE = "not on the present trend", "too little history", "in profit on the present trend"
BETTER_UP = frozenset({">=", ">"})


class Line(NamedTuple):
    """The least-squares line through values at 0, 1, 2 …: its slope a step, its spread, and the middle it turns on."""

    slope: Decimal
    error: Decimal
    middle_at: Decimal
    middle: Decimal


class ToProfit(NamedTuple):
    """F28: months from the last one until the line crosses 0, the month it is, `n` months behind it, and the range.

    `soonest` and `latest` take the slope one standard error steeper and flatter.
    """

    months: Value
    month: date | None
    n: int
    soonest: Value
    latest: Value


def months_to_profit(incomes: Sequence[tuple[date, Value]]) -> ToProfit:
    """F28 months to profit: least squares through net income of the last six months, to where it crosses 0.

    Inputs: net income by month, the earliest first; months that are not known are left out, and only known ones are
    counted. Unit: months after the last. Edge: slope ≤ 0 → “not on the present trend”; fewer than 4 → “too little
    history”; the line above 0 at the last month already → 0, “in profit on the present trend”.
    """
    known = [(month, value) for month, value in incomes if value.is_known]
    sources = [value for _, value in known]
    if len(known) < FEWEST:
        words = f"{TOO_LITTLE}: {len(known)} of {FEWEST} months"
        none = not_applicable(Measure.MONTHS, words, *sources)
        return ToProfit(none, None, len(known), none, none)
    first = known[0][0]
    places = [_months_between(first, month) for month, _ in known]
    line = least_squares(places, [Decimal(value.number) for value in sources])
    found, soonest, latest = (
        _crossing(line, slope, places[-1], sources)
        for slope in (line.slope, line.slope + line.error, line.slope - line.error)
    )
    on = month_start(known[-1][0], ceil(found.number)) if found.is_known else None
    return ToProfit(found, on, len(known), soonest, latest)


def least_squares(places: Sequence[int], amounts: Sequence[Decimal]) -> Line:
    """The line with the least sum of squared distances; `error` is the standard error of its slope.

    At least three places, not all the same. Source: ordinary least squares, s² = Σ residual² / (n − 2).
    """
    n = len(places)
    middle_at, middle = Decimal(sum(places)) / n, sum(amounts, Decimal(0)) / n
    spread = sum(((place - middle_at) ** 2 for place in places), Decimal(0))
    pairs = list(zip(places, amounts, strict=True))
    slope = sum(((place - middle_at) * (amount - middle) for place, amount in pairs), Decimal(0)) / spread
    rest = sum(((amount - middle - slope * (place - middle_at)) ** 2 for place, amount in pairs), Decimal(0))
    return Line(slope, (rest / (n - 2) / spread).sqrt(), middle_at, middle)


class Standing(NamedTuple):
    """How a milestone stands: met, on track, behind or unknown; `required` is what the metric must gain each month."""

    verdict: str
    value: Value
    required: Value


MET, ON_TRACK, BEHIND = "met", "on track", "behind"


def milestone(now: Value, before: Value, operator: str, target: Decimal, *, due: date, as_of: date) -> Standing:
    """A milestone: met; on track where the rate of three months reaches it by its day; else behind.

    Inputs: the metric at the end of the period and three months before. `required` is (target − now) / months left,
    in the metric's measure a month. Edge: a day that is past and not met is behind; what is not known is unknown.
    """
    if not now.is_known:
        return Standing(Verdict.UNKNOWN, now, now)
    left = max(Decimal(1), Decimal((due - as_of).days) * MONTHS / Decimal("365.25"))
    required = derived(now.measure, (now,), lambda amount: (target - Decimal(amount)) / left)
    if compare(now, operator, target):
        return Standing(MET, now, required)
    if due <= as_of:
        return Standing(BEHIND, now, required)
    if not before.is_known:
        return Standing(Verdict.UNKNOWN, now, required)
    rate = (Decimal(now.number) - Decimal(before.number)) / 3
    wanted = Decimal(required.number)
    is_fast = rate >= wanted if operator in BETTER_UP else rate <= wanted
    return Standing(ON_TRACK if is_fast else BEHIND, now, required)


def _crossing(line: Line, slope: Decimal, last: int, sources: Sequence[Value]) -> Value:
    at_last = line.middle + slope * (last - line.middle_at)
    if at_last >= 0:
        return derived(Measure.MONTHS, sources, lambda *_: Decimal(0), note=DONE)
    if slope <= 0:
        return not_applicable(Measure.MONTHS, NOT_SO, *sources)
    return derived(Measure.MONTHS, sources, lambda *_: -at_last / slope)


def _months_between(first: date, other: date) -> int:
    return (other.year - first.year) * MONTHS + other.month - first.month
