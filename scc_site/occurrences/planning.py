"""Verbs that keep the rows: each shipped schedule has one, and each slot that has come gets its occurrence, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from scc_site import schedules
from scc_site.models import Occurrence, Schedule
from scc_site.occurrences import rules, telling
from scc_site.schedules import Shipped

State, CatchUp = Occurrence.State, Schedule.CatchUp
KEPT = timedelta(days=400)  # a year and the month in which it is looked back upon
INTERVALS_KEPT = timedelta(days=30)
MINUTE = timedelta(minutes=1)
SUPERSEDED = "A later one came first: of those missed the latest alone is run."
TOO_OLD = "Too old when the house came to it."


def kept(schedule: Schedule) -> timedelta:
    """How long a schedule's occurrences stay; slots older than that are not made any more."""
    return INTERVALS_KEPT if schedule.kind == Schedule.Kind.INTERVAL else KEPT


@transaction.atomic
def keep(*, at: datetime) -> None:
    """Make sure that each shipped schedule has its row; a new one begins with the minute of this instant."""
    known = set(Schedule.objects.values_list("name", flat=True))
    new = [_row(entry, at) for entry in schedules.SCHEDULES if entry.name not in known]
    if new:
        Schedule.objects.bulk_create(new, ignore_conflicts=True)


def _row(entry: Shipped, at: datetime) -> Schedule:
    """A schedule as it is shipped."""
    rule = entry.rule
    return Schedule(
        name=entry.name,
        job=entry.name,
        kind=rule.kind,
        clock=rule.clock,
        weekdays=sorted(rule.weekdays),
        day=rule.day,
        nth=rule.nth,
        weekday=rule.weekday,
        minutes=rule.minutes,
        zone=entry.zone or settings.TIME_ZONE,
        catch_up=entry.catch_up,
        catch_up_minutes=entry.catch_up_minutes,
        planned_until=at.replace(second=0, microsecond=0) - MINUTE,
        created_at=at,
    )


@transaction.atomic
def plan(*, at: datetime) -> None:
    """Give every slot since each watermark its occurrence, up to this instant; then leave out what is not caught up.

    One statement, in which a slot that has its row is passed over: any number of ticks at once make one. Watermarks
    never go back. A schedule whose job the house no longer knows is left alone until it is known again.
    """
    known = [entry.name for entry in schedules.SCHEDULES]
    due = list(Schedule.objects.filter(enabled=True, job__in=known, planned_until__lt=at).held())
    new = [occurrence for schedule in due for occurrence in slots_of(schedule, at)]
    Occurrence.objects.bulk_create(new, ignore_conflicts=True)
    Schedule.objects.filter(pk__in=[schedule.pk for schedule in due]).update(planned_until=at)
    settle(at=at)


def slots_of(schedule: Schedule, at: datetime) -> Iterator[Occurrence]:
    """The occurrences that a schedule has come to since its watermark, not yet stored."""
    after = max(schedule.planned_until, at - kept(schedule))
    for slot in rules.between(schedule.rule, ZoneInfo(schedule.zone), after, at):
        yield Occurrence(
            schedule=schedule, slot=slot.slot, due_at=slot.utc, zone=schedule.zone, why=slot.remark, planned_at=at
        )


@transaction.atomic
def settle(*, at: datetime) -> None:
    """Leave out what each schedule does not catch up: all but the latest, or what is too old by now.

    What failed before and would be tried again has failed for good, and the office is told. What somebody runs just
    now is not touched, nor what a person asked for.
    """
    newest = Occurrence.objects.filter(schedule=OuterRef("schedule"), due_at__lte=at).order_by("-due_at")
    open_rows = Occurrence.objects.unfinished().filter(asked_at=None)
    older = open_rows.filter(schedule__catch_up=CatchUp.LATEST, due_at__lt=Subquery(newest.values("due_at")[:1]))
    failed = end(older, SUPERSEDED, at)
    for schedule in Schedule.objects.filter(catch_up=CatchUp.RECENT):
        oldest = at - timedelta(minutes=schedule.catch_up_minutes or 0)
        failed += end(open_rows.filter(schedule=schedule, due_at__lt=oldest), TOO_OLD, at)
    for occurrence in failed:
        telling.failed(occurrence, at=at)


def end(rows: QuerySet[Occurrence], why: str, at: datetime) -> list[Occurrence]:
    """These occurrences are over: left out, or where they were tried, failed for good; the latter are returned.

    Those that somebody runs just now are passed over. Within a transaction.
    """
    free = rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("schedule")
    found = list(free.order_by("due_at"))
    untried = [row.pk for row in found if not row.attempts]
    tried = [row for row in found if row.attempts]
    Occurrence.objects.filter(pk__in=untried).update(state=State.SKIPPED, ended_at=at, why=why)
    Occurrence.objects.filter(pk__in=[row.pk for row in tried]).update(state=State.FAILED, ended_at=at, retry_at=None)
    return tried
