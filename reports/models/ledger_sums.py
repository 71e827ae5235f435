"""Sums of the ledger by month, kept by the database with every line that is posted: what reports read first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from reports.models.ledger import Account
from reports.models.ledger_reads import LedgerMonthQuerySet, PartyMonthQuerySet
from reports.models.units import BusinessUnit


class LedgerMonth(models.Model):
    """The sums of one account in one month of one unit.

    `month` is its first day, `last_on` the day of its last line; `debit_cents` and `credit_cents` are at least 0.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    debit_cents = models.BigIntegerField(default=0)
    credit_cents = models.BigIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    last_on = models.DateField()

    objects = LedgerMonthQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "unit", "month"], name="ledgermonth_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.account} {self.month:%B %Y}"


class FlowMonth(models.Model):
    """What came into and went out of cash in one month, by the accounts on the other side; kept as LedgerMonth is.

    `came_cents` are the credits and `went_cents` the debits, at least 0, of the lines on one account of one unit whose
    entries touch cash, money on its way included. An account that begins or ends to hold cash has all of it kept anew.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    came_cents = models.BigIntegerField(default=0)
    went_cents = models.BigIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "unit", "month"], name="flowmonth_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.account} {self.month:%B %Y}"


class PartyMonth(models.Model):
    """The sums of one account and one party in one month of one unit, kept by the database as LedgerMonth is.

    Only lines that name a party are counted: it says who was paid, how often and when last, without reading lines.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    party = models.CharField(max_length=120)
    month = models.DateField()
    debit_cents = models.BigIntegerField(default=0)
    credit_cents = models.BigIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    last_on = models.DateField()

    objects = PartyMonthQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "month"], name="partymonth_by_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "unit", "party", "month"], name="partymonth_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.party} {self.month:%B %Y}"
