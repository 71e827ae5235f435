"""“Expert Yacht Delivery” (pure): what may be won, what is under way, what each delivery left, and who owes whom.

Source: design of the books, 3.7, report 7; F95 to F99 and EYD-01 to EYD-04.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports import figures
from reports.formulas import deliveries, sums
from reports.formulas.jobs import OPEN, STAGES, WON
from reports.perspectives import Seen
from reports.perspectives.delivery_jobs import documents, profits
from reports.perspectives.delivery_seen import FIRST, PAYROLL, YEAR, Watch, link, watch
from reports.perspectives.lacking import with_gaps
from reports.telling import cells, over
from reports.tree import Block, Chart, Column, FindingList, Paragraph, Section, Shape, Table
from reports.values import Evidence, Level, Measure, State, Value, derived, recorded, total
from reports.words import Figure, day, name, text

SLUG = "delivery"
TITLE = "Expert Yacht Delivery"
SAYS = "What may be won, what is under way without its papers, what deliveries left, and what clients owe."
KINDS = ("delivery",)
DOMAINS = ("deliveries", "job_costs")
STAGE_WORDS = {"lead": "Lead", "quoted": "Quoted", "contracted": "Contracted", "underway": "Under way",
               "completed": "Completed", "lost": "Lost", "cancelled": "Cancelled"}  # fmt: skip


def headlines(seen: Seen) -> tuple[Figure, ...]:
    """What is open, what was done on time, what it left, what is owed to us and held for clients."""
    looked = watch(seen)
    return (
        _fees(looked, OPEN, "open"),
        figures.figure(seen.facts, "on_time"),
        _margin(looked),
        _unreimbursed(looked),
        figures.figure(seen.facts, "advances_held"),
    )


def sections(seen: Seen) -> tuple[Section, ...]:
    """Pipeline, measures, profit by job, documents, receivables, findings."""
    looked = watch(seen)
    return (
        Section("pipeline", "Pipeline", pipeline(looked)),
        Section("measures", "How deliveries go", measures(looked)),
        Section(
            "jobs", "What each delivery left: quoted and actual", with_gaps(looked.gaps(*DOMAINS), profits(looked))
        ),
        Section("documents", "Documents", with_gaps(looked.gaps("deliveries"), documents(looked))),
        Section("receivables", "Who owes whom", receivables(looked)),
        Section("findings", "Findings on deliveries", findings(looked)),
    )


def pipeline(looked: Watch) -> tuple[Block, ...]:
    """How many jobs stand at each stage, and the fees quoted for them."""
    counts = deliveries.pipeline(looked.inputs)
    rows = [
        cells(
            STAGE_WORDS[stage],
            looked.figure("jobs_at_stage", counts[stage], looked.today, subject=stage, title="Jobs", formula="3.7"),
            _fees(looked, (stage,), stage),
        )
        for stage in STAGES
        if stage in (*OPEN, *WON) or any(job.stage == stage for job in looked.inputs.jobs)
    ]
    columns = (Column("Stage"), Column("Jobs", is_figure=True), Column("Fees", is_figure=True))
    table = Table("pipeline", "Jobs by stage", columns, tuple(rows) if looked.inputs.jobs else (), FIRST)
    says = text("Fees quoted for the jobs at each stage, from a client’s question to a boat that has arrived.")
    return with_gaps(looked.gaps("deliveries"), Chart(table, Shape.BARS, (2,), says))


def _fees(looked: Watch, stages: Sequence[str], subject: str) -> Figure:
    """Σ fees of the jobs at some stages; a job without a fee is missing, and named."""
    jobs = [job for job in looked.inputs.jobs if job.stage in stages]
    value = total(Measure.CENTS, [deliveries.fee(looked.inputs, job) for job in jobs])
    if not jobs:
        value = looked.inputs.of_all(looked.inputs.period, 0, len(looked.inputs.jobs), (), measure=Measure.CENTS)
    title = "Fees of leads and quotes" if len(stages) > 1 else f"Fees, {STAGE_WORDS[stages[0]].lower()}"
    return looked.figure("job_fees", value, looked.today, subject=subject, title=title, formula="3.7")


def measures(looked: Watch) -> tuple[Block, ...]:
    """F95 to F98 over the last complete month and the last twelve, F99 as it stands."""
    inputs, month = looked.inputs, looked.inputs.period
    year = month.trailing(YEAR)
    works = (
        ("deliveries", deliveries.completed, ""), ("quotes_won", deliveries.win_rate, ""),
        ("response_hours", deliveries.response_hours, ""), ("on_time", deliveries.on_time, ""),
        ("job_margin", deliveries.margins, PAYROLL),
        ("expense_recovery", lambda rows, of: deliveries.recovery(rows, deliveries.within(rows, of)), ""),
    )  # fmt: skip
    rows = []
    for metric, work, label in works:
        told = [looked.figure(metric, work(inputs, each), over(each), label=label) for each in (month, year)]
        rows.append(cells(told[0].title, *told))
    held = figures.figure(looked.seen.facts, "advances_held")
    rows.append(cells(held.title, held, ""))
    columns = (Column("Measure"), Column("Month", is_figure=True), Column("Twelve months", is_figure=True))
    table = Table("measures", "Month and twelve months", columns, tuple(rows) if inputs.jobs else (), FIRST)
    return with_gaps(looked.gaps(*DOMAINS), table)


def _margin(looked: Watch) -> Figure:
    year = looked.inputs.period.trailing(YEAR)
    return looked.figure("job_margin", deliveries.margins(looked.inputs, year), over(year), label=PAYROLL)


def receivables(looked: Watch) -> tuple[Block, ...]:
    """What was passed through and has not come back; advances against what was earned; what the ledger says is owed."""
    owed = deliveries.unreimbursed(looked.inputs)
    rows = []
    for job, spent in owed:
        told = [Evidence("job_costs", spent.key)]
        asked: dict[str, Any] = {"unit": job.unit, "subject": f"{job.key}:{spent.on}:{spent.what}"}
        amount = recorded(spent.cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=told)
        age = recorded((looked.inputs.as_of - spent.on).days, Measure.DAYS, coverage=Level.COMPLETE, n=1, evidence=told)
        rows.append(cells(
            text(link(job)), name(job.client or "not named"), name(spent.what), text(day(spent.on)),
            looked.figure("expense_age", age, looked.today, title="Days since", formula="F98", **asked),
            looked.figure("expense_open", amount, looked.today, title="Not reimbursed", formula="F98", **asked),
        ))  # fmt: skip
    if len(rows) > 1:
        rows.append(cells("All", "", "", "", "", _unreimbursed(looked), is_total=True))
    columns = (Column("Job"), Column("Client"), Column("What"), Column("On"), Column("Since", is_figure=True),
               Column("Not reimbursed", is_figure=True))  # fmt: skip
    passed = Table("unreimbursed", "Passed through and not reimbursed", columns, tuple(rows),
                   text("All that was passed through has come back."))  # fmt: skip
    return with_gaps(looked.gaps(*DOMAINS), passed, _advances(looked), *_by_ledger(looked))


def _unreimbursed(looked: Watch) -> Figure:
    """Σ of what was passed through and is not reimbursed; zero only where costs of jobs are recorded."""
    rows = [spent for _, spent in deliveries.unreimbursed(looked.inputs)]
    every = sum(len(job.spent) for job in looked.inputs.jobs)
    level = looked.inputs.said.levels(looked.inputs.period).over("job_costs")
    value = recorded(
        sum(row.cents for row in rows), Measure.CENTS, coverage=level, n=len(rows) or every,
        evidence=[Evidence("job_costs", row.key) for row in rows[:20]],
    )  # fmt: skip
    return looked.figure("unreimbursed", value, looked.today, title="Passed through, not reimbursed", formula="F98")


def _advances(looked: Watch) -> Table:
    """F99 by job: the client’s money that we hold, or what the client owes us beyond the advance."""
    rows = []
    for job in looked.inputs.jobs:
        value = deliveries.advance_held(looked.inputs, job)
        if job.stage in WON and value.state != State.NOT_APPLICABLE and value.amount != 0:
            rows.append(cells(
                text(link(job)), name(job.client or "not named"), STAGE_WORDS[job.stage].lower(),
                looked.figure("advance", looked.told(job, job.advance_cents, "the advance"), looked.today, job,
                              title="Advance received", formula="F99"),
                looked.figure("advances_held", _side(value, 1), looked.today, job, title="Held for the client"),
                looked.figure("beyond_advance", _side(value, -1), looked.today, job, title="Beyond the advance",
                              formula="F99"),
            ))  # fmt: skip
    columns = (Column("Job"), Column("Client"), Column("Stage"), Column("Advance", is_figure=True),
               Column("Held for the client", is_figure=True), Column("Beyond the advance", is_figure=True))  # fmt: skip
    return Table("advances", "Advances against what was earned and passed through", columns, tuple(rows),
                 text("No advance is held, and nothing was earned beyond one."))  # fmt: skip


def _side(value: Value, sign: int) -> Value:
    """What a value is above zero, or below."""
    return derived(Measure.CENTS, (value,), lambda cents: max(0, sign * cents))


def _by_ledger(looked: Watch) -> list[Block]:
    """What the ledger says clients owe: payments after the advance stand there, not with the job."""
    if not looked.inputs.jobs:
        return []
    books = figures.scopes.of_units(looked.seen.facts, looked.inputs.units).books
    value = sums.balance(books, ("receivable",), "receivables")
    told = looked.figure("receivable", value, looked.today, title="Receivables by the ledger", formula="F23")
    return [Paragraph(text("What clients paid after the advance stands in the ledger: by it they owe ", told, "."))]


def findings(looked: Watch) -> tuple[Block, ...]:
    """What the rules found."""
    none = text("Every job under way has its papers, every expense came back, and nobody waits for a quote.")
    return with_gaps(looked.gaps(*DOMAINS), FindingList(looked.seen.by("EYD-"), empty=none))
