"""What the cloud costs, month by month, and what could be saved of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, Q

from reports.models.units import BusinessUnit


class CloudCostQuerySet(models.QuerySet["CloudCost"]):
    """Named reads of costs."""

    def of(self, units: Sequence[BusinessUnit], on: date) -> CloudCostQuerySet:
        """Those of some units; those of no unit too, where these are all the units there are on a day."""
        others = BusinessUnit.objects.exclude(pk__in=[unit.pk for unit in units])
        others = others.filter(Q(active_to__isnull=True) | Q(active_to__gt=on))
        return self.filter(Q(unit__in=units) | Q(unit__isnull=True) & ~Exists(others))

    def counted_by(self, day: date, last_whole: date) -> CloudCostQuerySet:
        """Those that count no later day than one; `last_whole` is the last month over by then, by its first day."""
        return self.filter(Q(through_on__lte=day) | Q(through_on__isnull=True, month__lte=last_whole))

    def since(self, month: date) -> CloudCostQuerySet:
        """Those of a month and later ones, the earliest first."""
        return self.filter(month__gte=month).order_by("month", "service", "pk")


class CloudCost(models.Model):
    """What one service cost in one month; without a unit: not tagged to any.

    `amount_cents` is usage and fees, before credits and without tax. `credit_cents` is what credits and refunds took
    off, above 0 when they did. `through_on` is the last day counted, where the month was not whole yet.
    """

    provider = models.CharField(max_length=20)
    account = models.CharField(max_length=40, blank=True, default="")
    service = models.CharField(max_length=120)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="cloud_costs")
    month = models.DateField(help_text="Its first day.")
    through_on = models.DateField("counted until", null=True, blank=True)
    amount_cents = models.BigIntegerField("amount")
    credit_cents = models.BigIntegerField("credits and refunds", default=0)
    tax_cents = models.BigIntegerField("tax", default=0)

    objects = CloudCostQuerySet.as_manager()

    class Meta:
        verbose_name = "cloud cost"
        ordering = ("-month", "provider", "service")
        indexes: ClassVar = [models.Index(fields=["month"], name="cloudcost_by_month")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "account", "service", "unit", "month"], nulls_distinct=False, name="cloudcost_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="cloudcost_first_day"),
            models.CheckConstraint(
                condition=Q(through_on__isnull=True) | Q(through_on__gte=F("month")), name="cloudcost_through_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.month:%B %Y}"


class CostOpportunity(models.Model):
    """Something that would make the cloud cheaper by `low_cents` to `high_cents` a month.

    `verified_cents` is what it did save a month, once that was seen on a bill.
    """

    class Status(models.TextChoices):
        OPEN = "open", "open"
        DOING = "doing", "being done"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    service = models.CharField(max_length=120)
    action = models.CharField(max_length=200)
    low_cents = models.PositiveBigIntegerField("saves at least", null=True, blank=True)
    high_cents = models.PositiveBigIntegerField("saves at most", null=True, blank=True)
    effort_hours = models.DecimalField(
        max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    status = models.CharField(max_length=7, choices=Status, default=Status.OPEN)
    verified_cents = models.PositiveBigIntegerField("saved for certain", null=True, blank=True)

    class Meta:
        verbose_name = "saving"
        verbose_name_plural = "savings"
        ordering = ("service", "action")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "action"], name="costopportunity_once"),
            models.CheckConstraint(
                condition=Q(low_cents__isnull=True) | Q(high_cents__isnull=True) | Q(high_cents__gte=F("low_cents")),
                name="costopportunity_range",
            ),
            models.CheckConstraint(
                condition=Q(effort_hours__isnull=True) | Q(effort_hours__gte=0), name="costopportunity_effort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.action}"
