"""Reports that come by themselves: asked for at their hour, then built, approved as planned, and sent.

What is asked for is a row, made with the end of its occurrence. The tick takes such rows up outside of that
transaction, one by one; whatever is killed in between is taken up again, and nothing is built or sent twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from reports import approving, building, plans, sending
from reports.approving import Policy
from reports.building import Order
from reports.models import BusinessUnit, ReportRun, ReportSchedule
from reports.models.sending import PLANNED
from scc_site.mail import alerts
from scc_site.models import Schedule
from scc_site.occurrences.rules import Kind
from scc_site.refusals import Refusal

State = ReportRun.State
BUDGET_SECONDS = 20.0  # of a tick, which is killed at 60
RECENT = timedelta(days=2)
WHOLE = Decimal(1)
NOBODY = "Nobody was given this report: it is sent to no one."
log = logging.getLogger(__name__)


@transaction.atomic
def keep() -> None:
    """Make sure that each report schedule that ships has its row, once its unit is known. Repeated, nothing happens."""
    units = BusinessUnit.objects.known()
    known = set(ReportSchedule.objects.values_list("schedule__name", flat=True))
    rows = {row.name: row for row in Schedule.objects.filter(name__in=[plan.name for plan in plans.PLANS])}
    ReportSchedule.objects.bulk_create(
        [
            ReportSchedule(
                schedule=rows[plan.name], slug=plan.slug, unit=units.get(plan.unit), policy=Policy(plan.policy)
            )
            for plan in plans.PLANS
            if plan.name in rows and plan.name not in known and (not plan.unit or plan.unit in units)
        ],
        ignore_conflicts=True,
    )


def ask(*, at: datetime, slot: datetime, schedule: str) -> None:
    """What an occurrence does: ask for its run, as of the slot's own day; nothing where its unit is not known yet."""
    keep()
    row = ReportSchedule.objects.called(schedule)
    if row is None:
        return
    local = slot.astimezone(ZoneInfo(row.schedule.zone))
    trigger = f"{PLANNED}{schedule}:{local:%Y-%m-%dT%H:%M}@{_issue(row.schedule, local)}"
    building.asked(order=Order(row.slug, row.unit, local.date(), trigger), builder=None, at=at)


def _issue(schedule: Schedule, local: datetime) -> str:
    """What a reader gets once: a week's, a day's, or a month's report."""
    if schedule.kind == Kind.WEEKLY:
        year, week, _ = local.isocalendar()
        return f"{year}-W{week:02}"
    if schedule.kind in {Kind.DAILY, Kind.INTERVAL}:
        return f"{local:%Y-%m-%d}"
    first = local.replace(day=1) - timedelta(days=1)
    return f"{first:%Y-%m}"


def work(*, at: datetime) -> int:
    """What each tick does: bring what was asked for as far as it may go by itself; how many were taken up."""
    ends, taken = time.monotonic() + BUDGET_SECONDS, 0
    for run in _waiting(at):
        if time.monotonic() >= ends:
            break
        taken += 1
        try:
            _on(run, at)
        except Refusal as refusal:
            log.warning("report run %s: %s", run.pk, refusal.sentence)
            alerts.raise_alarm(
                kind="report_failed", key=str(run.pk), words=f"{run}: {refusal.sentence}", at=at,
                path=run.get_absolute_url(),
            )  # fmt: skip
    return taken


def _waiting(at: datetime) -> Iterator[ReportRun]:
    """Runs that a schedule asked for and that are not sent, held, or left aside."""
    begun = Q(state__in=(State.BUILDING, State.DRAFT)) | Q(state=State.APPROVED, deliveries=None, fault="")
    found = ReportRun.objects.filter(begun, trigger__startswith=PLANNED, built_at__gte=at - RECENT)
    yield from found.defer("tree").select_related("unit").order_by("built_at", "pk")


def _on(run: ReportRun, at: datetime) -> None:
    """One run, as far as it goes: built, held or approved, sent. Raises Refusal."""
    if run.state == State.BUILDING:
        run = building.complete(run=run)
        if run.state == State.FAILED:
            raise building.NotBuilt(run.fault)
    plan = ReportSchedule.objects.called(run.trigger.removeprefix(PLANNED).partition(":")[0])
    if run.state == State.DRAFT:
        policy = Policy(plan.policy) if plan else Policy.MANUAL
        if why := approving.objection(run=run, policy=policy, least=plan.least if plan else WHOLE):
            log.info("report run %s waits: %s", run.pk, why)
            approving.hold(run=run)
            return
        run = approving.approve(run=run, by=None, at=at)
    named = list(plan.people.values_list("pk", flat=True)) if plan else []
    done = sending.send(run=run, by=None, at=at, named=named)
    if not (done.queued or done.had or done.refused):
        ReportRun.objects.filter(pk=run.pk).update(fault=NOBODY)
