"""Where guests find the units (pure): CMO-01 to CMO-04, booking sites, spending and commissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from reports import selling
from reports.facts import Facts
from reports.findings import Action, Fired, Limit, Limits, Severity, rule
from reports.formulas.channels import commission
from reports.formulas.market import OTA, STATS, ListingFact, figure, live_listings
from reports.rules import saying
from reports.rules.saying import adding, certainty, desk, listed, threshold, whole_hours
from reports.values import Level, Measure, Value, derived, recorded, total
from reports.words import name, text

HERE = ("cmo",)
SOLD_ON = frozenset({OTA, "direct"})  # where a guest books without anybody looking at the calendar first
CENTS_OF_SPEND = "channel_spend"


@rule("CMO-01", title="A unit suits booking sites and is live on none", area="marketing", roles=HERE)
def no_booking_site(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A charter, or a unit with booking sites among its channels, has no live listing on any."""
    for slug in selling.sellers(facts):
        live = live_listings(facts.market, [slug])
        rows = selling.listings(facts, slug, OTA)
        if not live.is_known or live.number:
            continue
        order = selling.order(facts, slug)
        first = order[0].listing if order else None
        brought = total(Measure.CENTS, [place.monthly for place in order]) if order else None
        yield Fired(
            unit=slug,
            subject="booking sites",
            severity=Severity.HIGH,
            title=text(name(facts.name(slug)), " is live on no booking site"),
            detail=text(
                saying.figure("live_listings", live, slug, f"{facts.as_of}", title="Live on booking sites"),
                " live listings, ",
                saying.figure("booking_sites", _considered(facts, slug, rows), slug, title="Sites considered"),
                " sites considered.",
            ),
            action=Action(
                text("Open the first listing: ", name(first.name)) if first else text("Open a first listing"),
                whole_hours(first.effort_hours if first else None, 8),
                href=desk("listing", first.name) if first else adding("listing"),
                outcome="live_listings",
            ),
            evidence=tuple(row.evidence for row in rows),
            at_stake=brought if brought and brought.is_known else None,
            certainty=certainty(selling.level(facts, slug)),
        )


def _considered(facts: Facts, slug: str, rows: Sequence[ListingFact]) -> Value:
    keys, level = [row.evidence for row in rows], selling.level(facts, slug)
    lacking = [] if rows else ["booking sites"]
    return recorded(len(rows), Measure.COUNT, coverage=level, n=len(rows), evidence=keys, missing=lacking)


@rule("CMO-02", title="One boat is sold in two places, and one of them is not told of the other’s bookings",
      area="marketing", roles=HERE)  # fmt: skip
