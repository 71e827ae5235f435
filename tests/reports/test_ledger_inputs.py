"""What formulas are told of the ledger: sums to the day, flows by reason, no more queries for more rows."""

from datetime import date, timedelta

import pytest

from reports import ledger
from reports.formulas.books import Charge, Flow
from reports.formulas.capital import recurring
from reports.inputs import facts
from reports.inputs import ledger as inputs
from reports.models import BankTransaction, Reconciliation, RuleLimit
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 14)


def paid(unit, on, cents, party, code="5200"):
    known = books.chart()
    lines = [ledger.Line(known[code], cents, about={"party": party}), ledger.Line(known["1000"], -cents)]
    key = f"paid:{unit.slug}:{on}:{party}:{cents}:v1"
    return ledger.post(unit=unit, on=on, lines=lines, source_kind="test", source_key=key, at=factories.NOW)


def test_sums_and_balances_end_with_the_day():
    unit = books.unit()
    books.posted(unit, date(2026, 10, 10), ("1000", 60000), ("2000", -60000))
    books.posted(unit, date(2026, 11, 1), ("1000", 120000), ("2000", -120000))
    books.posted(unit, date(2026, 11, 14), ("2000", 180000), ("4000", -180000))
    books.posted(unit, date(2026, 11, 15), ("6000", 500), ("1000", -500))
    books.posted(unit, date(2020, 1, 5), ("1000", 7), ("3000", -7))

    found = inputs.read(units=[unit], as_of=AS_OF)

    months = {(row.account, row.month.month): row.cents for row in found.months}
    assert months == {
        ("1000", 10): 60000, ("2000", 10): -60000, ("1000", 11): 120000, ("2000", 11): 60000, ("4000", 11): -180000,
    }  # fmt: skip
    assert {row.account: (row.cents, row.last_on) for row in found.balances} == {
        "1000": (180007, date(2026, 11, 1)), "2000": (0, date(2026, 11, 14)), "3000": (-7, date(2020, 1, 5)),
        "4000": (-180000, date(2026, 11, 14)),
    }  # fmt: skip
    assert sum(row.cents for row in found.balances) == 0


def test_flows_are_told_by_what_the_cash_was_for_and_moves_between_accounts_are_none():
    unit, known = books.unit(), books.chart()
    savings = type(known["1000"]).objects.create(code="1001", name="Savings", type="asset", subtype="cash")
    move = [ledger.Line(savings, 1000), ledger.Line(known["1000"], -1000)]
    ledger.post(unit=unit, on=AS_OF, lines=move, source_kind="t", source_key="move:v1", at=factories.NOW)
    books.posted(unit, AS_OF, ("1000", 60000), ("2000", -60000))
    books.posted(unit, AS_OF, ("5200", 3000), ("5050", 200), ("1000", -3200))
    books.posted(unit, AS_OF, ("2000", 60000), ("4000", -60000))

    found = inputs.read(units=[unit], as_of=AS_OF).flows

    month = date(2026, 11, 1)
    assert set(found) == {
        Flow("jada", month, "liability", "customer_deposits", 60000, 0, 1),
        Flow("jada", month, "expense", "fuel", 0, 3000, 1),
        Flow("jada", month, "expense", "processing_fee", 0, 200, 1),
    }


def test_vendors_standing_charges_doubles_and_what_has_no_receipt_are_found():
    unit = books.unit()
    for month in (7, 8, 9, 10):
        paid(unit, date(2026, month, 3), 9900, "Hosting Co")
    paid(unit, date(2026, 10, 5), 9900, "Hosting Co")
    undone = paid(unit, date(2026, 10, 20), 400, "Fuel Dock")
    paid(unit, date(2026, 10, 21), 400, "Fuel Dock")
    ledger.reverse(entry=undone, on=date(2026, 10, 22), at=factories.NOW, why="Twice.")

    found = inputs.read(units=[unit], as_of=AS_OF)

    assert [(row.party, *row[4:]) for row in found.vendors] == [
        ("Hosting Co", 49500, 5, date(2026, 10, 5), 19800, 9900),
        ("Fuel Dock", 400, 3, date(2026, 10, 22), 400, 0),
    ]
    assert [(row.party, row.on.month, row.cents) for row in found.charges] == [
        ("Hosting Co", month, 9900) for month in (7, 8, 9, 10, 10)
    ]
    assert [(row.party, row.first_on.day, row.second_on.day) for row in found.doubles] == [("Hosting Co", 3, 5)]
    assert [(row.month.month, row.cents, row.n) for row in found.unproven] == [
        (8, 9900, 1),
        (9, 9900, 1),
        (10, 19800, 2),
    ]


