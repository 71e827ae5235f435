"""What the sections on deliveries look at (pure)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from reports.figures.scopes import of_units
from reports.formulas.jobs import Job, Jobs
from reports.periods import Period
from reports.perspectives import Seen
from reports.perspectives.lacking import gaps, nothing_yet
from reports.telling import desk, figure, on_day
from reports.tree import Gaps
from reports.values import Evidence, Measure, Number, Value, no_data
from reports.words import Figure, Named, number_of

PAYROLL = "payroll"
YEAR = 12
FIRST = nothing_yet("No delivery is recorded.", "Enter the first", "deliveryjob")


class Watch(NamedTuple):
    """The deliveries of a report, and how what is seen of them is told."""

    seen: Seen
    inputs: Jobs

    @property
    def today(self) -> str:
        """The period of figures that stand as of the day."""
        return on_day(self.inputs.as_of)

    @property
    def lately(self) -> Period:
        """The last twelve complete months and the days since."""
        return Period(self.inputs.period.trailing(YEAR).start, self.inputs.as_of + timedelta(days=1))

    def told(self, job: Job, amount: Number | None, words: str, measure: Measure = Measure.CENTS) -> Value:
        """What the record of a job states; `words` name it where it does not."""
        if amount is None:
            return no_data(measure, f"{words} of {job.key}")
        return self.inputs.of_job(job, "deliveries", amount, 1, [Evidence("deliveries", job.key)], measure=measure)

    def figure(self, metric: str, value: Value, period: str, job: Job | None = None, **told: Any) -> Figure:
        """A figure of all deliveries, or of one."""
        if job:
            told = {"unit": job.unit, "subject": job.key} | told
        return figure(metric, value, period=period, **told)

    def gaps(self, *domains: str) -> tuple[Gaps, ...]:
        """What is missing of some domains."""
        return gaps(self.seen.facts, "delivery", domains, [job.unit for job in self.inputs.jobs])


def watch(seen: Seen) -> Watch:
    """The deliveries of the units that deliver, or have a delivery: no other lacks records of them."""
    having = {job.unit for job in seen.facts.jobs.jobs}
    units = [unit.slug for unit in seen.facts.units if unit.kind == "delivery" or unit.slug in having]
    return Watch(seen, of_units(seen.facts, units).jobs)


def link(job: Job) -> Named:
    """A job by its key, leading to the office."""
    return number_of(job.key, f"{desk('deliveryjob')}?q={quote(job.key)}")
