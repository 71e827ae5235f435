"""Property (pure): F80 to F92, for a house and any period, in the views of cash and of accrual side by side.

Source: design of the books, 3.5 “Property”; the terms are those that lenders and landlords use. Money in cents; a
month counts by its days; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from reports.formulas.houses import CAPITAL, LOAN, OPERATING, House, Houses, Tenancy, rows_of, within
from reports.metrics import DOWN, Metric
from reports.periods import Period, month_start
from reports.values import (
    Evidence,
    Level,
    Measure,
    Value,
    derived,
    difference,
    no_data,
    not_applicable,
    ratio,
    recorded,
    total,
)

MONTHS = 12
LEAST_MONTHS = 6  # of records before a year is told from them
FRESH_DAYS = 365  # of a valuation

_OWN = ("rental",)
_LET = ("property",)
METRICS = (
    Metric("gross_potential", "Rent with every space let", "F80", Measure.CENTS, ("leases",), _OWN, _LET),
    Metric("vacancy_loss", "Lost to vacancy", "F81", Measure.CENTS, ("leases",), _OWN, _LET, DOWN),
    Metric("occupancy", "Occupancy", "F81", Measure.SHARE, ("leases",), ("ceo", "rental"), _LET),
    Metric("rent_collected", "Rent collected", "F82", Measure.CENTS, ("rent",), _OWN, _LET),
    Metric("rent_charged", "Rent charged", "F82", Measure.CENTS, ("rent",), _OWN, _LET),
    Metric("noi", "Net operating income", "F83", Measure.CENTS, ("rent", "property_costs"), _OWN, _LET,
           also=("net_operating_income",)),
    Metric("expense_ratio", "Operating costs of effective income", "F84", Measure.SHARE,
           ("rent", "property_costs"), _OWN, _LET, DOWN),
    Metric("dscr", "Debt service coverage", "F85", Measure.NUMBER, ("rent", "property_costs"), _OWN, _LET),
    Metric("property_cash_flow", "Cash flow of property", "F86", Measure.CENTS, ("rent", "property_costs"), _OWN, _LET),
    Metric("cash_on_cash", "Return on cash invested", "F87", Measure.SHARE, ("rent", "property_costs"), _OWN, _LET),
    Metric("cap_rate", "Capitalisation rate", "F88", Measure.SHARE, ("rent", "property_costs", "assets"), _OWN, _LET),
    Metric("breakeven_occupancy", "Occupancy to break even", "F89", Measure.SHARE,
           ("leases", "property_costs"), _OWN, _LET, DOWN),
    Metric("collection_rate", "Rent collected of rent charged", "F90", Measure.SHARE, ("rent",), _OWN, _LET,
           also=("collection",)),
    Metric("rent_arrears", "Rent overdue", "F91", Measure.CENTS, ("rent",), _OWN, _LET, DOWN, also=("arrears",)),
    Metric("tenant_deposits", "Security deposits held", "F92", Measure.CENTS, ("leases",), _OWN, _LET, DOWN),
)  # fmt: skip


class View(StrEnum):
    """When rent counts: the day it was paid, or the day it fell due."""

    CASH = "cash"
    ACCRUAL = "accrual"


@dataclass(frozen=True)
class Result:
    """What a house made of a period, in one view."""

    period: Period
    view: View
    potential: Value
    vacancy_loss: Value
    occupancy: Value
    effective: Value
    other: Value
    operating: Value
    net: Value
    expense_ratio: Value
    debt_service: Value
    capital: Value
    coverage: Value
    cash_flow: Value
    breakeven_occupancy: Value
    collection: Value


def result(inputs: Houses, house: House, period: Period, view: View) -> Result:
    """F80 to F86, F89 and F90 of a house over a period of whole months."""
    potential, effective = gross_potential(inputs, house, period), effective_income(inputs, house, period, view)
    other, operating = other_income(inputs, house, period, view), costs(inputs, house, period, OPERATING)
    net = net_operating_income(effective, other, operating)
    service, capital = debt_service(inputs, house, period), costs(inputs, house, period, CAPITAL)
    return Result(
        period=period,
        view=view,
        potential=potential,
        vacancy_loss=vacancy_loss(inputs, house, period),
        occupancy=occupancy(inputs, house, period),
        effective=effective,
        other=other,
        operating=operating,
        net=net,
        expense_ratio=ratio(operating, effective, note="no income"),
        debt_service=service,
        capital=capital,
        coverage=debt_coverage(net, service),
        cash_flow=cash_flow(net, service, capital),
        breakeven_occupancy=ratio(total(Measure.CENTS, [operating, service]), potential, note="no rent to be had"),
        collection=collection_rate(inputs, house, period),
    )


def gross_potential(inputs: Houses, house: House, period: Period) -> Value:
    """F80: Σ rent of leases by the day, and of vacant days at the market; cents.

    A month's rent is spread evenly over its days. Tenants who share a space add up. A space that stands empty and of
    which nobody said what the market pays is missing, and named.
    """
    amount, lacking = Decimal(0), []
    for room in house.rooms:
        for month in period.months():
            let = [(lease.rent_cents, len(lease.days_in(month))) for lease in room.tenancies]
            amount += sum((Decimal(cents * days) / month.days for cents, days in let), Decimal(0))
        loss = _loss(house, room.name, period)
        amount += loss or 0
        lacking += [f"market rent of {room.name}"] if loss is None else []
    return _of_rooms(inputs, house, period, amount, lacking)


def vacancy_loss(inputs: Houses, house: House, period: Period) -> Value:
    """F81: Σ vacant days / days of the month × market rent; cents. A day is vacant without any lease."""
    losses = {room.name: _loss(house, room.name, period) for room in house.rooms}
    lacking = [f"market rent of {name}" for name, loss in losses.items() if loss is None]
    return _of_rooms(inputs, house, period, sum((loss or Decimal(0) for loss in losses.values()), Decimal(0)), lacking)


def _loss(house: House, name: str, period: Period) -> Decimal | None:
    """What a space's vacant days are worth; None where it has some and no market rent."""
    room = next(room for room in house.rooms if room.name == name)
    shares = [Decimal(vacant) / month.days for month in period.months() if (vacant := _vacant(room.tenancies, month))]
    if not shares:
        return Decimal(0)
    return None if room.market_cents is None else sum(shares, Decimal(0)) * room.market_cents


