"""Sums of the books look at their own months alone, and say what a look at every row says."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from reports.formulas import sums
from reports.formulas.accounting import of_account
from reports.formulas.books import Balance, Books, MonthSum, key
from reports.periods import Period, month_start
from reports.spans import Statement, Statements, level_over, statements_of
from reports.values import Evidence, Level, Measure, State, Value
from tests.reports.ledgers import AS_OF, OCTOBER

UNITS = ("jada", "queen", "shed")
SUBTYPES = ("cash", "crew", "fuel", "service_income", "customer_deposits")
SEEDS = range(20)


def random_books(seed: int) -> Books:
    """Rows of some units and months in no order, zero rows among them; of some units the ledger is told in part."""
    chosen = random.Random(seed)
    months = [
        MonthSum(
            chosen.choice(UNITS), f"{chosen.randrange(1000, 1020)}", "expense", chosen.choice(SUBTYPES), "semi",
            Decimal(chosen.randrange(100)) / 100, month_start(AS_OF, -chosen.randrange(40)),
            chosen.randrange(100_000), chosen.randrange(100_000), chosen.randrange(3),
        )
        for _ in range(chosen.randrange(300))
    ]  # fmt: skip
    standing = [
        Balance(
            chosen.choice(UNITS), f"{account}", "asset", chosen.choice(SUBTYPES), chosen.randrange(-9, 9) * n, n, None
        )
        for account, n in enumerate(chosen.choices(range(3), k=chosen.randrange(30)))
    ]  # fmt: skip
    said = statements_of(UNITS, [(unit, "ledger", statement(chosen)) for unit in chosen.choices(UNITS, k=4)])
    return Books(UNITS, AS_OF, OCTOBER, said, months=tuple(m for m in months if m.n), balances=tuple(standing))


def statement(chosen: random.Random) -> Statement:
    start = date(2024, 1, 1) + timedelta(days=chosen.randrange(1000))
    at = datetime(2026, 11, chosen.randrange(1, 20), tzinfo=UTC)
    days = timedelta(days=chosen.choice((1, 31, 365, 1000)))
    return Statement(start, start + days, chosen.choice(list(Level)), at, chosen.random() < 0.4)


def period(chosen: random.Random) -> Period:
    start = month_start(AS_OF, -chosen.randrange(40))
    return chosen.choice((Period(start, month_start(start, chosen.randrange(1, 13))), Period(start, AS_OF)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sum_over_months_is_that_of_all_rows(seed):
    books, chosen = random_books(seed), random.Random(seed)
    over, subtypes = period(chosen), chosen.sample(SUBTYPES, 2)
    rows = [row for row in books.months if row.subtype in subtypes and over.start <= row.month < over.end]

    for unit in UNITS:
        own = [row for row in rows if row.unit == unit]
        found = sums.over(books, over, sums.of_subtypes(*subtypes), sign=-1, units=(unit,))

        assert found.n == sum(row.n for row in own)
        assert (found.amount or 0) == -sum(row.cents for row in own)
        keys = sorted(key(unit, row.account, row.month) for row in own)[: sums.MOST_EVIDENCE]
        assert [row.key for row in found.evidence] == list(dict.fromkeys(keys))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_balance_is_that_of_all_accounts(seed):
    books = random_books(seed)

    for unit in UNITS:
        own = [row for row in books.balances if (row.unit, row.subtype) == (unit, "cash") and row.n]
        found = sums.balance(replace(books, units=(unit,)), ("cash",), "cash")

        assert (found.n, found.amount or 0) == (sum(row.n for row in own), sum(row.cents for row in own))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_of_days_is_told_as_day_by_day(seed):
    chosen = random.Random(seed)
    told, over = [statement(chosen) for _ in range(chosen.randrange(6))], period(chosen)
    days = {
        level_over(told, Period(day, day + timedelta(days=1)))
        for day in (over.start + timedelta(days=place) for place in range(over.days))
    }

    assert level_over(told, over) == (days.pop() if len(days) == 1 else Level.PARTIAL)


def test_books_of_other_rows_are_put_in_order_anew():
    first, other = (MonthSum("jada", "5100", "expense", "crew", "fixed", None, OCTOBER.start, c, 0, 1) for c in (5, 7))
    whole = Statement(date(2020, 1, 1), date(2030, 1, 1), Level.COMPLETE, datetime(2026, 1, 1, tzinfo=UTC))
    books = Books(("jada",), AS_OF, OCTOBER, Statements(("jada",), {("jada", "ledger"): [whole]}), months=(first,))

    before = sums.over(books, OCTOBER, sums.of_subtypes("crew"))
    after = sums.over(replace(books, months=(other,)), OCTOBER, sums.of_subtypes("crew"))

    assert [before.amount, after.amount] == [5, 7]
    assert (before.measure, before.state) == (Measure.CENTS, State.OK)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_books_of_an_account_have_its_months_alone(seed):
    books = random_books(seed)

    for code in ("1000", "1001", "no such account"):
        assert of_account(books, code).months == tuple(row for row in books.months if row.account == code)


def test_a_value_carries_the_first_of_its_evidence():
    rows = tuple(Evidence("ledger", f"{place}") for place in range(5))
    value = Value(1, Measure.COUNT, State.OK, n=5, evidence=rows)

    assert value.with_few(3) == replace(value, evidence=rows[:3])
    assert value.with_few(5) is value
