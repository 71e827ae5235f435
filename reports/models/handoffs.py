"""Hand-offs of projects: documents as they were read last, their sections and items, and each reading's news."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reports.models.units import BusinessUnit


class HandoffDocumentQuerySet(models.QuerySet["HandoffDocument"]):
    """Named reads of documents."""

    def locked(self, path: str) -> HandoffDocument | None:
        """The document of a path, held until the transaction ends."""
        return self.select_for_update().filter(path=path).first()

    def numbered(self, number: str) -> HandoffDocument | None:
        """One document with its unit, or nothing; also for what is no number."""
        return self.select_related("unit").filter(pk=number).first() if number.isdecimal() else None

    def of(self, units: Collection[int], *, with_none: bool) -> HandoffDocumentQuerySet:
        """Those of some units, by number; `with_none`: those of no unit too."""
        return self.filter(Q(unit__in=units) | Q(unit__isnull=True) if with_none else Q(unit__in=units))


class HandoffDocument(models.Model):
    """One Markdown file of a project, by its path within the folder of hand-offs.

    `text` is what it said when it was read last, secrets masked; `written_on` the day it gives itself, else the day
    it was first read so.
    """

    project = models.CharField(max_length=80)
    path = models.CharField(max_length=300, unique=True)
    title = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="handoffs")
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    written_on = models.DateField()
    imported_at = models.DateTimeField()
    importer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HandoffDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "hand-off"
        ordering = ("project", "path")

    def __str__(self) -> str:
        return self.path


class HandoffSection(models.Model):
    """A heading of a document as it stands, `heading_path` with those above it, and the lines it spans."""

    document = models.ForeignKey(HandoffDocument, models.CASCADE, related_name="sections")
    heading_path = models.CharField(max_length=1000, blank=True)
    kind = models.CharField(max_length=10)
    line_from = models.PositiveIntegerField()
    line_to = models.PositiveIntegerField()

    class Meta:
        verbose_name = "section"
        ordering = ("document", "line_from")

    def __str__(self) -> str:
        return self.heading_path or "(before the first heading)"


class HandoffItemQuerySet(models.QuerySet["HandoffItem"]):
    """Named reads of items."""

    def standing_in(self, document: HandoffDocument) -> HandoffItemQuerySet:
        """What the document says now, in its order."""
        return self.filter(document=document, gone_on__isnull=True).order_by("line", "pk")

    def open_on(self, day: date) -> HandoffItemQuerySet:
        """What was said and not done at the end of a day, the oldest first."""
        said = self.filter(first_seen_on__lte=day).filter(Q(gone_on__isnull=True) | Q(gone_on__gt=day))
        return said.filter(Q(done_on__isnull=True) | Q(done_on__gt=day)).order_by("first_seen_on", "pk")

    def of_kinds(self, kinds: Collection[str]) -> HandoffItemQuerySet:
        """Those of some kinds."""
        return self.filter(kind__in=kinds)

    def of(self, units: Collection[int], *, with_none: bool) -> HandoffItemQuerySet:
        """Those in documents of some units, by number; `with_none`: of no unit too."""
        mine = Q(document__unit__in=units)
        return self.filter(mine | Q(document__unit__isnull=True) if with_none else mine)


class HandoffItem(models.Model):
    """One thing a document says. It is the same item while its fingerprint, or its likeness, comes again.

    Days are the house's: first seen, ticked off, gone from the document. `was` keeps the words before the last
    rewording. An item of kind `secret` names what was found and masked, never its value.
    """

    class Kind(models.TextChoices):
        TASK = "task", "task"
        RISK = "risk", "risk"
        BLOCKER = "blocker", "blocker"
        DECISION = "decision", "decision"
        QUESTION = "question", "open question"
        KPI = "kpi", "figure"
        NOTE = "note", "note"
        SECRET = "secret", "secret"  # pragma: allowlist secret

    document = models.ForeignKey(HandoffDocument, models.CASCADE, related_name="items")
    heading = models.CharField(max_length=1000, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=1000)
    was = models.CharField("said before", max_length=1000, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True, blank=True)
    priority = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=1000, blank=True)
    target = models.CharField(max_length=1000, blank=True)
    line = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=32)
    repeat = models.PositiveSmallIntegerField(default=0)  # the same words again in one document
    first_seen_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    gone_on = models.DateField(null=True, blank=True)

    objects = HandoffItemQuerySet.as_manager()

    class Meta:
        verbose_name = "item"
        ordering = ("document", "line")
        indexes: ClassVar = [models.Index(fields=["kind", "first_seen_on"], name="handoffitem_by_kind")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "fingerprint", "repeat"],
                condition=Q(gone_on__isnull=True),
                name="handoffitem_once",
            ),
            models.CheckConstraint(
                condition=Q(gone_on__isnull=True) | Q(gone_on__gte=F("first_seen_on")), name="handoffitem_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def place(self) -> str:
        """Where it stands: `folder/file.md:12`."""
        return f"{self.document.path}:{self.line}"


class HandoffReading(models.Model):
    """One time that a changed document was read: what it brought, ended and put in other words."""

    document = models.ForeignKey(HandoffDocument, models.CASCADE, related_name="readings")
    sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added = models.JSONField(default=list)
    closed = models.JSONField(default=list)
    reworded = models.JSONField(default=list)
    remarks = models.JSONField(default=list)

    class Meta:
        verbose_name = "reading"
        ordering = ("-read_at", "-pk")

    def __str__(self) -> str:
        return f"{self.document} on {self.read_at:%Y-%m-%d}"
