"""Channels, searches, letters to all (pure): how the metrics of marketing are measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from decimal import Decimal

from reports.facts import Facts
from reports.figures.money import contribution
from reports.figures.trade import price
from reports.figures.ways import QUARTER, YEAR, Span, Way, Ways, ahead
from reports.formulas import breakeven, campaigns, channels
from reports.formulas.market import STATS, CampaignFact, figure, live_listings
from reports.formulas.response import response
from reports.formulas.targets import BOOKINGS
from reports.periods import Period
from reports.values import (
    Evidence,
    Level,
    Measure,
    Value,
    derived,
    no_data,
    not_applicable,
    ratio,
    recorded,
    total,
)

OPEN_DAYS = 90  # in which those who were written to may sail


def counted(facts: Facts, name: str, month: Period) -> Value:
    """The sum of one figure over all channels of all units that counted any; cents or a count."""
    rows = dict.fromkeys((row.unit, row.channel) for row in facts.market.months)
    measure = Measure.CENTS if name.endswith("_cents") else Measure.COUNT
    if not rows:
        return no_data(measure, STATS)
    found = [figure(facts.market, name, unit=unit, channel=channel, period=month) for unit, channel in rows]
    return total(measure, found)


def _share(part: str, whole: str, note: str) -> Callable[[Facts, Period], Value]:
    return lambda facts, month: ratio(counted(facts, part, month), counted(facts, whole, month), note=note)


def brought(facts: Facts, channels: Collection[str], months: Period) -> Value:
    """Σ c of the sails that some channels sold within some months, a sail of several by what each paid; cents.

    No sail of them is none where bookings are recorded in full.
    """
    each, _ = breakeven.worths(facts.books, facts.sailing.done, facts.sailing.shared, facts.books.units)
    paid, own = (defaultdict[tuple[str, str], int](int) for _ in range(2))
    for row in facts.books.sails:
        if row.subtype in breakeven.PRICE:
            paid[row.unit, row.sail] -= row.cents
            own[row.unit, row.sail] -= row.cents if row.channel in channels else 0
    parts = [
        _part(worth, Decimal(own[sail.unit, sail.sail]) / paid[sail.unit, sail.sail])
        for sail, worth in each
        if own[sail.unit, sail.sail] and paid[sail.unit, sail.sail] and months.start <= sail.sails_on < months.end
    ]
    if parts:
        return total(Measure.CENTS, parts)
    level = facts.sailing.level(months)
    lacking = [] if level == Level.COMPLETE else [BOOKINGS]
    return recorded(0, Measure.CENTS, coverage=level, n=0, missing=lacking)


def _part(worth: Value, share: Decimal) -> Value:
    return derived(Measure.CENTS, (worth,), lambda cents: cents * share)


def of_channels(facts: Facts, months: Period) -> tuple[Value, Value]:
    """What all channels that count figures brought in some months, and what was spent on them; cents."""
    slugs = {row.channel for row in facts.market.months}
    if not slugs:
        return no_data(Measure.CENTS, STATS), no_data(Measure.CENTS, STATS)
    return brought(facts, slugs, months), counted(facts, "spend_cents", months)


def _contribution(facts: Facts, month: Period) -> Value:
    return channels.contribution(*of_channels(facts, month))


def _payback(facts: Facts, month: Period) -> Value:
    """F15 of channels: what three months cost by what one of them brings."""
    sails, spend = of_channels(facts, month.trailing(QUARTER))
    if spend.is_known and spend.number == 0:
        return not_applicable(Measure.MONTHS, "nothing was spent", spend)
    a_month = derived(Measure.CENTS, (sails,), lambda cents: Decimal(cents) / QUARTER)
    return ratio(spend, a_month, Measure.MONTHS, "never: it brought nothing")


def _visibility(facts: Facts) -> Value:
    return channels.visibility(facts.market.listings, facts.as_of, facts.market.level("channels")).share


def _reviews(facts: Facts) -> Value:
    seen = dict.fromkeys((row.unit, row.channel) for row in facts.market.reviews)
    level = facts.market.level("channels")
    found = [
        channels.review_velocity(
            [row for row in facts.market.reviews if (row.unit, row.channel) == place], facts.as_of, level
        )
        for place in seen
    ]
    return total(Measure.NUMBER, found) if found else no_data(Measure.NUMBER, "counts of reviews")


def _places(facts: Facts) -> channels.Places:
    return channels.places(facts.market.ranks, facts.as_of, facts.market.level("channels"))


def planned(facts: Facts) -> CampaignFact | None:
    """The next letter to all that is planned, the first of those without a day last."""
    rows = [row for row in facts.market.campaigns if not row.is_past]
    return min(rows, key=lambda row: (row.planned_on is None, row.planned_on or facts.as_of, row.name), default=None)


def free_places(facts: Facts) -> Value:
    """How many sails of the next ninety days nobody booked yet: room for those who book by a letter."""
    days = ahead(facts, OPEN_DAYS)
    within = [row for row in facts.sailing.slots if days.start <= row.sails_on < days.end]
    if not within:
        return no_data(Measure.COUNT, campaigns.CAPACITY)
    free = [row for row in within if not row.is_sold]
    keys = [Evidence("bookings", f"{row.unit}:{row.sails_on}") for row in free[:YEAR]]
    return recorded(len(free), Measure.COUNT, coverage=Level.COMPLETE, n=len(within), evidence=keys)


def blast(facts: Facts) -> campaigns.Blast:
    """F50 to F55 of a letter to all who may be written to, at the cost of the next one that is planned."""
    letter = planned(facts)
    costs = campaigns.Costs(letter.hours, None, letter.discount_cents) if letter else campaigns.Costs()
    sale = campaigns.Sale(price(facts), contribution(facts).mean, free_places(facts))
    return campaigns.blast(audience(facts), response(facts.market.campaigns), sale, costs)


def audience(facts: Facts) -> Value:
    """F50: of the portfolio's one list."""
    return campaigns.contactable(facts.market.contacts, facts.market.list_level)


