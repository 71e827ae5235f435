"""What the house does at set times: schedules, and one row for each time that one of them came."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from scc_site.history import every_change
from scc_site.models.sign_in import both_or_neither
from scc_site.occurrences import rules, wording

INTERVAL = Q(kind="interval")
WITH_MINUTES = Q(minutes__isnull=False, clock__isnull=True)
WITH_CLOCK = Q(minutes__isnull=True, clock__isnull=False)


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Named reads of schedules."""

    def running(self) -> ScheduleQuerySet:
        """Those that are switched on, by name."""
        return self.filter(enabled=True).order_by("name")

    def held(self) -> ScheduleQuerySet:
        """Locked until the transaction ends, in one order; occurrences may still be written."""
        return self.select_for_update(no_key=True).order_by("pk")


@pghistory.track(
    *every_change(),
    model_name="ScheduleHistory",
    fields=[
        "name", "job", "enabled", "kind", "clock", "weekdays", "day", "nth", "weekday", "minutes", "zone", "catch_up",
        "catch_up_minutes",
    ],
)  # fmt: skip
class Schedule(models.Model):
    """When one of the house's jobs runs. `job` names an entry of scc_site/schedules.py: no row leads to code.

    Everything up to `planned_until` (a watermark that only an admin's act brings back) has its occurrences. What a
    kind of rule does not use is empty. `asked_at` and `asked_by`: who last ran it by hand.
    """

    class Kind(models.TextChoices):
        DAILY = rules.Kind.DAILY, "daily"
        WEEKLY = rules.Kind.WEEKLY, "weekly"
        MONTH_DAY = rules.Kind.MONTH_DAY, "monthly, on a day"
        MONTH_END = rules.Kind.MONTH_END, "monthly, on the last day"
        MONTH_WEEKDAY = rules.Kind.MONTH_WEEKDAY, "monthly, on a weekday"
        INTERVAL = rules.Kind.INTERVAL, "every so many minutes"

    class CatchUp(models.TextChoices):
        ALL = "all", "run each one that was missed"
        LATEST = "latest", "run the latest alone"
        RECENT = "recent", "run those that are not too old"

    name = models.CharField(max_length=60, unique=True)
    job = models.CharField(max_length=60)
    enabled = models.BooleanField("switched on", default=True)
    kind = models.CharField("how often", max_length=20, choices=Kind)
    clock = models.TimeField("at", null=True, blank=True)
    weekdays = ArrayField(models.SmallIntegerField(), verbose_name="on", default=list, blank=True)
    day = models.PositiveSmallIntegerField("day of the month", null=True, blank=True)
    nth = models.SmallIntegerField("which one", null=True, blank=True)
    weekday = models.PositiveSmallIntegerField("weekday", null=True, blank=True)
    minutes = models.PositiveIntegerField("every … minutes", null=True, blank=True)
    zone = models.CharField("time zone", max_length=60)
    catch_up = models.CharField("after a stop", max_length=10, choices=CatchUp)
    catch_up_minutes = models.PositiveIntegerField("too old after … minutes", null=True, blank=True)
    planned_until = models.DateTimeField(editable=False)
    created_at = models.DateTimeField(editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    asked_by = models.ForeignKey("scc_site.User", models.PROTECT, null=True, editable=False, related_name="+")

    objects: ClassVar[models.Manager[Schedule]] = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            both_or_neither("asked_at", "asked_by", "schedule_asked"),
            models.CheckConstraint(
                condition=(INTERVAL & WITH_MINUTES) | (~INTERVAL & WITH_CLOCK), name="schedule_rule"
            ),
            models.CheckConstraint(
                condition=Q(catch_up="recent", catch_up_minutes__isnull=False)
                | (~Q(catch_up="recent") & Q(catch_up_minutes__isnull=True)),
                name="schedule_too_old",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> rules.Rule:
        """The rule as a value."""
        return rules.Rule(
            kind=rules.Kind(self.kind),
            clock=self.clock,
            weekdays=frozenset(self.weekdays),
            day=self.day,
            nth=self.nth,
            weekday=self.weekday,
            minutes=self.minutes,
        )

    @property
    def words(self) -> str:
        """The rule in words, with its zone."""
        return wording.said(self.rule, self.zone)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Named reads of occurrences."""

    def unfinished(self) -> OccurrenceQuerySet:
        """Those that still have to run to their end: planned, under way, or failed and to be tried again."""
        again = Q(state=Occurrence.State.FAILED, retry_at__isnull=False)
        return self.filter(Q(state__in=[Occurrence.State.PLANNED, Occurrence.State.RUNNING]) | again)

    def to_run(self, at: datetime) -> OccurrenceQuerySet:
        """Those to be taken up now, the earliest first; one that is under way is locked by whoever runs it."""
        later = Q(retry_at__gt=at)
        return self.unfinished().exclude(later).filter(due_at__lte=at).order_by("due_at", "pk")

    def given_up(self) -> OccurrenceQuerySet:
        """Failed for good, the latest first."""
        return self.filter(state=Occurrence.State.FAILED, retry_at=None).order_by("-due_at")


class Occurrence(models.Model):
    """One time that a schedule came, named by its slot: a local time, or for intervals an instant ending in Z.

    `due_at` is the instant it means, `zone` the zone it was read in. While it runs its row is locked by the runner's
    connection, so that one whose runner died can be told from one that takes long. `retry_at`: failed, comes again.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        RUNNING = "running", "under way"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        SKIPPED = "skipped", "left out"

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="occurrences")
    slot = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("scc_site.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Occurrence]] = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ("-due_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "slot"], name="occurrence_once"),
            both_or_neither("asked_at", "asked_by", "occurrence_asked"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["schedule", "-due_at"], name="occurrence_latest"),
            models.Index(fields=["due_at"], name="occurrence_open", condition=~Q(state__in=["done", "skipped"])),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id}: {self.slot}"

    @property
    def local(self) -> datetime:
        """The time at which it runs, on the clock of its zone."""
        return self.due_at.astimezone(ZoneInfo(self.zone))
