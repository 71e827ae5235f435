"""Houses that are let, as plain rows (pure): the inputs of the formulas on property.

Amounts are integer cents of US dollars; days are days of the unit. A lease's last day is a day of it. `key` finds the
row again. Records of later days than the one asked about are not among them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.records import of_rows
from reports.periods import Period
from reports.spans import Statements
from reports.values import Evidence, Level, Measure, Number, Value

OPERATING, CAPITAL, LOAN, DEPRECIATION = "opex", "capex", "debt", "depreciation"


class Tenancy(NamedTuple):
    """One lease of a space: `rent_cents` a month, due on `due_day` or the last day of a shorter month."""

    key: str
    tenant: str
    starts_on: date
    ends_on: date
    rent_cents: int
    due_day: int
    deposit_cents: int

    def days_in(self, period: Period) -> set[date]:
        """The days of a period that it runs on."""
        first, last = max(self.starts_on, period.start), min(self.ends_on, period.last_day)
        return {date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)}

    def runs_on(self, day: date) -> bool:
        """Whether a day is within it."""
        return self.starts_on <= day <= self.ends_on


class Room(NamedTuple):
    """A space: what the market pays for it a month, None where nobody said; its leases, the earliest first."""

    name: str
    market_cents: int | None
    tenancies: tuple[Tenancy, ...] = ()


class Paid(NamedTuple):
    """A part of a rent that was paid; `on` is None where the day was not recorded."""

    cents: int
    on: date | None


class Charge(NamedTuple):
    """Rent that fell due, and what was paid of it by the day asked about."""

    key: str
    room: str
    tenant: str
    due: date
    cents: int
    paid: tuple[Paid, ...] = ()

    @property
    def open_cents(self) -> int:
        """What is not paid; below 0 where too much was."""
        return self.cents - sum(part.cents for part in self.paid)


class Cost(NamedTuple):
    """What the house cost on a day, or (of `gains`) what it brought besides rent, which has no kind."""

    key: str
    on: date
    category: str
    cents: int
    kind: str = ""


class Loan(NamedTuple):
    """A loan of `months` equal payments, the first on `first_due`; interest a year in percent."""

    key: str
    lender: str
    principal_cents: int
    annual_percent: Decimal
    months: int
    first_due: date
    payment_cents: int


class Work(NamedTuple):
    """Work on the house; open without a day done."""

    key: str
    title: str
    room: str
    opened_on: date
    due: date | None
    done_on: date | None
    cents: int | None


@dataclass(frozen=True)
class House:
    """One house with all that is recorded of it. `worth` is its latest valuation: the day and the cents."""

    slug: str
    name: str
    unit: str
    rooms: tuple[Room, ...] = ()
    charges: tuple[Charge, ...] = ()
    costs: tuple[Cost, ...] = ()
    gains: tuple[Cost, ...] = ()
    loans: tuple[Loan, ...] = ()
    works: tuple[Work, ...] = ()
    worth: tuple[date, int] | None = None
    invested_cents: int | None = None

    def first_day(self) -> date | None:
        """The first day of which any rent or cost is recorded."""
        return min([charge.due for charge in self.charges] + [cost.on for cost in self.costs], default=None)


class DepositCash(NamedTuple):
    """A unit's cash, and what its ledger owes tenants, both at least 0 as expected, from `n` sums of months."""

    cash_cents: int
    owed_cents: int
    n: int


@dataclass(frozen=True)
class Houses:
    """All that formulas ask of property at the end of a day; `period` is the last month complete then."""

    units: tuple[str, ...]
    as_of: date
    period: Period
    houses: tuple[House, ...] = ()
    said: Statements = field(default_factory=lambda: Statements(()))
    cash: dict[str, DepositCash] = field(default_factory=dict)

    def level(self, house: House, domain: str, period: Period) -> Level:
        """How much of a domain is recorded of a house's unit over a period."""
        return self.said.level(house.unit, domain, period)

    def of_rows(
        self,
        house: House,
        domain: str,
        period: Period,
        amount: Number,
        n: int,
        *,
        measure: Measure = Measure.CENTS,
        evidence: Iterable[Evidence] | None = None,
        lacking: Iterable[str] = (),
    ) -> Value:
        """A sum over `n` rows of a house and a period, by default with the period's rows as its evidence."""
        return of_rows(
            amount,
            measure,
            domain=domain,
            whose=house.name,
            level=self.level(house, domain, period),
            n=n,
            evidence=rows_of(domain, house, period) if evidence is None else evidence,
            lacking=lacking,
        )


def rows_of(source: str, house: House, period: Period) -> tuple[Evidence, ...]:
    """The rows of a house and a period: `rent` of `3028-51st:2026-10-01:2026-11-01`."""
    return (Evidence(source, f"{house.slug}:{period.start}:{period.end}"),)


def within(rows: Iterable[Cost], period: Period, *kinds: str) -> list[Cost]:
    """The rows of a period, of these kinds where any is named."""
    return [row for row in rows if period.start <= row.on < period.end and (not kinds or row.kind in kinds)]
