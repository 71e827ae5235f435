"""Technology, read for formulas: six queries, however many components."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reports.formulas.tech import Check, Component, Finding, Release, Retired, Tech
from reports.models import BusinessUnit, ComponentCheck, DataCoverage, Deploy, SecurityFinding, TechComponent
from reports.periods import last_complete_month
from reports.spans import Statements

YEAR = 12


def read(*, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None) -> Tech:
    """All that formulas ask of technology at the end of a day; what is recorded of later days counts for nothing."""
    period = last_complete_month(as_of)
    slugs = {unit.pk: unit.slug for unit in units}
    return Tech(
        units=tuple(slugs.values()),
        as_of=as_of,
        period=period,
        components=tuple(_components(units, slugs, as_of)),
        findings=tuple(_findings(units, slugs, as_of)),
        releases=tuple(_releases(units, period.trailing(YEAR).start, as_of)),
        said=said or DataCoverage.objects.statements(units=units),
        retired=tuple(Retired._make(row) for row in TechComponent.objects.of(units).retired_by(as_of)),
    )


def _components(units: Sequence[BusinessUnit], slugs: dict[int, str], as_of: date) -> Iterator[Component]:
    checks = defaultdict(list)
    for row in ComponentCheck.objects.of(units).until(as_of).in_turn():
        checks[row.component_id].append(Check(str(row.pk), row.check_name, row.result, row.checked_on))
    for row in TechComponent.objects.of(units).running_on(as_of).order_by("unit__slug", "name"):
        yield Component(
            key=str(row.pk),
            unit=slugs[row.unit_id],
            name=row.name,
            kind=row.kind,
            provider=row.provider,
            runtime=f"{row.runtime} {row.version}".strip(),
            eol_on=row.eol_on,
            environment=row.environment,
            criticality=row.criticality,
            is_public=row.is_public,
            monthly_cents=row.monthly_cost_cents,
            checks=tuple(checks[row.pk]),
        )


def _findings(units: Sequence[BusinessUnit], slugs: dict[int, str], as_of: date) -> Iterator[Finding]:
    for row in SecurityFinding.objects.of(units).until(as_of).select_related("component").in_turn():
        yield Finding(
            key=str(row.pk),
            unit=slugs[row.component.unit_id],
            component=row.component.name,
            title=row.title,
            category=row.category,
            severity=row.severity,
            found_on=row.found_on,
            status=row.status,
            fixed_on=row.fixed_on,
            verified_on=row.verified_on,
            accepted_until=row.accepted_until,
            source=row.source,
            proof=row.evidence,
        )


def _releases(units: Sequence[BusinessUnit], start: date, as_of: date) -> Iterator[Release]:
    """Deploys of days up to one, each on the clock of its unit."""
    zones = {unit.pk: (unit.slug, ZoneInfo(unit.timezone)) for unit in units}
    rows = Deploy.objects.of(units).around(start, as_of + timedelta(days=1)).select_related("component")
    for row in rows.order_by("deployed_at", "pk"):
        slug, zone = zones[row.component.unit_id]
        on = row.deployed_at.astimezone(zone).date()
        if start <= on <= as_of:
            yield Release(
                key=str(row.pk),
                unit=slug,
                component=row.component.name,
                at=row.deployed_at,
                on=on,
                is_failed=row.result == Deploy.Result.FAILED,
                committed_at=row.committed_at,
                restored_at=_by(row.restored_at, zone, as_of),
            )


def _by(at: datetime | None, zone: ZoneInfo, as_of: date) -> datetime | None:
    """A time, unless it is of a later day."""
    return at if at and at.astimezone(zone).date() <= as_of else None
