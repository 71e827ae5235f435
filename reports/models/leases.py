"""Who lives where, for what rent: leases, what was charged, and what was paid."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from reports.models.amounts import cents
from reports.models.property import Property, Space
from reports.models.reads import OfProperty, OfSpace, Recorded
from scc_site.history import every_change

LAST_DUE_DAY = 31  # of a shorter month: its last


class LeaseQuerySet(OfSpace):
    """Named reads of leases."""

    day = "starts_on"

    def named(self) -> LeaseQuerySet:
        """With their spaces and properties, by name, the latest first."""
        return self.select_related("space__property").order_by("space__property__name", "space__name", "-starts_on")

    def running(self, day: date) -> LeaseQuerySet:
        """Those that run on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def ahead(self, day: date) -> LeaseQuerySet:
        """Those that begin after a day."""
        return self.filter(starts_on__gt=day)

    def ended(self, day: date) -> LeaseQuerySet:
        """Those that ended before a day."""
        return self.filter(ends_on__lt=day)


class ChargeQuerySet(OfSpace):
    """Named reads of rent."""

    day = "due"

    def with_paid(self) -> ChargeQuerySet:
        """Each with `paid_cents` and `open_cents`, below 0 where too much was paid."""
        rows = RentPayment.objects.filter(charge=OuterRef("pk")).order_by().values("charge")
        paid = Coalesce(Subquery(rows.values(found=Sum("amount_cents"))), 0, output_field=models.BigIntegerField())
        left = ExpressionWrapper(F("amount_cents") - F("paid_cents"), output_field=models.BigIntegerField())
        return self.annotate(paid_cents=paid).annotate(open_cents=left)

    def unpaid(self) -> ChargeQuerySet:
        """Those not paid in full."""
        return self.with_paid().filter(open_cents__gt=0)

    def paid(self) -> ChargeQuerySet:
        """Those paid in full, or more."""
        return self.with_paid().filter(open_cents__lte=0)


class PaymentQuerySet(Recorded):
    """Named reads of payments of rent."""

    unit_path = "charge__space__property__unit"
    day = "paid_on"


@pghistory.track(*every_change(), model_name="LeaseHistory")
class Lease(models.Model):
    """A tenant's right to a space, the last day included; rent a month, and the deposit held for the tenant."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="leases", db_index=False)
    tenant = models.CharField(max_length=120)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    rent_cents = cents("rent a month")
    due_day = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(LAST_DUE_DAY)]
    )
    deposit_held_cents = cents("deposit held", default=0)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        ordering = ("space", "-starts_on")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "tenant", "starts_on"], name="lease_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="lease_forward",
                violation_error_message="A lease cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=LAST_DUE_DAY),
                name="lease_due_day",
                violation_error_message="The day on which rent is due is between 1 and 31.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenant} in {self.space}"

    def runs_on(self, day: date) -> bool:
        """Whether a day is within it."""
        return self.starts_on <= day <= self.ends_on


class RentCharge(models.Model):
    """Rent that fell due for a space. `lease` is the one it was charged by, where it is known."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="charges", db_index=False)
    lease = models.ForeignKey(Lease, models.PROTECT, null=True, blank=True, related_name="charges")
    due = models.DateField()
    amount_cents = cents("charged")

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = "rent"
        verbose_name_plural = "rent"
        ordering = ("space", "-due")
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "due"], name="rentcharge_once")]

    def __str__(self) -> str:
        return f"{self.space}, {self.due}"


class RentPayment(models.Model):
    """A part of a rent that was paid, by its number. Without its day it counts as collected, but for no month."""

    charge = models.ForeignKey(RentCharge, models.CASCADE, related_name="payments", db_index=False)
    part = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    amount_cents = cents("paid")
    paid_on = models.DateField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "payment"
        ordering = ("charge", "part")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["charge", "part"], name="rentpayment_once"),
            models.CheckConstraint(
                condition=Q(part__gte=1),
                name="rentpayment_part",
                violation_error_message="Parts of a payment count from 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charge}, part {self.part}"


class OtherIncome(models.Model):
    """What a property brought besides rent: laundry, parking, late fees."""

    property = models.ForeignKey(Property, models.PROTECT, related_name="other_income", db_index=False)
    date = models.DateField()
    category = models.CharField(max_length=60)
    amount_cents = cents("amount")

    objects = OfProperty.as_manager()

    class Meta:
        verbose_name = "other income"
        verbose_name_plural = "other income"
        ordering = ("property", "-date")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["property", "date", "category"], name="otherincome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.category}, {self.date}"
