"""The way from a first look to a booking, in steps, and how many came to each on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F

from reports.models.units import BusinessUnit


class FunnelStepQuerySet(models.QuerySet["FunnelStep"]):
    """Named reads of steps."""

    def of(self, units: Iterable[BusinessUnit]) -> FunnelStepQuerySet:
        """The steps of units in their order, with the unit, in one query."""
        return self.filter(unit__in=list(units)).select_related("unit").order_by("unit__slug", "position", "pk")


class FunnelStep(models.Model):
    """One step of a unit's way to a booking; `position` says the order, the last is the booking itself."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="funnel_steps")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=1)

    objects = FunnelStepQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "position", "pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "name"], name="funnelstep_once")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.name}"


class FunnelCountQuerySet(models.QuerySet["FunnelCount"]):
    """Named reads of counts."""

    def between(self, units: Collection[BusinessUnit], start: date, end: date) -> list[tuple[int, date, int]]:
        """`(step, day, count)` of units' steps on days `[start, end)`, by day, in one query."""
        found = self.filter(step__unit__in=units, day__gte=start, day__lt=end).order_by("day", "step_id")
        return list(found.values_list("step_id", "day", "n"))


class FunnelCount(models.Model):
    """How many came to a step on a day of its unit's zone; 0 is a count, no row is not recorded."""

    step = models.ForeignKey(FunnelStep, models.CASCADE, related_name="counts")
    day = models.DateField()
    n = models.PositiveIntegerField("count")

    objects = FunnelCountQuerySet.as_manager()

    class Meta:
        verbose_name = "count of a day"
        verbose_name_plural = "counts of days"
        ordering = (F("day").desc(), "step")
        constraints: ClassVar = [models.UniqueConstraint(fields=["step", "day"], name="funnelcount_once")]
        indexes: ClassVar = [models.Index(fields=["-day", "step"], name="funnelcount_newest")]

    def __str__(self) -> str:
        return f"{self.step} on {self.day}: {self.n}"