def _vacant(tenancies: Sequence[Tenancy], period: Period) -> int:
    """The days of a period without any lease."""
    return period.days - len(set().union(*(lease.days_in(period) for lease in tenancies)))


def _of_rooms(inputs: Houses, house: House, period: Period, amount: Decimal, lacking: list[str]) -> Value:
    """A sum over spaces; in part where something of one of them is missing."""
    if lacking and len(lacking) == len(house.rooms) and not amount:
        return no_data(Measure.CENTS, *lacking)
    return inputs.of_rows(house, "leases", period, amount, len(house.rooms), lacking=lacking)


def occupancy(inputs: Houses, house: House, period: Period) -> Value:
    """Let days of all days of all spaces: 1 less the vacant share (F81); a share."""
    days = period.days * len(house.rooms)
    let = days - sum(_vacant(room.tenancies, period) for room in house.rooms)
    n = len(house.rooms)
    part, whole = (inputs.of_rows(house, "leases", period, each, n, measure=Measure.DAYS) for each in (let, days))
    return ratio(part, whole, note="no space to let")


def effective_income(inputs: Houses, house: House, period: Period, view: View) -> Value:
    """F82: rent collected in the period (cash) or charged in it (accrual); cents.

    Advance rent counts when it is paid in the view of cash. What was paid on no recorded day is in no month of it:
    the value is then one in part, and says so.
    """
    due = [charge for charge in house.charges if period.start <= charge.due < period.end]
    if view == View.ACCRUAL:
        return inputs.of_rows(house, "rent", period, sum(charge.cents for charge in due), len(due))
    parts = [part for charge in house.charges for part in charge.paid]
    paid = [part for part in parts if part.on and period.start <= part.on < period.end]
    undated = sum(1 for charge in due for part in charge.paid if part.on is None and part.cents)
    lacking = [f"the day of {undated} payment{'s' if undated > 1 else ''}"] if undated else []
    n = len(paid) or len(due)  # rent that is due and not paid is recorded, too
    return inputs.of_rows(house, "rent", period, sum(part.cents for part in paid), n, lacking=lacking)


