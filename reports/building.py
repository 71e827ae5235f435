"""Building a run: one snapshot of the records becomes one report, which is stored and never reckoned anew."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from reports import codec, figures, findings, forecasting, frame, perspectives, storing
from reports.board import learning
from reports.facts import Facts
from reports.frame import Making
from reports.inputs import facts as reading_facts
from reports.models import BusinessUnit, JournalLine, ReportRun
from reports.periods import last_complete_month
from reports.report import Report
from scc_site import jobs
from scc_site.models import User
from scc_site.refusals import Refusal, Unseen

log = logging.getLogger(__name__)
State = ReportRun.State
WHOLE = "whole portfolio"
MODELLED_IN = "cmo"  # the report that tells what the next letter should bring; its list is the whole portfolio's


class Order(NamedTuple):
    """What is asked for: a report's slug, its scope (none: the whole portfolio), the last day it may know, a variant.

    `trigger` says what asked, such as “form:…”: the same trigger builds one run of a period, however often it asks.
    """

    slug: str
    unit: BusinessUnit | None
    as_of: date
    trigger: str
    variant: str = "A"
    corrects: ReportRun | None = None


@transaction.atomic
def ask(*, order: Order, builder: User | None, at: datetime) -> ReportRun:
    """A run, to be built by a job within seconds; the one that is there already, for a trigger that asked before.

    Raises Unseen for a slug that is no report.
    """
    run = asked(order=order, builder=builder, at=at)
    if run.state == State.BUILDING:
        jobs.enqueue("reports.tasks.build", str(run.pk))
    return run


def build(*, order: Order, builder: User | None, at: datetime) -> ReportRun:
    """Ask for a run and build it now, in one transaction: whoever is killed leaves nothing half done.

    Raises Unseen, and NotBuilt where it could not be.
    """
    with transaction.atomic():
        _see_one_instant()
        run = complete(run=asked(order=order, builder=builder, at=at))
    if run.state == State.FAILED:
        raise NotBuilt(f"The report could not be built: {run.fault}")
    return run


def asked(*, order: Order, builder: User | None, at: datetime) -> ReportRun:
    """The row of a run that is asked for, to be built by whoever completes it; raises Unseen."""
    if order.slug not in perspectives.SLUGS:
        raise Unseen(f"There is no report {order.slug!r}.")
    run, _ = ReportRun.objects.get_or_create(
        slug=order.slug,
        unit=order.unit,
        period=last_complete_month(order.as_of).start,
        trigger=order.trigger,
        defaults={
            "as_of": order.as_of,
            "variant": order.variant,
            "built_at": at,
            "builder": builder,
            "corrects": order.corrects,
        },
    )
    return run


class NotBuilt(Refusal):
    """A run that failed; the sentence says why."""


def complete(*, run: ReportRun) -> ReportRun:
    """Build what was asked for, once: a run that is built already stays as it is. A fault is written on the run."""
    try:
        with transaction.atomic():
            _see_one_instant()
            return _built(run)
    except Exception as fault:
        log.exception("report run %s", run.pk)
        ReportRun.objects.filter(pk=run.pk, state=State.BUILDING).update(
            state=State.FAILED, fault=f"{type(fault).__name__}: {fault}"[:500]
        )
        run.refresh_from_db()
        return run


def _see_one_instant() -> None:
    """All that is read until the commit is of one instant. Within somebody else's transaction: as that one sees it."""
    if connection.savepoint_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for circles meanwhile: nearly all that a report is made of lives until it is kept."""
    was_awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_awake:
            gc.enable()


@_collector_at_rest()
def _built(asked: ReportRun) -> ReportRun:
    run = ReportRun.objects.select_for_update(of=("self",)).select_related("unit").get(pk=asked.pk)
    if run.state != State.BUILDING:
        return run
    run.before = _before(run)
    scope = [run.unit.slug] if run.unit else []
    facts, made = composed(run.slug, scope=scope, as_of=run.as_of, making=_making(run, run.before))
    storing.keep(run=run, report=made)
    jobs.enqueue("reports.tasks.draw", str(run.pk))  # pictures take a browser's engine, which no page may carry
    learning.learn(run=run, report=made, facts=facts, measured=figures.measured(facts), at=run.built_at)
    if run.slug == MODELLED_IN and run.unit is None and not learning.is_behind(run):
        forecasting.keep(facts=facts, author=run.builder, at=run.built_at)
    return run


@_collector_at_rest()
def composed(slug: str, *, scope: Sequence[str], as_of: date, making: Making) -> tuple[Facts, Report]:
    """What a report says of some units (none named: the whole portfolio): read, judged by its rules and composed."""
    units = list(BusinessUnit.objects.in_scope(scope))
    facts = reading_facts.read(units=units, as_of=as_of, is_whole=not scope)
    return facts, frame.compose(slug, facts=facts, findings=findings.found(facts, slug), making=making)


def _before(run: ReportRun) -> ReportRun | None:
    """The run of the same report and scope that was built last before this one."""
    earlier = ReportRun.objects.of_report(run.slug, run.unit).finished().exclude(pk=run.pk)
    return earlier.exclude(state=State.CANCELLED).filter(built_at__lte=run.built_at).first()


def _making(run: ReportRun, before: ReportRun | None) -> Making:
    unit = run.unit
    zone = unit.timezone if unit else str(settings.TIME_ZONE)
    return Making(
        run=str(run.pk),
        built_at=run.built_at.astimezone(ZoneInfo(zone)),
        zone=zone,
        scope=unit.slug if unit else "",
        scope_name=unit.name if unit else WHOLE,
        variant=run.variant,
        is_corrected=run.corrects_id is not None,
        before=codec.unpacked(before.tree) if before else None,
        late=JournalLine.objects.late(since=before.built_at, until=before.as_of) if before else {},
        cards=learning.cards(),
    )
