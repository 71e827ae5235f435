"""Deliveries, read for formulas: four queries, however many jobs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from reports.formulas.jobs import Job, Jobs, Pay, Spent
from reports.models import BusinessUnit, CrewPay, DataCoverage, DeliveryJob, JobExpense
from reports.periods import last_complete_month
from reports.spans import Statements

SAME = ("client", "vessel", "stage", "quoted_on", "basis", "rate_cents", "nm_planned", "nm_actual", "planned_depart",
        "planned_arrive", "weather_days", "contract", "insurance", "expenses_quoted_cents",
        "advance_cents")  # fmt: skip


def read(*, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None) -> Jobs:
    """All that formulas ask of deliveries at the end of a day.

    What was spent, departed, arrived or was asked later counts for nothing; stage, advance and documents are told as
    they stand, as no day is recorded of them.
    """
    spent, pay = defaultdict(list), defaultdict(list)
    for row in JobExpense.objects.of(units).until(as_of).in_turn():
        back = _by(row.reimbursed_on, as_of)
        spent[row.job_id].append(
            Spent(str(row.pk), row.date, row.what, row.amount_cents, row.is_pass_through, back, row.receipt)
        )
    for each in CrewPay.objects.of(units).order_by("person"):
        pay[each.job_id].append(Pay(each.person, each.amount_cents, _by(each.paid_on, as_of)))
    by_unit = {unit.pk: unit for unit in units}
    jobs = DeliveryJob.objects.of(units).order_by("key")
    return Jobs(
        units=tuple(unit.slug for unit in units),
        as_of=as_of,
        period=last_complete_month(as_of),
        jobs=tuple(_job(job, by_unit[job.unit_id], as_of, spent[job.pk], pay[job.pk]) for job in jobs),
        said=said or DataCoverage.objects.statements(units=units),
    )


def _job(row: DeliveryJob, unit: BusinessUnit, as_of: date, spent: list[Spent], pay: list[Pay]) -> Job:
    zone = ZoneInfo(unit.timezone)
    end = datetime.combine(as_of + timedelta(days=1), time(), zone)
    same: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    return Job(
        key=row.key,
        unit=unit.slug,
        asked=row.asked.astimezone(zone) if row.asked and row.asked < end else None,
        answered=row.answered.astimezone(zone) if row.answered and row.answered < end else None,
        fee_cents=row.fee_quoted_cents,
        actual_depart=_by(row.actual_depart, as_of),
        actual_arrive=_by(row.actual_arrive, as_of),
        spent=tuple(spent),
        pay=tuple(pay),
        **same,
    )


def _by(day: date | None, as_of: date) -> date | None:
    """A day that has come; None for one that has not."""
    return day if day and day <= as_of else None
