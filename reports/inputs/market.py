"""Channels, the funnel, contacts and campaigns, read for formulas: eleven queries, however many rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from reports.formulas.funnel import DAYS
from reports.formulas.market import (
    CampaignFact,
    List,
    ListingFact,
    Market,
    Month,
    Rank,
    Reviews,
    Sent,
    SeoCheck,
    StepFact,
)
from reports.models import (
    BusinessUnit,
    Campaign,
    ChannelStat,
    ChannelTerms,
    Contact,
    DataCoverage,
    FunnelCount,
    FunnelStep,
    Listing,
    market_reads,
)
from reports.models.channels import WHOLE, Rates
from reports.periods import Period, last_complete_month, month_start
from reports.spans import Statements

YEAR = 12
QUIET_DAYS = 30
FIGURES = ("sent", "delivered", "bounced", "complained", "clicked", "booked", "revenue_cents")


def read(
    *, units: Sequence[BusinessUnit], as_of: date, quiet_days: int = QUIET_DAYS, said: Statements | None = None
) -> Market:
    """All that formulas ask of the market at the end of a day; records of later days count for nothing.

    Figures, reviews and ranks of twelve months; the funnel of five weeks. `quiet_days`: who was written to within so
    many days is left alone. The list of contacts is the whole portfolio's, whatever the units.
    """
    period = last_complete_month(as_of)
    year = Period(period.trailing(YEAR).start, as_of + timedelta(days=1))
    months = Period(year.start, month_start(as_of, 1))
    rates = ChannelTerms.objects.rates()
    steps = FunnelStep.objects.of(units)
    return Market(
        units=tuple(unit.slug for unit in units),
        as_of=as_of,
        period=period,
        said=said or DataCoverage.objects.statements(units=units),
        listings=tuple(listing_fact(row, rates, as_of) for row in Listing.objects.as_of(units, as_of)),
        months=tuple(Month(*row) for row in ChannelStat.objects.months(units, months)),
        reviews=tuple(Reviews(*row) for row in market_reads.reviews(units, year)),
        ranks=tuple(_rank(row) for row in market_reads.ranks(units, year)),
        checks=tuple(SeoCheck(*row) for row in market_reads.checks(units, as_of)),
        steps=tuple(StepFact(step.unit.slug, step.pk, step.name, step.position) for step in steps),
        counts=_counts(units, as_of),
        campaigns=tuple(_campaign(row, as_of) for row in Campaign.objects.as_of(units, as_of)),
        contacts=List(**Contact.objects.audience(as_of, quiet_days)),
    )


def listing_fact(row: Listing, rates: Rates, as_of: date) -> ListingFact:
    """A row of the listings, with the terms of its channel on the day."""
    terms = rates.of(row.channel.slug, as_of)
    return ListingFact(
        unit=row.unit.slug,
        channel=row.channel.slug,
        name=row.channel.name,
        kind=row.channel.kind,
        vessel=row.vessel.slug if row.vessel else "",
        status=row.status,
        url=row.url,
        checked_on=row.checked_on,
        rating=row.rating,
        reviews=row.reviews,
        sync=row.sync,
        booking_path=row.booking_path_tested,
        price_parity=row.price_parity,
        copy_reviewed_on=row.copy_reviewed_on,
        declared_rank=row.declared_rank,
        effort_hours=row.effort_hours,
        estimate_cents=row.estimate_cents,
        estimate_source=row.estimate_source,
        steps=row.step_count,
        open_steps=tuple(row.open_titles),
        commission=Decimal(terms.commission_percent) / WHOLE if terms else None,
    )


def _rank(row: tuple[Any, ...]) -> Rank:
    """A place in a search; the search by its words, then where it was made."""
    unit, words, channel, place, on, rank = row
    return Rank(unit, ", ".join(part for part in (words, place, channel) if part), on, rank)


def _counts(units: Sequence[BusinessUnit], as_of: date) -> dict[int, list[tuple[date, int]]]:
    """The funnel's days by step."""
    found: dict[int, list[tuple[date, int]]] = {}
    first = as_of - timedelta(days=DAYS - 1)
    for step, day, n in FunnelCount.objects.between(units, first, as_of + timedelta(days=1)):
        found.setdefault(step, []).append((day, n))
    return found


def _campaign(row: Campaign, as_of: date) -> CampaignFact:
    """A campaign; what came of it counts from its day on, and a model from the day it was kept."""
    result = getattr(row, "result", None) if row.is_past else None
    forecast = getattr(row, "forecast", None)
    is_kept = forecast is not None and forecast.made_at.astimezone(settings.HOUSE_ZONE).date() <= as_of
    return CampaignFact(
        unit=row.unit.slug,
        name=row.name,
        planned_on=row.planned_on,
        is_past=row.is_past,
        claimed_low_cents=row.claimed_low_cents,
        claimed_high_cents=row.claimed_high_cents,
        hours=row.hours,
        discount_cents=row.discount_cents,
        result=Sent(*(getattr(result, name) for name in FIGURES)) if result else None,
        modelled_cents=forecast.revenue_cents if forecast and is_kept else None,
    )
