"""How a metric is measured (pure): a function of facts and a month, and the time that its figure tells of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from reports.facts import Facts
from reports.periods import Period, month_of, month_start
from reports.values import Value

QUARTER, YEAR, FAR, BOOKED, AHEAD = 3, 12, 36, 25, 12  # months that facts reach back, and ahead
DAY = timedelta(days=1)


class Span(StrEnum):
    """Of which days a figure tells; a report is of the last complete month unless told."""

    MONTH = "month"
    RUNNING = "running"  # the month that is not over, or one to come
    QUARTER = "quarter"  # three months up to the month's end
    YEAR = "year"
    DAY = "day"  # as it stands at the end of the day asked about


class Way(NamedTuple):
    """One metric's function. `back`: so many months before the last complete one are in the facts, too.

    `is_told_by_unit`: a unit's own figure means something; else it is the whole portfolio's.
    """

    work: Callable[[Facts, Period], Value]
    span: Span = Span.DAY
    back: int = 0
    is_told_by_unit: bool = True

    def usual(self, facts: Facts) -> Period:
        """The month that it tells of, unless another is named."""
        return month_of(facts.as_of) if self.span == Span.RUNNING else facts.period

    def reaches(self, facts: Facts, month: Period) -> bool:
        """Whether the facts know enough to tell of a month."""
        usual = self.usual(facts)
        last = month_start(usual.start, AHEAD) if self.span == Span.RUNNING else usual.start
        return month_start(usual.start, -self.back) <= month.start <= last

    def period(self, facts: Facts, month: Period) -> str:
        """“2026-10”, “2026-08/2026-10” or, for what stands, the day."""
        if self.span == Span.DAY:
            return facts.as_of.isoformat()
        months = {Span.QUARTER: QUARTER, Span.YEAR: YEAR}.get(self.span, 1)
        first = month_start(month.end, -months)
        return f"{month.start:%Y-%m}" if months == 1 else f"{first:%Y-%m}/{month.start:%Y-%m}"


Ways = Mapping[str, Way]


def ahead(facts: Facts, days: int) -> Period:
    """So many days from the day after the one asked about."""
    return Period(facts.as_of + DAY, facts.as_of + DAY * (days + 1))
