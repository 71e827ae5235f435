"""From an audience to money (pure): F50 to F56, always in three scenarios and never from the size of a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.market import CONTACTS, List
from reports.formulas.response import Rate, Response
from reports.metrics import Metric
from reports.showing import amount
from reports.values import (
    Evidence,
    Level,
    Measure,
    State,
    Value,
    derived,
    difference,
    no_data,
    not_applicable,
    ratio,
    recorded,
    total,
)

METRICS = (
    Metric("contactable", "Contacts that may be written to", "F50", Measure.COUNT, (CONTACTS,), ("cmo",)),
    Metric("campaign_revenue", "Revenue modelled of a letter to all", "F54", Measure.CENTS, (CONTACTS, "bookings"),
           ("cmo",), also=("blast_revenue",)),
    Metric("campaign_return", "Return on the cost of a letter to all", "F55", Measure.SHARE, (CONTACTS, "bookings"),
           ("cmo",), also=("campaign_roi",)),
    Metric("required_conversion", "Bookings of clicks that a claim needs", "F56", Measure.SHARE,
           (CONTACTS, "bookings", "campaigns"), ("cmo",)),
)  # fmt: skip

THOUSAND = 1000
SES_CENTS = Decimal(10)  # a thousand letters: https://aws.amazon.com/ses/pricing/
CAPACITY = "open capacity"


def contactable(found: List, level: Level) -> Value:
    """F50 contactable = rows with a consent basis − suppressed − invalid − duplicates − written to lately.

    Never the size of the list. Unit: people, at the end of the day. Edge: an empty list is zero only where contacts
    are recorded completely.
    """
    keys = [Evidence("contacts", "contactable")] if found.listed else []
    missing = () if found.listed or level == Level.COMPLETE else (CONTACTS,)
    return recorded(found.contactable, Measure.COUNT, coverage=level, n=found.listed, evidence=keys, missing=missing)


class Costs(NamedTuple):
    """What a letter costs: hours of work at what an hour is worth, and what the offer takes off each booking.

    None is not recorded: the cost is then in part, and its missing part named. `per_thousand` cents for the sending.
    """

    hours: Decimal | None = None
    hour_cents: int | None = None
    discount_cents: int | None = None
    per_thousand: Decimal = SES_CENTS


class Sale(NamedTuple):
    """What a booking is worth: its average net price, its contribution, and how many there is room for."""

    price: Value
    contribution: Value
    capacity: Value


class Parts(NamedTuple):
    """The rates of one scenario, as parts of 1."""

    bounce: Decimal
    click: Decimal
    booking: Decimal


@dataclass(frozen=True)
class Scenario:
    """One run of the model: F51 to F55. Counts are not whole: half a booking is a chance of one."""

    delivered: Value
    clicks: Value
    bookings: Value
    revenue: Value
    contribution: Value
    cost: Value
    gain: Value
    roi: Value


@dataclass(frozen=True)
class Blast:
    """A letter to all who may be written to: F50, then low, mean and high by the rates it runs on."""

    contactable: Value
    rates: Response
    low: Scenario
    mean: Scenario
    high: Scenario


def blast(audience: Value, rates: Response, sale: Sale, costs: Costs) -> Blast:
    """F50 to F55 in three scenarios: the low one takes the most bounces and the fewest clicks and bookings.

    Source: reports.md 3.5. Rates of benchmarks carry their mark into the notes of all that follows from them.
    """
    bounce, click, booking = rates
    runs = (
        Parts(bounce.high, click.low, booking.low),
        Parts(bounce.mean, click.mean, booking.mean),
        Parts(bounce.low, click.high, booking.high),
    )
    return Blast(audience, rates, *(_scenario(audience, parts, rates, sale, costs) for parts in runs))


def _scenario(audience: Value, parts: Parts, rates: Response, sale: Sale, costs: Costs) -> Scenario:
    sent = times(audience, 1 - parts.bounce, rates.bounce)
    clicks = times(sent, parts.click, rates.click)
    bookings = capped(times(clicks, parts.booking, rates.booking), sale.capacity)
    revenue = _by(bookings, sale.price)
    contribution = _by(bookings, sale.contribution)
    cost = cost_of(audience, bookings, costs)
    gain = difference(contribution, cost)
    return Scenario(sent, clicks, bookings, revenue, contribution, cost, gain, roi(gain, cost))


def times(of: Value, part: Decimal, rate: Rate) -> Value:
    """F51 delivered, F52 clicks: a count × a rate; with the rate's source in the note where it is not ours."""
    note = "" if rate.is_own else rate.words
    found = derived(Measure.COUNT, (of,), lambda n: n * part, note=note)
    return replace(found, evidence=tuple(dict.fromkeys((*found.evidence, *rate.evidence))))


