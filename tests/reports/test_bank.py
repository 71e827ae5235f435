"""Bank lines are settled, and a day is proven: the bank's balance, the ledger's, and nothing waiting."""

from datetime import date

import pytest

from reports import bank, ledger
from reports.models import BankTransaction, DataCoverage, JournalLine, Reconciliation
from reports.periods import Period
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


def bank_line(unit, day, cents, code="1000", text="ACME"):
    return BankTransaction.objects.create(
        account=books.chart()[code], unit=unit, fitid=f"{code}:{day}:{cents}", on=date(2026, 10, day), text=text,
        amount_cents=cents,
    )  # fmt: skip


def proven(unit, day, cents, code="1000", by=None):
    return bank.reconcile(
        account=books.chart()[code], unit=unit, as_of=date(2026, 10, day), statement_balance_cents=cents,
        by=by or factories.admin(), at=factories.NOW,
    )  # fmt: skip


def test_candidates_are_lines_of_the_amount_within_five_days_that_stand_and_are_free():
    unit = books.unit()
    near = books.posted(unit, date(2026, 10, 9), ("1000", 500), ("4000", -500))
    nearest = books.posted(unit, date(2026, 10, 11), ("1000", 500), ("4000", -500))
    books.posted(unit, date(2026, 10, 16), ("1000", 500), ("4000", -500))
    books.posted(unit, date(2026, 10, 10), ("1000", 501), ("4000", -501))
    undone = books.posted(unit, date(2026, 10, 10), ("1000", 500), ("4000", -500))
    ledger.reverse(entry=undone, on=date(2026, 10, 10), at=factories.NOW, why="No.")
    row = bank_line(unit, 10, 500)

    found = JournalLine.objects.unmatched(account=row.account, unit=unit, cents=500, around=row.on)

    assert {line.entry for line in found} == {near, nearest}


def test_a_bank_line_is_matched_once_with_a_line_of_its_own_account_and_amount():
    unit, by, at = books.unit(), factories.admin(), factories.NOW
    line = books.posted(unit, date(2026, 10, 9), ("1000", 500), ("4000", -500)).lines.first()
    other = books.posted(unit, date(2026, 10, 9), ("1000", 600), ("4000", -600)).lines.first()
    first, second = bank_line(unit, 10, 500), bank_line(unit, 11, 500)

    with pytest.raises(bank.NoMatch, match="another account, unit or amount"):
        bank.match(row=first, line=other, by=by, at=at)
    bank.match(row=first, line=line, by=by, at=at)
    with pytest.raises(bank.SettledAlready):
        bank.match(row=first, line=line, by=by, at=at)
    with pytest.raises(bank.NoMatch, match="matched with another"):
        bank.match(row=second, line=line, by=by, at=at)

    assert list(BankTransaction.objects.order_by("pk").values_list("status", "line")) == [
        ("matched", line.pk), ("unmatched", None),
    ]  # fmt: skip


def test_a_bank_line_is_posted_taken_back_and_posted_anew():
    unit, known, by = books.unit(), books.chart(), factories.admin()
    row = bank_line(unit, 10, -4200, text="FUEL DOCK 12")

    first = bank.post(row=row, account=known["5200"], memo="", by=by, at=factories.NOW)
    bank.take_back(row=row)
    ledger.reverse(entry=first, on=date(2026, 10, 11), at=factories.NOW, why="Not fuel.")
    second = bank.post(row=row, account=known["6000"], memo="Slip", by=by, at=factories.NOW)

    row.refresh_from_db()
    assert (first.memo, second.memo, second.source_key) == ("FUEL DOCK 12", "Slip", f"bank:{row.pk}:v2")
    assert list(second.lines.values_list("account__code", "amount_cents")) == [("1000", -4200), ("6000", 4200)]
    assert (row.status, row.line.entry, row.settled_by) == ("matched", second, by)


def test_a_difference_and_lines_that_wait_are_refused_and_named():
    unit, by = books.unit(), factories.admin()
    books.posted(unit, date(2026, 10, 9), ("1000", 50000), ("4000", -50000))
    row = bank_line(unit, 10, 50000)

    with pytest.raises(bank.NotWhole, match=r"The bank says \$510.00, the ledger \$500.00 .* difference is \$10.00"):
        proven(unit, 31, 51000)
    with pytest.raises(bank.NotWhole, match="1 bank line waits"):
        proven(unit, 31, 50000)
    with pytest.raises(bank.NoReason):
        bank.ignore(row=row, why=" ", by=by, at=factories.NOW)
    bank.ignore(row=row, why="A transfer shown twice.", by=by, at=factories.NOW)
    proven(unit, 31, 50000)
    with pytest.raises(bank.SettledAlready):
        proven(unit, 31, 50000)

    assert Reconciliation.objects.get().difference_cents == 0


def test_a_proven_day_makes_ledger_and_bank_complete_since_the_one_before():
    unit = books.unit()
    books.posted(unit, date(2026, 10, 1), ("1000", 500), ("4000", -500))

    proven(unit, 14, 500)
    half = DataCoverage.objects.levels(units=[unit], period=OCTOBER)
    proven(unit, 31, 500)
    whole = DataCoverage.objects.levels(units=[unit], period=OCTOBER)

    assert [(half.of("jada", domain), whole.of("jada", domain)) for domain in ("ledger", "bank")] == [
        ("partial", "complete"), ("partial", "complete"),
    ]  # fmt: skip


def test_days_are_complete_only_once_every_cash_account_of_the_unit_is_proven():
    unit = books.unit()
    savings = type(books.chart()["1000"]).objects.create(code="1001", name="Savings", type="asset", subtype="cash")
    books.posted(unit, date(2026, 10, 1), ("1000", 500), ("4000", -500))
    bank_line(unit, 20, 100, code="1001")
    posted = BankTransaction.objects.get()
    bank.post(row=posted, account=books.chart()["4000"], memo="", by=factories.admin(), at=factories.NOW)

    proven(unit, 31, 500)
    before = list(DataCoverage.objects.values_list("domain", "starts_on", "ends_on"))
    proven(unit, 31, 100, code="1001")

    assert before == [(domain, date(2026, 10, 1), date(2026, 10, 20)) for domain in ("bank", "ledger")]
    assert DataCoverage.objects.levels(units=[unit], period=OCTOBER).of("jada", "ledger") == "complete"
    assert savings.bank_transactions.count() == 1
