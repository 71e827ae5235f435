"""Yacht deliveries: jobs, what they cost, and who sailed them."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from reports.models.amounts import Answer, cents
from reports.models.reads import OfJob, Recorded
from reports.models.units import BusinessUnit
from scc_site.history import every_change


class ExpenseQuerySet(OfJob):
    """Named reads of what jobs cost."""

    day = "date"


@pghistory.track(*every_change(), model_name="DeliveryJobHistory")
class DeliveryJob(models.Model):
    """One vessel brought from one port to another. Miles are nautical, days are days of the unit's zone.

    `fee_quoted_cents` is the fee of the whole job; `rate_cents` that of a day or a mile, as `basis` says.
    `advance_cents` is what the client has paid in advance. `asked` and `answered` are when the client wrote and when
    the quote left.
    """

    class Stage(models.TextChoices):
        LEAD = "lead", "lead"
        QUOTED = "quoted", "quoted"
        CONTRACTED = "contracted", "contracted"
        UNDERWAY = "underway", "under way"
        COMPLETED = "completed", "completed"
        LOST = "lost", "lost"
        CANCELLED = "cancelled", "cancelled"

    class Basis(models.TextChoices):
        DAY = "day", "by the day"
        MILE = "nm", "by the mile"
        FLAT = "flat", "one price"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="delivery_jobs")
    key = models.CharField("job", max_length=40, unique=True)
    client = models.CharField(max_length=120, blank=True)
    vessel = models.CharField(max_length=120, blank=True)
    origin = models.CharField("from", max_length=120, blank=True)
    destination = models.CharField("to", max_length=120, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.LEAD)
    asked = models.DateTimeField("client asked", null=True, blank=True)
    quoted_on = models.DateField(null=True, blank=True)
    answered = models.DateTimeField("we answered", null=True, blank=True)
    basis = models.CharField(max_length=4, choices=Basis, blank=True)
    rate_cents = cents("rate", null=True, blank=True)
    fee_quoted_cents = cents("fee quoted", null=True, blank=True)
    expenses_quoted_cents = cents("expenses quoted", null=True, blank=True)
    advance_cents = cents("advance received", null=True, blank=True)
    nm_planned = models.PositiveIntegerField("miles planned", null=True, blank=True)
    nm_actual = models.PositiveIntegerField("miles sailed", null=True, blank=True)
    planned_depart = models.DateField("departure planned", null=True, blank=True)
    planned_arrive = models.DateField("arrival planned", null=True, blank=True)
    actual_depart = models.DateField("departed", null=True, blank=True)
    actual_arrive = models.DateField("arrived", null=True, blank=True)
    weather_days = models.PositiveSmallIntegerField("days lost to weather", default=0)
    contract = models.CharField("contract signed", max_length=7, choices=Answer, default=Answer.UNKNOWN)
    insurance = models.CharField("insurance document", max_length=7, choices=Answer, default=Answer.UNKNOWN)

    objects = Recorded.as_manager()

    class Meta:
        verbose_name = "delivery"
        verbose_name_plural = "deliveries"
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(planned_depart__isnull=True)
                | Q(planned_arrive__isnull=True)
                | Q(planned_arrive__gte=F("planned_depart")),
                name="deliveryjob_planned_forward",
                violation_error_message="The arrival planned is before the departure planned.",
            ),
            models.CheckConstraint(
                condition=Q(actual_depart__isnull=True)
                | Q(actual_arrive__isnull=True)
                | Q(actual_arrive__gte=F("actual_depart")),
                name="deliveryjob_actual_forward",
                violation_error_message="The job arrived before it departed.",
            ),
            models.CheckConstraint(
                condition=Q(asked__isnull=True) | Q(answered__isnull=True) | Q(answered__gte=F("asked")),
                name="deliveryjob_answered_forward",
                violation_error_message="The answer is before the question.",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class JobExpense(models.Model):
    """What was spent on a job. What the client pays back by contract is passed through, reimbursed or not yet."""

    job = models.ForeignKey(DeliveryJob, models.PROTECT, related_name="expenses", db_index=False)
    date = models.DateField()
    what = models.CharField(max_length=120)
    amount_cents = cents("amount")
    is_pass_through = models.BooleanField("passed through", default=False)
    reimbursed_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = "expense"
        ordering = ("job", "date")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "date", "what"], name="jobexpense_once"),
            models.CheckConstraint(
                condition=Q(reimbursed_on__isnull=True) | Q(is_pass_through=True),
                name="jobexpense_reimbursed",
                violation_error_message="Only what is passed through is reimbursed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.date}"


class CrewPay(models.Model):
    """What one of the crew earns by a job; paid once it has a day."""

    job = models.ForeignKey(DeliveryJob, models.PROTECT, related_name="crew_pay", db_index=False)
    person = models.CharField(max_length=120)
    days = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)])
    amount_cents = cents("amount")
    paid_on = models.DateField(null=True, blank=True)

    objects = OfJob.as_manager()

    class Meta:
        verbose_name = "crew pay"
        verbose_name_plural = "crew pay"
        ordering = ("job", "person")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "person"], name="crewpay_once"),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=0),
                name="crewpay_days",
                violation_error_message="Days are never below 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.job}"
