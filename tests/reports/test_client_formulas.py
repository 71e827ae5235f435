"""F70 to F76: what clients agreed to, were asked for, paid and cost."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.formulas import clients, collecting
from reports.formulas.agency import Agency, Client, Invoice, Paid, Plan, Work
from reports.periods import last_complete_month
from reports.spans import Statement, Statements
from reports.values import Level, State, rounded

AS_OF = date(2026, 11, 14)
DOMAINS = ("clients", "work", "invoices")


def inputs(*rows, level=Level.COMPLETE, domains=DOMAINS, as_of=AS_OF):
    told = [Statement(date(2024, 1, 1), date(2027, 1, 1), level, datetime(2026, 11, 1, tzinfo=UTC))]
    said = Statements(("dc",), {("dc", domain): told for domain in domains})
    return Agency(("dc",), as_of, last_complete_month(as_of), rows, said)


def client(name="ana", **columns):
    return Client(name, "dc", name, **columns)


def plan(kind="retainer", cents=50_000, starts_on=None, ends_on=None):
    return Plan(f"{kind}:{starts_on}", kind, cents, starts_on, ends_on)


def work(on, hours, **columns):
    return Work(f"{on}:{hours}", on, Decimal(hours), **columns)


def invoice(number, on, cents, due=None, paid=()):
    return Invoice(number, number, on, due or on, cents, paid)


def test_mrr_adds_up_retainers_and_hosting_of_active_clients_on_the_day():
    rows = inputs(
        client(plans=(plan(), plan("hosting", 2500), plan("hourly", 9000))),
        client("bo", plans=(plan(cents=99, ends_on=AS_OF), plan(cents=10_000, starts_on=AS_OF))),
        client("cy", is_active=False, plans=(plan(),)),
        client("di", ended_on=AS_OF, plans=(plan(),)),
        client("ed", plans=(plan("none", 0),)),
    )

    assert clients.contracted(rows).amount == 62_500
    assert clients.contracted(rows, date(2026, 11, 13)).amount == 102_599
    assert [one.name for one in clients.without_plan(rows)] == ["ed"]


@pytest.mark.parametrize(
    ("level", "state", "amount"), [(Level.NONE, State.NO_DATA, None), (Level.COMPLETE, State.ZERO, 0)]
)
def test_nothing_recorded_is_zero_only_where_all_is_recorded(level, state, amount):
    rows = inputs(level=level)

    for value in (clients.contracted(rows), clients.leakage(rows), clients.unbilled(rows), collecting.receivable(rows)):
        assert (value.state, value.amount) == (state, amount)


def test_leakage_is_what_plans_ask_for_less_what_was_invoiced_beyond_hours():
    entry = work(date(2026, 10, 5), 2, rate_cents=10_000, invoice="7")
    rows = inputs(
        client(plans=(plan(),), work=(entry,), invoices=(invoice("7", date(2026, 10, 31), 50_000),)),
        client("bo", plans=(plan(),), invoices=(invoice("8", date(2026, 10, 1), 60_000),)),
        client("cy", plans=(plan("hosting", 3100, starts_on=date(2026, 10, 22)),)),
    )

    found = {leak.client.name: leak.leakage.amount for leak in clients.leaks(rows)}

    assert found == {"ana": 20_000, "cy": 1000, "bo": -10_000}
    assert clients.leakage(rows).amount == 21_000


def test_leakage_without_invoices_recorded_is_no_data_and_without_any_in_a_recorded_month_the_whole_plan():
    one = client(plans=(plan(),))

    assert clients.leakage(inputs(one, domains=("clients", "work"))).state == State.NO_DATA
    assert clients.leakage(inputs(one)).amount == 50_000


def test_unbilled_work_is_paid_by_its_rate_else_by_the_plan_of_the_day_else_named():
    rows = inputs(
        client(
            plans=(plan("hourly", 8000, ends_on=date(2026, 10, 10)), plan("hourly", 9000, date(2026, 10, 10))),
            work=(
                work(date(2026, 10, 9), 1), work(date(2026, 10, 10), 1), work(date(2026, 10, 11), 2, rate_cents=100),
                work(date(2026, 10, 12), 1, is_billable=False), work(date(2026, 10, 13), 1, invoice="12"),
                work(date(2026, 10, 14), 1, invoice="void"),
            ),
            void=frozenset({"void"}),
        ),
        client("bo", plans=(plan(),), work=(work(date(2026, 10, 9), 5),)),
        client("cy", work=(work(date(2026, 10, 9), 5),)),
    )  # fmt: skip

    found = clients.unbilled(rows)

    assert (found.state, found.amount) == (State.PARTIAL, 8000 + 9000 + 200 + 9000)
    assert found.missing == ("the rate of cy’s hours on 2026-10-09",)
    assert clients.unbilled(rows, rows.clients[0], older_than=36).amount == 8000
    assert [entry.on.day for _, entry in clients.unbilled_rows(rows, older_than=34)] == [9, 9, 10, 11]


def test_dso_is_receivable_by_billed_of_90_days():
    paid = (Paid(date(2026, 11, 1), 60_000),)
    rows = inputs(
        client(
            invoices=(
                invoice("1", date(2026, 11, 1), 90_000, paid=paid), invoice("2", date(2026, 8, 17), 10_000),
                invoice("3", date(2026, 8, 16), 20_000),
            )
        )
    )  # fmt: skip

    assert collecting.receivable(rows).amount == 60_000
    assert collecting.days_outstanding(rows).amount == 54
    assert [(row.invoice.number, row.days) for row in clients.owed(rows)] == [("3", 90), ("2", 89), ("1", 13)]


def test_dso_of_nothing_billed_is_undefined_and_of_nothing_recorded_no_data():
    rows = inputs(client(invoices=(invoice("1", date(2026, 1, 1), 90_000),)))

    assert collecting.days_outstanding(rows).state == State.UNDEFINED
    assert collecting.days_outstanding(inputs(level=Level.NONE)).state == State.NO_DATA


def test_a_client_brings_by_the_hour_what_it_paid_and_costs_hosting_and_hours():
    one = client(
        hosting_cents=Decimal(2000), rate_cents=3000,
        work=(work(date(2026, 10, 2), 3), work(date(2026, 10, 3), 1, is_billable=False), work(date(2026, 11, 1), 9)),
        invoices=(invoice("1", date(2026, 10, 31), 50_000, paid=(Paid(date(2026, 10, 31), 20_000),)),),
    )  # fmt: skip

    found = collecting.served(inputs(one), one)

    assert (found.collected.amount, found.hours.amount, found.rate.amount) == (20_000, 4, 5000)
    assert (found.cost.amount, found.margin.amount, found.margin_share.amount) == (14_000, 36_000, Decimal("0.72"))
    assert collecting.effective_rate(inputs(one)).amount == 5000
    assert collecting.margin(inputs(one)).amount == 36_000


def test_costs_nobody_told_are_named_and_no_hours_leave_no_rate():
    hours = client(work=(work(date(2026, 10, 2), 3),))
    idle = client(hosting_cents=Decimal(2000))

    known, none = collecting.served(inputs(hours), hours), collecting.served(inputs(idle), idle)

    assert (known.cost.state, known.cost.missing) == (
        State.NO_DATA, ("hosting cost of ana", "what an hour on ana costs")
    )  # fmt: skip
    assert (none.rate.state, none.cost.amount, none.margin.amount) == (State.UNDEFINED, 2000, -2000)
    unhosted = replace(hours, rate_cents=100)
    assert (collecting.served(inputs(unhosted), unhosted).cost.state) == State.PARTIAL


def test_concentration_is_the_greatest_share_and_the_sum_of_squares():
    rows = inputs(
        client(invoices=(invoice("1", date(2026, 1, 1), 60_000),)),
        client("bo", invoices=(invoice("2", date(2026, 10, 31), 40_000), invoice("3", date(2025, 10, 31), 10**9))),
        client("cy", invoices=(invoice("4", date(2026, 10, 31), -500),)),
    )

    found = collecting.concentration(rows)

    assert (found.client.name, found.top.amount, rounded(found.hhi.number)) == ("ana", Decimal("0.6"), 5200)


@pytest.mark.parametrize(("level", "state"), [(Level.NONE, State.NO_DATA), (Level.COMPLETE, State.UNDEFINED)])
def test_concentration_of_no_invoice(level, state):
    found = collecting.concentration(inputs(client(), level=level))

    assert (found.client, found.top.state, found.hhi.state) == (None, state, state)
