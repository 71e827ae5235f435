"""F1 to F6: free cash, burn, runway, thirteen weeks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import showing, values
from reports.formulas import cash
from reports.formulas.cash import Expected
from reports.values import Level, Measure, State
from tests.reports.ledgers import AS_OF, OCTOBER, balance, flow, ledger, month_sum

CENTS = Measure.CENTS
VECTOR = (balance("cash", 2_000_000), balance("customer_deposits", -500_000), balance("tax_payable", -50_000))


def known(cents):
    return values.recorded(cents, CENTS, coverage=Level.COMPLETE, n=1)


def burning(*months):
    return cash.burn_of({date(2026, 8 + place, 1): value for place, value in enumerate(months)})


def test_other_peoples_money_is_no_free_cash_and_pays_no_month():
    found = cash.free_cash(ledger(*VECTOR))
    runway = cash.runway(found.free, burning(*[known(400_000)] * 3).range)

    assert (found.free.amount, showing.shown(found.free)) == (1_450_000, "$14,500")
    assert (found.after_deposits.amount, showing.shown(runway.mean)) == (1_500_000, "3.6 months")


def test_free_cash_below_zero_stays_below_zero():
    found = cash.free_cash(ledger(balance("cash", 100), balance("customer_deposits", -250)))

    assert (found.free.amount, found.after_deposits.amount) == (-150, -150)


def test_a_part_that_is_not_recorded_leaves_the_rest_in_part_and_is_named():
    found = cash.free_cash(ledger(*VECTOR, level=Level.PARTIAL)).free

    assert (found.amount, found.state) == (1_450_000, State.PARTIAL)
    assert "tips payable of jada" in found.missing


def test_debts_alone_are_no_free_cash():
    found = cash.free_cash(ledger(balance("customer_deposits", -500), level=Level.PARTIAL)).free

    assert (found.amount, found.state) == (None, State.NO_DATA)


def test_no_rows_are_not_recorded_or_nothing_as_coverage_says():
    words = [showing.shown(cash.free_cash(ledger(level=level)).free) for level in (Level.NONE, Level.COMPLETE)]

    assert words == ["not recorded", "$0"]


def test_a_unit_without_books_leaves_the_sum_of_all_in_part():
    both = ledger(*VECTOR, units=("jada", "rental"))
    said = both.said.by_place.copy()
    del said["rental", "ledger"]
    books = type(both)(**{**both.__dict__, "said": type(both.said)(both.units, said)})

    found = cash.free_cash(books).free

    assert (found.amount, found.state) == (1_450_000, State.PARTIAL)
    assert "cash of rental" in found.missing


def test_capital_and_owners_money_are_no_burn_and_stand_beside_it():
    rows = [flow("overhead", out_cents=700), flow("fixed_asset", out_cents=5000), flow("owner_draw", out_cents=900),
            flow("loan", in_cents=2000), flow("service_income", in_cents=300)]  # fmt: skip

    found = ledger(*rows)

    assert cash.gross_burn(found, OCTOBER).amount == 700
    assert cash.net_burn(found, OCTOBER).amount == 400
    beside = {name: value.amount for name, value in cash.capital(found, OCTOBER).items()}
    assert beside == {"fixed_asset": 5000, "loan": -2000, "owner_draw": 900}


def test_a_month_full_of_deposits_burns_all_the_same():
    found = ledger(
        flow("overhead", out_cents=700), flow("customer_deposits", in_cents=9000), month_sum("customer_deposits", -9000)
    )

    assert cash.net_burn(found, OCTOBER).amount == 700


SIDES = ["cash", "payment_clearing", "overhead", *cash.HELD, "service_income", "loan", "fixed_asset", "owner_draw"]
parts = st.lists(st.tuples(st.sampled_from(SIDES), st.integers(-9999, 9999)), min_size=1, max_size=4)


@given(st.lists(parts, max_size=6))
def test_net_burn_is_the_fall_of_free_cash_by_operation(entries):
    """Entries of any lines, balanced by one of fuel; what came in as capital is no operation."""
    entries = [[*lines, ("fuel", -sum(cents for _, cents in lines))] for lines in entries]
    lines = [line for entry in entries for line in entry]
    paid = [line for entry in entries if {name for name, _ in entry} & set(cash.CASH) for line in entry]
    flows = [flow(name, max(0, -cents), max(0, cents)) for name, cents in paid if name not in cash.CASH]
    books = ledger(*flows, *(month_sum(*line) for line in lines), *(balance(*line) for line in lines))

    burned, free = cash.net_burn(books, OCTOBER), cash.free_cash(books).free

    spent_as_capital = sum(value.amount for value in cash.capital(books, OCTOBER).values())
    assert burned.amount + spent_as_capital == -free.amount


def test_burn_is_a_range_of_three_months():
    found = burning(known(700_000), known(800_000), known(900_000))

    assert showing.between(found.range) == "$7,000 to $9,000"
    assert found.range.mean.amount == 800_000


def test_fewer_than_three_months_are_no_range_and_say_so():
    found = burning(values.no_data(CENTS, "ledger of jada 2026-08"), known(800_000), known(900_000))

    assert (found.known, found.range.low.state, found.range.low.note) == (
        2, State.NOT_APPLICABLE, "2 of 3 months recorded",
    )  # fmt: skip
    assert showing.shown(found.range.mean) == "$8,500 (in part)"


@pytest.mark.parametrize(
    ("free", "rates", "words"),
    [
        (known(1000), (0, 0, 0), ["not burning", "not burning", "not burning"]),
        (known(1000), (-100, 100, 300), ["3.3 months", "10.0 months", "not burning"]),
        (known(-5), (100, 100, 100), ["0.0 months"] * 3),
        (values.no_data(CENTS, "cash"), (1, 1, 1), ["not recorded"] * 3),
    ],
)
def test_runway_says_when_there_is_nothing_to_divide(free, rates, words):
    found = cash.runway(free, burning(*map(known, rates)).range)

    assert [showing.shown(value) for value in found] == words


def test_thirteen_weeks_keep_undated_money_in_a_column_of_its_own():
    rows = [
        Expected(AS_OF + timedelta(days=1), 500, "rent"),
        Expected(AS_OF + timedelta(days=8), -900, "slip"),
        Expected(AS_OF + timedelta(days=91), 50, "last day"),
        Expected(AS_OF + timedelta(days=92), 7000, "beyond"),
        Expected(AS_OF, 40, "overdue"),
        Expected(None, -30, "no day"),
        Expected(AS_OF + timedelta(days=2), 101, "invoice", Decimal("0.5")),
    ]

    found = cash.outlook(known(1000), rows, AS_OF)

    assert [week.closing.amount for week in found.weeks] == [1551, *[651] * 11, 701]
    assert (found.undated_in, found.undated_out, found.lowest.amount) == (40, 30, 651)


def test_thirteen_weeks_from_unknown_cash_stay_unknown():
    found = cash.outlook(values.no_data(CENTS, "cash"), [Expected(AS_OF + timedelta(days=1), 500, "rent")], AS_OF)

    assert (found.lowest.state, found.lowest.missing) == (State.NO_DATA, ("cash",))
