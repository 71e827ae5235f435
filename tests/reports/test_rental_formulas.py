"""Property in numbers: F80 to F92."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from reports.formulas import rent_roll, rental, returns
from reports.formulas.houses import Charge, Cost, DepositCash, House, Houses, Loan, Paid, Room, Tenancy
from reports.formulas.rental import View
from reports.periods import Period, month_of
from reports.spans import Statement, Statements
from reports.values import Level, State, rounded

OCTOBER = month_of(date(2026, 10, 1))
AS_OF = date(2026, 11, 20)
DOMAINS = ("leases", "rent", "property_costs", "ledger", "assets")
LEASE = Tenancy("1", "Dee", date(2026, 1, 1), date(2026, 12, 31), 1500_00, 1, 1500_00)


def said(level=Level.COMPLETE):
    whole = Statement(date(2020, 1, 1), date(2030, 1, 1), level, datetime(2026, 1, 1))  # noqa: DTZ001 - only compared
    return Statements(("house",), {("house", domain): [whole] for domain in DOMAINS})


def inputs(house, level=Level.COMPLETE, **columns):
    return Houses(("house",), AS_OF, OCTOBER, (house,), said(level), **columns)


@pytest.fixture
def house():
    """Two spaces, one let for 1,500 and one empty since 11 October; rent, costs, no loan."""
    left = Tenancy("2", "Eli", date(2026, 3, 1), date(2026, 10, 10), 1240_00, 1, 1400_00)
    return House(
        slug="house",
        name="House",
        unit="house",
        rooms=(Room("A", 1600_00, (LEASE,)), Room("B", 1240_00, (left,))),
        charges=(
            Charge("1", "A", "Dee", date(2026, 10, 1), 1500_00, (Paid(900_00, date(2026, 10, 4)),)),
            Charge("2", "B", "Eli", date(2026, 9, 1), 1240_00, (Paid(1240_00, date(2026, 10, 20)),)),
        ),
        costs=(
            Cost("1", date(2026, 10, 3), "utilities", 200_00, "opex"),
            Cost("2", date(2026, 10, 4), "roof", 5000_00, "capex"),
            Cost("3", date(2026, 10, 4), "depreciation", 700_00, "depreciation"),
        ),
        gains=(Cost("1", date(2026, 10, 9), "laundry", 45_00),),
    )


def october(house, view=View.ACCRUAL, **columns):
    return rental.result(inputs(house, **columns), house, OCTOBER, view)


def test_potential_is_leased_rent_and_empty_days_at_the_market(house):
    found = october(house)

    assert found.potential.number == 1500_00 + 1240_00
    assert found.vacancy_loss.number == Decimal(1240_00) * 21 / 31
    assert found.occupancy.number == Decimal(41) / 62


def test_an_empty_space_without_a_market_rent_is_missing_by_name(house):
    bare = replace(house, rooms=(house.rooms[0], house.rooms[1]._replace(market_cents=None)))

    found = october(bare).potential

    assert (found.state, found.missing) == (State.PARTIAL, ("market rent of B",))


def test_cash_and_accrual_stand_side_by_side(house):
    assert october(house, View.CASH).effective.number == 900_00 + 1240_00
    assert october(house, View.ACCRUAL).effective.number == 1500_00


def test_rent_paid_on_no_known_day_is_in_no_month_and_says_so(house):
    undated = house.charges[0]._replace(paid=(Paid(1500_00, None),))

    found = october(replace(house, charges=(undated,)), View.CASH)

    assert (found.effective.number, found.effective.state) == (0, State.PARTIAL)
    assert found.effective.missing == ("the day of 1 payment",)
    assert found.collection.number == 1


def test_net_income_knows_no_loan_no_capital_no_depreciation(house):
    found = october(house)

    assert found.net.number == 1500_00 + 45_00 - 200_00
    assert found.expense_ratio.number == Decimal(200_00) / 1500_00
    assert found.cash_flow.number == 1345_00 - 5000_00
    assert found.breakeven_occupancy.number == Decimal(200_00) / 2740_00


def test_without_a_loan_there_is_no_coverage_of_debt(house):
    found = october(house)

    assert (found.debt_service.state, found.coverage.state) == (State.NOT_APPLICABLE, State.NOT_APPLICABLE)
    assert found.coverage.note == "no loan"


def test_debt_is_served_as_recorded_else_as_the_loan_says(house):
    loan = Loan("1", "Bank", 300_000_00, Decimal("6.5"), 360, date(2026, 8, 31), 1000_00)
    scheduled = october(replace(house, loans=(loan,)))
    paid = Cost("9", date(2026, 10, 5), "mortgage", 1345_00, "debt")
    recorded = october(replace(house, loans=(loan,), costs=(*house.costs, paid)))

    assert (scheduled.debt_service.number, scheduled.debt_service.note) == (1000_00, "by the schedule of the loan")
    assert (recorded.debt_service.number, recorded.coverage.number) == (1345_00, 1)
    assert rental.due_on(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_collection_is_of_the_rent_of_the_month_whenever_it_was_paid(house):
    assert october(house).collection.number == Decimal(900_00) / 1500_00


def test_nothing_recorded_is_no_zero_and_recorded_nothing_is(house):
    empty = House("house", "House", "house")

    unknown = rental.result(inputs(empty, Level.NONE), empty, OCTOBER, View.CASH)
    known = rental.result(inputs(empty), empty, OCTOBER, View.CASH)

    assert [unknown.effective.state, unknown.net.state, unknown.vacancy_loss.state] == [State.NO_DATA] * 3
    assert [known.effective.state, known.net.state, known.collection.state] == [
        State.ZERO,
        State.ZERO,
        State.UNDEFINED,
    ]


def lived_in(house, months):
    first = date(2026, 11 - months, 1)
    return replace(
        house, charges=(Charge("1", "A", "Dee", first, 6000_00),), costs=(), gains=(), invested_cents=100_000_00
    )


def test_a_year_is_told_from_six_months_and_said_so_but_not_from_five(house):
    six, five = lived_in(house, 6), lived_in(house, 5)

    told = returns.cash_on_cash(inputs(six), six, View.ACCRUAL)
    untold = returns.cash_on_cash(inputs(five), five, View.ACCRUAL)

    assert (told.number, told.note) == (Decimal("0.12"), "annualised from 6 months")
    assert (untold.state, untold.missing) == (State.NO_DATA, ("6 months of records (there are 5)",))


def test_the_cap_rate_says_how_old_its_value_is(house):
    fresh = replace(house, worth=(date(2026, 11, 10), 134_500_00))
    old = replace(house, worth=(date(2025, 11, 10), 134_500_00))
    none = returns.cap_rate(inputs(house), house, View.ACCRUAL)

    rate = returns.cap_rate(inputs(fresh), fresh, View.ACCRUAL)
    stale = returns.cap_rate(inputs(old), old, View.ACCRUAL)

    assert (rate.state, rate.note) == (State.OK, "valued 10 days ago")
    assert rounded(rate.number, 4) == rounded(Decimal(1500_00 + 1240_00 + 45_00 - 200_00) / 134_500_00, 4)
    assert (stale.state, stale.note) == (State.STALE, "valued 375 days ago")
    assert (none.state, none.missing) == (State.NO_DATA, ("a valuation of House",))


def test_arrears_stand_by_their_age(house):
    rows = [
        Charge(str(days), "A", "Dee", date.fromordinal(AS_OF.toordinal() - days), 100_00)
        for days in (0, 30, 31, 60, 61, 90, 91)
    ]
    owing = replace(house, charges=tuple(rows))

    found = rent_roll.arrears(inputs(owing), owing)

    assert {words: value.number for words, value in found.items()} == {
        "0–30 days": 200_00,
        "31–60 days": 200_00,
        "61–90 days": 200_00,
        "over 90 days": 100_00,
        "total": 700_00,
    }


def test_the_roll_names_tenants_and_since_when_a_space_is_empty(house):
    lines = rent_roll.rent_roll(inputs(house), house)

    assert [(line.room, line.tenants, line.rent_cents, line.open_cents, line.vacant_since) for line in lines] == [
        ("A", ("Dee",), 1500_00, 600_00, None),
        ("B", (), 0, 0, date(2026, 10, 11)),
    ]


def test_the_calendar_tells_ends_beginnings_and_renewals(house):
    again = LEASE._replace(key="3", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    staying = replace(house, rooms=(Room("A", None, (LEASE, again)),))

    assert [(each.what, each.on, each.days) for each in rent_roll.lease_calendar(inputs(staying), staying)] == [
        ("is renewed", date(2026, 12, 31), 41),
        ("begins", date(2027, 1, 1), 42),
    ]


def test_deposits_are_held_against_cash(house):
    cash = {"house": DepositCash(1200_00, 1500_00, 3)}

    held, there, over, owed = returns.deposit_cover(inputs(house, cash=cash), "house")

    assert [value.number for value in (held, there, over, owed)] == [1500_00, 1200_00, -300_00, 1500_00]


def test_costs_go_to_their_line_of_the_tax_form_and_principal_to_none(house):
    loan = (
        Cost("7", date(2026, 10, 5), "mortgage principal", 300_00, "debt"),
        Cost("8", date(2026, 10, 5), "mortgage interest", 900_00, "debt"),
        Cost("9", date(2026, 10, 6), "pet names", 10_00, "opex"),
    )
    paying = replace(house, costs=(*house.costs, *loan))

    lines = returns.by_tax_line(inputs(paying), paying, OCTOBER)

    assert {line: value.number for line, value in lines.items()} == {
        "Depreciation": 700_00,
        "Mortgage interest paid to banks": 900_00,
        "Other": 10_00,
        "Utilities": 200_00,
    }


def test_the_balance_of_a_loan_falls_by_what_is_paid_over_the_interest(house):
    loan = Loan("1", "Bank", 1000_00, Decimal(12), 12, date(2026, 10, 1), 100_00)
    owing = replace(house, loans=(loan,))

    assert returns.balance_left(inputs(owing), owing).number == Decimal("819.10") * 100


def test_a_period_may_be_the_year(house):
    year = Period(date(2025, 11, 1), date(2026, 11, 1))

    found = rental.result(inputs(house), house, year, View.ACCRUAL)

    assert found.effective.number == 2740_00
    assert found.occupancy.number == Decimal(304 + 224) / 730


def test_records_in_part_are_named_as_missing(house):
    found = october(house, level=Level.PARTIAL)

    assert found.potential.missing == ("leases of House",)
    assert found.net.missing == ("rent of House", "costs of property of House")


def test_a_house_without_a_space_has_nothing_to_let(house):
    bare = replace(house, rooms=())

    found = october(bare)

    assert (found.potential.state, found.vacancy_loss.state) == (State.ZERO, State.ZERO)
    assert (found.occupancy.state, found.occupancy.note) == (State.UNDEFINED, "no space to let")
    assert (found.breakeven_occupancy.state, found.breakeven_occupancy.note) == (
        State.UNDEFINED,
        "no rent to be had",
    )


def test_costs_without_income_have_no_ratio(house):
    found = october(replace(house, charges=()))

    assert (found.expense_ratio.state, found.expense_ratio.note) == (State.UNDEFINED, "no income")


def test_two_tenants_of_one_space_bring_both_rents_and_leave_no_day_empty(house):
    second = LEASE._replace(key="3", tenant="Flo", rent_cents=500_00)

    found = october(replace(house, rooms=(Room("A", 1600_00, (LEASE, second)),)))

    assert (found.potential.number, found.occupancy.number) == (2000_00, 1)
    assert found.vacancy_loss.state == State.ZERO


def test_a_space_that_was_never_let_is_empty_since_ever(house):
    (line,) = rent_roll.rent_roll(inputs(house), replace(house, rooms=(Room("C", 900_00),), charges=()))

    assert (line.tenants, line.vacant_since, line.key) == ((), None, "")


def test_a_return_wants_the_cash_invested_by_name(house):
    unknown = replace(lived_in(house, 6), invested_cents=None)

    assert returns.cash_on_cash(inputs(unknown), unknown, View.CASH).missing == ("cash invested in House",)


def test_advance_rent_is_taxed_when_it_comes_and_a_deposit_never(house):
    early = Charge("9", "A", "Dee", date(2026, 12, 1), 1500_00, (Paid(1500_00, date(2026, 10, 28)),))

    found = returns.taxable_rent(inputs(house), replace(house, charges=(early,)), OCTOBER)

    assert (found.number, found.note) == (1500_00, "advance rent counted when paid, no deposits")


def test_deposits_are_unknown_where_neither_leases_nor_ledger_tell(house):
    bare = replace(house, rooms=())

    held, there, over, owed = returns.deposit_cover(inputs(bare, Level.NONE), "house")

    assert [value.state for value in (held, there, over, owed)] == [State.NO_DATA] * 4
    assert over.missing == ("ledger of house", "leases of House")
