"""Frozen lists: who was aboard when the lines were let go, and what was amended since."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from events.models import SailEvent


class FrozenListQuerySet(models.QuerySet["FrozenList"]):
    """Named reads of frozen lists."""

    def of(self, event: SailEvent) -> FrozenListQuerySet:
        """A sail's lists, the latest first, with who froze each."""
        return self.filter(event=event).select_related("frozen_by").order_by("-number")


class FrozenList(models.Model):
    """The people aboard at one moment, as canonical JSON, with its hash. Only ever added.

    The one of departure goes ashore (46 CFR 185.502); an amendment names what was wrong with the list before it, and
    the last one is of the return. `chain_head` is the link of the newest waiver record then: whoever rewrites the
    chain afterwards contradicts a letter that lies ashore.
    """

    class Kind(models.TextChoices):
        DEPARTURE = "departure", "at departure"
        AMENDMENT = "amendment", "amended"
        RETURN = "return", "back at the dock"

    event = models.ForeignKey(SailEvent, models.PROTECT, related_name="frozen_lists")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    chain_head = models.CharField(max_length=64)
    head_count = models.PositiveSmallIntegerField("guests counted")
    why = models.CharField("reason of the amendment", max_length=200, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = FrozenListQuerySet.as_manager()

    class Meta:
        verbose_name = "frozen list"
        ordering = ("event", "number")
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "number"], name="frozenlist_once")]

    def __str__(self) -> str:
        return f"list {self.number} of {self.event}"
