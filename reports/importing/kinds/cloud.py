"""What the cloud costs by service and month, and what could be saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from reports.importing import aws, cells
from reports.importing.engine import Record, Run
from reports.importing.kinds.tech import cents
from reports.importing.kinds.words import fields, word
from reports.importing.shapes import Column, Kind, Row
from reports.models import BusinessUnit, CloudCost, CostOpportunity
from reports.periods import month_of

Status = CostOpportunity.Status
KEY = ("provider", "account", "service", "unit", "month")
STATUSES = {"todo": Status.OPEN, "in_progress": Status.DOING, "started": Status.DOING, "verified": Status.DONE,
            "realised": Status.DONE, "realized": Status.DONE, "rejected": Status.DROPPED}  # fmt: skip
OF_SAVINGS = {"low": "low_cents", "high": "high_cents", "effort_hours": "effort_hours", "verified": "verified_cents"}


def write_costs(run: Run, rows: Sequence[Row]) -> None:
    """Costs by provider, account, service, unit and month. A bill's tag that names no unit leaves a cost untagged."""
    plain = [row for row in rows if "tag" not in row.cells]
    for row in rows:
        if "tag" in row.cells:
            _add_up(run, row)
    if not run.faults:
        run.keep(CloudCost, [Record(row, _values(run, row)) for row in plain], key=KEY)


def finish_costs(run: Run) -> None:
    """What a bill adds up to is kept once it is read whole."""
    billed: dict[Any, Record] = run.notes.get("billed", {})
    if not billed:
        return
    _refuse_twice(run, list(billed.values()))
    for record in billed.values():
        unit = record.values["unit"] or run.unit
        run.cover(unit, record.values["month"])
        run.cover(unit, month_of(record.values["month"]).last_day)
    if not run.faults:
        run.keep(CloudCost, list(billed.values()), key=KEY)


def _values(run: Run, row: Row) -> dict[str, Any]:
    values = fields(row, {"provider": "provider", "service": "service", "month": "month", "amount": "amount_cents"})
    values |= {"account": row["account"] or "", "unit": run.unit_of(row), "provider": row["provider"].lower()}
    if "credit" in row.cells:
        values["credit_cents"] = abs(row["credit"] or 0)
    if "tax" in row.cells:
        values["tax_cents"] = row["tax"] or 0
    values["through_on"] = _through(run, row)
    if row["through"] and month_of(row["through"]) != month_of(row["month"]):
        run.fault(row, "through", "is no day of that month")
    return values


def _through(run: Run, row: Row) -> date | None:
    """The last day counted: the one told, else of a month that is not over yet, today; none of a whole month."""
    here = run.at.astimezone(settings.HOUSE_ZONE).date()
    month, told = month_of(row["month"]), row["through"]
    return told or (here if month.start <= here < month.last_day else None)


def _add_up(run: Run, row: Row) -> None:
    """Lines of one service, month and account whose tags mean the same unit, or none, are one cost."""
    unit = _tagged(run, row["tag"])
    identity = (row["provider"], row["account"] or "", row["service"], unit.pk if unit else None, row["month"])
    billed = run.notes.setdefault("billed", {})
    before = billed[identity].values if identity in billed else {}
    sums = {f"{name}_cents": (row[name] or 0) + before.get(f"{name}_cents", 0) for name in ("amount", "credit", "tax")}
    said = dict(zip(("provider", "account", "service"), identity, strict=False))
    values = sums | said | {"unit": unit, "month": row["month"], "through_on": _through(run, row)}
    billed[identity] = Record(billed[identity].row if before else row, values)


def _tagged(run: Run, tag: str | None) -> BusinessUnit | None:
    if tag and slugify(tag) not in run.units:
        words = f"The tag “{tag[:40]}” names no unit: its costs are kept without one."
        if words not in run.batch.warnings:
            run.batch.warnings.append(words)
    return run.units.get(slugify(tag)) if tag else None


def _refuse_twice(run: Run, records: Sequence[Record]) -> None:
    """One month's bill is counted from one kind of file: with accounts (a usage report) or without (Cost Explorer)."""
    months = {record.values["month"] for record in records}
    has_accounts = any(record.values["account"] for record in records)
    known = CloudCost.objects.filter(provider="aws", month__in=months)
    other = (known.filter(account="") if has_accounts else known.exclude(account="")).order_by("month").first()
    if other:
        kinds = ("Cost Explorer", "a usage report") if has_accounts else ("a usage report", "Cost Explorer")
        words = f"{other.month:%B %Y} is in the books already, from {kinds[0]}: it would be counted twice. Undo that "
        run.fault(records[0].row, "", f"{words}import before taking in {kinds[1]}, or keep to one of them")


def write_savings(run: Run, rows: Sequence[Row]) -> None:
    """Savings by service and action; one amount is both low and high."""
    records = []
    for row in rows:
        values = fields(row, OF_SAVINGS) | {"service": row["service"], "action": row["action"]}
        low, high = row["low"], row["high"]
        if low is not None and high is not None and low > high:
            run.fault(row, "high", "is less than what stands under low")
        if "status" in row.cells:
            values["status"] = row["status"] or Status.OPEN
        records.append(Record(row, values))
    if not run.faults:
        run.keep(CostOpportunity, records, key=("service", "action"))


KINDS = (
    Kind(
        "cloud_costs",
        "Cloud costs",
        "What each service cost in a month. Taken as they are: Cost Explorer’s CSV grouped by service, and AWS cost "
        "and usage reports (old and 2.0, CSV or .csv.gz), whose tag unit, business_unit or project names the unit.",
        (
            Column("provider", cells.text(20), required=True, is_key=True, says="aws, gcp, hetzner …"),
            Column("service", cells.text(120), required=True, is_key=True),
            Column("month", cells.month, required=True, is_key=True),
            Column("amount", cells.money, required=True, says="before credits and tax"),
            Column("unit", cells.slug, says="whose cost it is; empty: not tagged"),
            Column("credit", cells.money, says="what credits and refunds took off"),
            Column("tax", cells.money),
            Column("account", cells.text(40)),
            Column("through", cells.day, says="of a month not over yet: the last day counted"),
            Column("tag", cells.text(200), says="what a bill’s tag says"),
        ),
        write_costs,
        domain="cloud_costs",
        day_column="month",
        finish=finish_costs,
        layouts=aws.LAYOUTS,
    ),
    Kind(
        "savings",
        "Savings",
        "What would make the cloud cheaper, by how much a month, at what effort.",
        (
            Column("service", cells.text(120), required=True, is_key=True),
            Column("action", cells.text(200), required=True, is_key=True),
            Column("low", cents, says="saves a month at least"),
            Column("high", cents, says="saves a month at most"),
            Column("effort_hours", cells.number),
            Column("status", word(Status.values, STATUSES), says=", ".join(Status.values)),
            Column("verified", cents, says="what it did save a month"),
        ),
        write_savings,
        domain="savings",
    ),
)
