"""What the dock sold, sailed and can still sell, as plain rows (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reports.formulas.accounting import OpenItem
from reports.formulas.breakeven import SailDone, SharedCost
from reports.formulas.targets import BOOKINGS, Sold
from reports.periods import Period
from reports.spans import Statements
from reports.values import Evidence, Level, Measure, Value, no_data, recorded


class Slot(NamedTuple):
    """One published sail that was not called off: places still free, and whether anybody booked it."""

    unit: str
    sail: str
    sails_on: date
    free_places: int
    is_sold: bool


@dataclass(frozen=True)
class Sailing:
    """All that formulas ask of the dock, for some units at the end of a day; `charters` are the slugs that sail."""

    as_of: date
    period: Period
    charters: tuple[str, ...]
    said: Statements
    sold: tuple[Sold, ...] = ()
    done: tuple[SailDone, ...] = ()
    slots: tuple[Slot, ...] = ()
    shared: tuple[SharedCost, ...] = ()

    def level(self, period: Period) -> Level:
        """How much of the charters' bookings is recorded over a period; of days to come, over the last month."""
        said = self.said.levels(self.period if period.end > self.as_of else period)
        found = {said.of(unit, BOOKINGS) for unit in self.charters}
        return found.pop() if len(found) == 1 else Level.PARTIAL if found else Level.NONE


def completed(sailing: Sailing, period: Period) -> Value:
    """How many sails of a period came back."""
    kept = [row for row in sailing.done if period.start <= row.sails_on < period.end]
    keys = [Evidence(BOOKINGS, f"{unit}:{period.start:%Y-%m}") for unit in sorted({row.unit for row in kept})]
    return recorded(len(kept), Measure.COUNT, coverage=sailing.level(period), n=len(kept), evidence=keys)


def sellable_days(slots: Sequence[Slot], days: Period) -> Value:
    """On how many of some days a sail is planned that nobody booked yet: days that can still be sold.

    The sailing plan is the house's own record: none unsold is 0; no sail planned at all is not recorded.
    """
    within = [row for row in slots if days.start <= row.sails_on < days.end]
    if not within:
        return no_data(Measure.COUNT, "sails planned")
    loose = {(row.unit, row.sails_on) for row in within if not row.is_sold and row.free_places > 0}
    return recorded(len(loose), Measure.COUNT, coverage=Level.COMPLETE, n=len(within))


def offered(slots: Sequence[Slot], days: Period) -> Value:
    """How many sails of some days there are to sell, sold already or not; none planned → not recorded."""
    within = [row for row in slots if days.start <= row.sails_on < days.end]
    if not within:
        return no_data(Measure.COUNT, "sails planned")
    return recorded(len(within), Measure.COUNT, coverage=Level.COMPLETE, n=len(within))


def owed(sailing: Sailing) -> list[OpenItem]:
    """What guests still owe on bookings that stand: one item each, in cents, due on the day their terms name.

    Without such a day the balance is due when they sail.
    """
    return [
        OpenItem(row.unit, row.booking, row.sail, row.owed_cents, row.due_on or row.sails_on, BOOKINGS)
        for row in sailing.sold
        if row.owed_cents > 0 and row.stands_on(sailing.as_of) and not row.is_off
    ]
