"""Where dock and ledger want a person (pure): the exceptions behind ACC-01 to ACC-07, each counted with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reports.formulas.deposits import Deposits, roll_forward
from reports.metrics import DOWN, Metric
from reports.values import Evidence, Level, Measure, Value, recorded

METRICS = (
    Metric("posting_exceptions", "Bookings whose money wants a person", "ACC-01…07", Measure.COUNT,
           ("bookings", "ledger"), ("accounting",), ("charter",), direction=DOWN),
)  # fmt: skip
FEW = 20  # pieces of evidence for one value


class Standout(NamedTuple):
    """One thing a person must look at: its kind (see reports.postings.faults), day, cents, and a sentence."""

    kind: str
    unit: str
    reference: str
    on: date
    cents: int
    words: str


class Income(NamedTuple):
    """Service income of one booking in cents: by the dock, and in the ledger since `first_on`.

    `may_start_on` is the first day on which any may be earned: that of the return, or of the departure of a long job
    that is earned day by day; None while she has not sailed.
    """

    unit: str
    reference: str
    price_cents: int
    dock_cents: int
    ledger_cents: int
    first_on: date | None
    may_start_on: date | None


@dataclass(frozen=True, slots=True)
class DockBooks:
    """The inputs of ACC-01 to ACC-07 at the end of a day: deposits, what stands out, and income by booking.

    `unplaced` are references of bookings that no unit takes; `level` is how much of the bookings is recorded.
    """

    as_of: date
    deposits: Deposits
    faults: tuple[Standout, ...]
    incomes: tuple[Income, ...]
    unplaced: tuple[str, ...]
    level: Level


def differing_deposits(books: DockBooks) -> Value:
    """ACC-01: deposits on which roll-forward, ledger and bookings do not agree; a count, over the deposits' period."""
    rows = [(row.unit, row.reference) for unit in roll_forward(books.deposits) for row in unit.differences]
    return _counted(rows, books.level, "deposits")


def early_income(books: DockBooks) -> Value:
    """ACC-02: bookings with service income in the ledger dated before any may be earned; a count."""
    rows = [row for row in books.incomes if row.ledger_cents and row.first_on and _is_early(row)]
    return _counted([(row.unit, row.reference) for row in rows], books.level, "ledger")


def not_recognised(books: DockBooks) -> Value:
    """ACC-03: completed sails whose price is not, or not all, in the ledger; a count of bookings."""
    rows = [row for row in books.incomes if row.ledger_cents < row.dock_cents]
    return _counted([(row.unit, row.reference) for row in rows], books.level, "bookings")


def not_completed(books: DockBooks, days: int = 2) -> Value:
    """ACC-04: bookings of sails over `days` past their planned return, neither completed nor cancelled; a count."""
    rows = [row for row in of_kind(books, "not_completed") if (books.as_of - row.on).days > days]
    return _counted([(row.unit, row.reference) for row in rows], books.level, "bookings")


def unmatched_deposits(books: DockBooks) -> Value:
    """ACC-05: deposits in the ledger that name no booking, and bookings that gave back more than they held; a count."""
    rows = [(place.unit, "") for place, cents in books.deposits.ledger.items() if not place.reference and cents]
    rows += [(row.unit, row.reference) for row in of_kind(books, "negative_held")]
    return _counted(rows, books.level, "ledger")


def payouts_net(books: DockBooks) -> Value:
    """ACC-06: channels' payouts that stand as the price, or sails of channels whose commission is unknown; a count."""
    rows = of_kind(books, "payout_as_price", "no_terms")
    return _counted([(row.unit, row.reference) for row in rows], books.level, "bookings")


def more_than_the_price(books: DockBooks) -> Value:
    """ACC-07: bookings with more service income than their price: tax, tips or another's money is in it; a count."""
    rows = [row for row in books.incomes if row.ledger_cents > row.price_cents]
    return _counted([(row.unit, row.reference) for row in rows], books.level, "ledger")


def of_kind(books: DockBooks, *kinds: str) -> list[Standout]:
    """What stands out of these kinds."""
    return [row for row in books.faults if row.kind in kinds]


def _is_early(row: Income) -> bool:
    return row.first_on is not None and (row.may_start_on is None or row.first_on < row.may_start_on)


def _counted(rows: Iterable[tuple[str, str]], level: Level, source: str) -> Value:
    found = list(dict.fromkeys(rows))
    evidence = [Evidence(source, f"{unit}:{reference}".rstrip(":")) for unit, reference in found[:FEW]]
    return recorded(len(found), Measure.COUNT, coverage=level, n=len(found), evidence=evidence)
