"""What a cancellation gives back, by terms agreed beforehand. Pure: cents and aware instants in, cents out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

GUEST, HOUSE, WEATHER = "guest", "house", "weather"
ALL = 100
Step = Sequence[int]  # hours before departure, and the percentage refundable until then


@dataclass(frozen=True)
class Outcome:
    """What a cancellation comes to, in cents. `refund + kept` is what was held; `kept + claim` is the charge.

    `percent` is the refundable share of the price at that time. `claim` is what the terms let the house ask for and it
    does not hold: a claim, never income.
    """

    percent: int
    charge_cents: int
    refund_cents: int
    kept_cents: int
    claim_cents: int


def percent_at(steps: Iterable[Step], *, departs_at: datetime, at: datetime) -> int:
    """The refundable share of the price, 0 to 100: that of the nearest step still reached, 0 past the last.

    A step counts to the second: at exactly its hours before departure it still holds.
    """
    ahead = departs_at.astimezone(UTC) - at.astimezone(UTC)  # within one zone Python would subtract wall clocks
    reached = [(hours, percent) for hours, percent in steps if ahead >= timedelta(hours=hours)]
    return max(reached)[1] if reached else 0


def share(cents: int, percent: int) -> int:
    """A percentage of an amount of at least 0 cents, rounded once, half up."""
    return (cents * percent + ALL // 2) // ALL


def outcome(
    *, side: str, steps: Iterable[Step], price_cents: int, held_cents: int, departs_at: datetime, at: datetime
) -> Outcome:
    """What a cancellation at an instant by `guest`, `house` or `weather` gives back of the money held.

    House and weather give back all. A guest is charged the share of the price (without tax: tax is never the house's
    income) that is not refundable any more, as far as money is held.
    """
    percent = percent_at(steps, departs_at=departs_at, at=at) if side == GUEST else ALL
    charge = price_cents - share(price_cents, percent)
    held = max(0, held_cents)
    kept = min(held, charge)
    return Outcome(percent, charge, refund_cents=held - kept, kept_cents=kept, claim_cents=charge - kept)


def words(steps: Iterable[Step]) -> list[str]:
    """Terms as sentences, the farthest step first; the last says what comes back later."""
    found = sorted((tuple(step) for step in steps), reverse=True)
    if not found:
        return ["nothing back, whenever the guest cancels"]
    said = [f"up to {_before(hours)}departure: {percent} % back" for hours, percent in found]
    is_ended = found[-1][1] == 0 or found[-1][0] == 0
    return said if is_ended else [*said, "later: nothing back"]


def _before(hours: int) -> str:
    days, rest = divmod(hours, 24)
    if not hours:
        return ""
    if rest or not days:
        return "1 hour before " if hours == 1 else f"{hours} hours before "
    return "1 day before " if days == 1 else f"{days} days before "
