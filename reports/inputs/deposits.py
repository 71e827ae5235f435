"""Guests' deposits, read for F20: what bookings say and what the ledger says, in seven queries; two more a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from reports.formulas.deposits import Deposits, Flow, Place
from reports.models import BusinessUnit, DataCoverage
from reports.models.ledger_sql import rows
from reports.models.posted_sql import DEPOSITS
from reports.periods import last_complete_month, month_start
from reports.postings import flows, reading
from reports.postings.facts import BookingFacts
from reports.postings.plan import days_earned, plan
from reports.spans import Statements


def read(*, units: Sequence[BusinessUnit], as_of: date) -> Deposits:
    """The inputs of F20 over the last month complete at the end of a day."""
    known, _ = reading.everything()
    return of_bookings(known, units=units, as_of=as_of)


def monthly(*, units: Sequence[BusinessUnit], as_of: date, months: int) -> list[Deposits]:
    """The inputs of F20 for each of the last complete months, the earliest first; bookings are read once."""
    last = last_complete_month(as_of)
    known, _ = reading.everything()
    ends = [month_start(last.end, 1 - back) - timedelta(days=1) for back in range(months, 0, -1)]
    return [of_bookings(known, units=units, as_of=end) for end in ends]


def of_bookings(
    known: Sequence[BookingFacts], *, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None
) -> Deposits:
    """The inputs of F20 from bookings read before."""
    period, slugs = last_complete_month(as_of), tuple(unit.slug for unit in units)
    levels = (said or DataCoverage.objects.statements(units=units)).levels(period)
    moved: list[Flow] = []
    held: dict[Place, int] = {}
    for facts in known:
        moved.extend(flows.of_postings(facts.reference, plan(facts, period.last_day).postings))
        place = Place(flows.unit_on(facts, period.last_day), facts.reference)
        earned = sum(cents for _, on, cents in days_earned(facts) if on <= period.last_day)
        held[place] = flows.held(facts, period.last_day, earned)
    return Deposits(
        units=slugs,
        period=period,
        flows=tuple(flow for flow in moved if flow.unit in slugs),
        held={place: cents for place, cents in held.items() if cents and place.unit in slugs},
        ledger=_ledger(units, period.last_day),
        booking_levels={slug: levels.of(slug, "bookings") for slug in slugs},
        ledger_levels={slug: levels.of(slug, "ledger") for slug in slugs},
    )


def _ledger(units: Sequence[BusinessUnit], until: date) -> dict[Place, int]:
    """The ledger's customers' deposits by booking at the end of a day, credits above 0."""
    found = rows(DEPOSITS, units=[unit.pk for unit in units], before=until + timedelta(days=1))
    return {Place(unit, reference): cents for unit, reference, cents in found}
