"""What runs a business on computers: components, what was checked of them, their deploys and their open holes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, Count, F, Max, Q, When

from reports.models.reads import OfComponent, Recorded
from reports.models.units import BusinessUnit
from scc_site.history import every_change

GRAVEST_FIRST = (  # what is open before all else, the gravest of it, then the oldest
    Case(When(status="open", then=0), default=1).asc(),
    Case(
        *(When(severity=word, then=place) for place, word in enumerate(("critical", "high", "medium"))), default=3
    ).asc(),
    "found_on",
    "pk",
)


class Answer(models.TextChoices):
    """What somebody who looked could say. Unknown is not no."""

    YES = "yes", "yes"
    NO = "no", "no"
    UNKNOWN = "unknown", "unknown"


class TechComponentQuerySet(Recorded):
    """Named reads of components."""

    def running_on(self, day: date) -> Self:
        """Those not retired by a day."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))

    def retired_by(self, day: date) -> Iterable[tuple[str, str, str]]:
        """Those retired by a day: unit by slug, name, provider."""
        rows = self.filter(retired_on__lte=day).order_by("unit__slug", "name")
        return rows.values_list("unit__slug", "name", "provider")

    def as_checked(self) -> Self:
        """With `checked_last`, the day of the last check, and `check_count`."""
        return self.annotate(checked_last=Max("checks__checked_on"), check_count=Count("checks"))


class CheckQuerySet(OfComponent):
    """Named reads of checks."""

    day = "checked_on"


class DeployQuerySet(OfComponent):
    """Named reads of deploys."""

    def around(self, start: date, end: date) -> Self:
        """Those of the days `[start, end)` in any zone: a day more on either side."""
        first, last = (datetime.combine(day, time(), UTC) for day in (start, end))
        return self.filter(deployed_at__gte=first - timedelta(days=1), deployed_at__lt=last + timedelta(days=1))


class FindingQuerySet(OfComponent):
    """Named reads of findings."""

    day = "found_on"


class TechComponent(models.Model):
    """One site, service or store of a unit. `monthly_cost_cents` is what it costs a month, where that is known.

    `repo` is the address of its source: a scanner's report finds its component by it.
    """

    class Criticality(models.TextChoices):
        UNKNOWN = "", "not known"
        NORMAL = "normal", "can be down a day"
        CRITICAL = "critical", "the business stops without it"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="components")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True, help_text="Site, service, database, list …")
    provider = models.CharField(max_length=60, blank=True)
    runtime = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=40, blank=True)
    eol_on = models.DateField("end of life", null=True, blank=True, help_text="The runtime’s last day with fixes.")
    repo = models.CharField("repository", max_length=200, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    environment = models.CharField(max_length=40, blank=True)
    criticality = models.CharField(max_length=10, choices=Criticality, blank=True, default=Criticality.UNKNOWN)
    data_class = models.CharField("data it holds", max_length=40, blank=True)
    is_public = models.CharField("open to the internet", max_length=7, choices=Answer, default=Answer.UNKNOWN)
    monthly_cost_cents = models.PositiveBigIntegerField("cost a month", null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True, help_text="The first day without it.")

    objects = TechComponentQuerySet.as_manager()

    class Meta:
        verbose_name = "component"
        ordering = ("unit", "name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "name"], name="techcomponent_once")]

    def __str__(self) -> str:
        return self.name


class ComponentCheck(models.Model):
    """What somebody found of one component on one day; without a day: at some time before all others."""

    class Check(models.TextChoices):
        CI = "ci", "tests run by themselves"
        STAGING = "staging", "staging"
        ROLLBACK = "rollback", "rollback"
        BACKUP = "backup", "backup"
        RESTORE_TEST = "restore_test", "a restore was tried"
        MONITORING = "monitoring", "monitoring"
        AUTH = "auth", "asks who you are"
        WAF = "waf", "web firewall"
        ANALYTICS = "analytics", "analytics"
        AVAILABILITY_CALENDAR = "availability_calendar", "availability calendar"
        BOOKING_PATH = "booking_path", "booking path tried"

    component = models.ForeignKey(TechComponent, models.CASCADE, related_name="checks", db_index=False)
    check_name = models.CharField("check", max_length=24, choices=Check)
    result = models.CharField(max_length=7, choices=Answer)
    checked_on = models.DateField("on", null=True, blank=True)
    evidence_url = models.URLField("evidence", max_length=300, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "check"
        ordering = ("component", "check_name", "-checked_on")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["component", "check_name", "checked_on"], nulls_distinct=False, name="componentcheck_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_check_name_display()}: {self.result}"


class Deploy(models.Model):
    """One release of a component. A failed one is restored when the component works again."""

    class Result(models.TextChoices):
        OK = "ok", "went well"
        FAILED = "failed", "failed"

    component = models.ForeignKey(TechComponent, models.CASCADE, related_name="deploys", db_index=False)
    deployed_at = models.DateTimeField("at")
    commit = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField("commit made at", null=True, blank=True)
    result = models.CharField(max_length=6, choices=Result)
    restored_at = models.DateTimeField(null=True, blank=True)

    objects = DeployQuerySet.as_manager()

    class Meta:
        ordering = ("-deployed_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["component", "deployed_at"], name="deploy_once"),
            models.CheckConstraint(
                condition=Q(committed_at__isnull=True) | Q(committed_at__lte=F("deployed_at")),
                name="deploy_after_its_commit",
            ),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True) | Q(restored_at__gte=F("deployed_at"), result="failed"),
                name="deploy_restored_after_failing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.deployed_at:%Y-%m-%d}: {self.result}"


@pghistory.track(*every_change(), model_name="SecurityFindingHistory")
class SecurityFinding(models.Model):
    """One hole, or what looks like one. The evidence is kept masked: a secret never stands in the books.

    `fingerprint` is a scanner's own name for the place, so that it is known again when lines move; empty where a
    person wrote the finding down.
    """

    class Severity(models.TextChoices):
        CRITICAL = "critical", "critical"
        HIGH = "high", "high"
        MEDIUM = "medium", "medium"
        LOW = "low", "low"

    class Status(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        FIXED = "fixed", "fixed"
        FALSE = "false", "not a hole"

    component = models.ForeignKey(TechComponent, models.CASCADE, related_name="findings", db_index=False)
    title = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, blank=True, default="", editable=False)
    category = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity)
    source = models.CharField(max_length=80, blank=True)
    found_on = models.DateField()
    evidence = models.TextField(max_length=2000, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    fixed_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    accepted_until = models.DateField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "security finding"
        ordering = ("component", "found_on", "title")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["component", "title", "fingerprint"], name="securityfinding_once"),
            models.CheckConstraint(
                condition=Q(fixed_on__isnull=True) | Q(fixed_on__gte=F("found_on")), name="securityfinding_forward"
            ),
            models.CheckConstraint(
                condition=Q(status="fixed", fixed_on__isnull=False) | ~Q(status="fixed") & Q(fixed_on__isnull=True),
                name="securityfinding_fixed_when",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True) | Q(verified_on__gte=F("fixed_on")),
                name="securityfinding_verified_after_fix",
            ),
        ]

    def __str__(self) -> str:
        return self.title
