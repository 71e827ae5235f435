"""Sending a campaign in tranches that may stop, and holding models to what came (pure); part of F50 to F56."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.market import CampaignFact
from reports.values import Level, Measure, Value, change, difference, no_data, ratio, recorded, split

SHARES = (5, 15, 30, 50)  # percent: a small taste first
ONE_GO = 100  # too few to split: no rate can be told of them
MOST_BOUNCED, MOST_COMPLAINED = Decimal("0.05"), Decimal("0.001")
FEWEST_HELD = 2


class Tranche(NamedTuple):
    """One part of the sending: its place, how many letters, and how many have gone when it has."""

    place: int
    letters: int
    sent_after: int


def tranches(contactable: int) -> tuple[Tranche, ...]:
    """The parts: 5, 15, 30, 50 percent in whole letters that add up; up to a hundred go at once, nobody gets none."""
    if contactable <= 0:
        return ()
    sizes = [contactable] if contactable <= ONE_GO else split(contactable, SHARES)
    found, gone = [], 0
    for place, size in enumerate(sizes, start=1):
        gone += size
        found.append(Tranche(place, size, gone))
    return tuple(found)


class Verdict(NamedTuple):
    """Whether the next part may go, and why not; `is_stopped` for good, else only until it is known."""

    may_go: bool
    is_stopped: bool
    words: str


def verdict(sent: int, bounced: int | None, complained: int | None) -> Verdict:
    """What may follow a tranche: hard bounces of 5 % or complaints of 0.1 % stop the rest.

    Both of letters sent so far; at the limit is over it. Edge: what is not recorded yet holds the rest, and 0 sent is
    the start. Source: reports.md 3.5; Amazon SES reviews a sender from the same two rates on.
    """
    if sent <= 0:
        return Verdict(may_go=True, is_stopped=False, words="nothing sent yet")
    over = [
        f"{name} of {Decimal(n * 100) / sent:.2f} % stop the rest: the limit is {(limit * 100).normalize():f} %"
        for name, n, limit in (("hard bounces", bounced, MOST_BOUNCED), ("complaints", complained, MOST_COMPLAINED))
        if n is not None and Decimal(n) / sent >= limit
    ]
    if over:
        return Verdict(may_go=False, is_stopped=True, words="; ".join(over))
    unknown = [name for name, n in (("hard bounces", bounced), ("complaints", complained)) if n is None]
    if unknown:
        return Verdict(may_go=False, is_stopped=False, words=f"{' and '.join(unknown)} are not recorded yet")
    return Verdict(may_go=True, is_stopped=False, words="within the limits")


class Held(NamedTuple):
    """A model held to what came: both revenues, what came less what was modelled, and that as a share of it."""

    campaign: str
    modelled: Value
    actual: Value
    error: Value
    share: Value


def held(row: CampaignFact) -> Held:
    """One campaign's model against its result, in cents.

    Edge: no model kept, or no revenue recorded → the error is not recorded; modelled 0 → its share is undefined.
    """
    actual = _cents(row, row.result.revenue_cents if row.is_past and row.result else None, f"revenue of {row.name}")
    modelled = _cents(row, row.modelled_cents, f"model of {row.name}")
    return Held(row.name, modelled, actual, difference(actual, modelled), change(actual, modelled))


def correction(campaigns: Sequence[CampaignFact]) -> Value:
    """What past models must be multiplied by: Σ what came / Σ modelled, over campaigns that have both.

    Edge: fewer than two → not recorded: one campaign is no measure of a model.
    """
    both = [found for found in map(held, campaigns) if found.error.is_known]
    if len(both) < FEWEST_HELD:
        return no_data(Measure.NUMBER, "two campaigns with model and revenue")
    came = sum(Decimal(found.actual.number) for found in both)
    modelled = sum(Decimal(found.modelled.number) for found in both)
    keys = [row for found in both for row in found.actual.evidence]
    top = recorded(came, Measure.CENTS, coverage=Level.COMPLETE, n=len(both), evidence=keys)
    base = recorded(modelled, Measure.CENTS, coverage=Level.COMPLETE, n=len(both))
    return ratio(top, base, Measure.NUMBER, note="nothing was modelled")


def _cents(row: CampaignFact, cents: int | None, words: str) -> Value:
    if cents is None:
        return no_data(Measure.CENTS, words)
    return recorded(cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=[row.evidence])
