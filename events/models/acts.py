"""What was decided about a sail once people counted on it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.models.sails import SailEvent


class SailActQuerySet(models.QuerySet["SailAct"]):
    """Named reads of decisions."""

    def latest_of(self, event: SailEvent) -> SailAct | None:
        """What was decided last about a sail, if anything was."""
        return self.filter(event=event).select_related("by").order_by("-version", "-pk").first()


class SailAct(models.Model):
    """One decision about a sail: what, who, when, why, and whom the house told. Rows are never changed.

    A move keeps the old and the new times. `told` lists names as they were written to, in order of the roster.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", "moved"
        HELD = "held", "put on weather hold"
        RESUMED = "resumed", "taken off hold"
        CANCELLED = "cancelled", "cancelled"

    event = models.ForeignKey(SailEvent, models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(help_text="The sail's version from this act on.")
    old_departs_at = models.DateTimeField()
    old_returns_at = models.DateTimeField()
    departs_at = models.DateTimeField()
    returns_at = models.DateTimeField()
    told = models.JSONField(default=list)

    objects = SailActQuerySet.as_manager()

    class Meta:
        verbose_name = "decision"
        ordering = ("event", "at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(departs_at__lt=F("returns_at"), old_departs_at__lt=F("old_returns_at")),
                name="sailact_times_ordered",
            ),
            models.CheckConstraint(condition=~Q(kind="cancelled") | ~Q(reason=""), name="sailact_cancelled_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.get_kind_display()}"
