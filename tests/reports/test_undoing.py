"""An import taken back: as it was before, or not at all and who stands in the way."""

from datetime import timedelta

import pytest

from reports.importing import undoing
from reports.models import Account, BankTransaction, BusinessUnit, DataCoverage, JournalEntry, LedgerMonth
from tests import factories
from tests.reports import books
from tests.reports.test_ledger_imports import HEAD, SLIP

pytestmark = pytest.mark.django_db


def undone(batch, by=None):
    return undoing.undo(batch=batch, by=by or factories.admin(), at=factories.NOW)


def sums():
    found = LedgerMonth.objects.order_by("account__code")
    return {
        row.account.code: row.debit_cents - row.credit_cents for row in found if row.debit_cents != row.credit_cents
    }


def test_what_was_new_goes_and_what_was_changed_is_as_it_was():
    books.unit("jada", name="JADA", timezone="America/New_York", active_from="2020-01-01")
    batch = books.taken("units", "slug,name,active_from\njada,Jada of old,\nnew,New,\n")

    done = undone(batch)

    row = BusinessUnit.objects.get()
    assert (done.removed, done.restored) == (1, 1)
    assert (row.name, row.timezone, str(row.active_from)) == ("JADA", "America/New_York", "2020-01-01")


def test_a_second_undo_is_refused_in_words():
    ada = factories.admin("Ada Quay")
    batch = books.taken("units", "slug,name\njada,JADA\n")
    undone(batch, ada)

    with pytest.raises(undoing.UndoneAlready) as refused:
        undone(batch, ada)

    assert refused.value.sentence == "This import was undone on 01 Jun 2026 by Ada Quay."


def test_a_record_changed_since_is_named_and_nothing_is_undone():
    batch = books.taken("units", "slug,name\njada,JADA\nother,Other\n")
    BusinessUnit.objects.filter(slug="other").update(name="Another")

    with pytest.raises(undoing.ChangedSince) as refused:
        undone(batch)

    assert refused.value.sentence == "It was not undone: units were changed since: Another (line 3)."
    assert BusinessUnit.objects.count() == 2
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_a_record_that_others_use_is_named():
    batch = books.taken("units", "slug,name\njada,JADA\n")
    Account.objects.create(code="1000", name="Bank", type="asset", unit=BusinessUnit.objects.get())

    with pytest.raises(undoing.ChangedSince) as refused:
        undone(batch)

    assert refused.value.sentence == "It was not undone: of its units, some are used by account 1000 Bank."


def test_posted_entries_are_reversed_and_may_be_imported_anew():
    books.unit()
    books.chart()
    batch = books.taken("ledger", HEAD + SLIP)

    done = undone(batch)
    emptied = sums()
    again = books.taken("ledger", HEAD + SLIP)

    assert (done.reversed, emptied, DataCoverage.objects.get().batch) == (1, {}, again)
    assert (again.created_count, sums()) == (2, {"1000": -282_000, "6000": 282_000})
    keys = [
        key.removeprefix("import:ledger:")
        for key in JournalEntry.objects.order_by("pk").values_list("source_key", flat=True)
    ]
    assert keys == ["jada:slip:v1", "jada:slip:v1:reversed", "jada:slip:v2"]


def test_a_changed_entry_is_posted_as_it_was():
    books.unit()
    books.chart()
    books.taken("ledger", HEAD + SLIP)
    batch = books.taken("ledger", HEAD + SLIP.replace("2820.00", "2900.00"))

    undone(batch)

    assert sums() == {"1000": -282_000, "6000": 282_000}
    assert books.taken("ledger", HEAD + SLIP).unchanged_count == 2


def test_an_entry_changed_or_matched_with_the_bank_since_stands_in_the_way():
    unit, chart = books.unit(), books.chart()
    first = books.taken("ledger", HEAD + SLIP)
    second = books.taken("ledger", HEAD + SLIP.replace("2820.00", "2900.00"))
    line = JournalEntry.objects.latest("pk").lines.get(account__code="1000")
    BankTransaction.objects.create(
        account=chart["1000"], unit=unit, fitid="1", on=line.date, amount_cents=line.amount_cents, status="matched",
        line=line, settled_at=factories.NOW + timedelta(days=1), settled_by=factories.admin(),
    )  # fmt: skip

    said = []
    for batch in (first, second):
        with pytest.raises(undoing.ChangedSince) as refused:
            undone(batch)
        said.append(refused.value.sentence)

    words = "It was not undone: entries were reversed or matched with the bank since: 2026-10-01 Slip (line 2)."
    assert said == [words, words]
