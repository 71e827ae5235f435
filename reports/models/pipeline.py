"""Work that may come: opportunities, and the days on which each reached its stages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from reports.models.units import BusinessUnit


class Stage(models.TextChoices):
    """How far an opportunity came: the open stages in their order, then how it ended."""

    LEAD = "lead", "lead"
    QUALIFIED = "qualified", "qualified"
    PROPOSAL = "proposal", "proposal"
    NEGOTIATION = "negotiation", "negotiation"
    WON = "won", "won"
    LOST = "lost", "lost"


DECIDED = (Stage.WON, Stage.LOST)


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    """Named reads of opportunities."""

    def with_steps(self, units: Sequence[BusinessUnit]) -> OpportunityQuerySet:
        """Those of these units with their unit and the days of their stages, in two queries."""
        return (
            self.filter(unit__in=units).select_related("unit").prefetch_related("steps").order_by("unit__slug", "key")
        )

    def open(self) -> OpportunityQuerySet:
        """Those nobody won or lost yet."""
        return self.exclude(stage__in=DECIDED)

    def decided(self) -> OpportunityQuerySet:
        """Those won or lost."""
        return self.filter(stage__in=DECIDED)


class Opportunity(models.Model):
    """One chance of business. `probability` is what the owner gives it, a part of 1; empty: not said."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="opportunities", db_index=False)
    key = models.CharField("name", max_length=80)
    channel = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.LEAD)
    value_cents = models.PositiveBigIntegerField("value", null=True, blank=True)
    probability = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="From 0 to 1.",
    )
    expected_on = models.DateField("expected on", null=True, blank=True)
    next_step_on = models.DateField("next step on", null=True, blank=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        ordering = ("unit", "key")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "key"], name="opportunity_once"),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="opportunity_probability",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class OpportunityStepQuerySet(models.QuerySet["OpportunityStep"]):
    """Named reads of the days of stages."""

    def standing(self, opportunities: Sequence[Opportunity]) -> dict[int, OpportunityStep]:
        """The last step of each of these opportunities by its number, in one query."""
        found = self.filter(opportunity__in=opportunities).order_by("opportunity_id", "-entered_on")
        return {step.opportunity_id: step for step in found.distinct("opportunity_id")}

    def of(self, opportunity: Opportunity) -> OpportunityStepQuerySet:
        """The steps of one, the first day first."""
        return self.filter(opportunity=opportunity).order_by("entered_on")

    def until(self, day: date) -> OpportunityStepQuerySet:
        """Steps on or before a day."""
        return self.filter(entered_on__lte=day)


class OpportunityStep(models.Model):
    """The day from which an opportunity stands in a stage: one a day, the last word of it."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="steps", db_index=False)
    entered_on = models.DateField("since")
    stage = models.CharField(max_length=12, choices=Stage)
    is_dated = models.BooleanField(
        default=True, db_default=True, help_text="Its day was told; else it is the day of an import, and held before."
    )

    objects = OpportunityStepQuerySet.as_manager()

    class Meta:
        verbose_name = "stage"
        ordering = ("opportunity", "entered_on")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "entered_on"], name="opportunitystep_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} {self.stage} since {self.entered_on}"
