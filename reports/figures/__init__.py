"""Figures of a report (pure): every metric that the house knows, measured from its facts.

`measure` tells one, `measured` all of a scope by slug, `all_figures` all of the whole scope and of each unit that a
metric applies to, ready to be kept and shown. The facts know one day: of another month only what they reach is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.facts import Facts
from reports.figures import estate, market, money, trade, works
from reports.figures.scopes import of_units
from reports.figures.ways import Way, Ways
from reports.metrics import Metric, known
from reports.periods import Period
from reports.values import Value, no_data, not_applicable
from reports.words import Figure

WAYS: Ways = {**money.WAYS, **trade.WAYS, **market.WAYS, **works.WAYS, **estate.WAYS}
OF_ALL_UNITS = frozenset({"break_even_charters"})  # the charters bear the fixed costs of the whole scope
FEW = 20  # pieces of evidence for one figure; more are found through them
LABELS = {"stakes": "equity", "assets_equity": "equity", "job_margin": "payroll"}


def measure(facts: Facts, slug: str, units: Sequence[str] = (), month: Period | None = None) -> Value:
    """A metric of some units (none named: the whole scope), of the last complete month or of the one given.

    Raises KeyError for a metric that nobody knows. A metric of some kinds of unit is that of such units alone: of none
    it does not apply; without any unit, or for a month that the facts do not reach, it is not recorded.
    """
    metric, way = known()[slug], WAYS[slug]
    scope = of_units(facts, units) if units else facts
    return _of(scope, metric, way, month)


@dataclass(frozen=True, eq=False)  # two are alike as mappings are
class Measured(Mapping[str, Value]):
    """Every metric of a scope by slug, of the last complete month; each is measured when it is asked for."""

    scope: Facts

    def __getitem__(self, slug: str) -> Value:
        """The metric's value; raises KeyError for one that nobody knows."""
        return self.scope.once(lambda: measure(self.scope, slug), "measured", slug)

    def __iter__(self) -> Iterator[str]:
        """The slugs, in the order of the metrics."""
        return iter(known())

    def __len__(self) -> int:
        """How many metrics there are."""
        return len(known())


def measured(facts: Facts, units: Sequence[str] = ()) -> Mapping[str, Value]:
    """Every metric of some units by slug, of the last complete month: what tiers and rules are held against."""
    return Measured(of_units(facts, units) if units else facts)


def figure(facts: Facts, slug: str, unit: str = "", month: Period | None = None) -> Figure:
    """A metric as it stands in a report: of one unit, or of the whole scope."""
    return _figure(facts, known()[slug], unit, measure(facts, slug, (unit,) if unit else (), month), month)


def all_figures(facts: Facts) -> list[Figure]:
    """Every metric of the whole scope, then of each unit that it applies to, by slug."""
    found = [_figure(facts, known()[slug], "", value) for slug, value in measured(facts).items()]
    for unit in facts.units if len(facts.units) > 1 else ():
        scope = of_units(facts, (unit.slug,))
        found += [
            _figure(facts, metric, unit.slug, _of(scope, metric, WAYS[slug]))
            for slug, metric in known().items()
            if applies(metric, unit.kind) and WAYS[slug].is_told_by_unit
        ]
    return sorted(found, key=lambda each: (each.metric, each.unit))


def applies(metric: Metric, kind: str) -> bool:
    """Whether a metric is one of units of a kind."""
    return not metric.kinds or kind in metric.kinds


def period_of(facts: Facts, slug: str, month: Period | None = None) -> str:
    """Of which time a metric tells: “2026-10”, “2026-08/2026-10”, or the day of what stands."""
    way = WAYS[slug]
    return way.period(facts, month or way.usual(facts))


def _of(scope: Facts, metric: Metric, way: Way, month: Period | None = None) -> Value:
    if not scope.units:
        return no_data(metric.measure, "units")
    fitting = [unit.slug for unit in scope.units if applies(metric, unit.kind)]
    if not fitting:
        return not_applicable(metric.measure, f"no {' or '.join(metric.kinds)} unit")
    over = month or way.usual(scope)
    if not way.reaches(scope, over):
        return no_data(metric.measure, f"{metric.title.lower()} of {over.start:%B %Y}")
    asked = scope if metric.slug in OF_ALL_UNITS else of_units(scope, fitting)
    return asked.once(lambda: way.work(asked, over), "metric", metric.slug, over.start.isoformat())


def _figure(facts: Facts, metric: Metric, unit: str, value: Value, month: Period | None = None) -> Figure:
    return Figure(
        metric=metric.slug,
        title=metric.title,
        value=value.with_few(FEW),
        unit=unit,
        period=period_of(facts, metric.slug, month),
        formula=metric.formula,
        label=LABELS.get(metric.slug, ""),
    )
