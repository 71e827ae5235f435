"""Sums over records as values (pure): what formulas on assets, people, property and deliveries start from."""

from __future__ import annotations

from collections.abc import Iterable

from reports.domains import BY_SLUG
from reports.values import Evidence, Level, Measure, Number, Value, recorded

LEVELS = list(Level)


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
