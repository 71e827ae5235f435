"""Bank lines at the desk: matched with what is offered, posted, set aside, opened again; a day proven in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.html import strip_tags

from reports.models import BankTransaction, JournalEntry, Reconciliation
from tests import factories
from tests.reports import books
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/reports/banktransaction/"


@pytest.fixture
def office():
    return signed_in(factories.admin("Olga"), "admin")


def bank_line(unit, day, cents, text="ACME"):
    return BankTransaction.objects.create(
        account=books.chart()["1000"], unit=unit, fitid=f"{day}:{cents}", on=date(2026, 5, day), text=text,
        amount_cents=cents,
    )  # fmt: skip


def words(response):
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def test_a_bank_line_is_matched_with_the_entry_that_is_offered_and_opened_again(office):
    unit = books.unit()
    entry = books.posted(unit, date(2026, 5, 14), ("5200", 8000), ("1000", -8000), memo="Fuel")
    row, line = bank_line(unit, 15, -8000), entry.lines.get(account__code="1000")
    page = f"{LIST}{row.pk}/change/"

    offered = words(office.get(page))
    done = office.post(page, {"what": line.pk})
    row.refresh_from_db()
    matched = (row.status, row.line, words(office.get(LIST)).count("matched with 2026-05-14 Fuel"))
    opened = office.post(page, {})
    row.refresh_from_db()

    assert "the entry of 2026-05-14 Fuel, ($80.00)" in offered
    assert (done.status_code, opened.status_code) == (302, 302)
    assert matched == ("matched", line, 1)
    assert (row.status, row.line) == ("unmatched", None)


def test_a_bank_line_is_posted_to_an_account_or_set_aside_for_a_reason(office):
    unit, known = books.unit(), books.chart()
    fuel, double = bank_line(unit, 15, -8000, "SHELL OIL"), bank_line(unit, 16, 100)

    nowhere = office.post(f"{LIST}{fuel.pk}/change/", {"what": "post"})
    posted = office.post(f"{LIST}{fuel.pk}/change/", {"what": "post", "account": known["5200"].pk})
    silent = office.post(f"{LIST}{double.pk}/change/", {"what": "ignore", "why": " "})
    aside = office.post(f"{LIST}{double.pk}/change/", {"what": "ignore", "why": "Shown twice."})
    strange = office.post(f"{LIST}{double.pk + 1}/change/", {"what": "post"})

    entry = JournalEntry.objects.get()
    assert [answer.status_code for answer in (nowhere, posted, silent, aside, strange)] == [422, 302, 422, 302, 404]
    assert "Choose what the money was for." in words(nowhere)
    assert (entry.memo, entry.author.name) == ("SHELL OIL", "Olga")
    assert list(entry.lines.values_list("account__code", "amount_cents")) == [("1000", -8000), ("5200", 8000)]
    assert "set aside: Shown twice." in words(office.get(LIST))


def test_a_day_is_proven_once_the_balances_are_one_and_nothing_waits(office):
    unit, known = books.unit(), books.chart()
    books.posted(unit, date(2026, 5, 14), ("1000", 50000), ("4000", -50000))
    sent = {"account": known["1000"].pk, "unit": unit.pk, "as_of": "2026-05-31", "balance": "510.00"}
    page = "/admin/reports/reconciliation/add/"

    off = office.post(page, sent)
    proven = office.post(page, sent | {"balance": "$500.00"})
    again = office.post(page, sent | {"balance": "$500.00"})

    row = Reconciliation.objects.get()
    assert [answer.status_code for answer in (off, proven, again)] == [422, 302, 422]
    assert "the difference is $10.00" in words(off)
    assert (row.difference_cents, row.reconciled_by.name) == (0, "Olga")
    assert words(office.get(f"/admin/reports/reconciliation/{row.pk}/change/")).count("$500.00") == 2
    assert words(office.get("/admin/reports/reconciliation/")).count("$500.00") == 2
