"""The ledger's walls: what the database refuses by itself, and in what words."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from reports import ledger
from reports.models import FiscalPeriod, JournalEntry, JournalLine, LedgerMonth
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 14)


def judged():
    """Asks the deferred checks now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_balanced_entry_is_posted_and_summed_by_month():
    unit = books.unit()

    entry = books.posted(unit, DAY, ("1000", 60000), ("2000", -60000))

    judged()
    assert list(entry.lines.values_list("account__code", "amount_cents", "date")) == [
        ("1000", 60000, DAY),
        ("2000", -60000, DAY),
    ]
    assert set(LedgerMonth.objects.values_list("account__code", "month", "debit_cents", "credit_cents")) == {
        ("1000", date(2026, 11, 1), 60000, 0),
        ("2000", date(2026, 11, 1), 0, 60000),
    }


def test_an_unbalanced_entry_is_refused_in_words_and_by_the_database():
    unit = books.unit()

    with pytest.raises(ledger.Unbalanced, match=r"its debits are \$1.00 too much"):
        books.posted(unit, DAY, ("1000", 60100), ("2000", -60000))
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        _committed(unit, 60100, -60000)
    with pytest.raises(IntegrityError, match="two at least"), transaction.atomic():
        _committed(unit, 60100)

    assert JournalEntry.objects.count() == 0


@pytest.mark.parametrize("table", ["reports_journalentry", "reports_journalline"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET unit_id = unit_id", "DELETE FROM {}"])
def test_what_is_posted_is_neither_changed_nor_deleted(table, verb):
    books.posted(books.unit(), DAY, ("1000", 60000), ("2000", -60000))

    with (
        pytest.raises(IntegrityError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))

    assert JournalLine.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_an_entry_once_it_is_committed():
    entry = books.posted(books.unit(), DAY, ("1000", 60000), ("2000", -60000))
    first = entry.lines.first()

    with pytest.raises(IntegrityError, match="nothing is added to it"):
        JournalLine.objects.create(entry=entry, account=first.account, unit=first.unit, date=DAY, amount_cents=5)

    assert JournalLine.objects.count() == 2


def test_a_closed_month_takes_no_entry():
    unit = books.unit()
    FiscalPeriod.objects.create(
        unit=unit, starts_on=date(2026, 11, 1), closed_at=factories.NOW, closed_by=factories.person()
    )

    with pytest.raises(ledger.MonthClosed, match="November 2026 of unit jada is closed"):
        books.posted(unit, DAY, ("1000", 60000), ("2000", -60000))

    books.posted(unit, date(2026, 12, 1), ("1000", 60000), ("2000", -60000))
    assert JournalEntry.objects.count() == 1


def test_a_source_key_posts_once_and_again_after_its_reversal():
    unit = books.unit()
    first = books.posted(unit, DAY, ("1000", 60000), ("2000", -60000), key="booking:A1:deposit:v1")
    with pytest.raises(ledger.PostedAlready):
        books.posted(unit, DAY, ("1000", 70000), ("2000", -70000), key="booking:A1:deposit:v1")

    ledger.reverse(entry=first, on=DAY, at=factories.NOW, why="The amount was wrong.")
    books.posted(unit, DAY, ("1000", 70000), ("2000", -70000), key=ledger.next_version("booking:A1:deposit:v1"))

    with pytest.raises(ledger.PostedAlready):
        ledger.reverse(entry=first, on=DAY, at=factories.NOW, why="Once more.")
    sums = {row.account.code: row.debit_cents - row.credit_cents for row in LedgerMonth.objects.all()}
    assert sums == {"1000": 70000, "2000": -70000}


def _committed(unit, *amounts):
    known = books.chart()
    entry = JournalEntry.objects.create(
        unit=unit, date=DAY, source_kind="test", source_key="test:raw:v1", posted_at=factories.NOW
    )
    for code, cents in zip(("1000", "2000"), amounts, strict=False):
        JournalLine.objects.create(entry=entry, account=known[code], unit=unit, date=DAY, amount_cents=cents)
    judged()
