"""Deliveries, their quotes, what they cost, and who sailed them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.kinds.words import cover, fields, home, several, word, yes_no
from reports.importing.shapes import Column, Kind, Row
from reports.models import BusinessUnit, CrewPay, DeliveryJob, JobExpense

Stage = DeliveryJob.Stage
STAGES = {
    "inquiry": Stage.LEAD, "enquiry": Stage.LEAD, "quote": Stage.QUOTED, "contract": Stage.CONTRACTED,
    "booked": Stage.CONTRACTED, "won": Stage.CONTRACTED, "under_way": Stage.UNDERWAY, "complete": Stage.COMPLETED,
    "delivered": Stage.COMPLETED, "done": Stage.COMPLETED, "declined": Stage.LOST, "canceled": Stage.CANCELLED,
}  # fmt: skip
OF_JOBS = {
    "client": "client", "vessel": "vessel", "origin": "origin", "destination": "destination", "stage": "stage",
    "planned_depart": "planned_depart", "planned_arrive": "planned_arrive", "actual_depart": "actual_depart",
    "actual_arrive": "actual_arrive", "weather_days": "weather_days", "fee": "fee_quoted_cents",
    "expenses_quoted": "expenses_quoted_cents", "advance": "advance_cents", "contract": "contract",
    "insurance": "insurance",
}  # fmt: skip
OF_QUOTES = {"quoted_on": "quoted_on", "basis": "basis", "rate": "rate_cents", "nm_planned": "nm_planned",
             "nm_actual": "nm_actual"}  # fmt: skip
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}):(\d{2})(?::\d{2})?\Z", re.ASCII)


def write_jobs(run: Run, rows: Sequence[Row]) -> None:
    """Jobs by their key."""
    known, records = _known(), []
    for row in rows:
        standing = known.get((row["job"] or "").casefold())
        unit = standing.unit if standing else home(run, row, BusinessUnit.Kind.DELIVERY)
        for first, last in (("planned_depart", "planned_arrive"), ("actual_depart", "actual_arrive")):
            if row[first] and row[last] and row[last] < row[first]:
                run.fault(row, last, f"is before {first}, {row[first]}")
        named = {"key": standing.key if standing else row["job"], "unit": unit}
        records.append(Record(row, fields(row, OF_JOBS) | named))
        cover(run, unit, row["actual_depart"] or row["planned_depart"])
        cover(run, unit, row["actual_arrive"] or row["planned_arrive"])
    if not run.faults:
        run.keep(DeliveryJob, records, key=("key",))


def write_quotes(run: Run, rows: Sequence[Row]) -> None:
    """When jobs were asked for and answered, and on what terms."""
    known, records = _known(), []
    for row in rows:
        job = _job(run, row, known)
        values = fields(row, OF_QUOTES)
        for name in ("asked", "answered"):
            if name in row.cells and job:
                values[name] = _in_zone(row[name], job.unit)
        asked, answered = values.get("asked"), values.get("answered")
        if asked and answered and answered < asked:
            run.fault(row, "answered", "is before it was asked")
        records.append(Record(row, values | {"key": job.key if job else ""}))
    if not run.faults:
        run.keep(DeliveryJob, records, key=("key",))


def write_costs(run: Run, rows: Sequence[Row]) -> None:
    """Expenses by job, day and what it was; what is reimbursed was passed through."""
    known, records = _known(), []
    for row in rows:
        job = _job(run, row, known)
        if row["reimbursed_on"] and row["pass_through"] is False:
            run.fault(row, "reimbursed_on", "is given, but pass_through is no")
        values = fields(
            row, {"date": "date", "what": "what", "amount": "amount_cents", "reimbursed_on": "reimbursed_on"}
        )
        if "pass_through" in row.cells or row["reimbursed_on"]:
            values["is_pass_through"] = bool(row["pass_through"] or row["reimbursed_on"])
        records.append(Record(row, values | {"job": job}))
        cover(run, job.unit if job else None, row["date"])
    if not run.faults:
        run.keep(JobExpense, records, key=("job", "date", "what"))


def write_pay(run: Run, rows: Sequence[Row]) -> None:
    """Pay by job and person."""
    known = _known()
    names = {"person": "person", "days": "days", "amount": "amount_cents", "paid_on": "paid_on"}
    records = [Record(row, fields(row, names) | {"job": _job(run, row, known)}) for row in rows]
    if not run.faults:
        run.keep(CrewPay, records, key=("job", "person"))


def moment(written: str, _: cells.Hints) -> datetime:
    """`2026-12-01 14:30`, an hour of the unit's own clock."""
    found = MOMENT.match(written)
    try:
        if found:
            return datetime.fromisoformat(f"{found[1]}T{int(found[2]):02}:{found[3]}")
    except ValueError:
        raise cells.Unreadable("is no time of the calendar") from None
    raise cells.Unreadable("is no time: write one like 2026-12-01 14:30")


