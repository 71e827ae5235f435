"""Cash, books and capital (pure): how the metrics of money are measured."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reports.facts import Facts
from reports.figures.expecting import expected, regular
from reports.figures.ways import FAR, QUARTER, Span, Way, Ways
from reports.formulas import accounting, breakeven, capital, cash, deposits, exceptions, sums, trend
from reports.formulas.capital import Recurring
from reports.formulas.clients import owed as owed_by_clients
from reports.formulas.rent_roll import overdue as rent_overdue
from reports.formulas.sailing import offered, owed
from reports.formulas.wanted import declared
from reports.periods import MONTHS, Period, month_of
from reports.values import Evidence, Level, Measure, Value, no_data, ratio, recorded, total, undefined

HALF_YEAR = 6
RESERVE = "reserve_months"
REQUESTS = "capital_requests"


def contribution(facts: Facts) -> breakeven.Contribution:
    """F8 of the scope, or what its owner declares."""
    said = declared(facts.wanted.sayings, "contribution")
    return facts.once(
        lambda: breakeven.contribution(facts.books, facts.sailing.done, facts.sailing.shared, said), "contribution"
    )


def break_even(facts: Facts) -> breakeven.BreakEven:
    """F9 of the scope: its fixed costs, without debt service and owners' pay, against the sails of this month."""
    slots = offered(facts.sailing.slots, month_of(facts.as_of))
    return breakeven.break_even(fixed_costs(facts).core, contribution(facts).mean, slots)


def fixed_costs(facts: Facts) -> breakeven.FixedCosts:
    """F7 of the scope."""
    return facts.once(lambda: breakeven.fixed_costs(facts.books), "fixed costs")


def fixed(facts: Facts) -> Value:
    """F7 of the scope: the mean month, without debt service and owners' pay."""
    return fixed_costs(facts).core.mean


def purse(facts: Facts) -> cash.FreeCash:
    """F1 of the scope, and what it is made of."""
    return facts.once(lambda: cash.free_cash(facts.books), "free cash")


def free(facts: Facts) -> Value:
    """F1 of the scope."""
    return purse(facts).free


def burn(facts: Facts) -> cash.Burn:
    """F4 of the scope."""
    return facts.once(lambda: cash.burn(facts.books), "burn")


def runway(facts: Facts) -> Value:
    """F5 of the scope, by the mean month."""
    return cash.runway(free(facts), burn(facts).range).mean


def outlook(facts: Facts) -> cash.Outlook:
    """F6 of the scope."""
    return facts.once(lambda: cash.outlook(free(facts), expected(facts), facts.as_of), "outlook")


def deployable(facts: Facts) -> Value:
    """F13 of the scope, above the reserve that the first tier asks for which has one."""
    gates = [tier.gate_amount for tier in sorted(facts.wanted.tiers) if tier.gate == RESERVE and tier.gate_amount]
    return capital.deployable(free(facts), fixed(facts), gates[0] if gates else None)


def _payback(facts: Facts) -> Value:
    """F15 over all that is asked for: the sum of costs by the sum of monthly benefits."""
    if not facts.wanted.requests:
        return no_data(Measure.MONTHS, "capital asked for")
    parts = [(row, Evidence(REQUESTS, f"{row.unit}:{row.title}")) for row in facts.wanted.requests]
    told = [(row, key) for row, key in parts if row.monthly_benefit_cents is not None]
    if not told:
        return no_data(Measure.MONTHS, *(f"monthly benefit of {row.title}" for row, _ in parts))
    lacking = [f"monthly benefit of {row.title}" for row, _ in parts if row.monthly_benefit_cents is None]
    level, keys = Level.PARTIAL if lacking else Level.COMPLETE, [key for _, key in told]
    cost, benefit = (
        recorded(cents, Measure.CENTS, coverage=level, n=len(told), evidence=keys, missing=lacking)
        for cents in (sum(row.cost_cents for row, _ in told), sum(row.monthly_benefit_cents or 0 for row, _ in told))
    )
    return ratio(cost, benefit, Measure.MONTHS) if benefit.number > 0 else undefined(Measure.MONTHS, "never", benefit)


def _recurring(facts: Facts) -> Value:
    """F17: what comes again, by the month; a yearly charge by its twelfth."""
    rows = regular(facts)
    keys = [Evidence("ledger", f"{row.unit}:{row.account}:{row.party}") for row in rows[: sums.MOST_EVIDENCE]]
    found = sum((_a_month(row) for row in rows), Decimal(0))
    level = facts.level("ledger")
    lacking = [] if level == Level.COMPLETE else ["ledger"]
    return recorded(found, Measure.CENTS, coverage=level, n=len(rows), evidence=keys, missing=lacking)


