"""What a person must look at in a booking's money (pure): facts, not judgements; no entry is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from events.parties import refunds
from reports.postings.facts import PAYOUT, BookingFacts, Fault

NEGATIVE = "negative_held"
CLAIM = "claim"
NOT_COMPLETED = "not_completed"
CALLED_OFF = "called_off"
NO_TERMS = "no_terms"
PAYOUT_DIFFERS = "payout_differs"
PAYOUT_AS_PRICE = "payout_as_price"
TITLES = {
    NEGATIVE: "More given back than held",
    CLAIM: "Claims against guests who cancelled",
    NOT_COMPLETED: "Sails past without completion",
    CALLED_OFF: "Parties still on a sail that is off",
    NO_TERMS: "Channels without terms",
    PAYOUT_DIFFERS: "Payouts that differ",
    PAYOUT_AS_PRICE: "Payouts booked as a guest’s own payment",
}


class Balances(Protocol):
    """What is asked of a booking's balances."""

    facts: BookingFacts
    unit: str
    deposit: int
    owed: int
    state: str
    lowest: tuple[int, date | None]


def of(balances: Balances, as_of: date) -> Iterator[Fault]:
    """All that stands out at the end of a day."""
    (lowest, on), facts = balances.lowest, balances.facts
    if on is not None:
        words = f"${-lowest / 100:,.2f} more was given back by then than was received."
        yield _fault(NEGATIVE, balances, on, -lowest, words)
    if facts.cancelled and facts.cancelled.on <= as_of:
        yield from _claims(balances)
    else:
        yield from _late(balances, as_of)
        yield from _payouts(balances, as_of)


def _claims(balances: Balances) -> Iterator[Fault]:
    """What the terms let the house ask for and it did not hold when the guest cancelled."""
    facts, ended = balances.facts, balances.facts.cancelled
    assert ended is not None  # noqa: S101 -- asked of cancelled ones
    if ended.side != refunds.GUEST:
        return
    percent = refunds.percent_at(facts.steps, departs_at=facts.sail.departs_at, at=ended.at)
    short = facts.price_cents - refunds.share(facts.price_cents, percent) - ended.kept_cents
    if short > 0:
        words = f"By the terms ${short / 100:,.2f} more may be asked for; it is a claim, not income."
        yield _fault(CLAIM, balances, ended.on, short, words)


def _late(balances: Balances, as_of: date) -> Iterator[Fault]:
    """A sail that should be back, or never leaves, and whose parties nobody has spoken of."""
    facts, sail, held = balances.facts, balances.facts.sail, balances.deposit
    planned = sail.returns_at.date()
    if sail.is_called_off:
        words = "The sail is off and the party still on it: move it or cancel it, its money waits."
        yield _fault(CALLED_OFF, balances, sail.departs_at.date(), held, words)
    elif planned < as_of and (sail.returned_on is None or sail.returned_on > as_of):
        words = f"Due back on {planned:%d %b %Y}, and neither returned nor cancelled: nothing is earned."
        yield _fault(NOT_COMPLETED, balances, planned, facts.price_cents, words)


def _payouts(balances: Balances, as_of: date) -> Iterator[Fault]:
    """A channel's money that is not what its terms say."""
    facts = balances.facts
    money = [row for row in facts.standing_money() if row.kind == "payment" and row.on <= as_of]
    if not facts.is_channels:
        for row in money:
            if row.method == PAYOUT:
                words = "A channel’s payout stands as the guest’s payment: its commission is not in the books."
                yield _fault(PAYOUT_AS_PRICE, balances, row.on, row.cents, words)
    elif balances.state == "sailed":
        back = facts.sail.returned_on or as_of
        if facts.commission is None:
            words = "No terms of the channel are recorded for the day it was booked: its commission counts as 0."
            yield _fault(NO_TERMS, balances, back, facts.price_cents, words)
        if money and balances.owed:
            side = "less" if balances.owed > 0 else "more"
            words = f"The channel paid ${abs(balances.owed) / 100:,.2f} {side} than its terms say."
            yield _fault(PAYOUT_DIFFERS, balances, money[-1].on, balances.owed, words)


def _fault(kind: str, balances: Balances, on: date, cents: int, words: str) -> Fault:
    return Fault(kind, balances.unit, balances.facts.reference, on, cents, words)
