"""When a record of each kind was made last, by unit: one statement over the tables that know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reports.models.ledger_sql import rows
from reports.models.units import BusinessUnit

# domain, the day, the tables, the unit: each row’s own, or that of what it belongs to
LATEST: tuple[tuple[str, str, str, str], ...] = (
    ("ledger", "last_on", "reports_ledgermonth", "unit_id"),
    ("bank", '"on"', "reports_banktransaction", "unit_id"),
    ("assets", 'it."on"', "reports_assetvaluation it JOIN reports_asset a ON a.id = it.asset_id", "a.unit_id"),
    ("pipeline", "it.entered_on",
     "reports_opportunitystep it JOIN reports_opportunity o ON o.id = it.opportunity_id", "o.unit_id"),
    ("channels", "checked_on", "reports_listing", "unit_id"),
    ("channel_stats", "(month + interval '1 month - 1 day')::date", "reports_channelstat", "unit_id"),
    ("funnel", "it.day", "reports_funnelcount it JOIN reports_funnelstep s ON s.id = it.step_id", "s.unit_id"),
    ("components", "it.checked_on",
     "reports_componentcheck it JOIN reports_techcomponent c ON c.id = it.component_id", "c.unit_id"),
    ("security", "it.found_on",
     "reports_securityfinding it JOIN reports_techcomponent c ON c.id = it.component_id", "c.unit_id"),
    ("cloud_costs", "coalesce(through_on, (month + interval '1 month')::date) - 1", "reports_cloudcost", "unit_id"),
    ("work", "it.worked_on", "reports_workentry it JOIN reports_client c ON c.id = it.client_id", "c.unit_id"),
    ("invoices", "it.issued_on", "reports_invoice it JOIN reports_client c ON c.id = it.client_id", "c.unit_id"),
    ("rent", "it.due", "reports_rentcharge it JOIN reports_space s ON s.id = it.space_id "
     "JOIN reports_property p ON p.id = s.property_id", "p.unit_id"),
    ("property_costs", "it.date", "reports_propertycost it JOIN reports_property p ON p.id = it.property_id",
     "p.unit_id"),
    ("job_costs", "it.date", "reports_jobexpense it JOIN reports_deliveryjob j ON j.id = it.job_id", "j.unit_id"),
    ("handoffs", "written_on", "reports_handoffdocument", "unit_id"),
)  # fmt: skip


def latest(*, units: Sequence[BusinessUnit], as_of: date) -> dict[tuple[str, str], date]:
    """The day of the latest record until a day, by (unit, domain); domains without such records are left out."""
    parts = " UNION ALL ".join(
        f"SELECT '{domain}' AS domain, {unit} AS unit, max({day}) AS day FROM {tables} "  # noqa: S608 - our own words
        f"WHERE {unit} = ANY(%(units)s) AND {day} <= %(as_of)s GROUP BY {unit}"
        for domain, day, tables, unit in LATEST
    )
    names = {unit.pk: unit.slug for unit in units}
    found = rows(parts, units=list(names), as_of=as_of)
    return {(names[unit], domain): day for domain, unit, day in found}
