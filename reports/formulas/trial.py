"""Two ways of writing a report compared (pure): what may be said of counts, and when nothing may.

Source: Fisher's exact test of a table of two by two, two-sided: the sum of the probabilities of every table with the
same margins that is no likelier than the one seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

ENOUGH = 100  # readers for each way: below, nothing is said of a winner, ever
LEVEL = 0.05
TINY = 1e-12  # equal likelihoods differ by rounding


@dataclass(frozen=True)
class Arm:
    """One way: how many readers were written to, and how many of them read it in the app."""

    sent: int
    read: int


def exact(one: Arm, other: Arm) -> float:
    """The two-sided probability, 0 to 1, of a difference like this one or less likely, were both ways alike."""
    total, reads = one.sent + other.sent, one.read + other.read
    if not total:
        return 1.0
    ways = comb(total, reads)
    likely = {
        count: comb(one.sent, count) * comb(other.sent, reads - count) / ways
        for count in range(max(0, reads - other.sent), min(one.sent, reads) + 1)
    }
    seen = likely[one.read]
    return min(1.0, sum(chance for chance in likely.values() if chance <= seen + TINY))


def verdict(a: Arm, b: Arm) -> str:
    """What may be said: `A` or `B` won, or that nobody did and why; the counts stand beside it in any case."""
    if min(a.sent, b.sent) < ENOUGH:
        return f"no winner: fewer than {ENOUGH} readers each way"
    chance = exact(a, b)
    if chance >= LEVEL:
        return f"no winner: the difference may be chance (p = {chance:.2f})"
    better = "A" if a.read * b.sent > b.read * a.sent else "B"
    return f"{better} is read more often (p = {chance:.3f})"