def sold_twice(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A boat is live in two places that sell her, and one has no availability sync: she can be booked twice."""
    for unit in facts.units:
        live = [row for row in selling.listings(facts, unit.slug, *SOLD_ON) if row.is_live]
        boats = sorted({row.vessel for row in live if row.vessel}) or [""]
        for boat in boats:
            places = [row for row in live if row.vessel in {"", boat}]
            deaf = [row for row in places if _is_deaf(row)]
            if len(places) > 1 and deaf:
                yield _twice(facts, unit.slug, boat, places, deaf)


def _is_deaf(row: ListingFact) -> bool:
    """Whether a place hears of no other bookings: of a booking site it must be recorded that it does."""
    return row.sync == "none" or (row.kind == OTA and not row.is_synced)


def _twice(facts: Facts, unit: str, boat: str, places: Sequence[ListingFact], deaf: Sequence[ListingFact]) -> Fired:
    is_known = all(row.sync for row in deaf)
    told = "no calendar sync" if is_known else "no calendar sync recorded"
    return Fired(
        unit=unit,
        subject=f"double booking:{boat}" if boat else "double booking",
        severity=Severity.CRITICAL,
        title=text(name(boat or facts.name(unit)), " can be booked twice: ", listed([row.name for row in deaf])),
        detail=text(
            "Sold on ", listed([row.name for row in places]), "; ", told, " on ", listed([row.name for row in deaf]),
            ". Two parties can book the same evening.",
        ),
        action=Action(
            text("Connect the calendar of ", listed([row.name for row in deaf]), " first"),
            4,
            href=desk("listing", deaf[0].name),
            outcome="visibility",
        ),
        evidence=tuple(row.evidence for row in places),
        certainty=certainty(Level.COMPLETE if is_known else Level.PARTIAL),
    )  # fmt: skip


@rule("CMO-03", title="Money is spent on a channel that brings no booking", area="marketing", roles=HERE,
      limits=(Limit("months", "Complete months without a booking", Decimal(2), Measure.MONTHS),))  # fmt: skip
def spent_for_nothing(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Over the last sixty days, as two complete months: spending above zero, and bookings recorded as none."""
    months = int(limits["months"])
    period = facts.period.trailing(months)
    for unit, channel in dict.fromkeys((row.unit, row.channel) for row in facts.market.months):
        spend, booked = (
            figure(facts.market, each, unit=unit, channel=channel, period=period)
            for each in ("spend_cents", "bookings")
        )
        if not (spend.is_known and spend.number > 0 and _is_none(booked, months)):
            continue
        called = selling.channel_name(facts, unit, channel)
        span = f"{period.start:%Y-%m}/{period.last_day:%Y-%m}"
        yield Fired(
            unit=unit,
            subject=f"spending:{channel}",
            severity=Severity.HIGH,
            title=text(name(called), " costs money and brings no booking"),
            detail=text(
                saying.figure(CENTS_OF_SPEND, spend, unit, span, subject=channel, title="Spent on the channel"),
                " spent in ", threshold("CMO-03", "months", limits["months"], Measure.MONTHS), ", ",
                saying.figure("channel_bookings", booked, unit, span, subject=channel, title="Bookings of the channel"),
                " bookings.",
            ),
            action=Action(
                text("Stop or change ", name(called)), 2, href=desk("channelstat", called), outcome="acquisition_cost"
            ),
            evidence=(*spend.evidence, *booked.evidence),
            at_stake=derived(Measure.CENTS, (spend,), lambda cents: Decimal(cents) / months),
            certainty=certainty(spend.coverage),
        )  # fmt: skip


def _is_none(booked: Value, months: int) -> bool:
    """Whether no booking is recorded of every month: a month that nobody counted may have had some."""
    return booked.is_known and booked.number == 0 and (booked.n == months or booked.coverage == Level.COMPLETE)


@rule("CMO-04", title="A channel keeps more or less than its terms say", area="marketing", roles=HERE,
      limits=(Limit("gap", "Commission is off its terms by more than", Decimal("0.01"), Measure.SHARE),))  # fmt: skip
def commission_off(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Commission of the last complete month, as a share of what was booked, against the terms that hold."""
    period = f"{facts.period.start:%Y-%m}"
    for row in facts.market.listings:
        taken, gross = (
            figure(facts.market, each, unit=row.unit, channel=row.channel, period=facts.period)
            for each in ("commission_cents", "gross_cents")
        )
        found = commission(taken, gross, row)
        if not found.gap.is_known or abs(Decimal(found.gap.number)) <= limits["gap"]:
            continue
        told: dict[str, Any] = {"unit": row.unit, "period": period, "subject": row.channel}
        yield Fired(
            unit=row.unit,
            subject=f"commission:{row.channel}",
            severity=Severity.MEDIUM,
            title=text(name(row.name), " keeps ", "more" if found.gap.number > 0 else "less", " than its terms say"),
            detail=text(
                saying.figure("channel_commission", found.actual, **told), " of what was booked, against ",
                saying.figure("terms_commission", found.agreed, **told, title="Commission by the terms"), " agreed.",
            ),
            action=Action(
                text("Ask ", name(row.name), " for the difference, or correct its terms"), 2,
                href=desk("channelstat", row.name), outcome="channel_commission",
            ),
            evidence=(*found.actual.evidence, *found.agreed.evidence),
            at_stake=derived(Measure.CENTS, (found.gap, gross), lambda gap, cents: abs(gap) * cents),
            certainty=certainty(selling.level(facts, row.unit, STATS, facts.period)),
        )  # fmt: skip
