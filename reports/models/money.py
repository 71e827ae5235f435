"""What is wanted of the money: targets, rules the owners adopted, milestones, what is declared, capital asked for.

An amount of a metric is kept in the metric's own measure: cents for money, a part of 1 for a share.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from reports import metrics
from reports.models.units import BusinessUnit
from scc_site.history import every_change

SLOTS = 3


class Operator(models.TextChoices):
    """How a value is held against a threshold."""

    AT_LEAST = ">=", "at least"
    MORE = ">", "more than"
    AT_MOST = "<=", "at most"
    LESS = "<", "less than"
    EQUAL = "=", "exactly"


class Window(models.TextChoices):
    """Over which months a value is taken."""

    MONTH = "month", "the last complete month"
    T3M = "t3m", "the mean of the last three months"
    T12M = "t12m", "the mean of the last twelve months"


def known_metric(slug: str) -> None:
    """A metric of the registry. Raises ValidationError with the slugs that are known."""
    if slug not in metrics.known():
        raise ValidationError(f"There is no metric {slug!r}. Known are: {metrics.slugs()}.")


def metric_field(label: str = "metric", **options: Any) -> models.CharField[str, str]:
    """The slug of a metric."""
    return models.CharField(label, max_length=40, validators=[known_metric], **options)


def amount_field(label: str, **options: Any) -> models.DecimalField[Decimal, Decimal]:
    """An amount in the measure of the row's metric."""
    return models.DecimalField(label, max_digits=18, decimal_places=4, **options)


class OfUnitsQuerySet(models.QuerySet[Any]):
    """Named reads of rows that belong to a unit."""

    def of_units(self, units: Sequence[BusinessUnit]) -> OfUnitsQuerySet:
        """The rows of these units with their unit, by unit and key, in one query."""
        return self.filter(unit__in=units).select_related("unit").order_by("unit__slug", "pk")


class TargetQuerySet(OfUnitsQuerySet):
    """Named reads of targets."""

    def of_months(self, units: Sequence[BusinessUnit], first: date, until: date) -> OfUnitsQuerySet:
        """Targets of months whose first day is in `[first, until)`."""
        return self.of_units(units).filter(month__gte=first, month__lt=until)


@pghistory.track(*every_change(), model_name="TargetHistory")
class Target(models.Model):
    """What a unit wants a metric to be in a month; `set_by` is who says so, in words."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="targets", db_index=False)
    metric = metric_field()
    month = models.DateField(help_text="Its first day.")
    amount = amount_field("target")
    set_by = models.CharField("set by", max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "unit", "metric")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "metric", "month"], name="target_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="target_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.metric} {self.month:%B %Y}"


class Declared(models.Model):
    """What the owner says a metric is, from `low` to `high`: rules hold it against the books."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="declared", db_index=False)
    metric = metric_field()
    low = amount_field("from")
    high = amount_field("to")
    source = models.CharField(max_length=200, blank=True, help_text="Who said so, where and when.")

    objects = OfUnitsQuerySet.as_manager()

    class Meta:
        verbose_name = "declared figure"
        ordering = ("unit", "metric")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "metric"], name="declared_once"),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="declared_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.metric}"


@pghistory.track(*every_change(), model_name="FinancialRuleHistory")
class FinancialRule(models.Model):
    """One of a unit's three rules about money: it binds from the day it was adopted, and says what follows."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="money_rules", db_index=False)
    slot = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(SLOTS)])
    metric = metric_field()
    operator = models.CharField(max_length=2, choices=Operator, default=Operator.AT_LEAST)
    threshold = amount_field("threshold")
    window = models.CharField(max_length=5, choices=Window, default=Window.MONTH)
    adopted_by = models.CharField("adopted by", max_length=120, blank=True)
    adopted_on = models.DateField("adopted on", null=True, blank=True)
    consequence = models.CharField("what follows", max_length=200, blank=True)

    objects = OfUnitsQuerySet.as_manager()

    class Meta:
        verbose_name = "financial rule"
        ordering = ("unit", "slot")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "slot"], name="financialrule_once"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=SLOTS), name="financialrule_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} rule {self.slot}: {self.metric}"


class Milestone(models.Model):
    """Where a metric of a unit shall stand by a day."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="milestones", db_index=False)
    metric = metric_field()
    operator = models.CharField(max_length=2, choices=Operator, default=Operator.AT_LEAST)
    target = amount_field("target")
    due = models.DateField("due on")

    objects = OfUnitsQuerySet.as_manager()

    class Meta:
        ordering = ("due", "unit")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "metric"], name="milestone_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.metric} by {self.due}"


class CapitalTierQuerySet(models.QuerySet["CapitalTier"]):
    """Named reads of tiers."""

    def by_rank(self) -> CapitalTierQuerySet:
        """All of them, the first to be filled first, in one query."""
        return self.order_by("rank")


class CapitalTier(models.Model):
    """A step of spending: opened once its gate's metric is good enough, in the order of rank; `cap` limits it."""

    rank = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=80)
    gate_metric = metric_field("gate", blank=True)
    gate_amount = amount_field("gate opens at", null=True, blank=True)
    cap_cents = models.PositiveBigIntegerField("cap", null=True, blank=True)

    objects = CapitalTierQuerySet.as_manager()

    class Meta:
        verbose_name = "capital tier"
        ordering = ("rank",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(gate_metric="", gate_amount__isnull=True)
                | (~Q(gate_metric="") & Q(gate_amount__isnull=False)),
                name="capitaltier_gate_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.name}"


class CapitalRequestQuerySet(OfUnitsQuerySet):
    """Named reads of requests."""

    def open_of(self, units: Sequence[BusinessUnit]) -> OfUnitsQuerySet:
        """Those of these units that nobody funded or declined yet, with unit and tier, in one query."""
        return self.of_units(units).filter(status="open").select_related("unit", "tier")


class CapitalRequest(models.Model):
    """Money asked for: what it costs once, and what it is thought to bring each month (empty: not known)."""

    class Confidence(models.TextChoices):
        LOW = "low", "low"
        MEDIUM = "medium", "medium"
        HIGH = "high", "high"

    class Status(models.TextChoices):
        OPEN = "open", "open"
        FUNDED = "funded", "funded"
        DECLINED = "declined", "declined"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="capital_requests", db_index=False)
    title = models.CharField(max_length=120)
    cost_cents = models.PositiveBigIntegerField("cost")
    monthly_benefit_cents = models.BigIntegerField("monthly benefit", null=True, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence, blank=True)
    tier = models.ForeignKey(CapitalTier, models.PROTECT, null=True, blank=True, related_name="requests")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)

    objects = CapitalRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "capital request"
        ordering = ("unit", "title")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "title"], name="capitalrequest_once")]

    def __str__(self) -> str:
        return self.title
