"""The ledger by file: entries balance or are named, a changed entry is posted anew, closed months put off."""

from datetime import UTC, date, datetime

import pytest

from reports import closing
from reports.importing.engine import FileRefused
from reports.models import ImportChange, JournalEntry, JournalLine, LedgerMonth
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db

HEAD = "entry,date,unit,account,debit,credit,memo,party,document\n"
SLIP = "slip,2026-10-01,jada,6000,2820.00,,Slip,Moorings,inv-1\nslip,2026-10-01,jada,1000,,2820.00,Slip,Moorings,\n"
FUEL = "fuel,10/15/2026,jada,5200,$310.50,0.00,Diesel,,\nfuel,10/15/2026,jada,1000,0,310.50,Card,,\n"


@pytest.fixture(autouse=True)
def _house(db):
    books.unit()
    books.unit("other")
    books.chart()


def counted(batch):
    return batch.created_count, batch.changed_count, batch.unchanged_count


def entries():
    found = JournalEntry.objects.order_by("pk")
    return [(entry.source_key.removeprefix("import:ledger:"), str(entry.date), entry.memo) for entry in found]


def balance(code):
    return sum(row.debit_cents - row.credit_cents for row in LedgerMonth.objects.filter(account__code=code))


def test_rows_of_one_entry_are_posted_together_wherever_they_stand():
    first, second = SLIP.splitlines(keepends=True)
    batch = books.taken("ledger", HEAD + first + FUEL + second)
    again = books.taken("ledger", HEAD + FUEL + SLIP)

    assert (counted(batch), counted(again)) == ((4, 0, 0), (0, 0, 4))
    assert entries() == [("jada:slip:v1", "2026-10-01", "Slip"), ("jada:fuel:v1", "2026-10-15", "Diesel; Card")]
    assert (balance("6000"), balance("5200"), balance("1000")) == (282_000, 31_050, -313_050)
    kept = JournalLine.objects.get(account__code="6000")
    assert (kept.party, kept.document) == ("Moorings", "inv-1")


def test_a_changed_entry_is_reversed_and_posted_anew():
    books.taken("ledger", HEAD + SLIP + FUEL)
    dearer = SLIP.replace("2820.00", "2900.00")
    batch = books.taken("ledger", HEAD + dearer + FUEL)
    again = books.taken("ledger", HEAD + dearer + FUEL)

    assert (counted(batch), counted(again)) == ((0, 2, 2), (0, 0, 4))
    assert [key for key, _, _ in entries()] == [
        "jada:slip:v1", "jada:fuel:v1", "jada:slip:v1:reversed", "jada:slip:v2",
    ]  # fmt: skip
    assert (balance("6000"), balance("1000")) == (290_000, -321_050)
    assert ImportChange.objects.get(batch=batch).before == {"restores": JournalEntry.objects.earliest("pk").pk}


def test_what_belongs_to_a_closed_month_is_posted_on_the_first_open_day_and_named():
    books.taken("ledger", HEAD + SLIP)
    closing.close(
        unit=books.unit(), month=date(2026, 10, 1), by=factories.admin(), at=datetime(2026, 11, 2, 20, 0, tzinfo=UTC)
    )
    late = HEAD + SLIP.replace("2820.00", "2900.00") + FUEL
    batch = books.taken("ledger", late)
    again = books.taken("ledger", late)

    belongs = "belongs to {} Oct 2026, in a closed month"
    assert (counted(batch), counted(again)) == ((2, 2, 0), (0, 0, 4))
    assert [(day, memo) for _, day, memo in entries()[1:]] == [
        ("2026-11-01", f"The file says otherwise now ({belongs.format('01')})"),
        ("2026-11-01", f"Slip ({belongs.format('01')})"),
        ("2026-11-01", f"Diesel; Card ({belongs.format('15')})"),
    ]
    assert batch.warnings == [
        f"slip of jada {belongs.format('01')}: posted on 01 Nov 2026.",
        f"fuel of jada {belongs.format('15')}: posted on 01 Nov 2026.",
    ]
    assert again.warnings == []


def test_entries_that_cannot_be_posted_are_named_with_their_lines():
    rows = [
        "one,2026-10-01,jada,1000,5,,,,",
        "odd,2026-10-01,jada,1000,5,,,,",
        "odd,2026-10-01,jada,6000,,6,,,",
        "days,2026-10-01,jada,1000,5,,,,",
        "days,2026-10-02,jada,6000,,5,,,",
        "parted,2026-10-01,jada,1000,5,,,,",
        "parted,2026-10-01,other,6000,,5,,,",
    ]
    with pytest.raises(FileRefused) as refused:
        books.taken("ledger", HEAD + SLIP + "\n".join(rows))

    assert [fault.sentence() for fault in refused.value.found] == [
        "line 4, entry: “one” does not balance in jada: debits $5.00, credits $0.00 (lines 4)",
        "line 5, entry: “odd” does not balance in jada: debits $5.00, credits $6.00 (lines 5, 6)",
        "line 7, entry: “days” has several days, 2026-10-01 and 2026-10-02 (lines 7, 8)",
        "line 9, entry: “parted” does not balance in jada: debits $5.00, credits $0.00 (lines 9)",
        "line 10, entry: “parted” does not balance in other: debits $0.00, credits $5.00 (lines 10)",
    ]
    assert JournalEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,2026-10-01,mars,1000,5,,,,", "unit: “mars” names no unit: there is no 'mars'"),
        ("a,2026-10-01,jada,9999,5,,,,", "account: “9999” is no account: there is none of this code"),
        ("a,2026-10-01,jada,1000,5,5,,,", "debit: “5” stands beside a credit: a row is one or the other"),
        ("a,2026-10-01,jada,1000,,0,,,", "debit: is missing, and so is a credit"),
        ("a,2026-10-01,jada,1000,-5,,,,", "debit: “-5” is below zero: write it on the other side"),
        ("a,0026-10-01,jada,1000,5,,,,", "date: “0026-10-01” is no year of these books"),
    ],
)
def test_a_row_that_cannot_be_a_line_is_refused_in_words(row, words):
    with pytest.raises(FileRefused) as refused:
        books.taken("ledger", HEAD + row + "\n")

    assert refused.value.found[0].sentence() == f"line 2, {words}"


def test_the_unit_may_be_said_for_the_whole_file():
    batch = books.taken("ledger", (HEAD + SLIP).replace(",unit", "").replace(",jada", ""), unit=books.unit())

    assert counted(batch) == (2, 0, 0)
    assert JournalEntry.objects.get().unit.slug == "jada"
