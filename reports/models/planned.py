"""Which report a schedule of the house builds, for whom, and who approves it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from reports.models.grants import NAMES
from reports.models.units import BusinessUnit
from scc_site.history import every_change
from scc_site.models import Schedule


class ReportScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    """Named reads of report schedules."""

    def told(self) -> ReportScheduleQuerySet:
        """With when, over what and for whom."""
        return self.select_related("schedule", "unit").prefetch_related("people")

    def called(self, name: str) -> ReportSchedule | None:
        """The one of a schedule, by its name."""
        return self.select_related("schedule", "unit").filter(schedule__name=name).first()


@pghistory.track(*every_change(), model_name="ReportScheduleHistory")
class ReportSchedule(models.Model):
    """A report that comes by itself, beside the house's schedule that says when, and in which zone.

    `unit` empty: the whole portfolio. `people` named: these alone, of those who were given it; else all of them.
    `least_percent`: what must be recorded before it is approved by itself.
    """

    class Policy(models.TextChoices):
        MANUAL = "manual", "a person approves each run"
        CALM = "calm", "by itself where nothing critical is new and enough is recorded"
        ALWAYS = "always", "by itself, always"

    schedule = models.OneToOneField(Schedule, models.PROTECT, related_name="report")
    slug = models.CharField("report", max_length=20, choices=list(NAMES.items()))
    unit = models.ForeignKey(
        BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the whole portfolio."
    )
    policy = models.CharField("approved", max_length=10, choices=Policy, default=Policy.MANUAL)
    least_percent = models.PositiveSmallIntegerField(
        "at least recorded, %", default=50, validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="For: by itself where nothing critical is new.",
    )  # fmt: skip
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", help_text="Empty: everybody who was given it."
    )

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = "report schedule"
        ordering = ("schedule__name",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(least_percent__lte=100), name="reportschedule_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_slug_display()}, {self.unit or 'whole portfolio'}"

    @property
    def least(self) -> Decimal:
        """The share that must be recorded, 0 to 1."""
        return Decimal(self.least_percent) / 100
