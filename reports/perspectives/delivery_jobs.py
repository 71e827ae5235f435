"""What each delivery left, and which papers it has (pure). Source: design of the books, 3.7, report 7; F96, F97."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reports.formulas import deliveries
from reports.formulas.jobs import WON, Job
from reports.perspectives.delivery_seen import FIRST, PAYROLL, Watch, link
from reports.telling import cells
from reports.tree import Column, Row, Table
from reports.values import Evidence
from reports.words import Text, name, text

PAPERS = {"yes": "yes", "no": "no", "unknown": "unknown"}
ON_TIME = {True: "on time", False: "late", None: "not told"}


def profits(looked: Watch) -> Table:
    """Jobs won in the last twelve months and since, the latest first: quoted against actual, and what is left."""
    jobs = [job for job in deliveries.within(looked.inputs, looked.lately) if job.stage in WON]
    titles = ("Fee", "Expenses quoted", "Expenses", "Crew", "Margin", "A day", "A mile")
    columns = (Column("Job"), *(Column(title, is_figure=True) for title in titles), Column("Arrived"))
    rows = tuple(_profit(looked, job) for job in by_turn(jobs))
    title = "Jobs under contract, under way and completed"
    return Table("jobs", title, columns, rows, text("No job was won in the last twelve months."))


def _profit(looked: Watch, job: Job) -> Row:
    found = deliveries.margin(looked.inputs, job)
    told = [Evidence("job_costs", row.key) for row in job.spent]
    spent = looked.inputs.of_job(job, "job_costs", sum(row.cents for row in job.spent), len(job.spent), told[:20])
    quoted = looked.told(job, job.expenses_quoted_cents, "expenses quoted")
    of: dict[str, Any] = {"period": looked.today, "job": job, "formula": "F97"}
    paid: dict[str, Any] = of | {"label": PAYROLL}  # fee and expenses less the margin would tell the pay
    return cells(
        text(link(job), " ", name(job.vessel)),
        looked.figure("job_fee", found.fee, title="Fee of a job", **of),
        looked.figure("job_expenses_quoted", quoted, title="Expenses quoted", **of),
        looked.figure("job_expenses_all", spent, title="Expenses of a job, reimbursed or not", **of),
        looked.figure("job_crew", found.crew, title="Crew pay of a job", **paid),
        looked.figure("job_margin", found.margin, **paid),
        looked.figure("margin_a_day", found.a_day, title="Margin a day", **paid),
        looked.figure("margin_a_mile", found.a_mile, title="Margin a nautical mile", places=2, **paid),
        ON_TIME[deliveries.is_on_time(job)],
    )


def documents(looked: Watch) -> Table:
    """Which papers the jobs ahead and under way have; what nobody looked at is unknown, not no."""
    jobs = [job for job in looked.inputs.jobs if job.stage in {"contracted", "underway"}]
    rows = tuple(
        cells(text(link(job), " ", name(job.vessel)), job.stage.replace("underway", "under way"),
              _answer(job.contract), _advance(job), _answer(job.insurance), _ready(job))
        for job in sorted(jobs, key=lambda job: (-len(deliveries.unready(job)), str(job.planned_depart), job.key))
    )  # fmt: skip
    titles = ("Job", "Stage", "Contract signed", "Advance", "Insurance", "Ready")
    columns = tuple(Column(title) for title in titles)
    empty = text("No job is under contract or under way.") if looked.inputs.jobs else FIRST
    return Table("documents", "Papers of the jobs under contract and under way", columns, rows, empty)


def _answer(said: str) -> Text:
    return text(PAPERS.get(said, said))


def _advance(job: Job) -> str:
    if job.advance_cents is None:
        return "unknown"
    return "received" if job.advance_cents else "no"


def _ready(job: Job) -> str:
    lacking = deliveries.unready(job)
    return f"lacks {', '.join(lacking)}" if lacking else "yes"


def by_turn(jobs: Sequence[Job]) -> list[Job]:
    """Jobs by the day they are counted by, the latest first."""
    return sorted(jobs, key=lambda job: (job.day() or date.min, job.key), reverse=True)
