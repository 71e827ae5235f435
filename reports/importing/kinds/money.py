"""Targets, what is declared, rules about money, milestones, capital: amounts of metrics that the registry knows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from reports import metrics
from reports.importing import cells
from reports.importing.cells import Hints, Unreadable
from reports.importing.engine import Record, Run
from reports.importing.shapes import Column, Kind, Row
from reports.models import (
    CapitalRequest,
    CapitalTier,
    Declared,
    FinancialRule,
    Milestone,
    Operator,
    Target,
    Window,
)
from reports.models.money import SLOTS

PLACES = Decimal("0.0001")
OPERATORS = {
    **{operator.value: operator for operator in Operator},
    **{operator.label: operator for operator in Operator},
    "≥": Operator.AT_LEAST, "=>": Operator.AT_LEAST, "gte": Operator.AT_LEAST, "min": Operator.AT_LEAST,
    "≤": Operator.AT_MOST, "=<": Operator.AT_MOST, "lte": Operator.AT_MOST, "max": Operator.AT_MOST,
    "gt": Operator.MORE, "lt": Operator.LESS, "==": Operator.EQUAL, "eq": Operator.EQUAL,
}  # fmt: skip


def metric(written: str, _: Hints) -> str:
    """A metric of the registry, by slug or another name of it; the slugs are named for one that is not known."""
    found = metrics.find(written)
    if found is None:
        raise Unreadable(f"is no metric; known are: {metrics.slugs()}")
    return found.slug


def operator(written: str, _: Hints) -> str:
    """`>=`, `>`, `<=`, `<` or `=`; the signs ≥ and ≤, and words: at least, at most."""
    found = OPERATORS.get(" ".join(written.lower().replace("_", " ").split()))
    if found is None:
        raise Unreadable("is no comparison: write >=, >, <=, < or =")
    return found.value


def slot(written: str, hints: Hints) -> int:
    """The number of a rule, 1 to 3."""
    found = cells.whole(written, hints)
    if not 1 <= found <= SLOTS:
        raise Unreadable(f"is no slot: a unit has rules 1 to {SLOTS}")
    return found


def cents(written: str, hints: Hints) -> int:
    """Money that is at least 0."""
    found = cells.money(written, hints)
    if found < 0:
        raise Unreadable("is below 0")
    return found


def rank(written: str, hints: Hints) -> int:
    """A place in an order, from 1."""
    found = cells.whole(written, hints)
    if not 1 <= found <= 100:  # noqa: PLR2004 - more tiers than anyone has
        raise Unreadable("is no rank: 1 is the first, 100 the last")
    return found


def values_of(row: Row, run: Run, model: Any, **named: str) -> dict[str, Any]:
    """What a row's cells are to the model; `named` are fields of columns called otherwise, "" for none.

    An empty cell empties: text becomes "", a choice its default, all else null.
    """
    found: dict[str, Any] = {}
    fields = _fields(model)
    for column, cell in row.cells.items():
        name = named.get(column, column)
        if not name or name == "unit":
            continue
        field = fields[name]
        found[name] = field.get_default() if cell is None and not field.null else cell
    if "unit" in fields:
        found["unit"] = run.unit_of(row)
    return found


@cache
def _fields(model: Any) -> dict[str, Any]:
    return {field.name: field for field in model._meta.fields}


def amount(run: Run, row: Row, column: str, of: str | None) -> Decimal | None:
    """The cell in the measure of the metric `of`; a fault of the row where it is no amount of it."""
    written = row[column]
    if written is None or of is None:
        return None
    try:
        return Decimal(metrics.amount(metrics.known()[of], written)).quantize(PLACES)
    except metrics.Unmeasured as fault:
        run.fault(row, column, str(fault))
        return None


def write_targets(run: Run, rows: Sequence[Row]) -> None:
    """Targets by unit, metric and month."""
    records = []
    for row in rows:
        values = values_of(row, run, Target, value="amount")
        records.append(Record(row, values | {"amount": amount(run, row, "value", row["metric"])}))
    run.keep(Target, records, key=("unit", "metric", "month"))


def write_declared(run: Run, rows: Sequence[Row]) -> None:
    """Declared figures by unit and metric; from may not be above to."""
    records = []
    for row in rows:
        low, high = (amount(run, row, column, row["metric"]) for column in ("low", "high"))
        if low is not None and high is not None and low > high:
            run.fault(row, "high", "is less than what stands under low")
        records.append(Record(row, values_of(row, run, Declared) | {"low": low, "high": high}))
    run.keep(Declared, records, key=("unit", "metric"))


def write_rules(run: Run, rows: Sequence[Row]) -> None:
    """Rules by unit and slot."""
    records = [
        Record(
            row,
            values_of(row, run, FinancialRule) | {"threshold": amount(run, row, "threshold", row["metric"])},
        )
        for row in rows
    ]
    run.keep(FinancialRule, records, key=("unit", "slot"))


def write_milestones(run: Run, rows: Sequence[Row]) -> None:
    """Milestones by unit and metric."""
    records = [
        Record(row, values_of(row, run, Milestone) | {"target": amount(run, row, "target", row["metric"])})
        for row in rows
    ]
    run.keep(Milestone, records, key=("unit", "metric"))


def write_tiers(run: Run, rows: Sequence[Row]) -> None:
    """Tiers by rank; a gate is a metric and its amount, or neither."""
    records = []
    for row in rows:
        gate = amount(run, row, "gate_value", row["gate_metric"])
        if (row["gate_metric"] is None) != (row["gate_value"] is None):
            run.fault(row, "gate_value", "goes with a gate_metric: write both, or neither")
        values = values_of(row, run, CapitalTier, gate_value="gate_amount", cap="cap_cents")
        records.append(Record(row, values | {"gate_amount": gate}))
    run.keep(CapitalTier, records, key=("rank",))


def write_requests(run: Run, rows: Sequence[Row]) -> None:
    """Requests by unit and title; the tier is named by its rank."""
    tiers = {tier.rank: tier for tier in CapitalTier.objects.all()}
    records = []
    for row in rows:
        if row["tier"] is not None and row["tier"] not in tiers:
            run.fault(row, "tier", "names no tier: give the rank of one that is there")
        values = values_of(row, run, CapitalRequest, cost="cost_cents", monthly_benefit="monthly_benefit_cents")
        if "tier" in row.cells:
            values["tier"] = tiers.get(row["tier"])
        records.append(Record(row, values))
    run.keep(CapitalRequest, records, key=("unit", "title"))


UNIT = Column("unit", cells.slug, required=True, is_key=True, says="the unit’s slug")
METRIC = Column("metric", metric, required=True, is_key=True, says="a slug of the registry, such as revenue or burn")
WRITTEN = cells.text(40)
IN_MEASURE = "in the metric’s measure: $7,000, 40%, 6"

KINDS = (
    Kind(
        "targets",
        "Targets",
        "What a unit wants a metric to be, month by month.",
        (
            UNIT,
            METRIC,
            Column("month", cells.month, required=True, is_key=True, says="2026-12, or any day of it"),
            Column("value", WRITTEN, required=True, says=IN_MEASURE),
            Column("set_by", cells.text(120)),
            Column("note", cells.text(200)),
        ),
        write_targets,
        domain="targets",
        day_column="month",
    ),
    Kind(
        "declared",
        "Declared figures",
        "What the owner says; rules hold it against the books.",
        (
            UNIT,
            METRIC,
            Column("low", WRITTEN, required=True, says=IN_MEASURE),
            Column("high", WRITTEN, required=True, says="the same as low for one figure"),
            Column("source", cells.text(200)),
        ),
        write_declared,
        domain="declared",
    ),
    Kind(
        "money_rules",
        "Financial rules",
        "Three rules a unit; one binds from the day it was adopted.",
        (
            UNIT,
            Column("slot", slot, required=True, is_key=True, says="1, 2 or 3"),
            Column("metric", metric, required=True, says=METRIC.says),
            Column("operator", operator, required=True, says=">=, >, <=, < or ="),
            Column("threshold", WRITTEN, required=True, says=IN_MEASURE),
            Column("adopted_by", cells.text(120)),
            Column("adopted_on", cells.day),
            Column("consequence", cells.text(200), says="what follows when the rule is broken"),
            Column("window", cells.choice(*Window.values), says="month, t3m or t12m"),
        ),
        write_rules,
        domain="money_rules",
    ),
    Kind(
        "milestones",
        "Milestones",
        "Where a metric shall stand by a day.",
        (
            UNIT,
            METRIC,
            Column("operator", operator, required=True, says=">=, >, <=, < or ="),
            Column("target", WRITTEN, required=True, says=IN_MEASURE),
            Column("due", cells.day, required=True),
        ),
        write_milestones,
        domain="milestones",
    ),
    Kind(
        "capital_tiers",
        "Capital tiers",
        "The order in which capital is spent, and what must hold before each.",
        (
            Column("rank", rank, required=True, is_key=True),
            Column("name", cells.text(80), required=True),
            Column("gate_metric", metric),
            Column("gate_value", WRITTEN, says=IN_MEASURE),
            Column("cap", cents),
        ),
        write_tiers,
    ),
    Kind(
        "capital_requests",
        "Capital requests",
        "What is asked for, what it costs and brings.",
        (
            UNIT,
            Column("title", cells.text(120), required=True, is_key=True),
            Column("cost", cents, required=True),
            Column("monthly_benefit", cells.money, says="empty: not known"),
            Column("confidence", cells.choice(*CapitalRequest.Confidence.values)),
            Column("tier", rank, says="the rank of its tier"),
            Column("status", cells.choice(*CapitalRequest.Status.values)),
        ),
        write_requests,
    ),
)