def _known() -> dict[str, DeliveryJob]:
    """Every job by its key in small letters."""
    return {job.key.casefold(): job for job in DeliveryJob.objects.select_related("unit")}


def _job(run: Run, row: Row, known: dict[str, DeliveryJob]) -> DeliveryJob | None:
    """The job that a row names; a fault for none, with what there is."""
    found = known.get((row["job"] or "").casefold())
    if found is None:
        run.fault(row, "job", f"names no delivery: there is {several(job.key for job in known.values())}")
    return found


def _in_zone(when: datetime | None, unit: BusinessUnit) -> datetime | None:
    return when.replace(tzinfo=ZoneInfo(unit.timezone)) if when else None


JOB = Column("job", cells.text(40), required=True, is_key=True)

KINDS = (
    Kind(
        "deliveries",
        "Deliveries",
        "Jobs. They belong to the unit given with the file, else to the only unit that delivers.",
        (
            JOB,
            Column("client", cells.text(120)),
            Column("vessel", cells.text(120)),
            Column("origin", cells.text(120), also=("from",)),
            Column("destination", cells.text(120), also=("to",)),
            Column("stage", word(Stage.values, STAGES), says=", ".join(Stage.values)),
            Column("planned_depart", cells.day),
            Column("planned_arrive", cells.day),
            Column("actual_depart", cells.day),
            Column("actual_arrive", cells.day),
            Column("weather_days", cells.whole),
            Column("fee", cells.money),
            Column("expenses_quoted", cells.money),
            Column("advance", cells.money, says="what the client paid in advance"),
            Column("contract", cells.answer),
            Column("insurance", cells.answer),
        ),
        write_jobs,
        domain="deliveries",
    ),
    Kind(
        "job_quotes",
        "Quotes of deliveries",
        "When a client asked and when we answered, by the unit’s clock, and the terms of the quote.",
        (
            JOB,
            Column("asked", moment),
            Column("answered", moment),
            Column("quoted_on", cells.day),
            Column("basis", cells.choice(*DeliveryJob.Basis.values), says="day, nm or flat"),
            Column("rate", cells.money),
            Column("nm_planned", cells.whole),
            Column("nm_actual", cells.whole),
        ),
        write_quotes,
    ),
    Kind(
        "job_costs",
        "Costs of deliveries",
        "What was spent on a job; what is passed through is the client’s to pay back.",
        (
            JOB,
            Column("date", cells.day, required=True, is_key=True),
            Column("what", cells.text(120), required=True, is_key=True),
            Column("amount", cells.money, required=True),
            Column("pass_through", yes_no),
            Column("reimbursed_on", cells.day),
        ),
        write_costs,
        domain="job_costs",
    ),
    Kind(
        "crew_pay",
        "Crew pay of deliveries",
        "What the crew of a job earns.",
        (JOB, Column("person", cells.text(120), required=True, is_key=True), Column("days", cells.number),
         Column("amount", cells.money, required=True), Column("paid_on", cells.day)),
        write_pay,
    ),
)  # fmt: skip
