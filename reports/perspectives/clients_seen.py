"""What the sections on clients look at (pure)."""

from __future__ import annotations

from typing import Any, NamedTuple

from reports.formulas.agency import Agency, Client
from reports.perspectives import Seen
from reports.perspectives.lacking import gaps, nothing_yet
from reports.telling import figure, on_day, over
from reports.tree import Gaps
from reports.values import Value
from reports.words import Figure

QUARTER, YEAR = 3, 12
FIRST = nothing_yet("No client is recorded.", "Enter the first", "client")


class View(NamedTuple):
    """What the sections look at."""

    seen: Seen
    inputs: Agency

    @property
    def today(self) -> str:
        """The period of figures that stand as of the day."""
        return on_day(self.inputs.as_of)

    @property
    def this_month(self) -> str:
        """The period of figures of the last complete month."""
        return over(self.inputs.period)

    def figure(self, metric: str, value: Value, period: str, client: Client | None = None, **told: Any) -> Figure:
        """A figure of all clients, or of one."""
        of = {"unit": client.unit, "subject": client.short} if client else {}
        return figure(metric, value, period=period, **of | told)

    def gaps(self, *domains: str) -> tuple[Gaps, ...]:
        """What is missing of some domains."""
        return gaps(self.seen.facts, "agency", domains, self.inputs.units)


def alone(inputs: Agency, client: Client) -> Agency:
    """The inputs of one client."""
    return Agency((client.unit,), inputs.as_of, inputs.period, (client,), inputs.said)
