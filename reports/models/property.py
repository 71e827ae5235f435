"""Houses that are let: spaces, leases, rent, loans and work on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from events.models import SLUG
from reports.models.units import BusinessUnit


class Property(models.Model):
    """One house or building that belongs to a unit."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="properties")
    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "properties"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
