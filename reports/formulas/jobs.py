"""Deliveries, as plain rows (pure): the inputs of the formulas on them.

Amounts are integer cents of US dollars, days those of the unit, miles nautical, instants aware.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from reports.formulas.records import of_rows
from reports.periods import Period
from reports.spans import Statements
from reports.values import Evidence, Level, Measure, Number, Value

OPEN, WON, LOST = ("lead", "quoted"), ("contracted", "underway", "completed"), ("lost",)
STAGES = ("lead", "quoted", "contracted", "underway", "completed", "lost", "cancelled")


class Spent(NamedTuple):
    """What was spent on a job by the day asked about; reimbursed by then, or not yet."""

    key: str
    on: date
    what: str
    cents: int
    is_pass_through: bool
    reimbursed_on: date | None
    receipt: str


class Pay(NamedTuple):
    """What one of the crew earns by a job."""

    person: str
    cents: int
    paid_on: date | None


@dataclass(frozen=True)
class Job:
    """One delivery; None is not recorded."""

    key: str
    unit: str
    client: str
    vessel: str
    stage: str
    asked: datetime | None = None
    answered: datetime | None = None
    quoted_on: date | None = None
    basis: str = ""
    rate_cents: int | None = None
    fee_cents: int | None = None
    expenses_quoted_cents: int | None = None
    advance_cents: int | None = None
    nm_planned: int | None = None
    nm_actual: int | None = None
    planned_depart: date | None = None
    planned_arrive: date | None = None
    actual_depart: date | None = None
    actual_arrive: date | None = None
    weather_days: int = 0
    contract: str = "unknown"
    insurance: str = "unknown"
    spent: tuple[Spent, ...] = ()
    pay: tuple[Pay, ...] = ()

    @property
    def days(self) -> int | None:
        """Days at sea, that of departure and that of arrival included; None while either is not recorded."""
        if self.actual_depart is None or self.actual_arrive is None:
            return None
        return (self.actual_arrive - self.actual_depart).days + 1

    def day(self) -> date | None:
        """The day that a job is counted by: arrival, departure, plan, quote, inquiry, the first that is known."""
        asked = self.asked.date() if self.asked else None
        known = (self.actual_arrive, self.actual_depart, self.planned_arrive, self.quoted_on, asked)
        return next((day for day in known if day), None)


@dataclass(frozen=True)
class Jobs:
    """All that formulas ask of deliveries at the end of a day; `period` is the last month complete then."""

    units: tuple[str, ...]
    as_of: date
    period: Period
    jobs: tuple[Job, ...] = ()
    said: Statements = field(default_factory=lambda: Statements(()))

    def level(self, job: Job, domain: str) -> Level:
        """How much of a domain is recorded over the days of a job that have come; of the period, for one without."""
        first, last = job.actual_depart or job.planned_depart, job.actual_arrive or job.planned_arrive
        over = self.period
        if first is not None and last is not None and first <= min(last, self.as_of):
            over = Period(first, min(last, self.as_of) + timedelta(days=1))
        return self.said.level(job.unit, domain, over)

    def of_job(
        self,
        job: Job,
        domain: str,
        amount: Number,
        n: int,
        told: Iterable[Evidence],
        *,
        measure: Measure = Measure.CENTS,
    ) -> Value:
        """A sum over `n` rows of a job."""
        level = self.level(job, domain)
        return of_rows(amount, measure, domain=domain, whose=job.key, level=level, n=n, evidence=told)

    def of_all(
        self, period: Period, amount: Number, n: int, told: Iterable[Evidence], *, measure: Measure = Measure.COUNT
    ) -> Value:
        """A sum over `n` jobs of a period."""
        levels = self.said.levels(period)
        whose = ", ".join(unit for unit in self.units if levels.of(unit, "deliveries") != Level.COMPLETE)
        level = levels.over("deliveries")
        return of_rows(amount, measure, domain="deliveries", whose=whose, level=level, n=n, evidence=told)
