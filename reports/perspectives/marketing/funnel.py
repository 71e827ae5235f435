"""The way to a booking (pure): how many go on from each step, against the unit's own weeks before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reports.facts import Facts
from reports.formulas import funnel
from reports.formulas.funnel import Drop
from reports.formulas.market import FUNNEL, StepFact
from reports.periods import Period
from reports.perspectives import Seen, cells
from reports.perspectives.cells import columns, counted, row
from reports.rules.saying import figure as told
from reports.tree import Block, Chart, Row, Section, Shape, Table
from reports.values import Evidence, Measure, Value, no_data, recorded
from reports.words import name, text

TITLE = "The way to a booking"
WEEK = timedelta(days=7)


def section(seen: Seen) -> Section:
    """Each unit that counts steps."""
    facts = seen.facts
    units = [unit.slug for unit in facts.units if any(step.unit == unit.slug for step in facts.market.steps)]
    if not units:
        words = "No step on the way to a booking is counted: name the steps and count them by day."
        return Section("funnel", TITLE, (cells.missing("cmo", "funnel", words),))
    blocks = [block for unit in units for block in _unit(facts, unit)]
    return Section("funnel", TITLE, (*blocks, *cells.found(seen, "cmo", "CEO-09", "CMO-07")))


def _unit(facts: Facts, unit: str) -> tuple[Block, ...]:
    called = facts.name(unit)
    steps = sorted((step for step in facts.market.steps if step.unit == unit), key=lambda step: step.position)
    week = Table(
        f"week-{unit}", f"{called}: the last week", columns("Step", "#Came"),
        tuple(row(name(step.name), _came(facts, step)) for step in steps), most=0,
    )  # fmt: skip
    drops = [drop for drop in funnel.drops(facts.market) if drop.step.unit == unit]
    says = text("How many came to each step within the last week, from the first look to the booking.")
    chart: Block = Chart(week, Shape.BARS, (1,), says)
    if not drops:
        return (chart,)
    heads = columns("Step", "#Go on, this week", "#Usually", "#Change", "#Days with none", "State")
    return (chart, Table(f"drops-{unit}", f"{called}: from step to step", heads,
                         tuple(_drop(facts, drop) for drop in drops), most=0))  # fmt: skip


def _came(facts: Facts, step: StepFact) -> Any:
    edge = facts.as_of - WEEK
    days = [(on, n) for on, n in facts.market.counts.get(step.key, ()) if edge < on <= facts.as_of]
    period = Period(edge + timedelta(days=1), facts.as_of + timedelta(days=1))
    level = facts.market.level(FUNNEL, period, step.unit)
    keys = [Evidence("funnelcounts", f"{step.unit}:{step.name}:{on}") for on, _ in days]
    value: Value = no_data(Measure.COUNT, f"counts of {step.name}")
    if days:
        value = recorded(sum(n for _, n in days), Measure.COUNT, coverage=level, n=len(days), evidence=keys)
    return told("funnel_week", value, step.unit, cells.day_of(facts), subject=step.name, title="Came within a week")


def _drop(facts: Facts, drop: Drop) -> Row:
    of: dict[str, Any] = {"unit": drop.step.unit, "period": cells.day_of(facts), "subject": drop.step.name}
    state = "broken" if drop.is_broken else "works" if drop.now.is_known else "not known"
    return row(
        text(name(drop.before.name), " → ", name(drop.step.name)),
        told("funnel_rate", drop.now, title="Go on to the step, this week", **of),
        told("funnel_usual", drop.usual, title="Go on to the step, usually", **of),
        told("funnel_change", drop.change, title="Change of those who go on", **of),
        counted("funnel_dead", "Days on which nobody went on", drop.dead_days, **of, rows=drop.now.evidence),
        state,
    )
