"""Property, assets, people and risks (pure): how the metrics of what is owned and who answers for it are measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from reports.facts import Facts
from reports.figures.ways import YEAR, Span, Way, Ways
from reports.formulas import holdings, people, rent_roll, rental, returns
from reports.formulas.houses import House
from reports.formulas.people import People
from reports.formulas.rental import Result, View
from reports.periods import Period
from reports.values import Measure, Number, State, Value, derived, no_data, not_applicable, ratio, total

HOUSES = "properties"
SOON = 30  # days


def results(facts: Facts, month: Period, view: View = View.CASH) -> list[Result]:
    """What each house made of a month."""
    return [rental.result(facts.houses, house, month, view) for house in facts.houses.houses]


def of_parts(measure: Measure, parts: Sequence[tuple[Value, Number]], lacking: str) -> Value:
    """The mean of shares by the weight of each; one alone is itself. What does not apply counts for nothing."""
    kept = [(value, weight) for value, weight in parts if value.state != State.NOT_APPLICABLE]
    if len(kept) < 2:  # noqa: PLR2004 - a mean needs two
        return kept[0][0] if kept else parts[0][0] if parts else no_data(measure, lacking)
    weights = [Decimal(weight) for _, weight in kept]
    whole = sum(weights) or Decimal(len(weights))
    return derived(
        measure,
        [value for value, _ in kept],
        lambda *found: sum(Decimal(one) * weight for one, weight in zip(found, weights, strict=True)) / whole,
    )


def _sum(pick: Callable[[Result], Value], view: View = View.CASH) -> Callable[[Facts, Period], Value]:
    """The sum of something over the houses."""

    def work(facts: Facts, month: Period) -> Value:
        found = [pick(result) for result in results(facts, month, view)]
        return total(Measure.CENTS, found) if found else no_data(Measure.CENTS, HOUSES)

    return work


net, effective = _sum(lambda found: found.net), _sum(lambda found: found.effective)
operating, service = _sum(lambda found: found.operating), _sum(lambda found: found.debt_service)
potential, charged = _sum(lambda found: found.potential), _sum(lambda found: found.effective, View.ACCRUAL)


def _occupancy(facts: Facts, month: Period) -> Value:
    houses = facts.houses.houses
    parts = [(rental.occupancy(facts.houses, house, month), len(house.rooms)) for house in houses]
    return of_parts(Measure.SHARE, parts, HOUSES)


def _collected(facts: Facts, month: Period) -> Value:
    parts = [(found.collection, found.potential.amount or 0) for found in results(facts, month)]
    return of_parts(Measure.SHARE, parts, HOUSES)


def _breakeven(facts: Facts, month: Period) -> Value:
    costs = total(Measure.CENTS, [operating(facts, month), service(facts, month)])
    return ratio(costs, potential(facts, month), note="no rent to be had")


def _of_house(pick: Callable[[Facts, House], Value], weight: Callable[[House], Number]) -> Way:
    def work(facts: Facts, _: Period) -> Value:
        parts = [(pick(facts, house), weight(house)) for house in facts.houses.houses]
        return of_parts(Measure.SHARE, parts, HOUSES)

    return Way(work, Span.YEAR)


def _arrears(facts: Facts) -> Value:
    found = [rent_roll.arrears(facts.houses, house)["total"] for house in facts.houses.houses]
    return total(Measure.CENTS, found) if found else no_data(Measure.CENTS, HOUSES)


def _deposits(facts: Facts) -> Value:
    houses = facts.houses.houses
    return returns.deposits_held(facts.houses, houses) if houses else no_data(Measure.CENTS, HOUSES)


def _equity(facts: Facts) -> Value:
    inputs, things = facts.holdings, facts.holdings.things
    return holdings.equity(holdings.worth(inputs, things), holdings.owed(inputs, things))


def _due(facts: Facts) -> Value:
    return holdings.obligations(facts.holdings, facts.holdings.things, 0, SOON)


def _utilisation(facts: Facts) -> Value:
    fleets = {unit.slug: 0 for unit in facts.units}
    for vessel in facts.holdings.sailings:
        fleets[vessel.unit] = fleets.get(vessel.unit, 0) + 1
    parts = [(holdings.utilisation(facts.holdings, unit), count) for unit, count in fleets.items()]
    return of_parts(Measure.SHARE, parts, "vessels")


def _stakes(facts: Facts) -> Value:
    if len(facts.units) > 1:
        return not_applicable(Measure.SHARE, "told by unit")
    return people.stakes_sum(facts.people, facts.units[0].slug)


def _of_people(work: Callable[[People], Value]) -> Way:
    return Way(lambda facts, _: work(facts.people))


def _of_month(work: Callable[[Facts, Period], Value]) -> Way:
    return Way(work, Span.MONTH, YEAR)


def _standing(work: Callable[[Facts], Value]) -> Way:
    return Way(lambda facts, _: work(facts))


WAYS: Ways = {
    "gross_potential": _of_month(potential),
    "vacancy_loss": _of_month(_sum(lambda found: found.vacancy_loss)),
    "occupancy": _of_month(_occupancy),
    "rent_collected": _of_month(effective),
    "rent_charged": _of_month(charged),
    "noi": _of_month(net),
    "expense_ratio": _of_month(
        lambda facts, month: ratio(operating(facts, month), effective(facts, month), note="no income")
    ),
    "dscr": _of_month(lambda facts, month: rental.debt_coverage(net(facts, month), service(facts, month))),
    "property_cash_flow": _of_month(_sum(lambda found: found.cash_flow)),
    "breakeven_occupancy": _of_month(_breakeven),
    "collection_rate": _of_month(_collected),
    "cash_on_cash": _of_house(
        lambda facts, house: returns.cash_on_cash(facts.houses, house, View.CASH),
        lambda house: house.invested_cents or 0,
    ),
    "cap_rate": _of_house(
        lambda facts, house: returns.cap_rate(facts.houses, house, View.CASH),
        lambda house: house.worth[1] if house.worth else 0,
    ),
    "rent_arrears": _standing(_arrears),
    "tenant_deposits": _standing(_deposits),
    "assets_value": _standing(lambda facts: holdings.worth(facts.holdings, facts.holdings.things)),
    "assets_equity": _standing(_equity),
    "obligations_due": _standing(_due),
    "utilisation": Way(lambda facts, _: _utilisation(facts), Span.MONTH),
    "stakes": _standing(_stakes),
    "critical_backed": _of_people(people.backed),
    "transition_coverage": _of_people(people.transition_coverage),
    "high_risks": _of_people(people.high_risks),
}
