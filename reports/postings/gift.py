"""What the ledger should say of one voucher (pure): a debt when sold; income never, but by a recorded policy."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from reports.periods import month_start
from reports.postings import facts as of
from reports.postings.facts import Posting, posting


class Policy(NamedTuple):
    """What a unit does from a day on: `months` after its last day a voucher's rest becomes income; None: never."""

    starts_on: date
    months: int | None


class Use(NamedTuple):
    """Cents redeemed on a day; below 0 what came back onto the voucher."""

    on: date
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherFacts:
    """All that a voucher's entries depend on; `policies` are its unit's."""

    code: str
    unit: str
    cents: int
    sold_on: date
    method: str
    expires_on: date | None = None
    refunded_on: date | None = None
    uses: tuple[Use, ...] = ()
    policies: tuple[Policy, ...] = ()

    def left(self, on: date) -> int:
        """What is not redeemed at the end of a day, in cents."""
        return self.cents - sum(use.cents for use in self.uses if use.on <= on)


def plan(facts: VoucherFacts, as_of: date) -> list[Posting]:
    """The entries that should stand at the end of a day."""
    found, place = [], of.PLACES[facts.method]
    if facts.sold_on <= as_of:
        lines = [(place, facts.cents), (of.VOUCHERS, -facts.cents)]
        found.append(posting(f"voucher:{facts.code}:sold", facts.unit, facts.sold_on, lines, f"Voucher {facts.code}"))
    if facts.refunded_on and facts.refunded_on <= as_of:
        left, memo = facts.left(facts.refunded_on), f"Voucher {facts.code} given back"
        lines = [(of.VOUCHERS, left), (place, -left)]
        found.append(posting(f"voucher:{facts.code}:refunded", facts.unit, facts.refunded_on, lines, memo))
    elif (on := broken_on(facts)) and on <= as_of:
        left, memo = facts.left(on), f"Voucher {facts.code} never redeemed"
        lines = [(of.VOUCHERS, left), (of.BREAKAGE, -left)]
        found.append(posting(f"voucher:{facts.code}:broken", facts.unit, on, lines, memo))
    return [entry for entry in found if entry.lines]


def broken_on(facts: VoucherFacts) -> date | None:
    """The day what is left becomes income: never without an expiry, nor without a policy in force on that day."""
    if facts.expires_on is None:
        return None
    policies = sorted(facts.policies, key=lambda policy: policy.starts_on)
    for policy, following in zip_longest(policies, policies[1:]):
        if policy.months is not None:
            on = max(policy.starts_on, months_after(facts.expires_on + timedelta(days=1), policy.months))
            if following is None or on < following.starts_on:
                return on
    return None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last."""
    start = month_start(day, months)
    return start.replace(day=min(day.day, monthrange(start.year, start.month)[1]))


def is_expired(facts: VoucherFacts, as_of: date) -> bool:
    """Whether a voucher is past its last day with something left, and no policy says what becomes of it."""
    if facts.expires_on is None or facts.expires_on >= as_of or facts.refunded_on:
        return False
    return facts.left(as_of) > 0 and broken_on(facts) is None
