"""Stakes, responsibilities, transitions and risks, read for formulas: five queries, however many rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports.formulas.people import Duty, Leaving, People, Peril, Stake
from reports.models import BusinessUnit, DataCoverage, OwnershipStake, Responsibility, Risk, Transition
from reports.periods import last_complete_month
from reports.spans import Statements


def read(*, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None) -> People:
    """All that formulas ask of people and risks at the end of a day; what came into force later counts for nothing."""
    slugs = {unit.pk: unit.slug for unit in units}
    return People(
        units=tuple(slugs.values()),
        as_of=as_of,
        period=last_complete_month(as_of),
        stakes=tuple(
            Stake(str(row.pk), slugs[row.unit_id], row.person, row.percent, row.agreement, row.effective)
            for row in OwnershipStake.objects.of(units).until(as_of)
        ),
        duties=tuple(_duty(row, slugs[row.unit_id], as_of) for row in Responsibility.objects.of(units)),
        leaving=tuple(
            Leaving(str(row.pk), slugs[row.unit_id], row.person, row.last_day, row.successor)
            for row in Transition.objects.of(units)
        ),
        perils=tuple(_peril(row, slugs[row.unit_id]) for row in Risk.objects.of(units).standing()),
        said=said or DataCoverage.objects.statements(units=units),
    )


def _duty(row: Responsibility, unit: str, as_of: date) -> Duty:
    return Duty(
        key=str(row.pk),
        unit=unit,
        title=row.title,
        holder=row.holder,
        backup=row.backup,
        documented_on=row.documented_on if row.documented_on and row.documented_on <= as_of else None,
        is_critical=row.is_critical,
        successor=row.successor,
    )


def _peril(row: Risk, unit: str) -> Peril:
    return Peril(
        key=str(row.pk),
        unit=unit,
        title=row.title,
        likelihood=row.likelihood,
        impact=row.impact,
        impact_cents=row.impact_cents,
        owner=row.owner,
        mitigation=row.mitigation,
        review_on=row.review_on,
    )
