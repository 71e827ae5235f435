"""Campaigns: letters to many, what they were said to bring, what a model gave, and what came."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from reports.models.units import BusinessUnit


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Named reads of campaigns."""

    def named(self, *, unit: str, name: str) -> Campaign:
        """The campaign of a unit, by slug, of that name; raises Campaign.DoesNotExist."""
        return self.get(unit__slug=unit, name=name)

    def as_of(self, units: Collection[BusinessUnit], day: date) -> CampaignQuerySet:
        """The units' campaigns with result and forecast, the soonest first, in one query.

        `is_past`: whether the day it was planned for is the day or an earlier one. What a campaign came to counts only
        then, and without a day it is ahead.
        """
        found = self.filter(unit__in=units).select_related("unit", "result", "forecast")
        past = Case(When(planned_on__lte=day, then=Value(True)), default=Value(False))
        return found.annotate(is_past=past).order_by(F("planned_on").asc(nulls_last=True), "pk")


class Campaign(models.Model):
    """One letter to an audience. What it was claimed to bring stands beside what a model gives, in cents."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120)
    audience = models.CharField(max_length=120, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    variant = models.CharField(max_length=20, blank=True)
    offer = models.CharField(max_length=200, blank=True)
    claimed_low_cents = models.PositiveBigIntegerField("claimed, low", null=True, blank=True)
    claimed_high_cents = models.PositiveBigIntegerField("claimed, high", null=True, blank=True)
    hours = models.DecimalField("hours of work", max_digits=6, decimal_places=1, null=True, blank=True)
    discount_cents = models.PositiveBigIntegerField(
        "discount a booking", null=True, blank=True, help_text="What the offer takes off each booking."
    )

    is_past: bool  # where it is read as of a day

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = (F("planned_on").desc(nulls_last=True), "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="campaign_once"),
            models.CheckConstraint(
                condition=Q(claimed_low_cents__isnull=True)
                | Q(claimed_high_cents__isnull=True)
                | Q(claimed_high_cents__gte=F("claimed_low_cents")),
                name="campaign_claim_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignResult(models.Model):
    """What a campaign came to. Empty is not recorded; 0 is none."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="result")
    sent = models.PositiveIntegerField()
    delivered = models.PositiveIntegerField(null=True, blank=True)
    bounced = models.PositiveIntegerField("hard bounces", null=True, blank=True)
    complained = models.PositiveIntegerField("complaints", null=True, blank=True)
    clicked = models.PositiveIntegerField("clicks", null=True, blank=True)
    booked = models.PositiveIntegerField("bookings", null=True, blank=True)
    revenue_cents = models.PositiveBigIntegerField("revenue", null=True, blank=True)

    class Meta:
        verbose_name = "result"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(delivered__isnull=True) | Q(delivered__lte=F("sent")), name="campaignresult_delivered"
            ),
            models.CheckConstraint(
                condition=Q(bounced__isnull=True) | Q(bounced__lte=F("sent")), name="campaignresult_bounced"
            ),
        ]

    def __str__(self) -> str:
        return f"what {self.campaign} came to"


class CampaignForecast(models.Model):
    """What the model gave for a campaign before it went out, kept as it was: low, mean and high, to be held to.

    `rates` names what the rates came from (own campaigns, or a benchmark that is not ours). Cents and counts as
    decimal numbers, because a model does not count whole bookings.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="forecast")
    made_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    contactable = models.PositiveIntegerField()
    rates = models.CharField(max_length=200)
    delivered = models.DecimalField(max_digits=12, decimal_places=4)
    clicks = models.DecimalField(max_digits=12, decimal_places=4)
    bookings = models.DecimalField(max_digits=12, decimal_places=4)
    revenue_low_cents = models.BigIntegerField()
    revenue_cents = models.BigIntegerField()
    revenue_high_cents = models.BigIntegerField()

    class Meta:
        verbose_name = "forecast"

    def __str__(self) -> str:
        return f"what {self.campaign} was modelled to bring"
