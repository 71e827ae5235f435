"""What the ledger says, as plain rows (pure): the inputs of every formula on money.

Amounts are integer cents of US dollars. `debit_cents` and `credit_cents` are at least 0; a `cents` column is signed,
a debit above 0 and a credit below, so that income, liabilities and equity are below 0 when they are as expected.
Days are days of the unit. `n` is the count of ledger lines behind a row. Units are named by slug, accounts by code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from reports.later import Later
from reports.periods import Period, month_of, month_start
from reports.spans import Statements

EVIDENCE = "ledger"  # the source named in a Value's evidence; its key is made by `key`


class AccountFact(NamedTuple):
    """One account of the chart. `unit` is empty where it serves all units; `subtype` where none was set."""

    code: str
    name: str
    type: str
    subtype: str
    behaviour: str
    fixed_share: Decimal | None
    unit: str
    tax_line: str
    is_active: bool


class MonthSum(NamedTuple):
    """One account in one month of one unit; the month that is running counts up to the day asked about."""

    unit: str
    account: str
    type: str
    subtype: str
    behaviour: str
    fixed_share: Decimal | None
    month: date
    debit_cents: int
    credit_cents: int
    n: int

    @property
    def cents(self) -> int:
        """Debits less credits."""
        return self.debit_cents - self.credit_cents


class Balance(NamedTuple):
    """One account of one unit at the end of the day asked about, of everything ever posted up to it.

    `last_on` is the day of its last line; None where no line was ever posted.
    """

    unit: str
    account: str
    type: str
    subtype: str
    cents: int
    n: int
    last_on: date | None


class Flow(NamedTuple):
    """What came into and went out of cash in one month, by what it was for: the other side of cash in its entries.

    `subtype` is that of the other account (empty where it has none); a move between two cash accounts is no flow.
    `in_cents` and `out_cents` are at least 0.
    """

    unit: str
    month: date
    type: str
    subtype: str
    in_cents: int
    out_cents: int
    n: int


class VendorSum(NamedTuple):
    """What one party was paid on one expense account over the twelve months; `cents` above 0 is money spent.

    `month_cents` are those of the last of them, `before_cents` of the month before it.
    """

    unit: str
    party: str
    account: str
    subtype: str
    cents: int
    n: int
    last_on: date
    month_cents: int = 0
    before_cents: int = 0


class Charge(NamedTuple):
    """One line that paid a party on an expense account."""

    unit: str
    party: str
    account: str
    on: date
    cents: int
    entry: int
    line: int


class Double(NamedTuple):
    """Two charges that may be one: same unit, party and amount, at most three days apart, or the same receipt."""

    unit: str
    party: str
    cents: int
    first_on: date
    second_on: date
    first_line: int
    second_line: int
    is_same_receipt: bool


class SailSum(NamedTuple):
    """Everything posted to one booking under one subtype, of bookings whose sail was over in the twelve months.

    `sail` is the event's id; bookings of one sail share it.
    """

    unit: str
    sail: str
    sails_on: date
    booking: str
    channel: str
    type: str
    subtype: str
    cents: int
    n: int


class CashBook(NamedTuple):
    """How far the books of one cash account of a unit are proven.

    `reconciled_to` is the last day found equal to the bank, None: never. `open_count` bank lines wait for a match.
    """

    unit: str
    account: str
    reconciled_to: date | None
    difference_cents: int
    open_count: int


class Unproven(NamedTuple):
    """Expense lines of one account in a month above a limit, without a receipt attached or a document named."""

    unit: str
    account: str
    month: date
    cents: int
    n: int


@dataclass(frozen=True)
class Books(Later):
    """All that formulas ask of the ledger, for some units at the end of a day.

    `period` is the last month complete then. `months` reach 36 months back, the running one included; `flows` over
    four and the running one; `vendors` and `sails` over T12M; `charges` of parties that may come regularly: 13 months
    back if monthly, 36 if yearly, the running one included; `doubles` and `unproven` over T3M up to the day.
    """

    units: tuple[str, ...]
    as_of: date
    period: Period
    said: Statements = field(default_factory=lambda: Statements(()))
    accounts: tuple[AccountFact, ...] = field(default_factory=tuple)
    months: tuple[MonthSum, ...] = field(default_factory=tuple)
    balances: tuple[Balance, ...] = field(default_factory=tuple)
    flows: tuple[Flow, ...] = field(default_factory=tuple)
    vendors: tuple[VendorSum, ...] = field(default_factory=tuple)
    charges: tuple[Charge, ...] = field(default_factory=tuple)
    doubles: tuple[Double, ...] = field(default_factory=tuple)
    sails: tuple[SailSum, ...] = field(default_factory=tuple)
    cash_books: tuple[CashBook, ...] = field(default_factory=tuple)
    unproven: tuple[Unproven, ...] = field(default_factory=tuple)

    @cached_property
    def by_month(self) -> Mapping[str, Mapping[date, Sequence[MonthSum]]]:
        """The months by unit and first day, put in order once: no sum looks at months that are not its own."""
        found: dict[str, dict[date, list[MonthSum]]] = {}
        for row in self.months:
            found.setdefault(row.unit, {}).setdefault(row.month, []).append(row)
        return found

    def within(self, unit: str, period: Period) -> Iterable[MonthSum]:
        """A unit's rows of the months that begin within a period."""
        months = self.by_month.get(unit, {})
        if period.end <= month_start(period.start, 1):
            return months.get(period.start, ())
        return (row for month, rows in months.items() if period.start <= month < period.end for row in rows)

    @cached_property
    def by_account(self) -> Mapping[str, Sequence[MonthSum]]:
        """The months by account."""
        found: dict[str, list[MonthSum]] = {}
        for row in self.months:
            found.setdefault(row.account, []).append(row)
        return found

    @cached_property
    def standing(self) -> Mapping[str, Sequence[Balance]]:
        """The balances by unit."""
        found: dict[str, list[Balance]] = {}
        for row in self.balances:
            found.setdefault(row.unit, []).append(row)
        return found

    @property
    def running(self) -> Period:
        """The month that is running on the day, as far as the books were read: up to the day itself."""
        return Period(month_of(self.as_of).start, date.fromordinal(self.as_of.toordinal() + 1))


def key(unit: str, account: str, month: date) -> str:
    """The evidence key of one account's month: `jada:4000:2026-10`."""
    return f"{unit}:{account}:{month.year:04}-{month.month:02}"
