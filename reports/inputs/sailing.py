"""What the dock sold, sailed and can still sell, read for formulas: eight queries, however many sails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from reports.formulas.breakeven import DIRECT, SailDone, SharedCost
from reports.formulas.sailing import Sailing, Slot
from reports.formulas.targets import Sold
from reports.models import BusinessUnit, DataCoverage, sailing_reads
from reports.periods import Period, last_complete_month, month_start
from reports.postings.reading import Places
from reports.spans import Statements

YEAR, FAR, SOON = 12, 25, 4  # months: of completed sails, of bookings (last year's same point), of slots ahead


def read(
    *, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None, places: Places | None = None
) -> Sailing:
    """Bookings of two years and all that is ahead, sails of twelve months, slots of this month and three more."""
    period = last_complete_month(as_of)
    year = period.trailing(YEAR)
    this = month_start(as_of)
    places, wanted = places or Places(), {unit.slug for unit in units}
    owner = {number: unit.slug for number in places.vessels if (unit := places.of(number)) and unit.slug in wanted}
    sold = sailing_reads.sold(since=month_start(period.end, -FAR), as_of=as_of)
    done = sailing_reads.sailed(period=Period(year.start, as_of + timedelta(days=1)), as_of=as_of)
    slots = sailing_reads.slots(period=Period(this, month_start(this, SOON)), as_of=as_of)
    shared = sailing_reads.shared(units=units, period=year, subtypes=sorted(DIRECT))
    return Sailing(
        as_of=as_of,
        period=period,
        charters=tuple(unit.slug for unit in units if unit.kind == BusinessUnit.Kind.CHARTER),
        said=said or DataCoverage.objects.statements(units=units),
        sold=tuple(Sold(owner[vessel], *rest) for vessel, *rest in sold if vessel in owner),
        done=tuple(SailDone(owner[vessel], *rest) for vessel, *rest in done if vessel in owner),
        slots=tuple(Slot(owner[vessel], *rest) for vessel, *rest in slots if vessel in owner),
        shared=tuple(SharedCost(*row) for row in shared),
    )
