"""The bank's own lines and the sums of parties: what the database keeps true."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from reports import ledger
from reports.models import BankTransaction, PartyMonth
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 14)


def test_a_bank_line_comes_once_per_account_and_a_matched_one_names_its_ledger_line():
    unit, account = books.unit(), books.chart()["1000"]
    line = {"account": account, "unit": unit, "fitid": "A1", "on": DAY, "amount_cents": 100}
    BankTransaction.objects.create(**line)

    with pytest.raises(IntegrityError, match="banktransaction_once"), transaction.atomic():
        BankTransaction.objects.create(**line)
    with pytest.raises(IntegrityError, match="banktransaction_matched_line"), transaction.atomic():
        BankTransaction.objects.create(**line | {"fitid": "A2", "status": "matched"})

    assert BankTransaction.objects.count() == 1


def test_the_database_sums_what_each_party_was_paid_by_month():
    unit, known = books.unit(), books.chart()
    for day, cents, party in ((14, 5000, "Fuel Dock"), (20, 7000, "Fuel Dock"), (21, 900, "")):
        ledger.post(
            unit=unit, on=date(2026, 11, day), source_kind="test", source_key=f"t:{day}:v1", at=factories.NOW,
            lines=[ledger.Line(known["5200"], cents, about={"party": party}), ledger.Line(known["1000"], -cents)],
        )  # fmt: skip

    rows = PartyMonth.objects.values_list("party", "month", "debit_cents", "credit_cents", "line_count", "last_on")
    assert list(rows) == [("Fuel Dock", date(2026, 11, 1), 12000, 0, 2, date(2026, 11, 20))]
