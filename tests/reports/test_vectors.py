"""The cases that books of charters are judged by, as a table: $1,800 for 14 November, and what becomes of it.

The guest pays $600 on 10 October and $1,200 on 1 November; by the terms half the price stays with the house from 31
October on. Beside them what the books say of a house where nothing is recorded.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from reports.formulas import exceptions
from reports.formulas.deposits import Deposits, Place, roll_forward, untied
from reports.formulas.exceptions import DockBooks, Standout
from reports.periods import Period, month_of
from reports.postings import flows
from reports.postings.facts import BookingFacts
from reports.postings.plan import plan
from reports.showing import shown
from reports.values import Level, State
from tests.reports.told import balances, booking, called_off, day, faults, money, sail

DEPOSIT, REST = money("10-10", 60_000), money("11-01", 120_000)
SAILED = booking(DEPOSIT, REST, sail=sail(back=day("11-14")))
CANCELLED = booking(DEPOSIT, REST, cancelled=called_off("11-12", "guest", 180_000))
SHORT = booking(DEPOSIT, cancelled=called_off("11-12", "guest", 60_000))
SILENT = booking(DEPOSIT, REST)
KINDS = ("service_income", "cancellation_income", "customer_deposits", "refunds_due")


class Row(NamedTuple):
    """What the ledger says at the end of a day, in dollars; and what of it wants a person."""

    words: str
    facts: BookingFacts
    at: str
    income: int = 0
    forfeited: int = 0
    deposits: int = 0
    refunds_due: int = 0
    wants: tuple[tuple[str, int], ...] = ()


TABLE = [
    Row("a deposit is no income", SAILED, "10-31", deposits=600),
    Row("nor is the balance before the sail", SAILED, "11-13", deposits=1800),
    Row("the sail earns the price", SAILED, "11-30", income=1800),
    Row("terms that keep half earn nothing yet", CANCELLED, "10-31", deposits=600),
    Row("not on the day before either", CANCELLED, "11-11", deposits=1800),
    Row("the cancellation does, on its day", CANCELLED, "11-12", forfeited=900, refunds_due=900),
    Row("and the sail’s day adds nothing", CANCELLED, "11-30", forfeited=900, refunds_due=900),
    Row("no more is earned than is held", SHORT, "11-12", forfeited=600, wants=(("claim", 30_000),)),
    Row("a sail past in silence earns nothing", SILENT, "11-30", deposits=1800, wants=(("not_completed", 180_000),)),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.words)
def test_the_ledger_says_of_it(row: Row):
    found = balances(row.facts, day(row.at))

    sums = [
        -found.get(kind, 0) for kind in ("service_income", "cancellation_income", "customer_deposits", "refunds_due")
    ]
    assert sums == [100 * dollars for dollars in (row.income, row.forfeited, row.deposits, row.refunds_due)]
    assert faults(row.facts, day(row.at)) == list(row.wants)


def month(facts, at):
    """The inputs of F20 for a month, of a ledger where everything was posted."""
    period, place = month_of(day(at)), Place("jada", facts.reference)
    whole = {"jada": Level.COMPLETE}
    posted = -balances(facts, period.last_day).get("customer_deposits", 0)
    held = flows.held(facts, period.last_day)
    moved = tuple(flows.of_postings(facts.reference, plan(facts, period.last_day).postings))
    return Deposits(("jada",), period, moved, {place: held}, {place: posted}, whole, whole)


@pytest.mark.parametrize(
    ("facts", "october", "november"),
    [
        (SAILED, (0, 600, 0, 0, 0, 600), (600, 1200, 1800, 0, 0, 0)),
        (CANCELLED, (0, 600, 0, 0, 0, 600), (600, 1200, 0, 900, 900, 0)),
        (SHORT, (0, 600, 0, 0, 0, 600), (600, 0, 0, 0, 600, 0)),
        (SILENT, (0, 600, 0, 0, 0, 600), (600, 1200, 0, 0, 0, 1800)),
    ],
    ids=["sailed", "cancelled", "short", "silent"],
)
def test_its_deposits_roll_forward(facts, october, november):
    months = [month(facts, "10-31"), month(facts, "11-30")]

    found = [
        tuple(
            int(getattr(row, part).amount or 0) // 100
            for part in ("opening", "received", "recognised", "refunded", "forfeited", "closing")
        )
        for inputs in months
        for row in roll_forward(inputs)
    ]

    assert found == [october, november]
    assert untied(months) == []


def dock(facts, at, level=Level.COMPLETE):
    """The inputs of ACC-01 to ACC-07 of one booking, or of none."""
    standouts = tuple(Standout(*fault) for fault in plan(facts, at).faults) if facts else ()
    empty = Deposits((), Period(at, at), (), {}, {}, {}, {})
    return DockBooks(at, empty, standouts, (), (), level)


@pytest.mark.parametrize(("at", "count"), [("11-15", 0), ("11-16", 0), ("11-17", 1)])
def test_two_days_of_silence_are_let_pass(at, count):
    assert exceptions.not_completed(dock(SILENT, day(at))).amount == count


RULES = (
    exceptions.differing_deposits, exceptions.early_income, exceptions.not_recognised, exceptions.not_completed,
    exceptions.unmatched_deposits, exceptions.payouts_net, exceptions.more_than_the_price,
)  # fmt: skip


@pytest.mark.parametrize(
    ("level", "state", "words"),
    [(Level.NONE, State.NO_DATA, "not recorded"), (Level.COMPLETE, State.ZERO, "0")],
    ids=["nothing recorded", "all recorded"],
)
def test_no_rows_are_a_zero_only_where_all_is_recorded(level, state, words):
    found = [rule(dock(None, date(2026, 11, 30), level)) for rule in RULES]

    assert {(value.state, shown(value)) for value in found} == {(state, words)}
