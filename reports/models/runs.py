"""Runs: what a report said, kept as it was said, and never reckoned anew."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from decimal import Decimal, localcontext
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.findings import Certainty, Severity
from reports.models.units import BusinessUnit
from reports.values import EXACT, Level, Measure, Number, State

PLACES = Decimal(1).scaleb(-16)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value.replace("_", " ")) for one in kind]


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    """Named reads of runs."""

    def of_report(self, slug: str, unit: BusinessUnit | None) -> ReportRunQuerySet:
        """The runs of one report over one scope, the latest first."""
        return self.filter(slug=slug, unit=unit).newest()

    def newest(self) -> ReportRunQuerySet:
        """All, the latest first."""
        return self.order_by("-built_at", "-pk")

    def finished(self) -> ReportRunQuerySet:
        """Those that have something to read."""
        return self.exclude(state__in=(ReportRun.State.BUILDING, ReportRun.State.FAILED))

    def latest_of(self, slugs: Collection[str], unit: BusinessUnit | None) -> dict[str, ReportRun]:
        """The latest finished run of each of some reports over one scope, by slug, in one query."""
        found = self.finished().filter(slug__in=slugs, unit=unit).select_related("unit").defer("tree")
        return {run.slug: run for run in found.order_by("slug", "-built_at", "-pk").distinct("slug")}

    def numbered(self, number: str) -> ReportRun | None:
        """One run with its unit, by its id; nothing for what is no id."""
        try:
            return self.select_related("unit", "builder", "approver").filter(pk=uuid.UUID(number)).first()
        except ValueError:
            return None


class ReportRun(models.Model):
    """One building of one report: what it said, as a tree, with the fingerprint of that tree.

    `unit` is its scope, empty for the whole portfolio. `period` is the first day of the month it is about, `as_of` the
    last day of which it knew. `trigger` is what asked for it (“form:…”, “schedule:…”, “command:…”): once for each
    period. `builder` is empty where the house built it by itself. `before` is the run that it was compared with.
    """

    class State(models.TextChoices):
        BUILDING = "building", "being built"
        DRAFT = "draft", "draft"
        NEEDS_REVIEW = "needs_review", "waits for approval"
        APPROVED = "approved", "approved"
        SENDING = "sending", "being sent"
        SENT = "sent", "sent"
        PARTLY_SENT = "partly_sent", "sent in part"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"
        SUPERSEDED = "superseded", "superseded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField("report", max_length=20)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="runs")
    period = models.DateField()
    as_of = models.DateField()
    variant = models.CharField(max_length=1, default="A")
    trigger = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State, default=State.BUILDING)
    tree = models.JSONField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    built_at = models.DateTimeField()
    builder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="after")
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="corrections")
    fault = models.CharField(max_length=500, blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "report run"
        ordering = ("-built_at",)
        indexes: ClassVar = [models.Index(fields=["slug", "unit", "-built_at"], name="runs_by_report")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug", "unit", "period", "trigger"], name="run_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(variant__in=("A", "B")), name="run_variant"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(approved_at__isnull=False), name="run_approved"
            ),
            models.CheckConstraint(condition=Q(state__in=("building", "failed")) | ~Q(sha256=""), name="run_is_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.period:%Y-%m} ({self.unit or 'whole portfolio'})"

    def get_absolute_url(self) -> str:
        """Its page, from the site's root."""
        return f"/reports/runs/{self.pk}/"


def kept_amount(amount: Number) -> Decimal:
    """An exact amount as the columns of amounts hold it: sixteen places; the tree of a run has it whole."""
    with localcontext(prec=EXACT):
        return Decimal(amount).quantize(PLACES)


class RunValue(models.Model):
    """One figure of a run: its Value as it was, exactly, before any rounding."""

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="values")
    place = models.PositiveIntegerField(help_text="Its number within the run, as links name it.")
    key = models.TextField()
    metric = models.CharField(max_length=80)
    title = models.TextField()
    unit = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=20, blank=True)
    subject = models.TextField(blank=True)
    formula = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=14, choices=_choices(State))
    amount = models.DecimalField(max_digits=40, decimal_places=16, null=True, blank=True)
    measure = models.CharField(max_length=8, choices=_choices(Measure))
    coverage = models.CharField(max_length=8, choices=_choices(Level))
    n = models.PositiveIntegerField(default=0)
    evidence = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    note = models.TextField(blank=True)
    label = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("run", "place")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "key"], name="run_value_once"),
            models.UniqueConstraint(fields=["run", "place"], name="run_value_place"),
        ]

    def __str__(self) -> str:
        return self.key


class RunFinding(models.Model):
    """One finding of a run, as the tree of the run holds it, with what lists and boards ask of it."""

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="findings")
    place = models.PositiveIntegerField()
    key = models.TextField()
    rule = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    severity = models.CharField(max_length=8, choices=_choices(Severity))
    area = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    subject = models.TextField()
    title = models.TextField()
    certainty = models.CharField(max_length=8, choices=_choices(Certainty))
    evidence = models.JSONField(default=list)
    stake_cents = models.BigIntegerField(null=True, blank=True, help_text="A month.")
    label = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("run", "place")
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "key"], name="run_finding_once")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.title}"


class RunFileQuerySet(models.QuerySet["RunFile"]):
    """Named reads of files."""

    def of_run(self, run: ReportRun) -> RunFileQuerySet:
        """Every file of a run."""
        return self.filter(run=run)


class RunFile(models.Model):
    """What a run looks like in one format to readers with one set of clearances: the very bytes, with their hash.

    `clearance`: labels in order, joined by commas. `name` tells apart several of a format, such as charts.
    """

    class Format(models.TextChoices):
        PAGE = "page", "page"
        HTML = "html", "mail"
        TEXT = "txt", "text"
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "workbook"
        CHART = "svg", "chart"

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    name = models.CharField(max_length=120, blank=True)
    clearance = models.CharField(max_length=60, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = RunFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "format", "name", "clearance"], name="run_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}.{self.format} {self.name}".rstrip()
