"""What `manage.py export` can tell of reports: runs, their values and findings, and the cards of the board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.conf import settings

from events.models import SailEvent
from reports.models import ActionItem, ReportRun, RunFinding, RunValue

Row = dict[str, Any]
CHUNK = 500


def runs(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Runs, oldest first; none belongs to a sail; since: built on that day or later."""
    rows = ReportRun.objects.select_related("unit", "builder").defer("tree").order_by("built_at", "pk")
    for run in _after(rows, "built_at", sail, since).iterator(CHUNK):
        yield {
            "id": str(run.pk),
            "slug": run.slug,
            "unit": run.unit.slug if run.unit else "",
            "period": f"{run.period:%Y-%m}",
            "as_of": run.as_of,
            "state": run.state,
            "variant": run.variant,
            "built_at": run.built_at,
            "by": run.builder.email if run.builder else "",
            "sha256": run.sha256,
        }


def values(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Every figure of every run as stored, amounts as decimal text; since: of runs built on that day or later."""
    rows = RunValue.objects.order_by("run__built_at", "run_id", "place")
    columns = ("metric", "unit", "period", "subject", "state", "measure", "coverage", "n", "formula", "title")
    found = _after(rows, "run__built_at", sail, since).values("run_id", "amount", *columns)
    for row in found.iterator(CHUNK):
        yield {"run": str(row.pop("run_id")), **row, "amount": _plain(row["amount"])}


def findings(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Every finding of every run; since: of runs built on that day or later."""
    rows = RunFinding.objects.order_by("run__built_at", "run_id", "place")
    columns = ("rule", "version", "severity", "unit", "subject", "title", "certainty", "stake_cents", "key")
    found = _after(rows, "run__built_at", sail, since).values("run_id", *columns)
    for row in found.iterator(CHUNK):
        yield {"run": str(row.pop("run_id")), **row}


def actions(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Every card of the board; since: hung on that day or later."""
    rows = ActionItem.objects.select_related("unit", "owner").order_by("created_at", "pk")
    for item in _after(rows, "created_at", sail, since).iterator(CHUNK):
        yield {
            "key": item.key,
            "kind": item.kind,
            "status": item.status,
            "unit": item.unit.slug if item.unit else "",
            "title": item.title,
            "rule": item.rule,
            "severity": item.severity,
            "owner": item.owner.email if item.owner else "",
            "due": item.day,
            "occurrences": item.occurrences,
            "regressed": item.is_regressed,
            "resolved_at": item.resolved_at,
        }


def _after(rows: Any, name: str, sail: SailEvent | None, since: date | None) -> Any:
    if sail is not None:
        return rows.none()
    first = datetime.combine(since, time.min, settings.HOUSE_ZONE) if since else None
    return rows.filter(**{f"{name}__gte": first}) if first else rows


def _plain(amount: Any) -> str | None:
    """An amount without the zeros that its column adds."""
    if amount is None:
        return None
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
