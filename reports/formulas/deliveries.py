"""Yacht deliveries (pure): F95 to F99, by job and over jobs.

Source: design of the books, 3.5 “Deliveries”: a day rate or a rate by the mile, half of the fee and all expected
expenses in advance, fuel and dockage passed through. Money in cents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from reports.formulas.jobs import LOST, STAGES, WON, Job, Jobs, Spent
from reports.formulas.records import looked_at
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.values import (
    Evidence,
    Measure,
    State,
    Value,
    derived,
    difference,
    no_data,
    not_applicable,
    ratio,
    total,
)

HOUR = timedelta(hours=1)
_OWN, _KIND = ("delivery",), ("delivery",)
METRICS = (
    Metric("quotes_won", "Quotes won of those answered", "F95", Measure.SHARE, ("deliveries",), _OWN, _KIND),
    Metric("response_hours", "Hours until a quote is answered", "F95", Measure.HOURS, ("deliveries",), _OWN, _KIND,
           DOWN),
    Metric("deliveries", "Deliveries completed", "F95", Measure.COUNT, ("deliveries",), _OWN, _KIND),
    Metric("on_time", "Deliveries on time", "F96", Measure.SHARE, ("deliveries",), _OWN, _KIND),
    Metric("job_margin", "Margin of deliveries", "F97", Measure.CENTS, ("deliveries", "job_costs"), _OWN, _KIND),
    Metric("expense_recovery", "Expenses recovered", "F98", Measure.SHARE, ("job_costs",), _OWN, _KIND),
    Metric("advances_held", "Advances held for clients", "F99", Measure.CENTS, ("deliveries", "job_costs"), _OWN,
           _KIND, DOWN),
)  # fmt: skip


class Margin(NamedTuple):
    """F97 of a job: in cents, and cents a day and a mile."""

    fee: Value
    crew: Value
    expenses: Value
    margin: Value
    a_day: Value
    a_mile: Value


def within(inputs: Jobs, period: Period) -> list[Job]:
    """The jobs of a period by the day they are counted by; one of no known day counts in every period."""
    return [job for job in inputs.jobs if (day := job.day()) is None or period.start <= day < period.end]


def pipeline(inputs: Jobs) -> dict[str, Value]:
    """How many jobs stand at each stage on the day asked about, from lead to completed, lost and cancelled."""
    rows = {stage: [job for job in inputs.jobs if job.stage == stage] for stage in STAGES}
    n = len(inputs.jobs)
    return {stage: inputs.of_all(inputs.period, len(jobs), n, _told(jobs)) for stage, jobs in rows.items()}


def completed(inputs: Jobs, period: Period) -> Value:
    """How many jobs were completed in a period."""
    done = [job for job in within(inputs, period) if job.stage == "completed"]
    return looked_at(inputs.of_all(period, len(done), len(inputs.jobs), _told(done)), _told(inputs.jobs))


def win_rate(inputs: Jobs, period: Period) -> Value:
    """F95: jobs won of jobs won and lost in a period; a share. Open quotes and cancelled jobs count for neither."""
    jobs = within(inputs, period)
    won, lost = ([job for job in jobs if job.stage in stages] for stages in (WON, LOST))
    n = len(won) + len(lost)
    part, whole = inputs.of_all(period, len(won), n, _told(won)), inputs.of_all(period, n, n, _told(won + lost))
    return ratio(part, whole, note="no quote was decided")


def response_hours(inputs: Jobs, period: Period) -> Value:
    """F95: the median of hours from a client's question to our answer, of jobs of a period where both are known."""
    known = [job for job in within(inputs, period) if job.asked and job.answered]
    if not known:
        return no_data(Measure.HOURS, "when clients asked and when we answered")
    hours = [Decimal((job.answered - job.asked) / HOUR) for job in known if job.answered and job.asked]
    return inputs.of_all(period, Decimal(median(hours)), len(known), _told(known), measure=Measure.HOURS)


def unanswered(inputs: Jobs) -> list[tuple[Job, Decimal]]:
    """EYD-04: leads that nobody answered, with the hours since they asked, at the end of the day; the oldest first."""
    waiting = [job for job in inputs.jobs if job.stage == "lead" and job.asked and not job.answered]
    hours = [(job, _hours_since(job.asked, inputs.as_of)) for job in waiting if job.asked]
    return sorted(hours, key=lambda row: (-row[1], row[0].key))


def _hours_since(asked: datetime, as_of: date) -> Decimal:
    end = datetime.combine(as_of + timedelta(days=1), time(), asked.tzinfo)
    return Decimal((end.astimezone(UTC) - asked.astimezone(UTC)) / HOUR)


def unready(job: Job) -> tuple[str, ...]:
    """EYD-01: what a job must have before it departs and has not: a signed contract, an advance, insurance."""
    lacking = {"signed contract": job.contract != "yes", "advance": not job.advance_cents,
               "insurance document": job.insurance != "yes"}  # fmt: skip
    return tuple(name for name, is_lacking in lacking.items() if is_lacking)


def unreimbursed(inputs: Jobs, days: int = 0) -> list[tuple[Job, Spent]]:
    """EYD-02: what was passed through more than so many days ago and is not reimbursed, the oldest first."""
    rows = [
        (job, row)
        for job in inputs.jobs
        for row in job.spent
        if row.is_pass_through and row.reimbursed_on is None and (inputs.as_of - row.on).days > days
    ]
    return sorted(rows, key=lambda row: (row[1].on, row[0].key, row[1].key))


