"""What came in by files: each import is a batch that can be told, and undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models

from reports.models.units import BusinessUnit
from scc_site.models import User
from scc_site.models.sign_in import both_or_neither

KEPT_FOR = timedelta(days=1)
LONG_NUMBER = 19  # digits of the largest number a row may have


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Named reads of imports."""

    def numbered(self, number: str) -> ImportBatch | None:
        """The import of a number as written in an address."""
        is_number = number.isascii() and number.isdecimal() and len(number) < LONG_NUMBER
        return self.select_related("unit", "giver", "undone_by").filter(pk=int(number)).first() if is_number else None


class StagedFileQuerySet(models.QuerySet["StagedFile"]):
    """Named reads of files that wait for a yes."""

    def waiting(self, *, number: int, giver: User, at: datetime) -> StagedFile | None:
        """A person's own file that was tried within a day."""
        rows = self.filter(pk=number, giver=giver, staged_at__gt=at - KEPT_FOR)
        return rows.select_related("unit", "account").first()

    def forget_old(self, *, at: datetime) -> None:
        """Remove what nobody said yes to within a day."""
        self.filter(staged_at__lte=at - KEPT_FOR).delete()


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

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ("-taken_at", "-pk")
        constraints: ClassVar = [both_or_neither("undone_at", "undone_by", "importbatch_undone_pair")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.filename}"


class ImportChangeQuerySet(models.QuerySet["ImportChange"]):
    """Named reads of what imports did."""

    def counted(self, *, batch: ImportBatch) -> list[tuple[str, int, int]]:
        """How many records of each table a batch made and changed: the table's name in words, new, changed."""
        rows = self.filter(batch=batch).values("table").order_by("table")
        new, changed = models.Q(before__isnull=True), models.Q(before__isnull=False)
        counts = rows.annotate(new=models.Count("pk", filter=new), changed=models.Count("pk", filter=changed))
        return [
            (str(apps.get_model(row["table"])._meta.verbose_name_plural), row["new"], row["changed"]) for row in counts
        ]


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

    objects = ImportChangeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch", "table", "object_id"], name="importchange_by_batch"),
            models.Index(fields=["table", "object_id"], name="importchange_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id}"


class StagedFile(models.Model):
    """A file that was tried and waits for a yes: the bytes that were tried are the bytes that come in.

    `outcome` is what the trial said, for its page. It is the person's own, and goes with the yes, or after a day.
    """

    kind = models.CharField(max_length=20)
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    unit = models.ForeignKey(BusinessUnit, models.CASCADE, null=True, blank=True, related_name="+")
    account = models.ForeignKey("reports.Account", models.CASCADE, null=True, blank=True, related_name="+")
    dates = models.CharField("days are written", max_length=3, blank=True)
    outcome = models.JSONField(default=dict)
    staged_at = models.DateTimeField()
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects = StagedFileQuerySet.as_manager()

    class Meta:
        ordering = ("-staged_at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} from {self.filename}"