def capped(bookings: Value, capacity: Value) -> Value:
    """F53 bookings = min(clicks × rate, open capacity).

    Edge: capacity not recorded → uncapped, in part, and named; no room (0) → no bookings.
    """
    if capacity.is_known or not bookings.is_known:
        both = (bookings, capacity) if bookings.is_known else (bookings,)
        return derived(Measure.COUNT, both, lambda *found: min(found))
    return replace(
        bookings,
        state=State.PARTIAL,
        coverage=Level.PARTIAL,
        missing=tuple(dict.fromkeys((*bookings.missing, *(capacity.missing or (CAPACITY,))))),
    )


def cost_of(audience: Value, bookings: Value, costs: Costs) -> Value:
    """The cost of F55 = F50 / 1,000 × the price of sending + discount × bookings + hours × the price of an hour.

    Unit: cents. Edge: what is not recorded is missing, and the rest is told in part; no hours cost nothing.
    """
    parts = [derived(Measure.CENTS, (audience,), lambda n: n * costs.per_thousand / THOUSAND)]
    if costs.discount_cents is None:
        parts.append(no_data(Measure.CENTS, "discount a booking"))
    elif costs.discount_cents:
        off = costs.discount_cents
        parts.append(derived(Measure.CENTS, (bookings,), lambda n: n * off))
    if costs.hours is None or (costs.hours and costs.hour_cents is None):
        parts.append(no_data(Measure.CENTS, "hours of work" if costs.hours is None else "price of an hour"))
    elif costs.hours:
        cents = costs.hours * (costs.hour_cents or 0)
        parts.append(recorded(cents, Measure.CENTS, coverage=Level.COMPLETE, n=1))
    return total(Measure.CENTS, parts)


def roi(gain: Value, cost: Value) -> Value:
    """F55 ROI = (contribution − cost) / cost; a share. Edge: a cost of 0 → does not apply, and names the amount."""
    if gain.is_known and cost.is_known and cost.number == 0:
        words = f"costs nothing: {amount(gain.number, Measure.CENTS)}"
        return not_applicable(Measure.SHARE, words, gain, cost)
    return ratio(gain, cost)


class Required(NamedTuple):
    """F56: what of the letters delivered, and of the clicks, must become a booking for a claim to come true.

    `is_beyond` tells whether that is more than any own campaign reached, or the benchmark's high; None: not known.
    """

    of_delivered: Value
    of_clicks: Value
    best: Rate
    is_beyond: bool | None


def required(claim: Value, run: Scenario, price: Value, rates: Response) -> Required:
    """F56 required conversion = claim / (F51 × average net booking), and of clicks = claim / (F52 × the same).

    Edge: nobody reached or a price of 0 → undefined; no claim → not recorded.
    """
    of_delivered = ratio(claim, _by(run.delivered, price), note="nobody is reached")
    of_clicks = ratio(claim, _by(run.clicks, price), note="nobody clicks")
    is_beyond = of_clicks.number > rates.booking.high if of_clicks.is_known else None
    return Required(of_delivered, of_clicks, rates.booking, is_beyond)


def _by(count: Value, cents: Value) -> Value:
    """A count × what each is worth."""
    return derived(Measure.CENTS, (count, cents), lambda n, each: n * each)
