"""How a booking's deposit moves (pure): what was received, earned, given back, forfeited, and moved to another unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reports.formulas.deposits import Flow, Kind
from reports.postings import facts as of
from reports.postings.facts import BookingFacts, Posting


def of_postings(reference: str, postings: tuple[Posting, ...]) -> Iterator[Flow]:
    """The deposit's part of every entry. What a deposit turns into says which way it went."""
    for row in postings:
        lines = dict(row.lines)
        moved = -lines.get(of.DEPOSITS, 0)  # above 0: the deposit grows
        if not moved:
            continue
        if ":moved-" in row.key:
            yield Flow(row.unit, reference, row.on, Kind.MOVED_OUT, -moved)
        elif ":payment-" in row.key:
            yield Flow(row.unit, reference, row.on, Kind.RECEIVED, moved)
        else:
            yield from _left(row, reference, lines, -moved)


def _left(row: Posting, reference: str, lines: dict[str, int], cents: int) -> Iterator[Flow]:
    """What left a deposit, parted into what was forfeited, what goes back and what was earned."""
    kept = -lines.get(of.KEPT, 0)
    is_refund = ":refund-" in row.key
    back = cents if is_refund else -lines.get(of.DUE, 0)
    parts = ((Kind.FORFEITED, kept), (Kind.REFUNDED, back), (Kind.RECOGNISED, cents - kept - back))
    for kind, part in parts:
        if part:
            yield Flow(row.unit, reference, row.on, kind, part)


def held(facts: BookingFacts, as_of: date, earned_cents: int = 0) -> int:
    """The deposit of an open booking by its payments alone: received less given back, less what a job has earned yet.

    0 once it is over. Nothing here looks at an entry: this is the other side of the comparison.
    """
    if facts.cancelled and facts.cancelled.on <= as_of:
        return 0
    if not facts.cancelled and facts.sail.returned_on and facts.sail.returned_on <= as_of:
        return 0
    money = [row for row in facts.standing_money() if row.on <= as_of]
    received = sum(row.cents for row in money if row.kind == "payment")
    back = sum(row.cents for row in money if row.kind == "refund")
    cents = received - back
    return max(0, cents - earned_cents) if earned_cents else cents


def unit_on(facts: BookingFacts, as_of: date) -> str:
    """The unit a booking belonged to at the end of a day."""
    past = [moved.target for moved in facts.moves if moved.on <= as_of]
    first = facts.moves[0].source if facts.moves else facts.unit
    return past[-1] if past else first
