"""How people answer letters (pure): rates of own campaigns, or of a benchmark that is marked as not ours.

Own campaigns count from two on. The benchmarks are public figures, each with its source; they are wide and old, and
none is of chartered boats: a model that rests on one says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.market import CampaignFact, Sent
from reports.values import Evidence

FEWEST = 2
NOT_YOURS = "not yours"
BOUNCE, CLICK, BOOKING = "hard bounces", "clicks", "bookings of clicks"


class Rate(NamedTuple):
    """The least, mean and greatest of a rate, as parts of 1; from `n` own campaigns, or 0: a benchmark."""

    name: str
    low: Decimal
    mean: Decimal
    high: Decimal
    source: str
    n: int = 0
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it comes from own campaigns."""
        return self.n > 0

    @property
    def words(self) -> str:
        """Where it comes from: `own, 3 campaigns`, or `not yours: …`."""
        return f"own, {self.n} campaigns" if self.is_own else f"{NOT_YOURS}: {self.source}"


BENCHMARKS = {
    BOUNCE: Rate(
        BOUNCE, Decimal("0.0063"), Decimal("0.02"), Decimal("0.05"),
        "0.63 % all trades (MailerLite 2019); below 2 % is healthy, from 5 % Amazon SES reviews the sender",
    ),
    CLICK: Rate(
        CLICK, Decimal("0.015"), Decimal("0.025"), Decimal("0.03"),
        "1.5 to 3 % of letters delivered, about 2.5 % (public benchmark pages; MailerLite 2019: events 2.62 %)",
    ),
    BOOKING: Rate(
        BOOKING, Decimal("0.01"), Decimal("0.02"), Decimal("0.03"),
        "1 to 3 % of visits to travel sites end in a booking (SaleCycle, conversionbench.com)",
    ),
}  # fmt: skip


class Response(NamedTuple):
    """The rates that a model runs on: hard bounces of letters sent, clicks of those delivered, bookings of clicks."""

    bounce: Rate
    click: Rate
    booking: Rate

    @property
    def is_own(self) -> bool:
        """Whether all of it comes from own campaigns."""
        return all(rate.is_own for rate in self)


def response(campaigns: Sequence[CampaignFact]) -> Response:
    """The rates of own campaigns where two or more tell a rate (min, weighted mean, max); else its benchmark.

    Each rate by itself: campaigns may tell bounces and not clicks. Edge: a campaign whose denominator is 0 tells none.
    """
    done = [row for row in campaigns if row.is_past and row.result is not None]
    return Response(
        _rate(BOUNCE, ((row, row.result.bounced, row.result.sent) for row in done if row.result)),
        _rate(CLICK, ((row, row.result.clicked, delivered(row.result)) for row in done if row.result)),
        _rate(BOOKING, ((row, row.result.booked, row.result.clicked) for row in done if row.result)),
    )


def delivered(result: Sent) -> int | None:
    """Letters delivered: as told, else those sent less the hard bounces; None where neither is known."""
    if result.delivered is not None:
        return result.delivered
    return None if result.bounced is None else result.sent - result.bounced


def _rate(name: str, told: Iterable[tuple[CampaignFact, int | None, int | None]]) -> Rate:
    known = [(row, part, whole) for row, part, whole in told if part is not None and whole]
    if len(known) < FEWEST:
        return BENCHMARKS[name]
    each = [Decimal(part) / whole for _, part, whole in known]
    mean = Decimal(sum(part for _, part, _ in known)) / sum(whole for _, _, whole in known)
    rows = tuple(row.evidence for row, _, _ in known)
    return Rate(name, min(each), mean, max(each), "own campaigns", len(known), rows)
