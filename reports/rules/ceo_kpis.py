"""What nobody measures (pure): CEO-07. Source: reports.md 3.6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.facts import Facts
from reports.findings import Action, Fired, Limits, Severity, rule
from reports.kpis import Kpi, Lack, kpis, lacking, rows_of
from reports.telling import IMPORT, counted, desk, figure
from reports.values import Measure
from reports.words import name, text

SAID = {Lack.DATA: "without data", Lack.TARGET: "without a target", Lack.FRESH: "out of date"}
TO_DO = {Lack.DATA: "Enter or import what tells of ", Lack.TARGET: "Set targets for ", Lack.FRESH: "Bring up to date "}
WHERE = {Lack.DATA: IMPORT, Lack.TARGET: desk("target", add=True), Lack.FRESH: IMPORT}
HOURS = {Lack.DATA: 4, Lack.TARGET: 1, Lack.FRESH: 2}


@rule("CEO-07", title="KPIs have no data, no target or no fresh value", area="data", roles=("ceo",))
def unmeasured(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """The KPIs of a unit that lack data, a target or a fresh value: one finding for each of the three reasons."""
    found = kpis(facts)
    for unit in facts.units:
        for lack in Lack:
            rows = lacking(found, lack, unit.slug)
            if rows:
                yield _lacking(facts, unit.slug, lack, rows)


def _lacking(facts: Facts, unit: str, lack: Lack, rows: Sequence[Kpi]) -> Fired:
    month = f"{facts.period.start:%Y-%m}"
    looked_at = rows_of(lack, rows, month)
    value = counted(len(rows), Measure.COUNT, *looked_at, n=len(rows))
    count = figure(f"kpis_without_{lack}", value, period=month, unit=unit, title=f"KPIs {SAID[lack]}")
    what = text(count, " KPI" if len(rows) == 1 else " KPIs", " of ", name(facts.name(unit)))
    return Fired(
        unit,
        lack.value,
        Severity.MEDIUM,
        text(what, f" {SAID[lack]}"),
        Action(text(TO_DO[lack], what), HOURS[lack], href=WHERE[lack]),
        text(name(", ".join(kpi.metric.title for kpi in rows)), "."),
        looked_at,
    )
