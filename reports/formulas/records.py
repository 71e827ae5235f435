"""Sums over records as values (pure): what formulas on assets, people, property and deliveries start from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reports.domains import BY_SLUG
from reports.values import Evidence, Level, Measure, Number, Value, recorded

LEVELS = list(Level)
FEW = 20  # pieces of evidence for one value


def least(levels: Iterable[Level]) -> Level:
    """The least of some levels; none of none."""
    return min(levels, key=LEVELS.index, default=Level.NONE)


def of_rows(
    amount: Number,
    measure: Measure,
    *,
    domain: str,
    whose: str,
    level: Level,
    n: int,
    evidence: Iterable[Evidence] = (),
    lacking: Iterable[str] = (),
) -> Value:
    """A sum over `n` rows of a domain; where not all is recorded, the domain and `whose` it is are missing, by name.

    `lacking` names what else is missing of the rows there are: the sum is then one in part.
    """
    names = [*lacking]
    kept = least([level, Level.PARTIAL]) if names else level
    if level != Level.COMPLETE:
        names.insert(0, f"{BY_SLUG[domain].title} of {whose}")
    return recorded(amount, measure, coverage=kept, n=n, evidence=evidence, missing=names)


def looked_at(value: Value, rows: Iterable[Evidence]) -> Value:
    """The same value; where it names no row of its own, as of a count of none, the rows that were looked at."""
    return value if value.evidence or not value.n else replace(value, evidence=tuple(rows)[:FEW])
