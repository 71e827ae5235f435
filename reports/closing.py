"""Closing a month of a unit's books, and opening it again."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from reports.models import BusinessUnit, FiscalPeriod
from reports.periods import month_of
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal


class MonthRuns(Mistyped):
    """The month is not over."""


class ClosedAlready(Refusal):
    """It is closed."""


class OpenAlready(Refusal):
    """It is open."""


class NoReason(Mistyped):
    """Opening a closed month wants a reason."""


@transaction.atomic
def close(*, unit: BusinessUnit, month: date, by: User, at: datetime) -> FiscalPeriod:
    """Close the month that a day is in: the database takes no more entries of its days.

    Waits for whoever is posting, so that what was being posted is in it or refused. Raises MonthRuns, ClosedAlready.
    """
    period = month_of(month)
    if at.astimezone(ZoneInfo(unit.timezone)).date() < period.end:
        raise MonthRuns(
            f"{period.start:%B %Y} is not over at {unit}.", {"month": [f"It can be closed from {period.end}."]}
        )
    FiscalPeriod.objects.hold_ledger()
    row, _ = FiscalPeriod.objects.get_or_create(unit=unit, starts_on=period.start)
    if row.closed_at:
        raise ClosedAlready(f"{period.start:%B %Y} of {unit} is closed already.")
    row.closed_at, row.closed_by = at, by
    row.save(update_fields=["closed_at", "closed_by"])
    return row


@transaction.atomic
def open_again(*, period: FiscalPeriod, why: str, by: User, at: datetime) -> FiscalPeriod:
    """Open a closed month again; who, when and why is kept. Raises NoReason, OpenAlready."""
    if not why.strip():
        raise NoReason("Say why it is opened again.", {"opened_why": ["Say why: others closed it for a reason."]})
    FiscalPeriod.objects.hold_ledger()
    period.refresh_from_db()
    if period.closed_at is None:
        raise OpenAlready(f"{period} is open.")
    period.closed_at = period.closed_by = None
    period.opened_at, period.opened_by, period.opened_why = at, by, why.strip()[:200]
    period.save(update_fields=["closed_at", "closed_by", "opened_at", "opened_by", "opened_why"])
    return period
