"""Targets and pace (pure): F10 to F12."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from reports import values
from reports.metrics import CHARTER, DOWN, Metric
from reports.periods import Period, month_of
from reports.values import Evidence, Level, Measure, Value, derived, difference, no_data, recorded, total

METRICS = (
    Metric("target_gap", "Revenue short of the target", "F10", Measure.CENTS, ("ledger", "targets", "bookings"),
           ("cfo",), direction=DOWN),
    Metric("charters_needed", "Charters needed to reach the target", "F11", Measure.COUNT,
           ("ledger", "targets", "bookings"), ("cfo",), CHARTER, direction=DOWN),
    Metric("charters", "Sails completed in a month", "F11", Measure.COUNT, ("bookings",), ("ceo", "cfo"), CHARTER,
           also=("sails", "charters_completed", "sails_completed")),
    Metric("bookings", "Bookings made in a month", "F12", Measure.COUNT, ("bookings",), ("ceo", "cmo"), CHARTER),
    Metric("pace", "Bookings 30 days ahead against last year", "F12", Measure.SHARE, ("bookings",), ("cfo",), CHARTER),
    Metric("booked_ahead", "Confirmed revenue of the next 60 days", "F31", Measure.CENTS, ("bookings",),
           ("ceo", "cfo"), CHARTER, also=("revenue_booked",)),
    Metric("average_price", "Mean price of a booking", "F11", Measure.CENTS, ("bookings",), ("cfo",), CHARTER),
)  # fmt: skip

BOOKINGS = "bookings"
AHEAD = timedelta(days=30)
YEAR = 12


class Sold(NamedTuple):
    """One booking as it stood at the end of the day asked about; money in cents, days of the house.

    `ended_on` is the day it was cancelled, None while it stands; `state` is that of its sail, in words of the dock.
    """

    unit: str
    sail: str
    sails_on: date
    booking: str
    price_cents: int
    made_on: date
    ended_on: date | None
    owed_cents: int
    due_on: date | None
    is_done: bool
    is_off: bool

    def stands_on(self, day: date) -> bool:
        """Whether it was booked at the end of a day."""
        return self.made_on <= day and (self.ended_on is None or self.ended_on > day)


def target_gap(target: Value, recognised: Value, booked: Value) -> Value:
    """F10 target gap: target − recognised so far in the month − booked for its remaining days; cents of a month.

    Edge: no target → not recorded, never 0; below 0 the target is passed.
    """
    if not target.is_known:
        return no_data(Measure.CENTS, *(target.missing or ("target",)))
    return difference(target, total(Measure.CENTS, [recognised, booked]))


class Needed(NamedTuple):
    """F11: charters that close the gap, and how many that is for each day on which one can still be sold."""

    charters: Value
    per_day: Value


def charters_needed(gap: Value, price: Value, days: Value) -> Needed:
    """F11 charters needed: ceil(max(0, gap) / mean net price of T12M); whole charters, and per sellable day left.

    Edge: no mean price → unknown, the gap is told in money alone; no such day left → undefined.
    """
    if price.is_known and price.number <= 0:
        none = values.undefined(Measure.COUNT, "no price to divide by: see the gap in money", gap, price)
        return Needed(none, replace(none, measure=Measure.NUMBER))
    count = derived(Measure.COUNT, (gap, price), lambda short, each: max(0, ceil(Decimal(short) / Decimal(each))))
    return Needed(count, values.ratio(count, days, Measure.NUMBER, "no day left to sell"))


def average_price(sold: Sequence[Sold], period: Period, level: Level) -> Value:
    """The mean price, without tax, of bookings that stand on sails completed in a period; cents.

    Edge: none → undefined; none and bookings not recorded whole → not recorded.
    """
    kept = [row for row in sold if row.is_done and row.ended_on is None and period.start <= row.sails_on < period.end]
    if not kept and level != Level.COMPLETE:
        return no_data(Measure.CENTS, BOOKINGS)
    return values.mean(Measure.CENTS, [_worth([row], level) for row in kept])


def booked(sold: Sequence[Sold], period: Period, as_of: date, level: Level) -> Value:
    """Confirmed revenue of sails still to come within a period: prices of bookings that stand on the day, in cents.

    A sail that left already, or was called off, counts for nothing here.
    """
    kept = [
        row
        for row in sold
        if period.start <= row.sails_on < period.end and row.stands_on(as_of) and not (row.is_done or row.is_off)
    ]
    return _worth(kept, level)


def made(sold: Sequence[Sold], period: Period, level: Level) -> Value:
    """How many bookings were made within a period, cancelled since or not."""
    kept = [row for row in sold if period.start <= row.made_on < period.end]
    return recorded(len(kept), Measure.COUNT, coverage=level, n=len(kept), evidence=_rows(kept))


class Pace(NamedTuple):
    """F12: what was booked for a month thirty days before it began, the same a year earlier, and the change."""

    month: Period
    now: Value
    before: Value
    change: Value


def pace(sold: Sequence[Sold], as_of: date, level: Level, level_before: Level) -> Pace:
    """F12 pace: booked for month m at day −30 against the same point of last year.

    m is the last month whose day −30 is not after `as_of`. Unit: cents, and the change as a share. Edge: nothing a
    year ago → undefined, “from zero”. Sails called off since count, as they were booked then.
    """
    month = month_of(as_of + AHEAD)
    if month.start - AHEAD > as_of:
        month = month.prior()
    last = month.year_before()
    now, before = _booked_ahead(sold, month, level), _booked_ahead(sold, last, level_before)
    return Pace(month, now, before, values.change(now, before))


def _booked_ahead(sold: Sequence[Sold], month: Period, level: Level) -> Value:
    kept = [row for row in sold if month.start <= row.sails_on < month.end and row.stands_on(month.start - AHEAD)]
    return _worth(kept, level)


def _worth(rows: Sequence[Sold], level: Level) -> Value:
    cents = sum(row.price_cents for row in rows)
    lacking = [] if level == Level.COMPLETE else [BOOKINGS]
    return recorded(cents, Measure.CENTS, coverage=level, n=len(rows), evidence=_rows(rows), missing=lacking)


def _rows(rows: Sequence[Sold]) -> list[Evidence]:
    units = sorted({(row.unit, f"{row.sails_on:%Y-%m}") for row in rows})
    return [Evidence(BOOKINGS, f"{unit}:{month}") for unit, month in units[:YEAR]]
