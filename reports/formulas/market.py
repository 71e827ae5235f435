"""Where guests find the units and who may be written to, as plain rows (pure): the inputs of F40 to F56.

Money is integer cents of US dollars, days are days of the unit. A figure that is None is not recorded; 0 is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.records import looked_at
from reports.periods import Period
from reports.spans import Statements
from reports.values import Evidence, Level, Measure, Value, no_data, recorded

YES, NO = "yes", "no"
OTA, LIVE, REJECTED = "ota", "live", "rejected"
CHANNELS, STATS, FUNNEL, CONTACTS, CAMPAIGNS = "channels", "channel_stats", "funnel", "contacts", "campaigns"
LEVELS = list(Level)


class ListingFact(NamedTuple):
    """How a unit stands on a channel. `vessel` is empty for whatever the unit has; `sync` where nobody looked.

    `steps` is how many prerequisites there are, `open_steps` the titles of those not done; `estimate_cents` a
    contribution a month, with its source; `commission` the part of a booking that the channel takes now, None where
    its terms are not recorded.
    """

    unit: str
    channel: str
    name: str
    kind: str
    vessel: str
    status: str
    url: str
    checked_on: date | None
    rating: Decimal | None
    reviews: int | None
    sync: str
    booking_path: str
    price_parity: str
    copy_reviewed_on: date | None
    declared_rank: int | None
    effort_hours: Decimal | None
    estimate_cents: int | None
    estimate_source: str
    steps: int
    open_steps: tuple[str, ...]
    commission: Decimal | None

    @property
    def is_live(self) -> bool:
        """Whether guests can find it."""
        return self.status == LIVE

    @property
    def is_synced(self) -> bool:
        """Whether the channel is told of bookings made elsewhere."""
        return self.sync in {"ical", "api"}

    @property
    def evidence(self) -> Evidence:
        """The row."""
        return Evidence("listings", f"{self.unit}:{self.channel}")


class Month(NamedTuple):
    """What a channel counted for a unit in one month, by its first day."""

    unit: str
    channel: str
    month: date
    impressions: int | None
    clicks: int | None
    inquiries: int | None
    bookings: int | None
    gross_cents: int | None
    commission_cents: int | None
    spend_cents: int | None


class Reviews(NamedTuple):
    """A channel's stars and count of reviews for a unit on a day; `oldest_unanswered_on` None: none, or not looked."""

    unit: str
    channel: str
    on: date
    rating: Decimal | None
    reviews: int
    unanswered: int | None = None
    oldest_unanswered_on: date | None = None


class Rank(NamedTuple):
    """The place among the results for some words on a day; None: looked for and not found."""

    unit: str
    keyword: str
    on: date
    rank: int | None


class SeoCheck(NamedTuple):
    """One thing that local search looks at; `result` is yes, no or unknown."""

    unit: str
    name: str
    result: str
    checked_on: date | None


class StepFact(NamedTuple):
    """One step of a unit's way to a booking, in its place."""

    unit: str
    key: int
    name: str
    position: int


class Sent(NamedTuple):
    """What a campaign came to."""

    sent: int
    delivered: int | None = None
    bounced: int | None = None
    complained: int | None = None
    clicked: int | None = None
    booked: int | None = None
    revenue_cents: int | None = None


class CampaignFact(NamedTuple):
    """One campaign; `result` only from its planned day on, `modelled_cents` the revenue that a model gave before."""

    unit: str
    name: str
    planned_on: date | None
    is_past: bool
    claimed_low_cents: int | None
    claimed_high_cents: int | None
    hours: Decimal | None
    discount_cents: int | None
    result: Sent | None = None
    modelled_cents: int | None = None

    @property
    def evidence(self) -> Evidence:
        """The row."""
        return Evidence("campaigns", f"{self.unit}:{self.name}")


@dataclass(frozen=True)
class List:
    """How the list of contacts comes down to those who may be written to: rows, then what each test took away."""

    listed: int = 0
    duplicates: int = 0
    invalid: int = 0
    without_consent: int = 0
    stopped: int = 0
    quiet: int = 0
    contactable: int = 0


@dataclass(frozen=True)
class Market:
    """All that formulas ask of channels, contacts and campaigns, for some units at the end of a day."""

    units: tuple[str, ...]
    as_of: date
    period: Period
    said: Statements
    listings: tuple[ListingFact, ...] = ()
    months: tuple[Month, ...] = ()
    reviews: tuple[Reviews, ...] = ()
    ranks: tuple[Rank, ...] = ()
    checks: tuple[SeoCheck, ...] = ()
    steps: tuple[StepFact, ...] = ()
    counts: Mapping[int, Sequence[tuple[date, int]]] = field(default_factory=dict)
    campaigns: tuple[CampaignFact, ...] = ()
    contacts: List = field(default_factory=List)

    def level(self, domain: str, period: Period | None = None, unit: str = "") -> Level:
        """How much of a domain is recorded over a period (else the report's): of one unit, or the least over all."""
        found = self.said.levels(period or self.period)
        return found.of(unit, domain) if unit else found.over(domain)

    @property
    def list_level(self) -> Level:
        """How much of the list is recorded: it is the whole portfolio's, so any unit's word speaks for it."""
        found = self.said.levels(self.period)
        return max((found.of(unit, CONTACTS) for unit in self.units), key=LEVELS.index, default=Level.NONE)


def figure(market: Market, name: str, *, unit: str, channel: str, period: Period) -> Value:
    """The sum of one figure of a channel over whole months: `impressions`, `spend_cents` and so on.

    Months that stand in the records with the figure left empty are missing, never 0; so are months without a row,
    unless the figures of the channel are recorded completely.
    """
    rows = [row for row in market.months if row.unit == unit and row.channel == channel]
    within = [row for row in rows if period.start <= row.month < period.end]
    told = [(row.month, getattr(row, name)) for row in within if getattr(row, name) is not None]
    blank = [row.month for row in within if getattr(row, name) is None]
    words = name.removesuffix("_cents")
    measure = Measure.CENTS if name.endswith("_cents") else Measure.COUNT
    lacking = [f"{words} of {channel} in {month:%Y-%m}" for month in blank]
    level = market.level(STATS, period, unit)
    if not told and (blank or level != Level.COMPLETE):
        return no_data(measure, *(lacking or [f"{words} of {channel}"]))
    return recorded(
        sum(amount for _, amount in told),
        measure,
        coverage=Level.PARTIAL if blank else level,
        n=len(told),
        evidence=[Evidence("channelstats", f"{unit}:{channel}:{month:%Y-%m}") for month, _ in told],
        missing=lacking,
    )


def live_listings(market: Market, units: Iterable[str] = ()) -> Value:
    """How many listings on booking sites guests can find: zero only where the channels are recorded completely."""
    wanted = set(units) or set(market.units)
    rows = [row for row in market.listings if row.unit in wanted and row.kind == OTA]
    level = min((market.level(CHANNELS, unit=unit) for unit in wanted), key=LEVELS.index, default=Level.NONE)
    live = [row.evidence for row in rows if row.is_live]
    missing = [] if level == Level.COMPLETE else [CHANNELS]
    found = recorded(len(live), Measure.COUNT, coverage=level, n=len(rows), evidence=live, missing=missing)
    return looked_at(found, (row.evidence for row in rows))
