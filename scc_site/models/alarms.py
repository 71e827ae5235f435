"""What the office must know of its own machinery: one row per incident."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Named reads of alarms."""

    def untold(self, kind: str) -> AlarmQuerySet:
        """Those of a kind that no letter has told of yet, the first one first."""
        return self.filter(kind=kind, told_at__isnull=True).order_by("pk")

    def untold_kinds(self) -> list[str]:
        """Kinds of which something is still to be told."""
        return list(self.filter(told_at__isnull=True).order_by("kind").values_list("kind", flat=True).distinct())

    def told_near(self, kind: str, at: datetime, within: timedelta) -> bool:
        """Whether a letter about this kind was written so near to an instant; a clock that jumped hides nothing."""
        return self.filter(kind=kind, told_at__range=(at - within, at + within)).exists()

    def newest(self) -> AlarmQuerySet:
        """All, the latest first."""
        return self.order_by("-raised_at", "-pk")


class Alarm(models.Model):
    """Something went wrong that a person must see to: told to every admin by letter, once.

    `key` names the incident within its kind. `about` is the canonical address an alarm is about: no letter about it
    goes there. `told_at` is when the letter was written; many of a kind within an hour share one.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    words = models.CharField("what happened", max_length=500)
    path = models.CharField("where to mend it", max_length=300, blank=True)
    about = models.CharField("address", max_length=254, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ("-raised_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["kind", "told_at"], name="alarm_by_kind"),
            models.Index(fields=["-raised_at"], name="alarm_by_time"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="alarm_once")]

    def __str__(self) -> str:
        return self.words
