"""What the sections on houses look at (pure)."""

from __future__ import annotations

from typing import Any, NamedTuple

from reports.formulas.houses import House, Houses
from reports.perspectives import Seen
from reports.perspectives.lacking import gaps
from reports.telling import figure, on_day
from reports.tree import Gaps
from reports.values import Evidence, Measure, Value, no_data, recorded
from reports.words import Figure

TENANTS = "tenants"
RENT = "effective_income"
YEAR = 12


class Looked(NamedTuple):
    """The houses of a report, and how what is seen of them is told."""

    seen: Seen
    inputs: Houses

    @property
    def houses(self) -> tuple[House, ...]:
        """The houses."""
        return self.inputs.houses

    @property
    def today(self) -> str:
        """The period of figures that stand as of the day."""
        return on_day(self.inputs.as_of)

    def space(self, house: House, room: str) -> str:
        """What a space is called; with its house, where there are several."""
        return room if len(self.houses) == 1 else f"{room}, {house.name}"

    def told(self, cents: int | None, words: str, house: House, domain: str, rows: tuple[Evidence, ...]) -> Value:
        """The cents that one record of a house states; `words` name it where it does not."""
        if cents is None:
            return no_data(Measure.CENTS, words)
        level = self.inputs.level(house, domain, self.inputs.period)
        return recorded(cents, Measure.CENTS, coverage=level, n=1, evidence=rows)

    def figure(
        self, metric: str, value: Value, period: str, house: House | None = None, *parts: str, **told: Any
    ) -> Figure:
        """A figure of all houses, or of one, of a part of it."""
        if house:
            told |= {"unit": house.unit, "subject": ":".join((house.slug, *parts))}
        return figure(metric, value, period=period, **told)

    def gaps(self, *domains: str) -> tuple[Gaps, ...]:
        """What is missing of some domains."""
        return gaps(self.seen.facts, "property", domains, [house.unit for house in self.houses])
