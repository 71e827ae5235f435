"""Clients of an agency: who they are, their plans, and what runs for them."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from events.models import SLUG
from reports.models.reads import OfClient, Recorded
from reports.models.tech import TechComponent
from reports.models.units import BusinessUnit
from scc_site.history import every_change


class DateRange(Func):
    """Days from the first up to, not with, the second, as the database ranges them."""

    function = "DATERANGE"
    output_field = DateRangeField()


def one_at_a_time(kind: str) -> ExclusionConstraint:
    """No client has two plans of a kind on one day."""
    return ExclusionConstraint(
        name=f"billingplan_one_{kind}_at_a_time",
        expressions=[
            # no btree_gist in the embedded server: a one-point range stands for equality
            (Func(F("client_id"), F("client_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
            (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
        ],
        condition=Q(kind=kind),
        violation_error_message="The client has a plan of this kind on some of these days: end that one first.",
    )


@pghistory.track(*every_change(), model_name="ClientHistory")
class Client(models.Model):
    """One who pays a unit for work, by a plan or by the hour.

    `hosting_cost_cents` is what hosting it costs us a month, `cost_rate_cents` what an hour of work on it costs us.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="clients")
    slug = models.CharField(max_length=40, validators=[SLUG])
    name = models.CharField(max_length=120)
    is_active = models.BooleanField("active", default=True)
    since = models.DateField("client since", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="The first day it was no client any more.")
    hosting_cost_cents = models.PositiveBigIntegerField("hosting costs us a month", null=True, blank=True)
    cost_rate_cents = models.PositiveBigIntegerField("an hour of work costs us", null=True, blank=True)

    objects = Recorded.as_manager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "slug"], name="client_once"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gt=F("since")),
                name="client_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(*every_change(), model_name="BillingPlanHistory")
class BillingPlan(models.Model):
    """What a client agreed to pay from a day on: a month for a retainer or hosting, an hour for hourly work.

    Days are `[starts_on, ends_on)`; an empty one has no bound. Of one kind a client has one plan at a time.
    """

    class Kind(models.TextChoices):
        RETAINER = "retainer", "retainer, a month"
        HOSTING = "hosting", "hosting, a month"
        HOURLY = "hourly", "by the hour"
        NONE = "none", "nothing agreed"

    client = models.ForeignKey(Client, models.CASCADE, related_name="plans")
    kind = models.CharField(max_length=8, choices=Kind)
    amount_cents = models.PositiveBigIntegerField("amount", default=0)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("until", null=True, blank=True, help_text="The first day without it.")

    objects = OfClient.as_manager()

    class Meta:
        verbose_name = "plan"
        ordering = ("client", "kind", "starts_on")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="billingplan_forward",
            ),
            models.CheckConstraint(
                condition=Q(kind="none", amount_cents=0) | ~Q(kind="none"), name="billingplan_none_is_free"
            ),
            *(one_at_a_time(kind) for kind in ("retainer", "hosting", "hourly", "none")),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.kind}"


class ClientComponent(models.Model):
    """A component that runs for a client: which share, from 0 to 1, of its monthly cost is this client's."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="component_rows", db_index=False)
    component = models.ForeignKey(TechComponent, models.CASCADE, related_name="client_rows")
    share = models.DecimalField(
        max_digits=5, decimal_places=4, default=1, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )

    objects = OfClient.as_manager()

    class Meta:
        verbose_name = "component"
        ordering = ("client", "component")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "component"], name="clientcomponent_once"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="clientcomponent_share"),
        ]

    def __str__(self) -> str:
        return f"{self.component} for {self.client}"
