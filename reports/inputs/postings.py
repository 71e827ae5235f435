"""Where dock and ledger want a person, read for ACC-01 to ACC-07 in eight queries, however many bookings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from reports.formulas.exceptions import DockBooks, Income, Standout
from reports.inputs import deposits
from reports.models import BusinessUnit, DataCoverage
from reports.models.ledger_sql import rows
from reports.models.posted_sql import INCOMES
from reports.periods import last_complete_month
from reports.postings import flows, reading
from reports.postings.facts import INCOME, BookingFacts, Plan
from reports.postings.plan import LONG, plan
from reports.spans import Statements


def read(
    *,
    units: Sequence[BusinessUnit],
    as_of: date,
    said: Statements | None = None,
    places: reading.Places | None = None,
) -> DockBooks:
    """The inputs of ACC-01 to ACC-07 at the end of a day; the deposits over the last complete month."""
    slugs = {unit.slug for unit in units}
    known, unplaced = reading.everything(places)
    plans = [(facts, plan(facts, as_of)) for facts in known]
    said, period = said or DataCoverage.objects.statements(units=units), last_complete_month(as_of)
    return DockBooks(
        as_of=as_of,
        deposits=deposits.of_bookings(known, units=units, as_of=as_of, said=said),
        faults=tuple(Standout(*fault) for _, planned in plans for fault in planned.faults if fault.unit in slugs),
        incomes=tuple(row for row in _incomes(plans, units, as_of) if row.unit in slugs),
        unplaced=tuple(unplaced),
        level=said.levels(period).over("bookings"),
    )


def _incomes(plans: Sequence[tuple[BookingFacts, Plan]], units: Sequence[BusinessUnit], as_of: date) -> list[Income]:
    """Service income by booking, where dock or ledger speaks of any."""
    sums = rows(INCOMES, units=[unit.pk for unit in units], before=as_of + timedelta(days=1))
    posted = {(unit, reference): (cents, first) for unit, reference, cents, first in sums}
    found = []
    for facts, planned in plans:
        unit = flows.unit_on(facts, as_of)
        cents, first = posted.get((unit, facts.reference), (0, None))
        earned = -sum(part for row in planned.postings for subtype, part in row.lines if subtype == INCOME)
        if cents or earned:
            may = _may_start_on(facts)
            found.append(Income(unit, facts.reference, facts.price_cents, earned, cents, first, may))
    return found


def _may_start_on(facts: BookingFacts) -> date | None:
    """The first day on which service may be earned."""
    sail = facts.sail
    if facts.cancelled:
        return None
    is_long = facts.is_per_day and sail.returns_at - sail.departs_at >= LONG
    return sail.departed_on if is_long else sail.returned_on
