"""F7 to F9: fixed costs, contribution, break-even."""

from datetime import date
from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import showing, values
from reports.formulas import breakeven
from reports.formulas.books import SailSum
from reports.formulas.breakeven import SailDone, SharedCost
from reports.values import Level, Measure, Range, State
from tests.reports.ledgers import ledger, month_sum

CENTS, COUNT = Measure.CENTS, Measure.COUNT
C = values.recorded(140_000, CENTS, coverage=Level.COMPLETE, n=12)


def known(cents):
    return values.recorded(cents, CENTS, coverage=Level.COMPLETE, n=1)


FIXED = values.spread(CENTS, [known(700_000), known(800_000), known(900_000)])


def test_seven_to_nine_thousand_need_five_to_seven_charters():
    found = breakeven.break_even(FIXED, C)

    assert [value.amount for value in found.range] == [5, 6, 7]
    assert (found.dear.amount, found.cheap.amount, found.is_feasible) == (7, 6, None)


@pytest.mark.parametrize("cents", [0, -5000])
def test_no_number_of_charters_breaks_even_without_contribution(cents):
    found = breakeven.break_even(FIXED, known(cents))

    assert {showing.shown(value) for value in found.range} == {"no number of charters breaks even"}


def test_unknown_costs_leave_break_even_unknown_and_none_need_no_charter():
    assert breakeven.break_even(Range(*[values.no_data(CENTS, "ledger")] * 3), C).range.mean.state == State.NO_DATA
    assert breakeven.break_even(Range(*[known(0)] * 3), C).range.mean.amount == 0


def test_more_charters_than_can_be_sold_are_infeasible():
    slots = [values.recorded(n, COUNT, coverage=Level.COMPLETE, n=1) for n in (5, 6)]

    found = [breakeven.break_even(FIXED, C, each) for each in slots]

    assert [each.is_feasible for each in found] == [False, True]
    assert found[0].range.mean.note == "more than the 5 that can be sold"


@given(st.integers(1, 10**8), st.integers(1, 10**7))
def test_so_many_charters_bear_the_costs_and_one_fewer_does_not(cost, each):
    n = breakeven.charters(known(cost), known(each)).amount

    assert n == ceil(Decimal(cost) / each)
    assert (n - 1) * each < cost <= n * each


def test_fixed_costs_are_what_stays_with_debt_and_owners_on_lines_of_their_own():
    rows = [
        month_sum("overhead", 600_00, behaviour="fixed"),
        month_sum("fuel", 100_01, behaviour="semi", fixed_share=Decimal("0.5")),
        month_sum("crew", 900_00, behaviour="variable"),
        month_sum("owner_pay", 300_00, behaviour="fixed"),
        month_sum("interest", 40_00, behaviour="fixed"),
        month_sum("loan", 60_00),
        month_sum("loan", -500_00, month=9),
    ]

    found = breakeven.fixed_costs(ledger(*rows))

    assert (found.core.high.amount, found.core.low.amount) == (Decimal("65000.5"), 0)
    assert (showing.shown(found.debt, places=2), found.owner.amount) == ("$33.33", 100_00)
    assert found.whole.high.amount == Decimal("105000.5")
    assert (found.unset.amount, found.core.mean.state) == (0, State.OK)


@pytest.mark.parametrize(("unset", "state"), [(10_00, State.OK), (12_00, State.PARTIAL)])
def test_costs_whose_behaviour_nobody_set_leave_fixed_costs_in_part(unset, state):
    rows = [month_sum("overhead", 100_00 - 10_00, month=month, behaviour="fixed") for month in (8, 9, 10)]
    found = breakeven.fixed_costs(ledger(*rows, *(month_sum("suspense", unset, month=month) for month in (8, 9, 10))))

    assert found.core.mean.state == state


def sail(number, month=10, unit="jada"):
    return SailDone(unit, f"S{number}", date(2026, month, 3 + number))


def sail_sum(number, subtype, cents):
    kind = "income" if subtype in {"service_income", "cancellation_income"} else "expense"
    return SailSum("jada", f"S{number}", date(2026, 10, 3 + number), f"B{number}", "direct", kind, subtype, cents, 1)


def test_contribution_shares_costs_without_a_booking_over_the_charters_of_their_month():
    rows = [sail_sum(n, "service_income", -1800_00) for n in (1, 2, 3)]
    rows += [sail_sum(1, "commission", 300_00), sail_sum(2, "cancellation_income", -999_00)]
    shared = [SharedCost("jada", date(2026, 10, 1), 100_00, 4), SharedCost("jada", date(2026, 9, 1), 50_00, 1)]

    found = breakeven.contribution(
        ledger(sails=tuple(rows)), [sail(1), sail(2), sail(3), sail(4)], shared, values.no_data(CENTS)
    )

    parts = [1800_00 - 300_00 - 33_34, 1800_00 - 33_33, 1800_00 - 33_33]
    assert (found.n, found.mean.amount, found.median.amount) == (3, Decimal(sum(parts)) / 3, parts[1])
    assert (found.price.amount, found.unshared, found.is_declared) == (1800_00, 50_00, False)


def test_fewer_than_three_charters_give_the_declared_estimate_and_say_so():
    books = ledger(sails=(sail_sum(1, "service_income", -1800_00),))

    found = breakeven.contribution(books, [sail(1)], [], known(1400_00))
    without = breakeven.contribution(books, [sail(1)], [], values.no_data(CENTS, "declared contribution"))

    assert (found.mean.amount, found.mean.state, found.n, found.is_declared) == (1400_00, State.PARTIAL, 1, True)
    assert found.mean.note == "declared, not measured: 1 of 3 charters in the books"
    assert (without.mean.state, without.mean.missing) == (
        State.NO_DATA, ("declared contribution", "charters in the books"),
    )  # fmt: skip
