"""What a booking is worth, and what a letter or a booking site would bring of them (pure): facts put into F40 to F56.

A unit's own bookings tell the price and its ledger the contribution; without them nothing is modelled.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from reports.facts import Facts
from reports.figures import market, trade
from reports.figures.money import contribution
from reports.figures.scopes import of_units
from reports.formulas import campaigns, sequencing
from reports.formulas.campaigns import Required
from reports.formulas.market import CHANNELS, OTA, CampaignFact, ListingFact
from reports.periods import Period
from reports.values import Level, Measure, Value, derived, no_data, recorded


class Worth(NamedTuple):
    """What a unit's sail brings: its mean net price, F8, and what it costs apart from commissions; cents."""

    price: Value
    contribution: Value
    variable: Value


class Claim(NamedTuple):
    """One revenue that a campaign was said to bring (“low” or “high”), and what it needs to come true."""

    name: str
    cents: Value
    needs: Required


def worth(facts: Facts, unit: str) -> Worth:
    """A unit's mean sail over twelve months. Commissions stand apart: a booking site’s own takes their place."""
    scope = of_units(facts, [unit])
    found = contribution(scope)
    taken = _commission(scope, found.n)
    costs = derived(Measure.CENTS, (found.price, found.mean, taken), lambda price, c, share: price - c - share)
    return Worth(found.price, found.mean, costs)


def _commission(scope: Facts, n: int) -> Value:
    """Commissions paid today of a mean sail."""
    if not n:
        return no_data(Measure.CENTS, "charters in the books")
    done = {row.sail for row in scope.sailing.done}
    rows = [row for row in scope.books.sails if row.subtype == "commission" and row.sail in done]
    cents = Decimal(sum(row.cents for row in rows)) / n
    return recorded(cents, Measure.CENTS, coverage=Level.COMPLETE, n=max(1, len(rows)))


def sellers(facts: Facts) -> tuple[str, ...]:
    """The units that sell on booking sites: charters, and whoever has a booking site among its listings."""
    listed = {row.unit for row in facts.market.listings if row.kind == OTA}
    return tuple(unit.slug for unit in facts.units if unit.kind == "charter" or unit.slug in listed)


def order(facts: Facts, unit: str) -> tuple[sequencing.Place, ...]:
    """The booking sites of a unit that are not live, in the order in which they should be opened."""
    found = worth(facts, unit)
    return sequencing.order(listings(facts, unit), found.price, found.variable)


def listings(facts: Facts, unit: str, *kinds: str) -> list[ListingFact]:
    """How a unit stands on its channels, of some kinds or all."""
    return [row for row in facts.market.listings if row.unit == unit and (not kinds or row.kind in kinds)]


def ahead(facts: Facts) -> list[CampaignFact]:
    """Campaigns whose day is still to come, and those without a day, the soonest first."""
    return [row for row in facts.market.campaigns if not row.is_past]


def of_campaign(facts: Facts, campaign: CampaignFact) -> Facts:
    """The facts of a campaign's unit, with that campaign alone ahead: what models of it are made from."""
    scope = of_units(facts, [campaign.unit])
    kept = tuple(row for row in scope.market.campaigns if row.is_past or row == campaign)
    return replace(scope, market=replace(scope.market, campaigns=kept))


def claims(scope: Facts, campaign: CampaignFact) -> list[Claim]:
    """What a campaign was said to bring, and the share of readers that would have to book for it to come true."""
    model, each = market.blast(scope), trade.price(scope)
    found = []
    for name, cents in (("low", campaign.claimed_low_cents), ("high", campaign.claimed_high_cents)):
        if cents is not None:
            said = recorded(cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=[campaign.evidence])
            found.append(Claim(name, said, campaigns.required(said, model.mean, each, model.rates)))
    return found


def channel_name(facts: Facts, unit: str, channel: str) -> str:
    """What a channel is called; its short name where the unit has no listing on it."""
    rows = facts.market.listings
    of_unit = next((row.name for row in rows if (row.unit, row.channel) == (unit, channel)), "")
    return of_unit or next((row.name for row in rows if row.channel == channel), channel)


def level(facts: Facts, unit: str, domain: str = CHANNELS, period: Period | None = None) -> Level:
    """How much of a unit's market is recorded."""
    return facts.market.level(domain, period, unit)
