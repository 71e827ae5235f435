"""What reports read of dock and ledger together: deposits rolled forward, and what wants a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reports.formulas import deposits, exceptions
from reports.inputs import deposits as deposit_inputs
from reports.inputs import postings as posting_inputs
from reports.models import DataCoverage, JournalEntry
from reports.postings import posting
from tests import factories
from tests.factories import NOW
from tests.reports import books

pytestmark = pytest.mark.django_db
AS_OF, AUGUST = date(2026, 7, 31), date(2026, 8, 31)
LATER = NOW + timedelta(days=200)


@pytest.fixture
def jada():
    """A unit with a chart of accounts, of which everything is said to be recorded."""
    unit = books.unit()
    books.chart()
    for domain in ("bookings", "ledger"):
        DataCoverage.objects.create(
            unit=unit, domain=domain, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1), level="complete",
            basis="asserted", stated_at=NOW, author=factories.admin(),
        )  # fmt: skip
    return unit


def party(jada, *, back=False, price=60_000, **fields):
    boat = factories.vessel(slug=jada.slug) if not hasattr(jada, "boat") else jada.boat
    jada.boat = boat
    sail = factories.event(vessel=boat)
    if back:
        sail.status, sail.departed_by, sail.returned_by = "closed", sail.created_by, sail.created_by
        sail.departed_at, sail.returned_at = sail.departs_at, sail.returns_at
        sail.save()
    return factories.booking(sail, price_cents=price, **fields)


def rolled(jada, as_of=AS_OF):
    return deposits.roll_forward(deposit_inputs.read(units=[jada], as_of=as_of))[0]


def test_deposits_roll_forward_from_month_to_month(jada):
    early = party(jada)
    factories.payment(early, 20_000, received_on=date(2026, 6, 20))
    factories.payment(party(jada, back=True), 60_000, received_on=date(2026, 5, 20))
    factories.payment(early, 1_000, received_on=date(2026, 7, 3))
    factories.payment(early, 500, "refund", received_on=date(2026, 7, 4))
    posting.post_all(at=LATER)

    june, july = rolled(jada, date(2026, 6, 30)), rolled(jada)

    parts = ("opening", "received", "recognised", "refunded", "closing", "ledger", "held")
    assert [getattr(june, part).amount for part in parts] == [60_000, 20_000, 60_000, 0, 20_000, 20_000, 20_000]
    assert [getattr(july, part).amount for part in parts] == [20_000, 1_000, 0, 500, 20_500, 20_500, 20_500]
    assert (june.differences, july.differences) == ((), ())


def test_every_months_deposits_tie_until_the_ledger_forgets_one(jada):
    for month in (3, 4, 5):
        early = party(jada)
        factories.payment(early, 20_000, received_on=date(2026, month, 20))
        factories.payment(party(jada, back=True), 60_000, received_on=date(2026, month, 2))
    posting.post_all(at=LATER)

    months = deposit_inputs.monthly(units=[jada], as_of=AS_OF, months=6)

    assert [str(inputs.period.start) for inputs in months] == [f"2026-0{month}-01" for month in range(2, 8)]
    assert [deposits.roll_forward(inputs)[0].closing.amount for inputs in months] == [
        0, 80_000, 160_000, 240_000, 60_000, 60_000,
    ]  # fmt: skip
    assert deposits.untied(months) == []
    forgotten = replace(months[-1], ledger={})
    assert deposits.untied([*months[:-1], forgotten]) == [
        "jada, July 2026: closes with 60000, the ledger says 0, bookings hold 60000",
        *(
            f"jada, July 2026, {place.reference}: (20000, 0, 20000)"
            for place in sorted(months[-1].held, key=lambda place: place.reference)
        ),
    ]
    opened = deposits.untied([months[0], months[2]])
    assert opened == ["jada, April 2026: opens with 80000, the month before closed with 0"]


def test_a_deposit_the_ledger_does_not_know_shows_with_all_sides(jada):
    factories.payment(found := party(jada), 20_000)
    stray = books.posted(jada, date(2026, 6, 3), ("1000", 700), ("2000", -700))

    row = rolled(jada)

    assert row.differences == (
        deposits.Difference("jada", "", 0, 700, 0),
        deposits.Difference("jada", found.reference, 20_000, 0, 20_000),
    )
    assert stray.lines.count() == 2
    asked = deposit_inputs.read(units=[jada], as_of=AS_OF)
    assert (deposits.deposits_held(asked).amount, deposits.deposits_difference(asked).amount) == (20_000, -19_300)


def test_nothing_recorded_is_no_data_and_no_zero(jada):
    DataCoverage.objects.all().delete()

    row = rolled(jada)

    assert {row.opening.state, row.closing.state, row.ledger.state, row.held.state} == {"no_data"}


def counts(jada, as_of=AS_OF):
    asked = posting_inputs.read(units=[jada], as_of=as_of)
    rules = (
        exceptions.differing_deposits, exceptions.early_income, exceptions.not_recognised, exceptions.not_completed,
        exceptions.unmatched_deposits, exceptions.payouts_net, exceptions.more_than_the_price,
    )  # fmt: skip
    return [rule(asked).amount for rule in rules]


def test_a_dock_that_is_posted_and_over_asks_nothing(jada):
    factories.payment(party(jada, back=True), 60_000)
    posting.post_all(at=LATER)

    assert counts(jada) == [0, 0, 0, 0, 0, 0, 0]


def test_each_exception_is_counted(jada):
    open_one = party(jada)  # never came back: ACC-04
    books.posted(
        jada, date(2026, 6, 2), ("1100", 100), ("4000", -100), about={"booking": open_one}
    )  # income before the sail: ACC-02
    party(jada, back=True)  # completed, not posted: ACC-03
    tipped = party(jada, back=True, price=50_000)
    books.posted(jada, date(2026, 6, 5), ("1100", 55_000), ("4000", -55_000), about={"booking": tipped})  # ACC-07
    books.posted(jada, date(2026, 6, 3), ("1000", 700), ("2000", -700))  # a deposit of nobody: ACC-05, ACC-01
    factories.payment(party(jada, back=True, price=0), 100, method="payout")  # ACC-06

    assert counts(jada) == [1, 1, 1, 1, 1, 1, 1]
    assert counts(jada, date(2026, 6, 2))[3] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_inputs_take_a_fixed_number_of_queries(jada, count, django_assert_num_queries):
    for _ in range(count):
        factories.payment(party(jada, back=True), 20_000)
    posting.post_all(at=LATER)

    with django_assert_num_queries(7):
        deposit_inputs.read(units=[jada], as_of=AS_OF)
    with django_assert_num_queries(8):
        posting_inputs.read(units=[jada], as_of=AS_OF)
    assert JournalEntry.objects.count() == 2 * count
