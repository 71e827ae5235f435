"""The books at the desk: entries posted, refused, found, taken back; months closed; charts opened; words given."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from django.utils.html import strip_tags

from reports.models import Account, DataCoverage, FiscalPeriod, JournalEntry, UnitVessel
from tests import factories
from tests.reports import books
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
JOURNAL = "/admin/reports/journalentry/"
MONTHS = "/admin/reports/fiscalperiod/"


@pytest.fixture
def office():
    return signed_in(factories.admin("Olga"), "admin")


def written(unit, *lines, **fields):
    """What the entry form sends: lines of `(account, debit, credit)`."""
    head = {
        "date": "2026-05-14",
        "unit": unit.pk,
        "memo": "Fuel",
        "reference": "",
        "intercompany_with": "",
        "key": "k1",
    }
    rows = {
        f"lines-{number}-{name}": value
        for number, (account, debit, credit) in enumerate(lines)
        for name, value in (("account", account.pk), ("debit", debit), ("credit", credit))
    }
    frame = {"lines-TOTAL_FORMS": len(lines) + 1, "lines-INITIAL_FORMS": 0}
    return head | frame | rows | fields


def words(response):
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def test_an_entry_is_posted_in_dollars_and_its_page_adds_up(office):
    unit, known = books.unit(), books.chart()

    answer = office.post(
        f"{JOURNAL}add/", written(unit, (known["5200"], "$1,250.50", ""), (known["1000"], "", "1250.5"))
    )

    entry = JournalEntry.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{JOURNAL}{entry.pk}/change/")
    assert list(entry.lines.values_list("account__code", "amount_cents")) == [("5200", 125050), ("1000", -125050)]
    assert (entry.source_kind, entry.author.name) == ("manual", "Olga")
    page = words(office.get(answer.headers["Location"]))
    assert "Debits $1,250.50 Credits $1,250.50 Difference $0.00" in page


def test_an_entry_that_does_not_balance_is_refused_with_all_that_was_typed(office):
    unit, known = books.unit(), books.chart()

    answer = office.post(f"{JOURNAL}add/", written(unit, (known["5200"], "80", ""), (known["1000"], "", "79.5")))

    page = answer.content.decode()
    assert (answer.status_code, JournalEntry.objects.count()) == (422, 0)
    assert "The entry does not balance: its debits are $0.50 too much." in words(answer)
    assert "Debits $80.00 Credits $79.50 Difference $0.50" in words(answer)
    assert page.count('value="79.5"') == 1
    assert 'value="Fuel"' in page


def test_a_closed_month_a_form_sent_twice_and_bad_lines_are_refused_in_words(office):
    unit, known = books.unit(), books.chart()
    good = ((known["5200"], "80", ""), (known["1000"], "", "80"))
    FiscalPeriod.objects.create(
        unit=unit, starts_on=date(2026, 4, 1), closed_at=factories.NOW, closed_by=factories.admin()
    )

    closed = office.post(f"{JOURNAL}add/", written(unit, *good, date="2026-04-30"))
    first = office.post(f"{JOURNAL}add/", written(unit, *good))
    again = office.post(f"{JOURNAL}add/", written(unit, *good))
    faulty = office.post(
        f"{JOURNAL}add/", written(unit, (known["5200"], "80", "80"), (known["1000"], "", "=1+1"), key="k2")
    )

    assert [answer.status_code for answer in (closed, first, again, faulty)] == [422, 302, 422, 422]
    assert "April 2026 of unit jada is closed." in words(closed)
    assert "This was posted before." in words(again)
    assert "Write an amount on one side" in words(faulty)
    assert JournalEntry.objects.count() == 1


def test_a_posted_entry_is_looked_at_and_reversed_once(office):
    entry = books.posted(books.unit(), date(2026, 5, 14), ("5200", 8000), ("1000", -8000), memo="Fuel")
    page, way = f"{JOURNAL}{entry.pk}/change/", f"{JOURNAL}{entry.pk}/reverse/"

    changed = office.post(page, {"memo": "Other"})
    faulty = office.post(way, {"date": "2026-05-15", "why": ""})
    done = office.post(way, {"date": "2026-05-15", "why": "Wrong amount."})
    again = office.post(way, {"date": "2026-05-15", "why": "Once more."})

    made = JournalEntry.objects.get(reversal_of=entry)
    assert [answer.status_code for answer in (changed, faulty, done, again)] == [403, 422, 302, 422]
    assert (made.memo, made.author.name) == ("Wrong amount.", "Olga")
    assert "This entry was reversed before." in words(again)
    assert "reversed by 2026-05-15" in words(office.get(page))
    assert "reverses 2026-05-14" in words(office.get(done.headers["Location"]))
    assert "/reverse/" not in office.get(page).content.decode()


def test_the_journal_is_narrowed_by_unit_account_and_day_and_taken_as_a_file(office):
    jada, other = books.unit(), books.unit("other")
    books.posted(jada, date(2026, 5, 14), ("5200", 8000), ("1000", -8000), memo="=HYPERLINK(1)", key="a:v1")
    books.posted(jada, date(2026, 5, 20), ("1000", 500), ("4000", -500), key="b:v1")
    books.posted(other, date(2026, 5, 14), ("5200", 700), ("1000", -700), key="c:v1")
    asked = "?unit=jada&account=5200&date__gte=2026-05-01"

    page = office.get(f"{JOURNAL}{asked}")
    sheet = b"".join(office.get(f"{JOURNAL}ledger.csv{asked}").streaming_content).decode("utf-8-sig")
    book = zipfile.ZipFile(io.BytesIO(b"".join(office.get(f"{JOURNAL}ledger.xlsx{asked}").streaming_content)))
    rows = list(csv.DictReader(io.StringIO(sheet)))

    assert page.content.decode().count("field-amount") == 1
    assert [(row["entry"], row["account"], row["debit"], row["credit"], row["memo"]) for row in rows] == [
        ("a:v1", "5200", "80.00", "", "'=HYPERLINK(1)"),
        ("a:v1", "1000", "", "80.00", "'=HYPERLINK(1)"),
    ]
    text = book.read("xl/worksheets/sheet1.xml").decode()
    assert (text.count("<row>"), text.count("<f>"), "<v>80.00</v>" in text) == (3, 0, True)
    assert office.get(f"{JOURNAL}ledger.exe").status_code == 404


def test_a_month_is_closed_and_opened_again_for_a_reason(office):
    unit = books.unit()

    running = office.post(f"{MONTHS}add/", {"unit": unit.pk, "month": "2036-05-03"})
    closed = office.post(f"{MONTHS}add/", {"unit": unit.pk, "month": "2026-05-03"})
    twice = office.post(f"{MONTHS}add/", {"unit": unit.pk, "month": "2026-05-03"})
    row = FiscalPeriod.objects.get()
    page = f"{MONTHS}{row.pk}/change/"
    silent = office.post(page, {"opened_why": ""})
    opened = office.post(page, {"opened_why": "A bill came late."})
    row.refresh_from_db()
    shut = office.post(page, {})

    assert [answer.status_code for answer in (running, closed, twice, silent, opened, shut)] == [
        422, 302, 422, 422, 302, 302,
    ]  # fmt: skip
    assert "May 2026 of Jada is closed already." in words(twice)
    assert (row.closed_at, row.opened_by.name, row.opened_why) == (None, "Olga", "A bill came late.")
    assert FiscalPeriod.objects.get().closed_by.name == "Olga"


def test_a_trial_balance_shows_what_each_account_brought_and_left(office):
    unit = books.unit()
    books.posted(unit, date(2026, 4, 14), ("1000", 10000), ("3000", -10000))
    books.posted(unit, date(2026, 5, 14), ("5200", 8000), ("1000", -8000))

    page = words(office.get(f"{MONTHS}trial-balance/?unit=jada&month=2026-05-20"))

    assert "1000 Cash $100.00 $0.00 $80.00 $20.00" in page
    assert "Together $0.00 $80.00 $80.00 $0.00" in page
    assert office.get(f"{MONTHS}trial-balance/?unit=none&month=x").status_code == 422
    assert "Nothing was posted" in words(office.get(f"{MONTHS}trial-balance/?unit=jada&month=2020-05-20"))


def test_a_standard_chart_is_opened_once_for_the_kinds_of_units_there_are(office):
    books.unit()
    bare = office.get("/admin/reports/account/").content.decode()

    opened = office.post("/admin/reports/account/standard/", {})
    again = office.post("/admin/reports/account/standard/", {})

    codes = set(Account.objects.values_list("code", flat=True))
    assert (opened.status_code, again.status_code, "standard/" in bare) == (302, 422, True)
    assert {"1000", "2000", "4000", "5200"} <= codes
    assert "2060" not in codes
    assert "There are accounts already." in words(again)


def test_a_unit_keeps_its_vessels_and_a_zone_that_is_known(office):
    vessel = factories.vessel()
    sent = {
        "name": "JADA", "slug": "jada", "kind": "charter", "timezone": "Nowhere", "recognition_policy": "completion",
        "cost_allocation": "none", "vessel_rows-TOTAL_FORMS": 1, "vessel_rows-INITIAL_FORMS": 0,
        "vessel_rows-0-vessel": vessel.pk,
    }  # fmt: skip

    faulty = office.post("/admin/reports/businessunit/add/", sent)
    kept = office.post("/admin/reports/businessunit/add/", sent | {"timezone": "America/New_York"})

    assert (faulty.status_code, kept.status_code) == (422, 302)
    assert UnitVessel.objects.get().unit.slug == "jada"


def test_a_person_says_what_is_recorded(office):
    unit = books.unit()
    sent = {"unit": unit.pk, "domain": "bank", "first": "2026-05-01", "last": "2026-05-31", "level": "complete"}

    backwards = office.post("/admin/reports/datacoverage/add/", sent | {"last": "2026-04-01"})
    said = office.post("/admin/reports/datacoverage/add/", sent)

    row = DataCoverage.objects.get()
    assert (backwards.status_code, said.status_code) == (422, 302)
    assert (row.level, row.basis, row.author.name, row.last_day) == ("complete", "asserted", "Olga", date(2026, 5, 31))
    page = words(office.get(f"/admin/reports/datacoverage/{row.pk}/change/"))
    assert "2026-05-01 to 2026-05-31" in page


@pytest.mark.parametrize("name", ["businessunit", "account", "journalentry", "fiscalperiod", "datacoverage"])
@pytest.mark.parametrize("page", ["", "add/"])
def test_every_desk_and_its_empty_form_open(office, name, page):
    assert office.get(f"/admin/reports/{name}/{page}").status_code == 200
