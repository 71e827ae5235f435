"""The board: one card for each problem, however many runs find it, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from reports.findings import Severity
from reports.models.runs import ReportRun
from reports.models.units import BusinessUnit
from scc_site.history import every_change
from scc_site.models.sign_in import both_or_neither

DONE_SHOWN = 50


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Named reads of cards."""

    def keyed(self, keys: Collection[str]) -> dict[str, ActionItem]:
        """Cards by their key, held until the transaction ends."""
        return {row.key: row for row in self.select_for_update().filter(key__in=keys).order_by("pk")}

    def standing(self) -> ActionItemQuerySet:
        """Cards of findings that nobody completed and whose finding still stood when it was looked at last."""
        return self.filter(kind=ActionItem.Kind.FINDING, resolved_at__isnull=True).exclude(
            status=ActionItem.Status.COMPLETED
        )

    def worst_first(self) -> ActionItemQuerySet:
        """By score, cards without one last; the earlier day of two equals first."""
        return self.order_by(F("score").desc(nulls_last=True), F("due").asc(nulls_last=True), "pk")


@pghistory.track(*every_change(), model_name="ActionItemHistory", fields=[
    "title", "owner", "status", "due", "hours", "accepted_until", "note", "is_regressed", "resolved_at",
])  # fmt: skip
class ActionItem(models.Model):
    """A card. `key` is the finding’s (rule, unit and subject), the run’s, or an outside system’s own.

    `hours` and `due` are what people set in place of the rule’s; `score` that of the last run. `resolved_at`: the rule
    no longer fires, and somebody should confirm. `is_regressed`: it was completed once and fires again.
    `first_amount`, `last_amount`: its outcome metric when it was found and as of the last run, in `outcome_measure`.
    """

    class Kind(models.TextChoices):
        FINDING = "finding", "finding"
        RUN = "run", "report"
        OUTSIDE = "outside", "from outside"

    class Status(models.TextChoices):
        PENDING = "pending", "pending"
        IN_REVIEW = "in_review", "in review"
        COMPLETED = "completed", "completed"
        DEFERRED = "deferred", "deferred"

    key = models.TextField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.FINDING)
    rule = models.CharField(max_length=12, blank=True)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="actions")
    title = models.TextField()
    problem = models.TextField(blank=True, help_text="What was found, in a line.")
    area = models.CharField(max_length=12, blank=True)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    severity = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Severity], blank=True)
    label = models.CharField(max_length=20, blank=True)
    href = models.CharField("where to act", max_length=300, blank=True)
    status = models.CharField("column", max_length=10, choices=Status, default=Status.PENDING)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="actions")
    due = models.DateField(null=True, blank=True)
    rule_due = models.DateField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    rule_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    accepted_until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    first_run = models.ForeignKey(ReportRun, models.PROTECT, null=True, blank=True, related_name="first_found")
    last_run = models.ForeignKey(ReportRun, models.PROTECT, null=True, blank=True, related_name="last_found")
    occurrences = models.PositiveIntegerField(default=0, help_text="Runs that found it.")
    is_regressed = models.BooleanField(default=False)
    resolved_at = models.DateTimeField(null=True, blank=True)
    outcome_metric = models.CharField(max_length=80, blank=True)
    outcome_measure = models.CharField(max_length=8, blank=True)
    first_amount = models.DecimalField(max_digits=40, decimal_places=16, null=True, blank=True)
    last_amount = models.DecimalField(max_digits=40, decimal_places=16, null=True, blank=True)
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = "card"
        ordering = ("-score", "pk")
        indexes: ClassVar = [models.Index(fields=["status", "-score"], name="actions_by_column")]
        constraints: ClassVar = [
            both_or_neither("completed_at", "completed_by", "action_completed_pair"),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | (~Q(status="completed") & Q(completed_at__isnull=True)),
                name="action_completed_once",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__in=(1, 2, 4, 8, 16, 40)), name="action_hours"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date | None:
        """By when: as people set it, else as the rule says."""
        return self.due or self.rule_due

    @property
    def effort(self) -> int:
        """Hours of work: as people set them, else as the rule says; 2 where nobody did."""
        return self.hours or self.rule_hours or 2


class ActionEvent(models.Model):
    """Something that happened to a card: found, moved, regressed, resolved by data, changed. `by` empty: the house."""

    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="story")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=20)
    said = models.TextField(blank=True)
    run = models.ForeignKey(ReportRun, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.what


class BoardToken(models.Model):
    """A key with which an outside system hangs cards; only its SHA-256 is kept. `ended_at`: it opens nothing more."""

    name = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    used_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = "key to the board"
        verbose_name_plural = "keys to the board"
        ordering = ("name",)
        constraints: ClassVar = [both_or_neither("ended_at", "ended_by", "boardtoken_ended_pair")]

    def __str__(self) -> str:
        return self.name
