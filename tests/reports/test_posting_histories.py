"""Whatever a booking lives through: posted twice it changes nothing, and dock, ledger and roll-forward are one."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.formulas.deposits import roll_forward
from reports.periods import month_start
from reports.postings.plan import commission_cents
from reports.values import State
from tests.reports.histories import Books, inputs, life

PARTS = ("received", "recognised", "refunded", "forfeited", "moved_out")


def amount(value):
    return value.amount if value.state != State.ZERO else 0


def rolled(row):
    """The roll-forward's own sum."""
    cents = [amount(getattr(row, part)) for part in PARTS]
    return amount(row.opening) + cents[0] - sum(cents[1:])


def owed(books, facts, today):
    """What ledger and dock each say of the money between guest and house once a booking is over; None before."""
    held = sum(
        {"payment": row.cents, "refund": -row.cents}.get(row.kind, 0)
        for row in facts.standing_money()
        if row.on <= today
    )
    sums = {
        kind: sum(books.balance(kind, today).values())
        for kind in ("receivable", "platform_receivable", "payable", "refunds_due", "refunds_contra")
    }
    ledger = sum(sums.values())
    if facts.cancelled:
        kept = -sum(books.balance("cancellation_income", today).values())
        return ledger, kept - held
    if facts.sail.returned_on:
        fee = commission_cents(facts) if facts.is_channels else 0
        return ledger, facts.price_cents + facts.tax_cents - fee - held
    return None


def prove(seed):
    """One history, day by day."""
    books = Books()
    for today, facts in life(Random(seed)):
        books.settle(facts, today)
        assert books.settle(facts, today) == 0
        rows = roll_forward(inputs(books, facts, today))
        assert [row.differences for row in rows] == [(), ()]
        assert [rolled(row) for row in rows] == [amount(row.closing) for row in rows]
        assert [amount(row.ledger) for row in rows] == [amount(row.held) for row in rows]
        both = owed(books, facts, today)
        assert both is None or both[0] == both[1]
        if facts.sail.returned_on and not facts.cancelled:
            assert -sum(books.balance("service_income").values()) == facts.price_cents
            assert -sum(books.balance("tax_payable").values()) == facts.tax_cents


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_ledger_bookings_and_roll_forward_are_one_whatever_happens(seed):
    prove(seed)


@pytest.mark.prove
def test_they_are_one_in_ten_thousand_histories():
    for seed in range(10_000):
        prove(seed)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_what_belongs_to_a_closed_month_is_posted_later_and_once(seed):
    books, told = Books(), life(Random(seed))
    for today, facts in told:
        for unit in ("jada", "queen"):
            books.closed.add((unit, month_start(today, -1)))
        shut = [row for row in books.entries if (row.unit, month_start(row.on)) in books.closed]

        books.settle(facts, today)

        assert books.settle(facts, today) == 0
        assert [(row.key, row.lines) for row in books.entries if (row.unit, month_start(row.on)) in books.closed] == [
            (row.key, row.lines) for row in shut
        ]
    today, facts = told[-1]
    assert [(row.ledger.amount or 0, row.differences) for row in roll_forward(inputs(books, facts, today))] == [
        (row.held.amount or 0, ()) for row in roll_forward(inputs(books, facts, today))
    ]


def test_a_ledger_that_forgets_an_entry_is_found_out():
    found = 0
    for seed in range(60):
        books, told = Books(), life(Random(seed))
        for today, facts in told:
            books.settle(facts, today)
        if any(line.subtype == "customer_deposits" for line in books.entries[-1].lines) if books.entries else False:
            books.entries.pop()
            found += any(row.differences for row in roll_forward(inputs(books, told[-1][1], told[-1][0])))

    assert found > 0
