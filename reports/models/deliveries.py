"""Yacht deliveries: jobs, what they cost, and who sailed them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from reports.models.units import BusinessUnit


class DeliveryJob(models.Model):
    """One vessel brought from one port to another."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="delivery_jobs")
    key = models.CharField("job", max_length=40, unique=True)

    class Meta:
        verbose_name = "delivery"
        verbose_name_plural = "deliveries"
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.key
