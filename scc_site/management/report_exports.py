"""What `manage.py export` can tell of reports: runs, their values and findings, and the cards of the board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from events.models import SailEvent
from reports.models import ActionItem, ReportRun, RunFinding, RunValue
from reports.values import Measure, rounded

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
    """Every figure of every run, amounts as decimal text; since: of runs built on that day or later.

    Money is whole cents, rounded half up as on paper; shares, months and the like are exact as stored.
    A figure that names no unit is of the run's scope: of its unit, or of the whole portfolio where `unit` is empty.
    What the run before said of a month told anew comes after all that the run says itself.
    """
    rows = RunValue.objects.alias(is_of_before=Q(subject__endswith="before"))
    rows = rows.order_by("run__built_at", "run_id", "is_of_before", "place")
    columns = ("metric", "unit", "period", "subject", "state", "measure", "coverage", "n", "formula", "title")
    found = _after(rows, "run__built_at", sail, since).values("run_id", "amount", *columns, scope=F("run__unit__slug"))
    for row in found.iterator(CHUNK):
        yield {"run": str(row.pop("run_id")), **_scoped(row), "amount": _plain(row["amount"], row["measure"])}


def findings(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Every finding of every run; since: of runs built on that day or later. Its unit is as of `values`."""
    rows = RunFinding.objects.order_by("run__built_at", "run_id", "place")
    columns = ("rule", "version", "severity", "unit", "subject", "title", "certainty", "stake_cents", "key")
    found = _after(rows, "run__built_at", sail, since).values("run_id", *columns, scope=F("run__unit__slug"))
    for row in found.iterator(CHUNK):
        yield {"run": str(row.pop("run_id")), **_scoped(row)}


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


def _scoped(row: Row) -> Row:
    """A row whose unit, where it names none, is the one that its run is of."""
    scope = row.pop("scope") or ""
    return row | {"unit": row["unit"] or scope}


def _plain(amount: Decimal | None, measure: str) -> str | None:
    """An amount without the zeros that its column adds; cents are whole."""
    if amount is None:
        return None
    if measure == Measure.CENTS:
        return str(rounded(amount))
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
