"""What is recorded, for which unit and days, and who says so: without it nothing is "zero", only "not recorded"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reports.domains import DOMAINS
from reports.models.batches import ImportBatch
from reports.models.units import BusinessUnit
from reports.periods import Period
from reports.spans import Levels, Statement, Statements, statements_of
from reports.values import Level
from scc_site.history import every_change


class DataCoverageQuerySet(models.QuerySet["DataCoverage"]):
    """Named reads of coverage."""

    def levels(self, *, units: Sequence[BusinessUnit], period: Period) -> Levels:
        """How much of a period is recorded, by unit and domain, in one query; see `spans.level_over` for the rule."""
        return self.filter(starts_on__lt=period.end, ends_on__gt=period.start).statements(units=units).levels(period)

    def statements(self, *, units: Sequence[BusinessUnit]) -> Statements:
        """All that was said of the units' days, in one query: for levels over several periods."""
        rows = self.filter(unit__in=units).values_list(
            "unit__slug", "domain", "starts_on", "ends_on", "level", "stated_at", "basis"
        )
        said = (
            (unit, domain, Statement(start, end, Level(level), at, basis == DataCoverage.Basis.ASSERTED))
            for unit, domain, start, end, level, at, basis in rows.order_by("pk")
        )
        return statements_of([unit.slug for unit in units], said)

    def imported(self, *, unit: BusinessUnit, domain: str, period: Period) -> DataCoverageQuerySet:
        """What imports said that spans the whole period by itself."""
        return self.filter(
            unit=unit, domain=domain, basis="import", starts_on__lte=period.start, ends_on__gte=period.end
        )


@pghistory.track(*every_change(), model_name="DataCoverageHistory")
class DataCoverage(models.Model):
    """Days `[starts_on, ends_on)` for which a unit's records of one domain are there, in part or complete.

    An import writes `partial`; a reconciliation or a person's word writes `complete`. `author` is empty where the
    house wrote it by itself.
    """

    class Level(models.TextChoices):
        NONE = "none", "none"
        PARTIAL = "partial", "in part"
        COMPLETE = "complete", "complete"

    class Basis(models.TextChoices):
        IMPORT = "import", "an import"
        RECONCILED = "reconciled", "a reconciliation"
        ASSERTED = "asserted", "a person’s word"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="coverage")
    domain = models.CharField(max_length=20, choices=[(domain.slug, domain.title) for domain in DOMAINS])
    starts_on = models.DateField("first day")
    ends_on = models.DateField("until", help_text="The first day after.")
    level = models.CharField(max_length=10, choices=Level)
    basis = models.CharField(max_length=10, choices=Basis)
    stated_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="coverage")

    objects = DataCoverageQuerySet.as_manager()

    class Meta:
        verbose_name = "coverage"
        verbose_name_plural = "coverage"
        ordering = ("unit", "domain", "starts_on")
        indexes: ClassVar = [models.Index(fields=["unit", "domain", "starts_on"], name="coverage_by_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="coverage_forward"),
            models.UniqueConstraint(fields=["unit", "domain", "starts_on", "ends_on", "basis"], name="coverage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.domain} {self.starts_on}–{self.ends_on}: {self.level}"

    @property
    def last_day(self) -> date:
        """The last day within."""
        return self.ends_on - timedelta(days=1)
