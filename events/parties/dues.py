"""What a booking has paid, what is held for it and what is still due. Pure; cents, and dates of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Totals:
    """The sums of a booking's payments by kind, in cents, corrections taken off."""

    paid_cents: int = 0
    refunded_cents: int = 0
    tips_cents: int = 0
    fees_cents: int = 0

    @property
    def held_cents(self) -> int:
        """Money of the guest's with the house: paid less refunded. Tips are the crew's, fees the processor's."""
        return self.paid_cents - self.refunded_cents


@dataclass(frozen=True)
class Standing:
    """How a booking stands on a day: what is due now, since when, and what goes back."""

    total_cents: int
    balance_cents: int
    due_cents: int
    due_on: date | None
    is_overdue: bool
    back_cents: int


def standing(
    *,
    price_cents: int,
    tax_cents: int,
    deposit_cents: int,
    deposit_due_on: date | None,
    balance_due_on: date | None,
    held_cents: int,
    kept_cents: int | None,
    today: date,
) -> Standing:
    """What is due next and when: the rest of the deposit until it is held, then the rest of the price.

    `kept_cents` is what the house may keep of a cancelled booking; None while it stands. A cancelled one owes nothing
    here, and all that is held beyond what is kept goes back. So does what a standing one has paid too much.
    """
    total = price_cents + tax_cents
    if kept_cents is not None:
        return Standing(total, 0, 0, None, is_overdue=False, back_cents=max(0, held_cents - kept_cents))
    balance = max(0, total - held_cents)
    deposit = max(0, min(deposit_cents, total) - held_cents)
    due, due_on = (deposit, deposit_due_on) if deposit else (balance, balance_due_on if balance else None)
    overdue = due > 0 and due_on is not None and due_on < today
    return Standing(total, balance, due, due_on, is_overdue=overdue, back_cents=max(0, held_cents - total))
