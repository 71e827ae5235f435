"""Approving a run: by a person, or by itself where its schedule says so; what waits too long is told, never sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db import transaction

from reports import grants, reading
from reports.findings import Severity
from reports.models import ReportRun
from reports.models.sending import OPEN
from scc_site.mail import alerts, outbox
from scc_site.models import User
from scc_site.refusals import Refusal, Unseen

State = ReportRun.State
PATIENCE = timedelta(hours=24)
WAITS = frozenset({State.DRAFT, State.NEEDS_REVIEW})
DONE = frozenset({State.APPROVED, State.SENDING, State.SENT, State.PARTLY_SENT})


class Policy(StrEnum):
    """Who approves what a schedule built."""

    MANUAL = "manual"
    CALM = "calm"  # by itself where nothing critical is new and enough is recorded
    ALWAYS = "always"


class NotApprovable(Refusal):
    """There is nothing to approve: not built, failed, cancelled or superseded."""


class TooLate(Refusal):
    """What has left cannot be called back."""


@transaction.atomic
def approve(*, run: ReportRun, by: User | None, at: datetime) -> ReportRun:
    """Let a run be sent; approved again, nothing happens. `by` None: the operator or its schedule.

    Raises Unseen for who has no right to, NotApprovable.
    """
    row = locked(run)
    may(by, "approve", row)
    if row.state in DONE:
        return row
    if row.state not in WAITS:
        raise NotApprovable(f"This run is {row.get_state_display()}: there is nothing to approve.")
    row.state, row.approved_at, row.approver = State.APPROVED, at, by
    row.save(update_fields=["state", "approved_at", "approver"])
    return row


@transaction.atomic
def hold(*, run: ReportRun) -> ReportRun:
    """Have a draft wait for somebody's approval; anything else stays as it is."""
    row = locked(run)
    if row.state == State.DRAFT:
        row.state = State.NEEDS_REVIEW
        row.save(update_fields=["state"])
    return row


@transaction.atomic
def cancel(*, run: ReportRun, by: User | None, at: datetime) -> ReportRun:
    """Keep a run from being sent; of one that is being sent, the letters that still wait. Cancelled again: nothing.

    Raises Unseen for who may not approve, TooLate where every letter has left.
    """
    row = locked(run)
    may(by, "approve", row)
    if row.state == State.CANCELLED:
        return row
    stopped = 0
    if keys := list(row.deliveries.filter(mail__state__in=OPEN).values_list("mail__dedupe_key", flat=True)):
        stopped = outbox.cancel(prefix=keys, reason="The run was cancelled.", at=at)
    if row.state not in WAITS | {State.APPROVED} and not stopped:
        raise TooLate(f"This run is {row.get_state_display()}: nothing of it waits any more.")
    if row.state in WAITS | {State.APPROVED}:
        row.state = State.CANCELLED
        row.save(update_fields=["state"])
    return row


def objection(*, run: ReportRun, policy: Policy, least: Decimal) -> str:
    """Why a run may not be approved by itself under a policy, in words; empty where it may.

    `least`: the share of what the report lives of that must be recorded, 0 to 1.
    """
    if policy == Policy.ALWAYS:
        return ""
    if policy == Policy.MANUAL:
        return "Its schedule wants a person to approve it."
    report = reading.report_of(run)
    known = {one.key for one in reading.report_of(run.before).findings} if run.before else set()
    new = [one for one in report.findings if one.fired.severity == Severity.CRITICAL and one.key not in known]
    if new:
        return f"{len(new)} critical since the run before: {new[0].fired.title}"
    coverage = report.header.coverage.value
    if not coverage.is_known or coverage.number < least:
        return f"Less than {least:.0%} of what it lives of is recorded."
    return ""


def remind(*, at: datetime) -> int:
    """Tell the office of runs that have waited for more than a day, each once; how many wait. Nothing is sent."""
    waiting = ReportRun.objects.filter(state=State.NEEDS_REVIEW, built_at__lte=at - PATIENCE).select_related("unit")
    for run in waiting.defer("tree"):
        words = f"The report {run} has waited for approval since {run.built_at:%Y-%m-%d %H:%M} UTC."
        alerts.raise_alarm(kind="report_waits", key=str(run.pk), words=words, at=at, path=run.get_absolute_url())
    return len(waiting)


def locked(run: ReportRun) -> ReportRun:
    """The run, held until the transaction ends."""
    return ReportRun.objects.select_for_update(of=("self",)).select_related("unit", "before").get(pk=run.pk)


def may(by: User | None, act: grants.Act, run: ReportRun) -> None:
    """Raises Unseen for a person without the right; the operator and the house have every one."""
    if by is not None and not grants.of(by).may(act, run.slug, run.unit.slug if run.unit else ""):
        raise Unseen("There is no such run.")
