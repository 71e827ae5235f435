"""Days and what is said of them (pure): of statements about days, how much of a period they cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from reports.periods import Period
from reports.values import Level

ORDER = list(Level)


class Statement(NamedTuple):
    """What was said of the days `[start, end)`; `is_word`: by a person, who may take back what was said before."""

    start: date
    end: date
    level: Level
    stated_at: datetime
    is_word: bool = False


def level_over(statements: Sequence[Statement], period: Period) -> Level:
    """How much of a period is recorded: complete only where every day is, none where no day is, else partial.

    Statements add up: adjacent complete ones span a period together. Day by day the best of them counts, except that
    a person's word takes back whatever was said before it of the days it names.
    """
    near = [said for said in statements if said.start < period.end and said.end > period.start]
    if all(said.start <= period.start and period.end <= said.end for said in near):
        return _level_on(near)  # every day is alike, as it nearly always is
    edges = sorted(
        {period.start, period.end}
        | {edge for said in near for edge in (said.start, said.end) if period.start < edge < period.end}
    )
    found = {_level_on([said for said in near if said.start <= day < said.end]) for day in edges[:-1]}
    return found.pop() if len(found) == 1 else Level.PARTIAL


def _level_on(statements: Sequence[Statement]) -> Level:
    word = max((said.stated_at for said in statements if said.is_word), default=None)
    standing = [said.level for said in statements if word is None or said.stated_at >= word]
    return max(standing, key=ORDER.index, default=Level.NONE)


@dataclass(frozen=True)
class Statements:
    """All that was said of the days of some units, by `(unit, domain)`: for levels over any period."""

    units: tuple[str, ...]
    by_place: Mapping[tuple[str, str], Sequence[Statement]] = field(default_factory=dict)
    known: dict[tuple[str, str, Period], Level] = field(default_factory=dict, init=False, compare=False, repr=False)

    def level(self, unit: str, domain: str, period: Period) -> Level:
        """How much of a period is recorded; worked out once, as every figure of a report asks for it."""
        asked = (unit, domain, period)
        if asked not in self.known:
            self.known[asked] = level_over(self.by_place.get((unit, domain), ()), period)
        return self.known[asked]

    def levels(self, period: Period) -> Levels:
        """The levels over one period."""
        return Levels(self.units, self, period)


class Levels(NamedTuple):
    """How much is recorded over one period: by unit and domain, and over all units that were asked for."""

    units: tuple[str, ...]
    said: Statements
    period: Period

    def of(self, unit: str, domain: str) -> Level:
        """One unit's level, by slug."""
        return self.said.level(unit, domain, self.period)

    def over(self, domain: str) -> Level:
        """The least over the units: complete where all are, none where none has anything, else partial."""
        levels = {self.of(unit, domain) for unit in self.units}
        return levels.pop() if len(levels) == 1 else Level.PARTIAL if levels else Level.NONE


def statements_of(units: Sequence[str], rows: Iterable[tuple[str, str, Statement]]) -> Statements:
    """The statements of units, of `(unit, domain, statement)` rows."""
    by_place: dict[tuple[str, str], list[Statement]] = {}
    for unit, domain, said in rows:
        by_place.setdefault((unit, domain), []).append(said)
    return Statements(tuple(units), by_place)
