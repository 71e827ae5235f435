"""F21 to F28: what the books say, how old they are, where they lead; milestones."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import showing, values
from reports.formulas import accounting, trend
from reports.formulas.accounting import OpenItem
from reports.formulas.books import AccountFact, CashBook, Charge
from reports.formulas.capital import Verdict
from reports.periods import month_start
from reports.values import Level, Measure, State
from tests.reports.ledgers import AS_OF, OCTOBER, balance, ledger, month_sum, type_of

CENTS = Measure.CENTS


def known(cents):
    return values.recorded(cents, CENTS, coverage=Level.COMPLETE, n=1)


def account(subtype):
    return AccountFact(subtype, subtype.title(), type_of(subtype), subtype, "none", None, "", "", True)


def test_revenue_is_service_and_cancellation_less_refunds_and_nothing_else():
    ours = {"service_income": -1800, "cancellation_income": -900, "refunds_contra": 100}
    rows = [month_sum(name, cents) for name, cents in (ours | {"other_income": -7, "tips_payable": -50}).items()]
    rows.append(month_sum("service_income", -5, month=9))

    assert accounting.revenue(ledger(*rows), OCTOBER).amount == 2600


def test_no_revenue_is_nothing_only_where_the_books_are_whole():
    found = [accounting.revenue(ledger(level=level), OCTOBER) for level in (Level.NONE, Level.PARTIAL, Level.COMPLETE)]

    assert [showing.shown(value) for value in found] == ["not recorded", "not recorded", "$0"]
    assert found[0].missing == ("ledger of jada 2026-10",)


def test_profit_and_loss_names_its_accounts_and_adds_up():
    rows = [month_sum("service_income", -1800), month_sum("refunds_contra", 100), month_sum("fuel", 300)]
    chart = tuple(account(name) for name in ("service_income", "refunds_contra", "fuel", "crew"))

    found = accounting.profit_and_loss(ledger(*rows, accounts=chart), OCTOBER)

    assert [(line.code, line.amount.amount) for line in found.income] == [
        ("service_income", 1800), ("refunds_contra", -100),
    ]  # fmt: skip
    assert ([(line.code, line.amount.amount) for line in found.expense], found.net.amount) == ([("fuel", 300)], 1400)


sheets = st.lists(st.tuples(st.sampled_from(["cash", "loan", "owner_draw", "service_income", "fuel"]),
                            st.integers(-9999, 9999)), max_size=8)  # fmt: skip


@given(sheets, st.integers(1, 500))
def test_a_balance_sheet_is_off_by_what_the_trial_balance_is(rows, wrong):
    rows = [balance(subtype, cents) for subtype, cents in rows]
    rows.append(balance("cash", -sum(row.cents for row in rows)))
    sound, broken = ledger(*rows), ledger(*rows, balance("cash", wrong))

    assert (accounting.balance_sheet(sound).off_by.amount, accounting.trial_balance(sound).amount) == (0, 0)
    assert (accounting.balance_sheet(broken).off_by.amount, accounting.trial_balance(broken).amount) == (wrong, wrong)


@pytest.mark.parametrize(
    ("past", "bucket"),
    [(-1, "not due"), (0, "0–30"), (30, "0–30"), (31, "31–60"), (60, "31–60"), (61, "61–90"), (90, "61–90"),
     (91, "90+"), (None, "no due date")],
)  # fmt: skip
def test_open_items_age_by_their_due_day(past, bucket):
    due = None if past is None else AS_OF - timedelta(days=past)

    found = accounting.ageing([OpenItem("dc", "Client", "7", 500, due)], AS_OF, Level.COMPLETE)

    assert {name: value.amount for name, value in found.items() if value.amount} == {bucket: 500}
    assert accounting.overdue(found).amount == (500 if bucket in {"31–60", "61–90", "90+"} else 0)


def test_ages_of_what_is_not_recorded_are_not_nothing():
    assert {value.state for value in accounting.ageing([], AS_OF, Level.NONE).values()} == {State.NO_DATA}


def test_shares_of_spending_add_up_and_what_is_new_has_no_change():
    rows = [month_sum("fuel", 300), month_sum("crew", 100), month_sum("fuel", 200, month=9)]
    books = ledger(*rows, accounts=(account("crew"), account("fuel"), account("overhead")))

    fuel, crew = accounting.categories(books, OCTOBER)

    assert (fuel.share.amount, fuel.change.amount) == (Decimal("0.75"), Decimal("0.5"))
    assert (crew.share.amount, crew.change.note) == (Decimal("0.25"), "from zero")
    assert accounting.categories(ledger(accounts=(account("fuel"),)), OCTOBER) == []


def test_books_are_as_old_as_the_cash_account_that_waits_longest():
    rows = (CashBook("jada", "1000", date(2026, 10, 31), 0, 0), CashBook("jada", "1010", date(2026, 11, 20), 0, 0))
    never = CashBook("jada", "1020", None, 0, 3)

    assert accounting.books_age(ledger(cash_books=rows)).amount == 21
    assert [row.age.amount for row in accounting.book_ages(ledger(cash_books=rows))] == [21, 1]
    assert accounting.books_age(ledger(cash_books=(*rows, never))).missing == ("reconciliation of 1020 of jada",)
    assert accounting.books_age(ledger()).state == State.NO_DATA


def test_what_waits_for_its_category_is_a_share_of_spending():
    spent = [month_sum("fuel", 950), month_sum("suspense", 50)]

    assert accounting.uncategorised(ledger(*spent), OCTOBER).amount == Decimal("0.05")
    assert accounting.uncategorised(ledger(*spent[:1]), OCTOBER).amount == 0
    assert accounting.uncategorised(ledger(), OCTOBER).note == "nothing was spent"
    assert accounting.uncategorised(ledger(level=Level.NONE), OCTOBER).state == State.NO_DATA


def charge(day, cents=400, party="Fuel Dock", entry=None, line=0):
    return Charge("jada", party, "5200", date(2026, 10, day), cents, entry or day, line or day)


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        (charge(1), charge(4), 1),
        (charge(1), charge(5), 0),
        (charge(1), charge(2, cents=401), 0),
        (charge(1), charge(2, party="Other Dock"), 0),
        (charge(1), charge(1, entry=1, line=2), 0),
        (charge(1, party=""), charge(2, party=""), 0),
    ],
)
def test_the_same_charge_within_three_days_may_be_one(one, other, pairs):
    assert len(accounting.duplicates([other, one])) == pairs


def test_the_same_receipt_is_a_duplicate_whatever_the_day():
    one, other = charge(1), charge(28, cents=999)

    assert accounting.duplicates([one, other], {1: "hash", 28: "hash"}) == [(one, other)]


def incomes(*cents):
    return [(month_start(date(2026, 5, 1), place), known(each)) for place, each in enumerate(cents)]


def test_the_trend_crosses_nothing_in_its_month():
    found = trend.months_to_profit(incomes(-600, -500, -400, -300, -200, -100))

    assert (found.months.amount, found.month, found.n) == (1, date(2026, 11, 1), 6)
    assert (found.soonest.amount, found.latest.amount) == (1, 1)


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        ((-100, -200, -300, -400), "not on the present trend"),
        ((-100, -100, -100, -100), "not on the present trend"),
        ((-100, -50, -10), "too little history: 3 of 4 months"),
        ((-100, 0, 100, 200), "0.0 months"),
    ],
)
def test_months_to_profit_say_when_there_is_no_answer(cents, words):
    assert showing.shown(trend.months_to_profit(incomes(*cents)).months) == words


def test_a_month_that_is_not_recorded_is_left_out_and_not_counted_as_nothing():
    rows = incomes(-600, -500, -400, -300, -200)
    rows[1] = (rows[1][0], values.no_data(CENTS, "ledger"))

    found = trend.months_to_profit(rows)

    assert (found.n, found.months.amount) == (4, 2)


@given(st.integers(-5000, -1), st.integers(1, 900), st.lists(st.integers(-3, 3), min_size=4, max_size=6))
def test_a_range_holds_the_months_between_its_ends(start, slope, noise):
    found = trend.months_to_profit(incomes(*(start + slope * n + shake for n, shake in enumerate(noise))))

    if found.months.is_known and found.latest.is_known and found.soonest.is_known:
        assert found.soonest.amount <= found.months.amount <= found.latest.amount


@pytest.mark.parametrize(
    ("now", "before", "due", "verdict"),
    [
        (1000, 0, date(2027, 1, 1), trend.MET),
        (700, 400, date(2027, 2, 21), trend.ON_TRACK),
        (700, 670, date(2027, 2, 21), trend.BEHIND),
        (999, 0, AS_OF, trend.BEHIND),
    ],
)
def test_a_milestone_is_held_against_the_rate_it_needs(now, before, due, verdict):
    found = trend.milestone(known(now), known(before), ">=", Decimal(1000), due=due, as_of=AS_OF)

    assert found.verdict == verdict


def test_a_milestone_whose_metric_is_not_known_is_unknown():
    unknown = values.no_data(CENTS, "ledger")
    due = date(2027, 2, 21)

    assert trend.milestone(unknown, known(1), ">=", Decimal(5), due=due, as_of=AS_OF).verdict == Verdict.UNKNOWN
    assert trend.milestone(known(1), unknown, ">=", Decimal(5), due=due, as_of=AS_OF).verdict == Verdict.UNKNOWN
    assert trend.milestone(known(90), known(120), "<=", Decimal(80), due=due, as_of=AS_OF).verdict == trend.ON_TRACK
