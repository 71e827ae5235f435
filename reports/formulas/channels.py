"""What channels bring and how a unit is seen on them (pure): F40 to F46."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.market import CHANNELS, LIVE, NO, STATS, YES, ListingFact, Market, Rank, Reviews, figure
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.showing import amount
from reports.values import (
    Evidence,
    Level,
    Measure,
    Value,
    derived,
    difference,
    mean,
    no_data,
    not_applicable,
    ratio,
    recorded,
    total,
    undefined,
)

METRICS = (
    Metric("click_rate", "Clicks of those who saw it", "F40", Measure.SHARE, (STATS,), ("cmo",), also=("ctr",)),
    Metric("leads", "Inquiries", "F40", Measure.COUNT, (STATS,), ("cmo",), also=("inquiries",)),
    Metric("inquiry_rate", "Inquiries of clicks", "F40", Measure.SHARE, (STATS,), ("cmo",)),
    Metric("booking_rate", "Bookings of inquiries", "F40", Measure.SHARE, (STATS,), ("cmo",)),
    Metric("acquisition_cost", "Cost of winning a booking", "F41", Measure.CENTS, (STATS,), ("cmo",), direction=DOWN,
           also=("cac",)),
    Metric("channel_commission", "Commission paid of what was booked", "F42", Measure.SHARE, (STATS,), ("cmo",),
           direction=DOWN, also=("effective_commission",)),
    Metric("channel_contribution", "Contribution of channels", "F43", Measure.CENTS, (STATS, "ledger"), ("cmo",)),
    Metric("visibility", "Checks of visibility passed", "F44", Measure.SHARE, (CHANNELS,), ("cmo",)),
    Metric("review_velocity", "New reviews in 30 days", "F45", Measure.NUMBER, (CHANNELS,), ("cmo",),
           also=("reviews_per_month",)),
    Metric("top_three", "Searches in the first three", "F46", Measure.COUNT, (CHANNELS,), ("cmo",)),
    Metric("top_ten", "Searches in the first ten", "F46", Measure.COUNT, (CHANNELS,), ("cmo",)),
)  # fmt: skip

FRESH = timedelta(days=30)
ENOUGH_REVIEWS = 5
PER_DAYS = 30
TOP, FIRST_PAGE = 3, 10


class Rates(NamedTuple):
    """F40: of those who saw it, how many clicked; of those, how many asked; of those, how many booked."""

    click: Value
    inquiry: Value
    booking: Value


def rates(market: Market, *, unit: str, channel: str, period: Period) -> Rates:
    """F40 rates of a channel over whole months: clicks / impressions, inquiries / clicks, bookings / inquiries.

    Unit: shares. Edge: a denominator of 0 → undefined; a figure not recorded → no data, named. Source: reports.md 3.5.
    """
    names = ("impressions", "clicks", "inquiries", "bookings")
    seen, clicked, asked, booked = (figure(market, name, unit=unit, channel=channel, period=period) for name in names)
    return Rates(
        ratio(clicked, seen, note="nobody saw it"),
        ratio(asked, clicked, note="nobody clicked"),
        ratio(booked, asked, note="nobody asked"),
    )


def acquisition_cost(spend: Value, bookings: Value) -> Value:
    """F41 CAC = spend / bookings; cents a booking.

    Edge: no booking with money spent → undefined, and says what was spent; neither → does not apply.
    """
    if spend.is_known and bookings.is_known and bookings.number == 0:
        if spend.number == 0:
            return not_applicable(Measure.CENTS, "nothing spent, no booking", spend, bookings)
        return undefined(Measure.CENTS, f"spent {amount(spend.number, Measure.CENTS)}, no booking", spend, bookings)
    return ratio(spend, bookings, Measure.CENTS)


class Commission(NamedTuple):
    """F42: what a channel took, what its terms say, and the first less the second; shares of what was booked."""

    actual: Value
    agreed: Value
    gap: Value


def commission(paid: Value, gross: Value, listing: ListingFact | None) -> Commission:
    """F42 effective commission = commission / gross, beside the terms that hold at the end of the period.

    Edge: nothing booked → undefined; no terms recorded → the comparison is not recorded.
    """
    actual = ratio(paid, gross, note="nothing was booked")
    agreed = no_data(Measure.SHARE, f"terms of {listing.name if listing else 'the channel'}")
    if listing is not None and listing.commission is not None:
        key = Evidence("channelterms", listing.channel)
        agreed = recorded(listing.commission, Measure.SHARE, coverage=Level.COMPLETE, n=1, evidence=[key])
    return Commission(actual, agreed, difference(actual, agreed))


def contribution(of_sails: Value, spend: Value) -> Value:
    """F43 contribution of a channel = Σ c of the sails it brought − what was spent on it; cents.

    Edge: either not recorded → the difference is not: sails without their spending would look better than they are.
    """
    return difference(of_sails, spend)


class Check(NamedTuple):
    """One check of visibility; `result` is yes, no or unknown, which counts for nothing."""

    name: str
    result: str


@dataclass(frozen=True)
class Visibility:
    """F44: `share` of the known checks passed; how many are known, of how many."""

    share: Value
    checks: tuple[Check, ...]

    @property
    def known(self) -> int:
        """How many checks have an answer."""
        return sum(1 for check in self.checks if check.result in {YES, NO})

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.checks)


def visibility(listings: Sequence[ListingFact], as_of: date, level: Level) -> Visibility:
    """F44 visibility = checks passed / checks known, over one listing or many; unknown counts for nothing.

    The checks: live; looked at within 30 days; five reviews; booking path tested; price as direct; availability
    synced. Edge: no listing → no data; none known → no data, all named.
    """
    told = [(row, check) for row in listings for check in checks(row, as_of)]
    known = [(row, check) for row, check in told if check.result in {YES, NO}]
    lacking = [f"{check.name} of {row.unit} on {row.name}" for row, check in told if check.result not in {YES, NO}]
    every = tuple(check for _, check in told)
    if not known:
        return Visibility(no_data(Measure.SHARE, *(lacking or [CHANNELS])), every)
    rows = tuple(dict.fromkeys(row.evidence for row, _ in known))
    passed = sum(1 for _, check in known if check.result == YES)
    value = recorded(
        Decimal(passed) / len(known), Measure.SHARE, coverage=level, n=len(known), evidence=rows, missing=lacking
    )
    return Visibility(value, every)


def checks(row: ListingFact, as_of: date) -> tuple[Check, ...]:
    """The six checks of one listing."""
    return (
        Check("live", _answer(row.status == LIVE)),
        Check("looked at within 30 days", _answer(None if row.checked_on is None else row.checked_on >= as_of - FRESH)),
        Check("five reviews", _answer(None if row.reviews is None else row.reviews >= ENOUGH_REVIEWS)),
        Check("booking path tested", row.booking_path),
        Check("price as direct", row.price_parity),
        Check("availability synced", _answer(row.is_synced if row.sync else None)),
    )


def _answer(passes: bool | None) -> str:
    return "unknown" if passes is None else YES if passes else NO


def review_velocity(seen: Sequence[Reviews], as_of: date, level: Level) -> Value:
    """F45 review velocity = new reviews / days between × 30, of one unit on one channel; reviews in 30 days.

    Between the last count and the last one at least 30 days before it, else the first. Edge: fewer than two counts →
    no data; below 0 where a channel took reviews down, and says so.
    """
    rows = sorted((row for row in seen if row.on <= as_of), key=lambda row: row.on)
    if len(rows) < 2 or rows[0].on == rows[-1].on:  # noqa: PLR2004 - a change needs two
        return no_data(Measure.NUMBER, "a second count of reviews")
    last = rows[-1]
    before = [row for row in rows if row.on <= last.on - FRESH]
    first = before[-1] if before else rows[0]
    pace = Decimal((last.reviews - first.reviews) * PER_DAYS) / (last.on - first.on).days
    keys = [Evidence("reviewsnapshots", f"{row.unit}:{row.channel}:{row.on}") for row in (first, last)]
    value = recorded(pace, Measure.NUMBER, coverage=level, n=2, evidence=keys)
    return derived(Measure.NUMBER, (value,), lambda n: n, note="reviews were taken down" if pace < 0 else "")


@dataclass(frozen=True)
class Places:
    """F46: of `looked` searches, how many show us among the first three and ten; the mean change in places.

    `change` is above 0 where places were won. `lost` were found before and are not now.
    """

    looked: Value
    top: Value
    first_page: Value
    change: Value
    lost: tuple[str, ...]


def places(ranks: Iterable[Rank], as_of: date, level: Level) -> Places:
    """F46 rank: searches in the first 3 and 10 by their last look; mean change against the look before.

    Edge: no search → no data, or zero where all is recorded; not found counts in neither, and in no change: it has no
    place to subtract. None was looked up twice → the change is not recorded.
    """
    looks: dict[tuple[str, str], list[Rank]] = {}
    for row in sorted(ranks, key=lambda row: row.on):
        if row.on <= as_of:
            looks.setdefault((row.unit, row.keyword), []).append(row)
    last = [rows[-1] for rows in looks.values()]
    pairs = [(rows[-2], rows[-1]) for rows in looks.values() if len(rows) > 1]
    won = [one.rank - two.rank for one, two in pairs if one.rank and two.rank]
    moved = [recorded(steps, Measure.NUMBER, coverage=level, n=1) for steps in won]
    return Places(
        _counted(last, last, level),
        _counted([row for row in last if row.rank and row.rank <= TOP], last, level),
        _counted([row for row in last if row.rank and row.rank <= FIRST_PAGE], last, level),
        mean(Measure.NUMBER, moved) if moved else no_data(Measure.NUMBER, "a second look at any search"),
        tuple(two.keyword for one, two in pairs if one.rank and not two.rank),
    )


def _counted(chosen: Sequence[Rank], of: Sequence[Rank], level: Level) -> Value:
    keys = [Evidence("ranksnapshots", f"{row.unit}:{row.keyword}:{row.on}") for row in chosen]
    missing = () if of or level == Level.COMPLETE else ("searches",)
    return recorded(len(chosen), Measure.COUNT, coverage=level, n=len(of), evidence=keys, missing=missing)


def spent(market: Market, period: Period, unit: str) -> Value:
    """What was spent on a unit's channels over whole months; cents."""
    channels = dict.fromkeys(row.channel for row in market.months if row.unit == unit)
    if not channels:
        return recorded(0, Measure.CENTS, coverage=market.level(STATS, period, unit), n=0, missing=[STATS])
    found = [figure(market, "spend_cents", unit=unit, channel=slug, period=period) for slug in channels]
    return total(Measure.CENTS, found)