def other_income(inputs: Houses, house: House, period: Period, view: View) -> Value:
    """What came in besides rent on days of the period, the same in both views; cents.

    It has no coverage of its own: where rent is recorded and nothing else came in, there was nothing else.
    """
    rows = within(house.gains, period)
    rent = effective_income(inputs, house, period, view)
    told = rows_of("other_income", house, period)
    amount = sum(row.cents for row in rows)
    return inputs.of_rows(house, "rent", period, amount, len(rows) or rent.n, evidence=told)


def costs(inputs: Houses, house: House, period: Period, kind: str) -> Value:
    """What a house cost on days of the period, of one kind; cents.

    Where costs are recorded and none of the kind, there was none of it: in full or in part, as costs are recorded.
    """
    rows = within(house.costs, period)
    amount = sum(row.cents for row in rows if row.kind == kind)
    return inputs.of_rows(house, "property_costs", period, amount, len(rows))


def net_operating_income(effective: Value, other: Value, operating: Value) -> Value:
    """F83: effective income and other income less operating costs: no loan, no capital, no depreciation; cents."""
    return difference(total(Measure.CENTS, [effective, other]), operating)


def debt_service(inputs: Houses, house: House, period: Period) -> Value:
    """Payments on loans in the period as recorded, else by their schedules, which the note says; cents.

    Not applicable without any loan, and without any payment on one.
    """
    if rows := within(house.costs, period, LOAN):
        return inputs.of_rows(house, "property_costs", period, sum(row.cents for row in rows), len(rows))
    if not house.loans:
        return not_applicable(Measure.CENTS, "no loan")
    amount = sum(
        loan.payment_cents
        for loan in house.loans
        for place in range(loan.months)
        if period.start <= due_on(loan.first_due, place) < period.end
    )
    found = [Evidence("property_loans", loan.key) for loan in house.loans]
    value = recorded(amount, Measure.CENTS, coverage=Level.COMPLETE, n=len(house.loans), evidence=found)
    return derived(Measure.CENTS, (value,), lambda cents: cents, note="by the schedule of the loan")


def due_on(first: date, place: int) -> date:
    """The day of a payment so many months after the first, on the last day of a shorter month."""
    start = month_start(first, place)
    return min(start + timedelta(days=first.day - 1), month_start(start, 1) - timedelta(days=1))


def debt_coverage(net: Value, service: Value) -> Value:
    """F85: net operating income by debt service; a number. Not applicable without a loan."""
    return ratio(net, service, Measure.NUMBER, note="no payment in the period")


def cash_flow(net: Value, service: Value, capital: Value) -> Value:
    """F86: net operating income less debt service less capital costs; cents. No loan: nothing to take off."""
    return difference(net, total(Measure.CENTS, [service, capital]))


def collection_rate(inputs: Houses, house: House, period: Period) -> Value:
    """F90: of the rent that fell due in the period, the share paid by the day asked about, whenever it was paid."""
    due = [charge for charge in house.charges if period.start <= charge.due < period.end]
    paid = sum(part.cents for charge in due for part in charge.paid)
    part = inputs.of_rows(house, "rent", period, paid, len(due))
    return ratio(part, effective_income(inputs, house, period, View.ACCRUAL), note="nothing charged")
