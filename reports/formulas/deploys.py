"""How software gets out (pure): F64, deploys a week, the share that failed, time to restore, and lead time.

Source: the four measures of DevOps Research and Assessment (DORA). Deploys have no coverage of their own: that of
technical components stands for them. No deploy at all is no data, never zero: nobody can tell it from none recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.tech import COMPONENTS, FEW, Release, Tech
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.values import Evidence, Level, Measure, Value, derived, median, no_data, ratio, recorded, undefined

DEPLOYS = "deploys"
QUARTER, WEEK = 3, 7
SECONDS = 3600

METRICS = (
    Metric("deploys_per_week", "Deploys a week", "F64", Measure.NUMBER, (COMPONENTS,), ("cto",)),
    Metric("change_failure", "Deploys that failed", "F64", Measure.SHARE, (COMPONENTS,), ("cto",), direction=DOWN,
           also=("change_failure_rate",)),
    Metric("restore_hours", "Hours to restore a failed deploy", "F64", Measure.HOURS, (COMPONENTS,), ("cto",),
           direction=DOWN),
    Metric("lead_time", "Hours from commit to deploy", "F64", Measure.HOURS, (COMPONENTS,), ("cto",), direction=DOWN),
)  # fmt: skip


class Delivering(NamedTuple):
    """F64 over a period. `unrestored` are failed deploys of which nobody said that they work again."""

    period: Period
    per_week: Value
    failed: Value
    restore: Value
    lead: Value
    unrestored: tuple[Release, ...]


def delivering(inputs: Tech, period: Period | None = None, component: str = "") -> Delivering:
    """F64: deploys / weeks, failed / all, and the medians of hours to restore and from commit to deploy.

    Over the last three complete months unless told; of one component by its name, or of all. n = 0 is no data in all
    four; none failed leaves nothing to restore: undefined. A failed deploy not restored yet is in no median and named.
    """
    over = period or inputs.period.trailing(QUARTER)
    rows = [one for one in inputs.releases if over.start <= one.on < over.end and component in {"", one.component}]
    if not rows:
        lacking = f"deploys of {component}" if component else "deploys"
        hours = no_data(Measure.HOURS, lacking)
        return Delivering(over, no_data(Measure.NUMBER, lacking), no_data(Measure.SHARE, lacking), hours, hours, ())
    every = _counted(inputs, rows, rows, over)
    failed = [one for one in rows if one.is_failed]
    restored = [(one, one.restored_at) for one in failed if one.restored_at]
    led = [(one, one.committed_at) for one in rows if one.committed_at]
    unrestored = tuple(one for one in failed if not one.restored_at)
    return Delivering(
        period=over,
        per_week=derived(Measure.NUMBER, [every], lambda count: Decimal(count) * WEEK / over.days),
        failed=ratio(_counted(inputs, failed, rows, over), every),
        restore=_median(inputs, over, [(one, (till - one.at).total_seconds()) for one, till in restored], failed),
        lead=_median(inputs, over, [(one, (one.at - since).total_seconds()) for one, since in led], rows),
        unrestored=unrestored,
    )


def _counted(inputs: Tech, rows: Sequence[Release], among: Sequence[Release], period: Period) -> Value:
    told = [Evidence(DEPLOYS, one.key) for one in rows[:FEW]]
    return recorded(len(rows), Measure.COUNT, coverage=_level(inputs, among, period), n=len(among), evidence=told)


def _median(inputs: Tech, period: Period, timed: Sequence[tuple[Release, float]], among: Sequence[Release]) -> Value:
    """The median of hours; undefined of no deploy, no data where none of several tells its time."""
    if not among:
        return undefined(Measure.HOURS, "no deploy failed")
    if not timed:
        return no_data(Measure.HOURS, "times of deploys")
    level = _level(inputs, among, period)
    hours = [
        recorded(Decimal(int(seconds)) / SECONDS, Measure.HOURS, coverage=level, n=1,
                 evidence=[Evidence(DEPLOYS, one.key)])
        for one, seconds in timed
    ]  # fmt: skip
    return median(Measure.HOURS, hours)


def _level(inputs: Tech, rows: Iterable[Release], period: Period) -> Level:
    """The least coverage of the units that deployed."""
    levels = {inputs.level(one.unit, COMPONENTS, period) for one in rows}
    return min(levels, key=list(Level).index, default=Level.NONE)