def test_the_house_s_own_limit_decides_which_expense_wants_a_receipt():
    unit = books.unit()
    paid(unit, date(2026, 10, 3), 9900, "Hosting Co")
    before = facts.read(units=[unit], as_of=AS_OF, is_whole=True).books.unproven
    RuleLimit.objects.create(rule="ACC-12", name="cents", amount=9900, set_at=factories.NOW)

    found = facts.read(units=[unit], as_of=AS_OF, is_whole=True).books.unproven

    assert ([row.n for row in before], found) == ([1], ())


def test_regular_vendors_are_those_that_all_lines_together_would_tell():
    unit, day = books.unit(), timedelta(days=1)
    told = {
        "Monthly": [AS_OF - 30 * number * day for number in range(5)],
        "Twice in October": [date(2026, 8, 31), date(2026, 10, 1), date(2026, 10, 31)],
        "Skips a month": [date(2026, 9, 1), date(2026, 10, 6), AS_OF - 8 * day],
        "Two lately": [AS_OF - number * day for number in (40, 70, 100)],
        "Too often before": [*(date(2026, 9, number) for number in (1, 2, 3)), date(2026, 10, 4), AS_OF - 10 * day],
        "Late": [AS_OF - number * day for number in (46, 76, 106)],
        "Later too": [AS_OF + 10 * day, *(AS_OF - 30 * number * day for number in range(3))],
        "Weekly": [AS_OF - 7 * number * day for number in range(8)],
        "Yearly": [AS_OF - number * day for number in (340, 705, 1070)],
        "Yearly, monthly once": [AS_OF - number * day for number in (100, 465, 830, 850, 880)],
        "Twice a year": [AS_OF - 180 * number * day for number in range(4)],
    }  # fmt: skip
    for party, days in told.items():
        for on in sorted(days):
            paid(unit, on, 9900, party)
    lines = [
        Charge("jada", party, "5200", on, 9900, 0, 0)
        for party, days in told.items()
        for on in sorted(days)
        if on <= AS_OF
    ]

    found = inputs.read(units=[unit], as_of=AS_OF).charges

    expected = [(row.party, row.every, row.n, row.next_on) for row in recurring(lines, AS_OF)]
    assert [(row.party, row.every, row.n, row.next_on) for row in recurring(found, AS_OF)] == expected
    assert [party for party, *_ in expected] == sorted(told.keys() - {"Late", "Weekly", "Twice a year"})
    assert {row.party for row in found} == {party for party, *_ in expected}


def test_a_sail_that_is_over_brings_all_that_was_posted_to_its_parties():
    unit = books.unit()
    over, ahead = (factories.event(sails_on=date(2026, 10, 9), status=state) for state in ("closed", "scheduled"))
    known = books.chart()
    for sail in (over, ahead):
        party = factories.booking(sail)
        for code, cents in (("4000", -180000), ("5100", 40000)):
            lines = [ledger.Line(known[code], cents, about={"booking": party}), ledger.Line(known["1000"], -cents)]
            key = f"{party.reference}:{code}:v1"
            ledger.post(unit=unit, on=date(2026, 10, 9), lines=lines, source_kind="t", source_key=key, at=factories.NOW)

    found = inputs.read(units=[unit], as_of=AS_OF).sails

    assert {(row.sail, row.subtype, row.cents) for row in found} == {
        (over.event_id, "service_income", -180000), (over.event_id, "crew", 40000),
    }  # fmt: skip


def test_cash_accounts_say_how_far_they_are_proven():
    unit, ada = books.unit(), factories.admin()
    books.posted(unit, date(2026, 10, 10), ("1000", 60000), ("2000", -60000))
    cash = books.chart()["1000"]
    Reconciliation.objects.create(
        account=cash, unit=unit, as_of=date(2026, 10, 31), statement_balance_cents=60000, ledger_balance_cents=60000,
        reconciled_at=factories.NOW, reconciled_by=ada,
    )  # fmt: skip
    BankTransaction.objects.create(account=cash, unit=unit, fitid="A1", on=AS_OF, amount_cents=5)

    found = inputs.read(units=[unit], as_of=AS_OF).cash_books

    assert found == (("jada", "1000", date(2026, 10, 31), 0, 1),)


@pytest.mark.parametrize("rows", [1, 3])
def test_more_rows_ask_no_more_queries(rows, django_assert_num_queries):
    units = [books.unit(f"unit-{number}") for number in range(rows)]
    for unit in units:
        for month in range(1, rows + 1):
            paid(unit, date(2026, month, 3), 9900, "Hosting Co")

    with django_assert_num_queries(12):
        found = inputs.read(units=units, as_of=AS_OF).all_read()

    assert len(found.months) == 2 * rows * rows