def required(facts: Facts) -> campaigns.Required:
    """F56 of what is claimed at least of the next letter."""
    letter = planned(facts)
    cents = letter.claimed_low_cents if letter else None
    claim = no_data(Measure.CENTS, "a claim of the next campaign")
    if letter and cents is not None:
        claim = recorded(cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=[letter.evidence])
    return campaigns.required(claim, blast(facts).mean, price(facts), response(facts.market.campaigns))


def _of_all(work: Callable[[Facts], Value]) -> Way:
    """A metric of the portfolio's one list: no unit's own."""
    return Way(lambda facts, _: work(facts), is_told_by_unit=False)


def _monthly(work: Callable[[Facts, Period], Value]) -> Way:
    return Way(work, Span.MONTH, YEAR - 1)


def _cost(facts: Facts, month: Period) -> Value:
    return channels.acquisition_cost(counted(facts, "spend_cents", month), counted(facts, "bookings", month))


WAYS: Ways = {
    "click_rate": _monthly(_share("clicks", "impressions", "nobody saw it")),
    "leads": _monthly(lambda facts, month: counted(facts, "inquiries", month)),
    "inquiry_rate": _monthly(_share("inquiries", "clicks", "nobody clicked")),
    "booking_rate": _monthly(_share("bookings", "inquiries", "nobody asked")),
    "acquisition_cost": _monthly(_cost),
    "channel_commission": _monthly(_share("commission_cents", "gross_cents", "nothing was booked")),
    "channel_contribution": _monthly(_contribution),
    "channel_payback": Way(_payback, Span.QUARTER),
    "live_listings": Way(lambda facts, _: live_listings(facts.market)),
    "visibility": Way(lambda facts, _: _visibility(facts)),
    "review_velocity": Way(lambda facts, _: _reviews(facts)),
    "top_three": Way(lambda facts, _: _places(facts).top),
    "top_ten": Way(lambda facts, _: _places(facts).first_page),
    "contactable": _of_all(audience),
    "campaign_revenue": _of_all(lambda facts: blast(facts).mean.revenue),
    "campaign_return": _of_all(lambda facts: blast(facts).mean.roi),
    "required_conversion": _of_all(lambda facts: required(facts).of_clicks),
}
