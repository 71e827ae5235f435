"""Named reads that records of many kinds share: whose they are, and which there are by a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from reports.models.units import BusinessUnit


class Recorded(models.QuerySet[Any]):
    """Records of units. `unit_path` leads to their unit; `day` is the day they are of, empty for those of none."""

    unit_path: ClassVar[str] = "unit"
    day: ClassVar[str] = ""

    def of(self, units: Sequence[BusinessUnit]) -> Self:
        """Those of some units."""
        return self.filter(**{f"{self.unit_path}__in": units})

    def until(self, day: date) -> Self:
        """Those of days up to one, it included; those of no known day, too."""
        return self.filter(Q(**{f"{self.day}__lte": day}) | Q(**{f"{self.day}__isnull": True}))

    def in_turn(self) -> Self:
        """By their day, then as they came in."""
        return self.order_by(self.day, "pk")


class OfProperty(Recorded):
    """Records of a property on a day."""

    unit_path = "property__unit"
    day = "date"


class OfSpace(Recorded):
    """Records of a space."""

    unit_path = "space__property__unit"


class OfAsset(Recorded):
    """Records of an asset."""

    unit_path = "asset__unit"


class OfJob(Recorded):
    """Records of a delivery."""

    unit_path = "job__unit"


class OfComponent(Recorded):
    """Records of a technical component."""

    unit_path = "component__unit"


class OfClient(Recorded):
    """Records of a client."""

    unit_path = "client__unit"
