"""What came in by files: each import is a batch that can be told, and undone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from reports.models.units import BusinessUnit
from scc_site.models.sign_in import both_or_neither


class ImportBatch(models.Model):
    """One file taken in: what it was, what it did, who gave it (empty: a command on the machine)."""

    kind = models.CharField(max_length=20)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+")
    row_count = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField("new", default=0)
    changed_count = models.PositiveIntegerField("changed", default=0)
    unchanged_count = models.PositiveIntegerField("unchanged", default=0)
    warnings = models.JSONField(default=list, blank=True)
    taken_at = models.DateTimeField()
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "import"
        ordering = ("-taken_at", "-pk")
        constraints: ClassVar = [both_or_neither("undone_at", "undone_by", "importbatch_undone_pair")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.filename}"


class ImportChange(models.Model):
    """One row that a batch made or changed: `before` holds the fields it changed as they were, null for a new row.

    `after` is the print of the whole row as the batch left it (MD5 of its text, by the database): undo knows by it
    whether another hand was there since.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes", db_index=False)
    table = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    line = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch", "table", "object_id"], name="importchange_by_batch"),
            models.Index(fields=["table", "object_id"], name="importchange_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id}"
