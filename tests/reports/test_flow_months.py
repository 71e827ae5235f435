"""What moved cash, kept by month: by every line, whenever it comes, and anew when another account holds cash."""

from datetime import date

import pytest
from django.db import connection

from bench import ledger_raw
from reports.inputs import ledger as inputs
from reports.models import Account, BusinessUnit, FlowMonth, JournalEntry, JournalLine
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
TENTH = date(2026, 10, 10)
AS_OF = date(2026, 11, 14)


def kept():
    """Account, month, what came, what went, lines."""
    rows = FlowMonth.objects.order_by("account__code", "month")
    return list(rows.values_list("account__code", "month", "came_cents", "went_cents", "line_count"))


def asked(**lines):
    """What the reader tells of flows: month, subtype, came, went, lines."""
    return [flow[1:2] + flow[3:] for flow in inputs.read(units=list(BusinessUnit.objects.all()), as_of=AS_OF).flows]


def test_what_is_on_the_other_side_of_cash_is_summed_by_month_and_nothing_else():
    unit = books.unit()
    books.posted(unit, TENTH, ("1000", 60000), ("2000", -60000))
    books.posted(unit, TENTH, ("5200", 7000), ("1000", -7000))
    books.posted(unit, TENTH, ("2000", 60000), ("4000", -60000))

    assert kept() == [("2000", OCTOBER, 60000, 0, 1), ("5200", OCTOBER, 0, 7000, 1)]


def test_lines_that_came_before_the_line_of_cash_count_with_it_and_once():
    unit, chart = books.unit(), books.chart()
    entry = JournalEntry.objects.create(
        unit=unit, date=TENTH, source_kind="test", source_key="t:1:v1", posted_at=factories.NOW
    )

    for code, cents in (("5200", 7000), ("5100", 500), ("1000", -8000), ("1000", -400), ("6000", 900)):
        JournalLine.objects.create(entry=entry, unit=unit, account=chart[code], amount_cents=cents)

    assert kept() == [("5100", OCTOBER, 0, 500, 1), ("5200", OCTOBER, 0, 7000, 1), ("6000", OCTOBER, 0, 900, 1)]


def test_an_account_that_begins_to_hold_cash_has_all_flows_kept_anew():
    unit = books.unit()
    books.posted(unit, TENTH, ("1000", 60000), ("2000", -60000))
    books.posted(unit, TENTH, ("2000", 60000), ("4000", -60000))

    Account.objects.filter(code="2000").update(subtype="payment_clearing")

    assert kept() == [("4000", OCTOBER, 60000, 0, 1)]
    Account.objects.filter(code="2000").update(subtype="customer_deposits")
    assert kept() == [("2000", OCTOBER, 60000, 0, 1)]


def test_the_running_month_counts_up_to_the_day_asked_about():
    unit = books.unit()
    for on, cents in ((TENTH, 60000), (date(2026, 11, 14), 500), (date(2026, 11, 15), 30)):
        books.posted(unit, on, ("1000", cents), ("2000", -cents))

    found = asked()

    assert found == [
        (OCTOBER, "customer_deposits", 60000, 0, 1),
        (date(2026, 11, 1), "customer_deposits", 500, 0, 1),
    ]


def test_the_demo_houses_flows_are_those_that_its_lines_tell(demo_house):
    units = list(BusinessUnit.objects.order_by("slug"))
    with connection.connection.cursor() as cursor:
        cursor.execute(
            ledger_raw.STATEMENTS["flows"],
            {"units": [unit.pk for unit in units], "quarter": date(2026, 8, 1), "day": date(2026, 11, 15)},
        )
        by_lines = cursor.fetchall()

    found = inputs.read(units=units, as_of=AS_OF).flows

    assert len(found) > 20
    assert sorted(map(tuple, found)) == sorted(by_lines)
