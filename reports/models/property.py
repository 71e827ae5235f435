"""Houses that are let: what they are, their spaces, the loans on them, the work on them and what they cost."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from events.models import SLUG
from reports.models.amounts import cents, signed_cents
from reports.models.reads import OfProperty, Recorded
from reports.models.units import BusinessUnit


class SpaceQuerySet(OfProperty):
    """Named reads of spaces."""

    def named(self) -> SpaceQuerySet:
        """With their properties, by name."""
        return self.select_related("property").order_by("property__name", "name")


class LoanQuerySet(OfProperty):
    """Named reads of loans."""

    day = "first_due"


class WorkQuerySet(OfProperty):
    """Named reads of work orders."""

    day = "opened_on"

    def open_now(self) -> WorkQuerySet:
        """What is not done."""
        return self.filter(done_on__isnull=True)

    def done(self) -> WorkQuerySet:
        """What is done."""
        return self.filter(done_on__isnull=False)


class Property(models.Model):
    """One house or building that belongs to a unit.

    `cash_invested_cents` is what was paid for it in cash: price and closing costs less loans. `asset` is where its
    valuations stand; empty: the unit's only asset of this kind.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="properties")
    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=120)
    asset = models.ForeignKey("reports.Asset", models.PROTECT, null=True, blank=True, related_name="properties")
    cash_invested_cents = cents("cash invested", null=True, blank=True)

    objects = Recorded.as_manager()

    class Meta:
        verbose_name_plural = "properties"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Space(models.Model):
    """What is let as one: a unit of a building, a room, a garage."""

    property = models.ForeignKey(Property, models.PROTECT, related_name="spaces", db_index=False)
    name = models.CharField(max_length=80)
    market_rent_cents = cents("market rent a month", null=True, blank=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ("property", "name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["property", "name"], name="space_once")]

    def __str__(self) -> str:
        return f"{self.property}, {self.name}"


class PropertyLoan(models.Model):
    """A loan on a property and its schedule: equal monthly payments from `first_due` on, for `months` months.

    `annual_percent` is the yearly interest in percent; `payment_cents` the payment agreed, principal and interest.
    """

    property = models.ForeignKey(Property, models.PROTECT, related_name="loans", db_index=False)
    lender = models.CharField(max_length=120)
    principal_cents = cents("principal")
    annual_percent = models.DecimalField(
        "interest a year, %",
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    months = models.PositiveSmallIntegerField("months in all", validators=[MinValueValidator(1)])
    first_due = models.DateField("first payment")
    payment_cents = cents("monthly payment")

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = "loan"
        ordering = ("property", "first_due")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["property", "lender", "first_due"], name="propertyloan_once"),
            models.CheckConstraint(
                condition=Q(months__gte=1),
                name="propertyloan_months",
                violation_error_message="A loan runs for one month at least.",
            ),
            models.CheckConstraint(
                condition=Q(annual_percent__gte=0, annual_percent__lte=100),
                name="propertyloan_percent",
                violation_error_message="Interest is between 0 and 100 percent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lender}, from {self.first_due}"


class WorkOrder(models.Model):
    """Work on a property, open until it is done."""

    property = models.ForeignKey(Property, models.PROTECT, related_name="work_orders", db_index=False)
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="work_orders")
    title = models.CharField(max_length=160)
    opened_on = models.DateField()
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    cost_cents = cents("cost", null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ("property", "-opened_on")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["property", "title", "opened_on"], name="workorder_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("opened_on")),
                name="workorder_forward",
                violation_error_message="Work cannot be done before it was opened.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PropertyCost(models.Model):
    """What a property cost on a day, by category; below 0 for what was given back.

    Only operating costs lower the net operating income: a purchase, a loan's payment and depreciation do not.
    """

    class Kind(models.TextChoices):
        OPEX = "opex", "operating"
        CAPEX = "capex", "capital"
        DEBT = "debt", "loan payment"
        DEPRECIATION = "depreciation", "depreciation"

    property = models.ForeignKey(Property, models.PROTECT, related_name="costs", db_index=False)
    date = models.DateField()
    category = models.CharField(max_length=60)
    amount_cents = signed_cents("amount")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OPEX)

    objects = OfProperty.as_manager()

    class Meta:
        verbose_name = "cost"
        ordering = ("property", "-date")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["property", "date", "category"], name="propertycost_once"),
        ]

    def __str__(self) -> str:
        return f"{self.category}, {self.date}"
