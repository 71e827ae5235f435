"""Many sails planned in one go."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from scc_site.models.sign_in import both_or_neither


class SailBatch(models.Model):
    """Sails planned together, by a rule or from a file, that can be undone together. `rule` says how, in words."""

    rule = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "batch of sails"
        verbose_name_plural = "batches of sails"
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [both_or_neither("undone_at", "undone_by", "sailbatch_undone_pair")]

    def __str__(self) -> str:
        return self.rule
