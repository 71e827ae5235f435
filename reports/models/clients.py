"""Clients of an agency: who they are, their plans, the work done for them and what they were billed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from events.models import SLUG
from reports.models.units import BusinessUnit


class Client(models.Model):
    """One who pays a unit for work, by a plan or by the hour."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="clients")
    slug = models.CharField(max_length=40, validators=[SLUG])
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "slug"], name="client_once")]

    def __str__(self) -> str:
        return self.name
