"""Deliveries of yachts (pure): EYD-01 to EYD-04. Source: design of the books, 3.6.

What a job leaves tells what its crew was paid: such details are for readers who may see pay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import quote

from reports.facts import Facts
from reports.findings import Action, Certainty, Fired, Limit, Limits, Severity, rule
from reports.formulas import deliveries
from reports.formulas.deliveries import Margin
from reports.formulas.jobs import WON, Job, Spent
from reports.periods import Period
from reports.telling import certainty, desk, evidence, figure, on_day, threshold
from reports.values import Evidence, Level, Measure, recorded
from reports.words import Named, Text, name, number_of, text

ROLES = ("delivery",)
PAYROLL = "payroll"
YEAR = 12
UNDER_WAY = "underway"
A = {"signed contract": "a signed contract", "advance": "an advance", "insurance document": "an insurance document"}
OLD = Limit("days", "Passed through and not reimbursed for more than", Decimal(14), Measure.DAYS)
MARGIN = Limit("margin", "The margin of a job is below", Decimal(0), Measure.CENTS)
SLOW = Limit("hours", "A client waits for a quote longer than", Decimal(24), Measure.HOURS)


@rule("EYD-01", title="A delivery is under way without its papers or advance", area="deliveries", roles=ROLES)
def unready(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """A job under way of which a signed contract, an advance or an insurance document is not recorded."""
    for job in facts.jobs.jobs:
        lacking = deliveries.unready(job)
        if job.stage == UNDER_WAY and lacking:
            yield Fired(
                job.unit, job.key, Severity.CRITICAL,
                text(number_of(job.key), " is under way without ", _listed([A[each] for each in lacking], "or")),
                Action(text("Get the ", _listed(lacking, "and"), " of ", number_of(job.key), ", or turn back"), 2,
                       due=facts.as_of, href=_page(job)),
                text(name(job.vessel or "The vessel"), " of ", name(job.client or "a client without a name"),
                     " is at sea at our risk."),
                (_row(job),), certainty=_worth(facts, job),
            )  # fmt: skip


def _listed(words: Sequence[str], last: str) -> Text:
    """Words in a row: “signed contract, advance or insurance document”."""
    parts: list[str | Named | Text] = []
    for place, each in enumerate(words):
        parts += ["" if not place else f" {last} " if place == len(words) - 1 else ", ", each]
    return text(*parts)


@rule("EYD-02", title="What was passed through is not reimbursed", area="deliveries", roles=ROLES, limits=(OLD,))
def unreimbursed(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Expenses passed through to a client more than the limit ago and not reimbursed; one finding a job."""
    days = int(limits["days"])
    rows = sorted(deliveries.unreimbursed(facts.jobs, days), key=lambda row: (row[0].unit, row[0].key, row[1].on))
    for _, group in groupby(rows, key=lambda row: (row[0].unit, row[0].key)):
        found = list(group)
        yield _unreimbursed(facts, found[0][0], [spent for _, spent in found], days)


def _unreimbursed(facts: Facts, job: Job, rows: Sequence[Spent], days: int) -> Fired:
    told = tuple(Evidence("job_costs", row.key) for row in rows[:20])
    owed = recorded(sum(row.cents for row in rows), Measure.CENTS, coverage=Level.COMPLETE, n=len(rows), evidence=told)
    asked: dict[str, Any] = {"period": on_day(facts.as_of), "unit": job.unit, "subject": job.key}
    return Fired(
        job.unit, job.key, Severity.MEDIUM,
        text("Expenses of ", number_of(job.key), " are not reimbursed"),
        Action(text("Ask ", name(job.client or "the client"), " for the expenses of ", number_of(job.key)), 1,
               href=_page(job), outcome="expense_recovery"),
        text(figure("unreimbursed", owed, title="Passed through, not reimbursed", formula="F98", **asked),
             " was spent for the client more than ", threshold("EYD-02:days", Decimal(days), Measure.DAYS),
             " ago and has not come back."),
        told, certainty=_worth(facts, job, "job_costs"),
    )  # fmt: skip


@rule("EYD-03", title="A delivery loses money", area="deliveries", roles=ROLES, limits=(MARGIN,))
def losing(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F97 below the limit, of jobs won in the last twelve months and since; what is not known of one tells nothing."""
    year = Period(facts.period.trailing(YEAR).start, facts.as_of + timedelta(days=1))
    for job in deliveries.within(facts.jobs, year):
        if job.stage in WON:
            found = deliveries.margin(facts.jobs, job)
            if found.margin.is_known and found.margin.number < limits["margin"]:
                yield _losing(facts, job, found)


def _losing(facts: Facts, job: Job, found: Margin) -> Fired:
    asked: dict[str, Any] = {"period": on_day(facts.as_of), "unit": job.unit, "subject": job.key}
    paid: dict[str, Any] = asked | {"label": PAYROLL}
    return Fired(
        job.unit, job.key, Severity.HIGH,
        text(number_of(job.key), " costs more than its fee"),
        Action(text("Charge what ", number_of(job.key), " cost beyond its quote, and quote the next one higher"), 2,
               href=_page(job), outcome="job_margin"),
        text("Fee ", figure("job_fee", found.fee, title="Fee of a job", formula="F97", **asked), ", crew ",
             figure("job_crew", found.crew, title="Crew pay of a job", formula="F97", **paid), ", expenses not "
             "reimbursed ", figure("job_expenses", found.expenses, title="Expenses of a job", formula="F97", **asked),
             ": ", figure("job_margin", found.margin, **paid), " is left."),
        evidence(found.margin) or (_row(job),), certainty=certainty(found.margin), detail_label=PAYROLL,
    )  # fmt: skip


@rule("EYD-04", title="A client waits for a quote", area="deliveries", roles=ROLES, limits=(SLOW,))
def unanswered(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Leads whose question nobody answered within the limit, at the end of the day; one finding a job."""
    for job, hours in deliveries.unanswered(facts.jobs):
        if hours > limits["hours"]:
            waits = recorded(hours, Measure.HOURS, coverage=Level.COMPLETE, n=1, evidence=[_row(job)])
            told = figure("hours_waiting", waits, period=on_day(facts.as_of), unit=job.unit, subject=job.key,
                          title="Hours since the client asked", formula="F95", places=0)  # fmt: skip
            yield Fired(
                job.unit, job.key, Severity.MEDIUM,
                text(name(job.client or "A client"), " waits for a quote of ", number_of(job.key)),
                Action(text("Quote ", number_of(job.key)), 1, due=facts.as_of, href=_page(job),
                       outcome="response_hours"),
                text("Asked ", told, " ago; an answer is due within ",
                     threshold("EYD-04:hours", limits["hours"], Measure.HOURS), "."),
                (_row(job),), certainty=_worth(facts, job),
            )  # fmt: skip


def _row(job: Job) -> Evidence:
    return Evidence("deliveries", job.key)


def _page(job: Job) -> str:
    """The office's page of a job."""
    return f"{desk('deliveryjob')}?q={quote(job.key)}"


def _worth(facts: Facts, job: Job, domain: str = "deliveries") -> Certainty:
    return Certainty.COMPLETE if facts.jobs.level(job, domain) == Level.COMPLETE else Certainty.PARTIAL
