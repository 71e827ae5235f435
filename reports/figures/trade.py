"""Sails, bookings and work that may come (pure): how the metrics of sales are measured."""

from __future__ import annotations

from decimal import Decimal

from reports.facts import Facts
from reports.figures.ways import BOOKED, YEAR, Span, Way, Ways, ahead
from reports.formulas import accounting, pipeline, sailing, targets
from reports.formulas.clients import contracted
from reports.formulas.deliveries import fee
from reports.formulas.records import least, of_rows
from reports.formulas.wanted import target, target_of_days
from reports.periods import MONTHS, Period
from reports.values import Evidence, Measure, State, Value, derived, no_data, not_applicable, total

SOON, YEAR_DAYS = 60, 365
UNDER_CONTRACT = frozenset({"contracted", "underway"})
REVENUE = "revenue"


def price(facts: Facts) -> Value:
    """The mean price of a booking in twelve months."""
    year = facts.period.trailing(YEAR)
    level = facts.sailing.level(year)
    return facts.once(lambda: targets.average_price(facts.sailing.sold, year, level), "price")


def booked(facts: Facts, days: Period) -> Value:
    """Confirmed revenue of sails to come within some days; does not arise where nobody sails."""
    if not facts.sailing.charters:
        return not_applicable(Measure.CENTS, "sails no charters")
    return targets.booked(facts.sailing.sold, days, facts.as_of, facts.sailing.level(days))


def confirmed(facts: Facts, days: int = SOON) -> Value:
    """Revenue of the days ahead that is agreed on: bookings, clients' plans, leases, deliveries under contract.

    Plans and rent count by the day, in cents. What a unit's kind does not sell does not arise.
    """
    if not facts.units:
        return no_data(Measure.CENTS, "units")
    parts = [booked(facts, ahead(facts, days)), _by_plans(facts, days), _by_leases(facts, days), _by_contracts(facts)]
    if all(part.state == State.NOT_APPLICABLE for part in parts):
        return not_applicable(Measure.CENTS, "nothing is sold ahead")
    return total(Measure.CENTS, parts)


def coverage(facts: Facts) -> Value:
    """F31 of the scope over the next 60 days."""
    days = ahead(facts, SOON)
    soon = weighted(facts, SOON)
    return pipeline.coverage(confirmed(facts), soon, target_of_days(facts.wanted.goals, REVENUE, days))


def weighted(facts: Facts, days: int | None = None) -> Value:
    """F30 of the scope; of what is expected within so many days, where told."""
    year = facts.period.trailing(YEAR)
    own = pipeline.conversions(facts.wanted.chances, year.start, facts.as_of)
    until = None if days is None else ahead(facts, days).last_day
    return pipeline.weighted(facts.wanted.chances, own, facts.level(pipeline.PIPELINE), until)


def _by_plans(facts: Facts, days: int) -> Value:
    if not facts.agency.units:
        return not_applicable(Measure.CENTS, "has no clients")
    return derived(Measure.CENTS, (contracted(facts.agency),), lambda cents: Decimal(cents) * MONTHS * days / YEAR_DAYS)


def _by_leases(facts: Facts, days: int) -> Value:
    houses = facts.houses.houses
    if not facts.of_kind("property"):
        return not_applicable(Measure.CENTS, "lets nothing")
    leases = [lease for house in houses for room in house.rooms for lease in room.tenancies]
    lets = [(lease, len(lease.days_in(ahead(facts, days)))) for lease in leases]
    kept = [(lease, count) for lease, count in lets if count]
    return of_rows(
        sum((Decimal(lease.rent_cents) * MONTHS * count / YEAR_DAYS for lease, count in kept), Decimal(0)),
        Measure.CENTS,
        domain="leases",
        whose=", ".join(house.name for house in houses) or "the house",
        level=least(facts.houses.level(house, "leases", facts.period) for house in houses),
        n=len(kept),
        evidence=[Evidence("leases", lease.key) for lease, _ in kept],
    )


def _by_contracts(facts: Facts) -> Value:
    if not facts.of_kind("delivery"):
        return not_applicable(Measure.CENTS, "delivers no yachts")
    jobs = [job for job in facts.jobs.jobs if job.stage in UNDER_CONTRACT]
    if not jobs:
        return facts.jobs.of_all(facts.period, 0, 0, (), measure=Measure.CENTS)
    return total(Measure.CENTS, [fee(facts.jobs, job) for job in jobs])


def target_gap(facts: Facts, month: Period) -> Value:
    """F10 of a month that is not over, over the units that have a target for it."""
    wanting = {goal.unit for goal in facts.wanted.goals if (goal.metric, goal.month) == (REVENUE, month.start)}
    wanted = target(facts.wanted.goals, REVENUE, month.start)
    if not wanting:
        return targets.target_gap(wanted, wanted, wanted)
    rest = Period(max(month.start, ahead(facts, 1).start), month.end)
    so_far = Period(month.start, rest.start)
    recognised = accounting.revenue(facts.books, so_far, sorted(wanting)) if so_far.days else _none("not begun")
    still = _none("sails no charters")
    if wanting & set(facts.sailing.charters):
        sold = [row for row in facts.sailing.sold if row.unit in wanting]
        still = targets.booked(sold, rest, facts.as_of, facts.sailing.level(rest))
    return targets.target_gap(wanted, recognised, still)


def _none(why: str) -> Value:
    return not_applicable(Measure.CENTS, why)


def _needed(facts: Facts, month: Period) -> Value:
    rest = Period(max(month.start, ahead(facts, 1).start), month.end)
    days = sailing.sellable_days(facts.sailing.slots, rest)
    return targets.charters_needed(target_gap(facts, month), price(facts), days).charters


def _made(facts: Facts, month: Period) -> Value:
    return targets.made(facts.sailing.sold, month, facts.sailing.level(month))


def _pace(facts: Facts, _: Period) -> Value:
    levels = facts.sailing.level(facts.period), facts.sailing.level(facts.period.year_before())
    return targets.pace(facts.sailing.sold, facts.as_of, *levels).change


def _won(facts: Facts, month: Period) -> Value:
    year = month.trailing(YEAR)
    return pipeline.win_rate(facts.wanted.chances, year.start, year.end, facts.level(pipeline.PIPELINE))


WAYS: Ways = {
    "charters": Way(lambda facts, month: sailing.completed(facts.sailing, month), Span.MONTH, YEAR - 1),
    "bookings": Way(_made, Span.MONTH, BOOKED - 1),
    "pace": Way(_pace),
    "booked_ahead": Way(lambda facts, _: booked(facts, ahead(facts, SOON))),
    "average_price": Way(lambda facts, _: price(facts), Span.YEAR),
    "target_gap": Way(target_gap, Span.RUNNING),
    "charters_needed": Way(_needed, Span.RUNNING),
    "pipeline": Way(lambda facts, _: weighted(facts)),
    "pipeline_coverage": Way(lambda facts, _: coverage(facts)),
    "win_rate": Way(_won, Span.YEAR),
}
