"""What postings are made of (pure): one booking, its money and its sail; one voucher; and an entry that should stand.

Money is integer cents of US dollars; days are those of the unit's zone, payments' days those of the house.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

CASH, CLEARING, VOUCHERS = "cash", "payment_clearing", "vouchers"
RECEIVABLE, PLATFORM = "receivable", "platform_receivable"
DEPOSITS, DUE = "customer_deposits", "refunds_due"
TAX, TIPS, PAYABLE = "tax_payable", "tips_payable", "payable"
INCOME, KEPT, BREAKAGE, CONTRA = "service_income", "cancellation_income", "breakage_income", "refunds_contra"
COMMISSION, FEE = "commission", "processing_fee"
# Where money is once it changed hands: cards, and what nobody named, are on their way until the processor pays.
PLACES = {
    "cash": CASH,
    "transfer": CASH,
    "check": CASH,
    "payout": CASH,
    "card": CLEARING,
    "other": CLEARING,
    "voucher": VOUCHERS,
}
PAYOUT, VOUCHER = "payout", "voucher"


class Paid(NamedTuple):
    """Money that changed hands: `number` names the row, `corrects` the row it takes back whole.

    `owner` is the unit that sold the voucher it was paid with; empty for other money.
    """

    number: int
    kind: str  # payment, refund, tip, fee
    cents: int
    method: str
    on: date
    corrects: int | None = None
    owner: str = ""


class Moved(NamedTuple):
    """A booking that went over to a sail of another unit on a day."""

    on: date
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sail:
    """When a sail leaves and comes back by the plan, aware; and the days on which it did. Called off: it never will."""

    departs_at: datetime
    returns_at: datetime
    departed_on: date | None = None
    returned_on: date | None = None
    is_called_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """A booking called off: `side` guest, house or weather; `kept_cents` was settled then."""

    at: datetime
    on: date
    side: str
    kept_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFacts:
    """All that a booking's entries depend on.

    `unit` is the slug of the unit it belongs to now. `commission` is the channel's share of the price by the terms of
    the day it was booked, 0 to 1; None where no terms are recorded. `is_per_day`: its unit earns long jobs day by day.
    """

    reference: str
    unit: str
    price_cents: int
    sail: Sail
    tax_cents: int = 0
    is_channels: bool = False  # the channel holds the cash
    commission: Decimal | None = None
    is_per_day: bool = False
    is_no_show: bool = False
    steps: tuple[tuple[int, int], ...] = ()
    paid: tuple[Paid, ...] = ()
    cancelled: Cancelled | None = None
    moves: tuple[Moved, ...] = ()

    def standing_money(self) -> list[Paid]:
        """Payments in order of their days, without those taken back and what takes them back."""
        gone = {row.corrects for row in self.paid if row.corrects}
        kept = [row for row in self.paid if not row.corrects and row.number not in gone]
        return sorted(kept, key=lambda row: (row.on, row.number))


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry that should stand in the ledger: its key without the version, its day, `(subtype, cents)` lines.

    Debits are above 0; a subtype comes once and never with 0. `partner` is the other unit of money moved between two.
    """

    key: str
    unit: str
    on: date
    lines: tuple[tuple[str, int], ...]
    memo: str
    partner: str = ""


def posting(key: str, unit: str, on: date, lines: Iterable[tuple[str, int]], memo: str) -> Posting:
    """An entry of these lines, those of one account put together and empty ones left out."""
    sums: dict[str, int] = {}
    for subtype, cents in lines:
        sums[subtype] = sums.get(subtype, 0) + cents
    kept = tuple(sorted((subtype, cents) for subtype, cents in sums.items() if cents))
    return Posting(key, unit, on, kept, memo)


class Fault(NamedTuple):
    """Something about a booking's money that a person must look at: a kind, a day, an amount, a sentence."""

    kind: str
    unit: str
    reference: str
    on: date
    cents: int
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the ledger should say of one booking on a day, what is wrong with it, and the deposit it holds then."""

    postings: tuple[Posting, ...]
    faults: tuple[Fault, ...]
    deposit_cents: int
