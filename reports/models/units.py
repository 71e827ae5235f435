"""The businesses of the portfolio: every record of the books belongs to one of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from events.models import SLUG, Vessel
from reports.periods import Period
from scc_site.history import every_change


class BusinessUnitQuerySet(models.QuerySet["BusinessUnit"]):
    """Named reads of units."""

    def known(self) -> dict[str, BusinessUnit]:
        """Every unit by slug, retired ones too, in one query."""
        return {unit.slug: unit for unit in self.order_by("slug")}

    def kinds(self) -> set[str]:
        """The kinds that there are units of."""
        return set(self.order_by().values_list("kind", flat=True).distinct())

    def in_scope(self, slugs: Collection[str]) -> BusinessUnitQuerySet:
        """The named units by slug; all of them for no names."""
        found = self.order_by("slug")
        return found.filter(slug__in=slugs) if slugs else found


@pghistory.track(*every_change(), model_name="BusinessUnitHistory")
class BusinessUnit(models.Model):
    """One business: a boat, an agency, a house. Dates and periods of its records are days of its own zone."""

    class Kind(models.TextChoices):
        CHARTER = "charter", "charter"
        SERVICE = "service", "service"
        AGENCY = "agency", "agency"
        PROPERTY = "property", "property"
        DELIVERY = "delivery", "delivery"
        OTHER = "other", "other"

    class Recognition(models.TextChoices):
        COMPLETION = "completion", "when the work is done"
        PER_DAY = "per_day", "evenly over its days"

    class Allocation(models.TextChoices):
        NONE = "none", "shared costs stay where they were paid"
        EQUAL = "equal", "an equal share each"
        REVENUE = "revenue", "by share of revenue"

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=80)
    legal_entity = models.CharField(max_length=120, blank=True)
    timezone = models.CharField(max_length=60, default="America/Los_Angeles")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField("active until", null=True, blank=True, help_text="The first day without it.")
    recognition_policy = models.CharField(
        "multi-day work is earned", max_length=12, choices=Recognition, default=Recognition.COMPLETION
    )
    cost_allocation = models.CharField(max_length=10, choices=Allocation, default=Allocation.NONE)

    objects = BusinessUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "unit"
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(active_from__isnull=True) | Q(active_to__isnull=True) | Q(active_to__gt=F("active_from")),
                name="unit_active_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitVesselQuerySet(models.QuerySet["UnitVessel"]):
    """Named reads of whose vessels are whose."""

    def sailed(self, *, units: Sequence[BusinessUnit], period: Period) -> list[tuple[str, str, float, int]]:
        """Per vessel in use of some units: unit, vessel, seconds under way, sails completed in the period; one query.

        Seconds from departure to return as they were recorded, else as planned.
        """
        done = Q(events__status__in=("returned", "closed"), events__sails_on__gte=period.start)
        done &= Q(events__sails_on__lt=period.end)
        left, back = (
            Coalesce("events__departed_at", "events__departs_at"),
            Coalesce("events__returned_at", "events__returns_at"),
        )
        slugs = [unit.slug for unit in units]
        rows = (
            Vessel.objects.filter(is_active=True)
            .annotate(home=Coalesce("unit_row__unit__slug", "slug"))
            .filter(home__in=slugs)
            .annotate(n=Count("events", filter=done), out=Sum(back - left, filter=done))
        )
        found = rows.order_by("home", "slug").values_list("home", "slug", "out", "n")
        return [(home, vessel, out.total_seconds() if out else 0, n) for home, vessel, out, n in found]


class UnitVessel(models.Model):
    """Whose books a vessel's bookings go to; a vessel without a row belongs to the unit of its own slug."""

    vessel = models.OneToOneField(Vessel, models.CASCADE, related_name="unit_row")
    unit = models.ForeignKey(BusinessUnit, models.CASCADE, related_name="vessel_rows")

    objects = UnitVesselQuerySet.as_manager()

    class Meta:
        verbose_name = "vessel"
        ordering = ("vessel",)

    def __str__(self) -> str:
        return f"{self.vessel} is {self.unit}’s" if self.vessel_id else "a vessel"
