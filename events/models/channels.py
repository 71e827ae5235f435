"""Where bookings come from, and on what terms they may be cancelled: the house's own data."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from events.models.fleet import SLUG, InUseQuerySet

MOST_HOURS = 24 * 366


class BookingChannel(models.Model):
    """A way bookings come in. Where it holds the cash, guests pay the channel and it pays the house after the sail."""

    class Kind(models.TextChoices):
        DIRECT = "direct", "direct"
        MARKETPLACE = "marketplace", "marketplace"
        REFERRAL = "referral", "referral"
        OTHER = "other", "other"

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DIRECT)
    holds_cash = models.BooleanField(default=False, help_text="Guests pay the channel, not the house.")
    is_active = models.BooleanField(default=True)

    objects = InUseQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class CancellationTermsQuerySet(InUseQuerySet):
    """Named reads of terms."""

    def with_steps(self) -> CancellationTermsQuerySet:
        """Those in use with their steps, in two queries."""
        return self.in_use().prefetch_related("steps")  # type: ignore[return-value]  # the subclass keeps itself


class CancellationTerms(models.Model):
    """What a guest gets back who cancels: steps, each a share of the price; nearer than the last of them, nothing."""

    name = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True)

    objects = CancellationTermsQuerySet.as_manager()

    class Meta:
        verbose_name = "cancellation terms"
        verbose_name_plural = "cancellation terms"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def as_steps(self) -> list[list[int]]:
        """`[hours, percent]`, the farthest first: what a booking copies."""
        return sorted(([step.hours, step.percent] for step in self.steps.all()), reverse=True)


class CancellationStep(models.Model):
    """At least so many hours before departure, this share of the price comes back."""

    terms = models.ForeignKey(CancellationTerms, models.CASCADE, related_name="steps")
    hours = models.PositiveIntegerField(
        validators=[MaxValueValidator(MOST_HOURS)], help_text="At least so many hours before departure."
    )
    percent = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(100)], help_text="This share of the price comes back."
    )

    class Meta:
        verbose_name = "step"
        ordering = ("terms", "-hours")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["terms", "hours"], name="cancellationstep_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="cancellationstep_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h: {self.percent} %"
