"""What a business should know of itself (pure): of each measure, whether it has data, a target, and is fresh.

The measures are the metrics of the chief executive's report; their definitions ship with the product, the rest is the
house's. Source: reports.md 3.6, CEO-07, and 3.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports import figures
from reports.domains import BY_SLUG
from reports.facts import Facts, UnitFact
from reports.figures.scopes import of_units
from reports.metrics import Metric, known
from reports.places import applies
from reports.values import Evidence, State, Value

ROLE = "ceo"
FEW = 20  # pieces of evidence for one value


class Lack(StrEnum):
    """What a measure may be without."""

    DATA = "data"
    TARGET = "target"
    FRESH = "fresh"


@dataclass(frozen=True)
class Kpi:
    """One measure of one unit. `lacks` is empty where nothing is missing; freshness is asked of data that is there."""

    metric: Metric
    unit: str
    value: Value
    lacks: frozenset[Lack]


def kpis(facts: Facts) -> list[Kpi]:
    """The measures of every unit that they apply to, by unit and slug; those that a unit has no use for are left out.

    A measure that does not arise (nobody sails, nothing burns) is answered. A target is asked for the last complete
    month or the one that is running.
    """
    return facts.once(
        lambda: [kpi for unit in facts.units for kpi in _of_unit(of_units(facts, [unit.slug]), unit)], "kpis"
    )


def lacking(found: Sequence[Kpi], lack: Lack, unit: str = "") -> list[Kpi]:
    """Those without something, of one unit or of all."""
    return [kpi for kpi in found if lack in kpi.lacks and unit in {"", kpi.unit}]


def missing(found: Sequence[Kpi]) -> list[Kpi]:
    """Those that nobody can steer by: without data, or with data that is old."""
    return [kpi for kpi in found if kpi.lacks & {Lack.DATA, Lack.FRESH}]


def rows_of(lack: Lack, found: Sequence[Kpi], month: str) -> tuple[Evidence, ...]:
    """What was looked at: the targets of the month, or how much of the measures’ records is there."""
    if lack == Lack.TARGET:
        keys = dict.fromkeys(Evidence("targets", f"{kpi.unit}:{kpi.metric.slug}:{month}") for kpi in found)
    else:
        keys = dict.fromkeys(
            Evidence("coverage", f"{kpi.unit}:{domain}") for kpi in found for domain in kpi.metric.domains
        )
    return tuple(keys)[:FEW]


def _of_unit(own: Facts, unit: UnitFact) -> list[Kpi]:
    found = []
    for slug, metric in known().items():
        is_kept = all(applies(domain, unit.kind) for domain in metric.domains)
        if (
            ROLE in metric.roles
            and figures.applies(metric, unit.kind)
            and figures.WAYS[slug].is_told_by_unit
            and is_kept
        ):
            value = figures.measure(own, slug)
            found.append(Kpi(metric, unit.slug, value, _lacks(own, unit, metric, value)))
    return found


def _lacks(own: Facts, unit: UnitFact, metric: Metric, value: Value) -> frozenset[Lack]:
    lacks = set()
    if value.state == State.NO_DATA:
        lacks.add(Lack.DATA)
    elif value.state == State.STALE or any(_is_old(own, unit, domain) for domain in metric.domains):
        lacks.add(Lack.FRESH)
    months = {own.period.start, own.period.end}
    if not any(goal.metric == metric.slug and goal.month in months for goal in own.wanted.goals):
        lacks.add(Lack.TARGET)
    return frozenset(lacks)


def _is_old(own: Facts, unit: UnitFact, domain: str) -> bool:
    """Whether the last record of a domain is older than it stays fresh; False where its day is not known."""
    fresh, last = BY_SLUG[domain].fresh_days, own.last_on.get((unit.slug, domain))
    return fresh is not None and last is not None and (own.as_of - last).days > fresh
