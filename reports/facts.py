"""The house's facts (pure): all that one day's reports know, each part read once from one snapshot of the database.

Rules, metrics and reports are functions of this and of nothing else: the same facts give the same report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from reports.formulas.agency import Agency
from reports.formulas.books import Books
from reports.formulas.cloud import Cloud
from reports.formulas.deposits import Deposits
from reports.formulas.exceptions import DockBooks
from reports.formulas.handoffs import Handoffs
from reports.formulas.holdings import Holdings
from reports.formulas.houses import Houses
from reports.formulas.jobs import Jobs
from reports.formulas.market import Market
from reports.formulas.people import People
from reports.formulas.sailing import Sailing
from reports.formulas.sent import Sent
from reports.formulas.tech import Tech
from reports.formulas.wanted import Wanted
from reports.later import Later
from reports.periods import Period
from reports.spans import Statements
from reports.values import Level

Worked = TypeVar("Worked")


class UnitFact(NamedTuple):
    """One business of the portfolio; `kind` as in the books (“charter”, “agency” …), `zone` by its name."""

    slug: str
    name: str
    kind: str
    zone: str


@dataclass(frozen=True)
class Facts(Later):
    """All of it, for the units of one scope at the end of `as_of`; `period` is the last month complete by then.

    `last_on` tells the day of the latest record by (unit, domain); `limits` the house's own thresholds by
    (rule, name), where it set any. `is_whole`: the scope is the whole portfolio.
    """

    as_of: date
    period: Period
    units: tuple[UnitFact, ...]
    is_whole: bool
    said: Statements
    books: Books
    sailing: Sailing
    wanted: Wanted
    dock: DockBooks
    deposits: Deposits
    holdings: Holdings
    people: People
    market: Market
    tech: Tech
    cloud: Cloud
    agency: Agency
    houses: Houses
    jobs: Jobs
    handoffs: Handoffs = field(default_factory=Handoffs)
    sent: Sent = field(default_factory=Sent)
    last_on: Mapping[tuple[str, str], date] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    worked_out: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, work: Callable[[], Worked], *key: str) -> Worked:
        """What `work` makes of these facts, worked out once: rules and figures ask for the same again and again."""
        if key not in self.worked_out:
            self.worked_out[key] = work()
        found: Worked = self.worked_out[key]
        return found

    def of_kind(self, *kinds: str) -> tuple[UnitFact, ...]:
        """The units of some kinds."""
        return tuple(unit for unit in self.units if unit.kind in kinds)

    def name(self, slug: str) -> str:
        """What a unit is called; the slug itself for one that is not in scope."""
        return next((unit.name for unit in self.units if unit.slug == slug), slug)

    def level(self, domain: str, units: Sequence[str] = ()) -> Level:
        """How much of a domain's last complete month is recorded, the least over these units (none named: all)."""
        levels = self.said.levels(self.period)
        return levels._replace(units=tuple(units) or levels.units).over(domain)