def _a_month(row: Recurring) -> Decimal:
    return Decimal(row.cents) / (1 if row.every == "month" else MONTHS)


def _to_profit(facts: Facts) -> Value:
    months = facts.period.trailing(HALF_YEAR).months()
    incomes = [(month.start, accounting.net_income(facts.books, month)) for month in months]
    return trend.months_to_profit(incomes).months


def open_items(facts: Facts, unit: str, kind: str) -> tuple[str, list[accounting.OpenItem]]:
    """What is owed to a unit, with the domain that tells it: by guests, by tenants, else by clients' invoices."""
    if kind == "charter":
        return "bookings", [item for item in owed(facts.sailing) if item.unit == unit]
    if kind == "property":
        houses = [house for house in facts.houses.houses if house.unit == unit]
        return "rent", [
            accounting.OpenItem(unit, charge.tenant, charge.room, charge.open_cents, charge.due, "rent", charge.key)
            for house in houses
            for charge in rent_overdue(facts.houses, house)
        ]
    rows = [row for row in owed_by_clients(facts.agency) if row.client.unit == unit]
    return "invoices", [
        accounting.OpenItem(unit, row.client.name, row.invoice.number, row.invoice.open_cents, row.invoice.due)
        for row in rows
    ]


def _overdue(facts: Facts) -> Value:
    parts = []
    for unit in facts.units:
        domain, items = open_items(facts, unit.slug, unit.kind)
        ages = accounting.ageing(items, facts.as_of, facts.level(domain, [unit.slug]))
        parts.append(accounting.overdue(ages))
    return total(Measure.CENTS, parts)


def _exceptions(facts: Facts) -> Value:
    counts = (
        exceptions.differing_deposits, exceptions.early_income, exceptions.not_recognised, exceptions.not_completed,
        exceptions.unmatched_deposits, exceptions.payouts_net, exceptions.more_than_the_price,
    )  # fmt: skip
    return total(Measure.COUNT, [count(facts.dock) for count in counts])


def _of_books(work: Callable[..., Value], back: int = FAR - 1) -> Way:
    """A formula of the ledger's months."""
    return Way(lambda facts, month: work(facts.books, month), Span.MONTH, back)


def _break_even(facts: Facts, _: Period) -> Value:
    return break_even(facts).range.mean


def _owed_to_us(facts: Facts, _: Period) -> Value:
    return sums.balance(facts.books, accounting.OWED_TO_US, "receivables")


WAYS: Ways = {
    "free_cash": Way(lambda facts, _: free(facts)),
    "cash_after_deposits": Way(lambda facts, _: purse(facts).after_deposits),
    "gross_burn": _of_books(cash.gross_burn, QUARTER),
    "burn": _of_books(cash.net_burn, QUARTER),
    "runway": Way(lambda facts, _: runway(facts)),
    "lowest_cash": Way(lambda facts, _: outlook(facts).lowest),
    "fixed_costs": Way(lambda facts, _: fixed(facts), Span.QUARTER),
    "contribution": Way(lambda facts, _: contribution(facts).mean, Span.YEAR),
    "break_even_charters": Way(_break_even, Span.QUARTER),
    "reserve_months": Way(lambda facts, _: capital.reserve(free(facts), fixed(facts))),
    "deployable_capital": Way(lambda facts, _: deployable(facts)),
    "payback": Way(lambda facts, _: _payback(facts)),
    "recurring_costs": Way(lambda facts, _: _recurring(facts)),
    "revenue": _of_books(accounting.revenue),
    "expenses": _of_books(accounting.expenses),
    "net_income": _of_books(accounting.net_income),
    "uncategorised_share": _of_books(accounting.uncategorised),
    "receivables": Way(_owed_to_us),
    "overdue": Way(lambda facts, _: _overdue(facts)),
    "books_age": Way(lambda facts, _: accounting.books_age(facts.books)),
    "months_to_profit": Way(lambda facts, _: _to_profit(facts), Span.MONTH),
    "deposits_held": Way(lambda facts, _: deposits.deposits_held(facts.deposits), Span.MONTH),
    "deposits_difference": Way(lambda facts, _: deposits.deposits_difference(facts.deposits), Span.MONTH),
    "posting_exceptions": Way(lambda facts, _: _exceptions(facts)),
}
