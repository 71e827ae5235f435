"""Scales of charts (pure): few round ticks, money in thousands of dollars."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from reports.values import Measure

THOUSAND = 1000
STEPS = (1, 2, 2.5, 5, 10)
FEW = 4  # ticks above 0


class Scale(NamedTuple):
    """From the lowest to the highest tick; 0 is always one of them."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, amount: float) -> float:
        """How far up an amount lies, from 0 to 1."""
        return (amount - self.low) / (self.high - self.low)


def scale_of(low: float, high: float) -> Scale:
    """A scale with room for these amounts and for 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return Scale(0, 1, (0,))
    step = _step((high - low) / FEW)
    first = int((Decimal(low) / step).to_integral_value(ROUND_FLOOR))
    last = int((Decimal(high) / step).to_integral_value(ROUND_CEILING))
    ticks = tuple(float(step * number) for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def tick(amount: float, measure: Measure) -> str:
    """The name of a tick: `$5K`, `$50`, `20 %`, `12`."""
    size = Decimal(str(abs(amount)))
    sign = "−" if amount < 0 else ""
    if measure == Measure.CENTS and size >= THOUSAND:
        return f"{sign}${_plain(size / THOUSAND)}K"
    if measure == Measure.CENTS:
        return f"{sign}${_plain(size)}"
    return f"{sign}{_plain(size)}{' %' if measure == Measure.SHARE else ''}"


def _plain(size: Decimal) -> str:
    return f"{size.normalize():,f}"


def _step(rough: float) -> Decimal:
    """The next round step above: 1, 2, 2.5 or 5 times a power of ten."""
    power = Decimal(10) ** Decimal(str(rough)).adjusted()
    return next(power * Decimal(str(step)) for step in STEPS if float(power) * step >= rough)
