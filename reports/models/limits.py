"""Thresholds of rules that the house set for itself, with their history."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from scc_site.history import every_change


class RuleLimitQuerySet(models.QuerySet["RuleLimit"]):
    """Named reads of thresholds."""

    def by_rule(self) -> dict[tuple[str, str], Decimal]:
        """The house's own amounts by (rule, name), in one query."""
        return {(rule, name): amount for rule, name, amount in self.values_list("rule", "name", "amount")}


@pghistory.track(*every_change(), model_name="RuleLimitHistory")
class RuleLimit(models.Model):
    """One threshold in place of the one that ships with a rule; `amount` in the threshold's own measure."""

    rule = models.CharField(max_length=12)
    name = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=18, decimal_places=4)
    set_at = models.DateTimeField()
    setter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    objects = RuleLimitQuerySet.as_manager()

    class Meta:
        verbose_name = "threshold"
        ordering = ("rule", "name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["rule", "name"], name="rule_limit_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"
