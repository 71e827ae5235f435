"""Every list of the books as a file: what is taken along and taken in again changes nothing."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.contrib import admin

from reports import ledger
from reports.importing import engine
from reports.importing.faults import FileRefused
from reports.importing.kinds import ALL
from reports.models import Account, BusinessUnit, JournalEntry
from reports.office.files import Exported
from tests import factories
from tests.reports import books
from tests.reports.test_twice import ordered, taken
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
AS_WORKBOOKS = {"bank", "clients", "risks", "targets", "units"}  # the others are written by the same lines
JOURNAL = "/admin/reports/journalentry/"
KINDS = {
    "accounts", "assets", "bank", "campaigns", "capital_requests", "capital_tiers", "channel_stats", "channels",
    "clients", "cloud_costs", "components", "contacts", "coverage", "declared", "deliveries", "deploys", "funnel",
    "invoices", "leases", "milestones", "money_rules", "opportunities", "other_income", "property_costs", "rent",
    "responsibilities", "risks", "savings", "security", "stakes", "targets", "units", "work", "work_orders",
}  # fmt: skip


def desks():
    """Every desk that gives a file, by the kind of the file."""
    return {desk.kind: desk for desk in admin.site._registry.values() if isinstance(desk, Exported) and desk.kind}


def given(office, desk, ending, asked=""):
    return office.get(f"{desk.file_url}{ending}{asked}").getvalue()


def again(kind, content, ending):
    """What a file changes: new, changed and unchanged rows."""
    told = {"unit": BusinessUnit.objects.get(slug="jada"), "account": Account.objects.get(code="1000")}
    batch = engine.take(
        kind=ALL[kind], content=content, filename=f"{kind}.{ending}", at=factories.NOW,
        **(told if kind == "bank" else {}),
    )  # fmt: skip
    return batch.created_count, batch.changed_count, batch.unchanged_count


def test_every_list_taken_along_changes_nothing_when_it_is_taken_in_again():
    factories.vessel(slug="jada", name="JADA", mark="J")
    factories.event_type(slug="sunset")
    factories.channel(slug="phone", name="Phone")
    factories.terms(name="Charter")
    office = signed_in(factories.admin("Ada Quay", email="office@example.com"), "admin")
    for kind in ordered():
        taken(kind)
    books.taken("risks", 'unit,title\njada,"=cmd|1"\njada,"@sum\t1"\n')

    found = {
        (kind, ending): again(kind, given(office, desk, ending), ending)
        for kind, desk in desks().items()
        for ending in ("csv", *(["xlsx"] if kind in AS_WORKBOOKS else []))
    }

    assert {kind for kind, _ in found} == KINDS
    assert {name: told for name, told in found.items() if told[:2] != (0, 0) or not told[2]} == {}


def test_a_file_has_the_heads_of_its_kind_and_no_formula(client):
    office = signed_in(factories.admin("Ada Quay"), "admin")
    books.unit()
    books.taken("clients", 'unit,client\njada,"=HYPERLINK(""http://x"")"\njada,Bo\n')
    desk = desks()["clients"]

    head, *rows = csv.reader(io.StringIO(given(office, desk, "csv").decode("utf-8-sig")))
    page = office.get(desk.file_url.removesuffix("export.")).content.decode()

    assert head == [column.name for column in ALL["clients"].columns]
    assert sorted(row[1] for row in rows) == ['\'=HYPERLINK("http://x")', "Bo"]
    assert given(office, desk, "csv", "?q=Bo").decode().count("\n") == 2
    assert ("export.csv" in page, "export.xlsx" in page) == (True, True)
    assert office.get(f"{desk.file_url}exe").status_code == 404
    assert client.get(f"{desk.file_url}csv").status_code == 303


def of_the_ledger(office, ending):
    return office.get(f"{JOURNAL}ledger.{ending}").getvalue()


def kept_books():
    """Entries of a file, one of them changed since, and of the dock and of a person, about a booking and a unit."""
    unit, other = books.unit(), books.unit("house", kind="property")
    known = books.chart()
    head = "entry,date,unit,account,debit,credit,memo,party\n"
    for amount in ("10.00", "12.00"):
        rows = [f"5200,{amount},,=Fuel,Dock", f"1000,,{amount},,"]
        books.taken("ledger", head + "".join(f"slip,2026-05-01,jada,{row}\n" for row in rows))
    about = {"booking": factories.booking(factories.event()), "channel": factories.channel(slug="web", name="Web")}
    ledger.post(
        unit=unit, on=date(2026, 5, 20), source_kind="booking", source_id="X", source_key="booking:X:paid:v1",
        at=factories.NOW, memo="Paid", intercompany_with=other,
        lines=[ledger.Line(known["1000"], 500, about=about), ledger.Line(known["2000"], -500, other, about=about)],
    )  # fmt: skip
    books.posted(unit, date(2026, 5, 14), ("5200", 80), ("1000", -80), key="manual:1", memo="Ice")


def test_a_ledger_taken_along_changes_nothing_when_it_is_taken_in_again():
    office = signed_in(factories.admin("Ada Quay"), "admin")
    kept_books()
    before = JournalEntry.objects.count()

    found = [again("ledger", of_the_ledger(office, ending), ending) for ending in ("csv", "xlsx")]

    assert (found, JournalEntry.objects.count()) == ([(0, 0, 10)] * 2, before)


def test_what_the_dock_posted_is_refused_where_a_file_says_otherwise():
    office = signed_in(factories.admin("Ada Quay"), "admin")
    kept_books()
    file = of_the_ledger(office, "csv").replace(b"5.00", b"6.00")

    with pytest.raises(FileRefused) as refused:
        again("ledger", file, "csv")

    (fault,) = refused.value.found
    assert fault.column == "entry"
    assert fault.words.endswith("it was posted by the dock: put it right there")
