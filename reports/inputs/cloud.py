"""The cloud's bill, read for formulas: three queries, however many services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports.formulas.cloud import Cloud, Cost, Saving
from reports.models import BusinessUnit, CloudCost, CostOpportunity, DataCoverage
from reports.periods import last_complete_month, month_start
from reports.spans import Statements

YEAR = 12


def read(*, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None) -> Cloud:
    """All that formulas ask of the cloud at the end of a day; a bill that counts later days is not known yet.

    Savings are of the house, not of a unit, and of no day: they are told as they stand.
    """
    period = last_complete_month(as_of)
    slugs = {unit.pk: unit.slug for unit in units}
    billed = CloudCost.objects.of(units, as_of).counted_by(as_of, period.start).since(month_start(period.start, -YEAR))
    return Cloud(
        units=tuple(slugs.values()),
        as_of=as_of,
        period=period,
        costs=tuple(
            Cost(
                key=str(row.pk),
                unit=slugs[row.unit_id] if row.unit_id else "",
                provider=row.provider,
                service=row.service,
                month=row.month,
                cents=row.amount_cents - row.credit_cents + row.tax_cents,
                through=row.through_on,
            )
            for row in billed
        ),
        savings=tuple(
            Saving(
                key=str(row.pk),
                service=row.service,
                action=row.action,
                low_cents=row.low_cents,
                high_cents=row.high_cents,
                hours=row.effort_hours,
                status=row.status,
                saved_cents=row.verified_cents,
            )
            for row in CostOpportunity.objects.order_by("service", "action")
        ),
        said=said or DataCoverage.objects.statements(units=units),
    )