def is_on_time(job: Job) -> bool | None:
    """F96 of a job: arrived by the day planned and the days lost to weather; None while it cannot be told."""
    if job.planned_arrive is None or job.actual_arrive is None:
        return None
    return job.actual_arrive <= job.planned_arrive + timedelta(days=job.weather_days)


def on_time(inputs: Jobs, period: Period) -> Value:
    """F96: jobs on time of those that arrived in a period and had a plan; a share."""
    judged = [job for job in within(inputs, period) if is_on_time(job) is not None]
    good = [job for job in judged if is_on_time(job)]
    n = len(judged)
    part, whole = inputs.of_all(period, len(good), n, _told(good)), inputs.of_all(period, n, n, _told(judged))
    return ratio(part, whole, note="none arrived")


def fee(inputs: Jobs, job: Job) -> Value:
    """The fee of a job in cents: as quoted, else its rate by the days or miles sailed; what lacks is named."""
    counted = {"day": job.days, "nm": job.nm_actual, "flat": 1}.get(job.basis)
    amount = job.fee_cents
    if amount is None and job.rate_cents is not None and counted is not None:
        amount = job.rate_cents * counted
    if amount is None:
        return no_data(Measure.CENTS, f"the fee of {job.key}")
    return inputs.of_job(job, "deliveries", amount, 1, _told([job]))


def margin(inputs: Jobs, job: Job) -> Margin:
    """F97: fee less crew pay and expenses that nobody reimbursed; whole, a day, a mile.

    What is passed through and not yet reimbursed counts as spent until it is. Days count that of departure and that
    of arrival.
    """
    expenses = _spent(inputs, job, lambda row: row.reimbursed_on is None)
    paid = [Evidence("crew_pay", f"{job.key}:{row.person}") for row in job.pay]
    crew = inputs.of_job(job, "job_costs", sum(row.cents for row in job.pay), len(job.pay), paid)
    whole = fee(inputs, job)
    left = difference(whole, total(Measure.CENTS, [crew, expenses]))
    a_day, a_mile = (_per(inputs, job, left, *by) for by in ((job.days, Measure.DAYS), (job.nm_actual, Measure.MILES)))
    return Margin(whole, crew, expenses, left, a_day, a_mile)


def _per(inputs: Jobs, job: Job, amount: Value, count: int | None, measure: Measure) -> Value:
    """An amount by the days or miles of a job; what lacks is named."""
    if count is None:
        return no_data(Measure.CENTS, f"{measure} sailed by {job.key}")
    whole = inputs.of_job(job, "deliveries", count, 1, _told([job]), measure=measure)
    return ratio(amount, whole, Measure.CENTS, note=f"no {measure}")


def margins(inputs: Jobs, period: Period) -> Value:
    """F97 over the jobs completed in a period; cents."""
    done = [job for job in within(inputs, period) if job.stage == "completed"]
    if not done:
        return inputs.of_all(period, 0, 0, (), measure=Measure.CENTS)
    return total(Measure.CENTS, [margin(inputs, job).margin for job in done])


def recovery(inputs: Jobs, jobs: Sequence[Job]) -> Value:
    """F98: of what was passed through on some jobs, the share reimbursed; nothing passed through: undefined."""
    back = [_spent(inputs, job, lambda row: row.is_pass_through and row.reimbursed_on is not None) for job in jobs]
    passed = [_spent(inputs, job, lambda row: row.is_pass_through) for job in jobs]
    part, whole = (total(Measure.CENTS, each) if jobs else _none(inputs) for each in (back, passed))
    return ratio(part, whole, note="nothing was passed through")


def _none(inputs: Jobs) -> Value:
    return inputs.of_all(inputs.period, 0, 0, (), measure=Measure.CENTS)


def _spent(inputs: Jobs, job: Job, counts: Callable[[Spent], bool]) -> Value:
    """What was spent on the rows of a job that count; nothing of them is zero where its costs are recorded."""
    rows = [row for row in job.spent if counts(row)]
    told = [Evidence("job_costs", row.key) for row in rows]
    return inputs.of_job(job, "job_costs", sum(row.cents for row in rows), len(job.spent), told)


def advance_held(inputs: Jobs, job: Job) -> Value:
    """F99: advance received less fee earned and pass-through spent; cents.

    Above 0 it is the client's money that we hold, below 0 the client owes us. A fee is earned when the job is
    completed. Not applicable before any advance, unless the job is won.
    """
    if job.advance_cents is None:
        if job.stage not in WON:
            return not_applicable(Measure.CENTS, "no advance yet")
        return no_data(Measure.CENTS, f"the advance of {job.key}")
    received = inputs.of_job(job, "deliveries", job.advance_cents, 1, _told([job]))
    spent = _spent(inputs, job, lambda row: row.is_pass_through)
    parts = [spent, fee(inputs, job)] if job.stage == "completed" else [spent]
    if job.stage == "contracted" and not job.spent:
        return received  # not yet begun: nothing can have been spent
    return difference(received, total(Measure.CENTS, parts))


def advances_held(inputs: Jobs) -> Value:
    """F99 over jobs: what is held for clients, those who owe us left out; cents, a liability."""
    held = [advance_held(inputs, job) for job in inputs.jobs]
    told = [value for value in held if value.state != State.NOT_APPLICABLE]
    if not told:
        return inputs.of_all(inputs.period, 0, len(inputs.jobs), (), measure=Measure.CENTS)
    ours = [derived(Measure.CENTS, (value,), lambda cents: max(0, cents)) for value in told]
    return total(Measure.CENTS, ours)


def _told(jobs: Sequence[Job]) -> list[Evidence]:
    return [Evidence("deliveries", job.key) for job in jobs]
