"""Bank statements: what the bank says passed through an account, held against the ledger line by line.

A file of statements is an ImportBatch of kind `bank`. Amounts are integer cents as the account's owner sees them:
money in above 0, money out below, which is the sign of the ledger's own line on a cash account.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Min, Q

from reports.models.ledger import Account, JournalLine
from reports.models.units import BusinessUnit
from scc_site.models.sign_in import both_or_neither


class BankTransactionQuerySet(models.QuerySet["BankTransaction"]):
    """Named reads of bank lines."""

    def held(self, row: BankTransaction) -> BankTransaction:
        """The row as it stands, locked to the end of the transaction."""
        return self.select_for_update(of=("self",)).select_related("account", "unit").get(pk=row.pk)

    def waiting(self, *, account: Account, unit: BusinessUnit, until: date) -> BankTransactionQuerySet:
        """What is open up to a day, within."""
        return self.filter(account=account, unit=unit, status="unmatched", on__lte=until)


class BankTransaction(models.Model):
    """One line of a statement. `fitid` is the bank's own id of it, or a hash of the row where the file has none.

    It is open (`unmatched`) until somebody says which ledger line it is, or that it is none; a ledger line answers to
    one transaction at most.
    """

    class Status(models.TextChoices):
        UNMATCHED = "unmatched", "open"
        MATCHED = "matched", "matched"
        IGNORED = "ignored", "ignored"

    account = models.ForeignKey(Account, models.PROTECT, related_name="bank_transactions", db_index=False)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="bank_transactions")
    fitid = models.CharField("bank’s id", max_length=100)
    on = models.DateField("date")
    amount_cents = models.BigIntegerField("amount")
    text = models.CharField(max_length=200, blank=True)
    balance_cents = models.BigIntegerField("balance", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.UNMATCHED)
    line = models.OneToOneField(
        JournalLine, models.PROTECT, null=True, blank=True, related_name="bank_transaction", verbose_name="ledger line"
    )
    why = models.CharField("why it is ignored", max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BankTransactionQuerySet.as_manager()

    class Meta:
        verbose_name = "bank transaction"
        ordering = ("-on", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["account", "on"], name="banktransaction_by_day"),
            models.Index(fields=["-on", "-id"], name="banktransaction_newest"),
            models.Index(
                fields=["account", "unit", "on"], name="banktransaction_open", condition=Q(status="unmatched")
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "fitid"], name="banktransaction_once"),
            models.CheckConstraint(
                condition=Q(status="matched", line__isnull=False) | (~Q(status="matched") & Q(line__isnull=True)),
                name="banktransaction_matched_line",
            ),
            both_or_neither("settled_at", "settled_by", "banktransaction_settled_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.text}"


class ReconciliationQuerySet(models.QuerySet["Reconciliation"]):
    """Named reads of reconciliations."""

    def of_day(self, *, account: Account, unit: BusinessUnit, as_of: date) -> bool:
        """Whether a day is proven already."""
        return self.filter(account=account, unit=unit, as_of=as_of).exists()

    def proven(self, *, unit: BusinessUnit) -> dict[int, date]:
        """The last day each cash account of a unit is proven for, by its number.

        Of one never reconciled: the day before its first line, in the ledger or at the bank.
        """
        cash = {"unit": unit, "account__subtype": "cash"}
        last = self.filter(**cash).order_by().values_list("account").annotate(last=Max("as_of"))
        lines = JournalLine.objects.filter(**cash).order_by().values_list("account").annotate(first=Min("date"))
        bank = BankTransaction.objects.filter(**cash).order_by().values_list("account").annotate(first=Min("on"))
        found: dict[int, date] = {}
        for account, first in _pairs(lines, bank):
            found[account] = min(found.get(account, date.max), first - timedelta(days=1))
        return found | dict(_pairs(last))


def _pairs(*rows: Iterable[Any]) -> Iterable[tuple[int, date]]:
    return (pair for found in rows for pair in found)


class Reconciliation(models.Model):
    """A day at whose end the bank's balance and the ledger's were found to be one, and who found it.

    It is written only without a difference; the ledger may go wrong later, which the balances kept here then show.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="reconciliations", db_index=False)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="reconciliations")
    as_of = models.DateField("at the end of")
    statement_balance_cents = models.BigIntegerField("bank’s balance")
    ledger_balance_cents = models.BigIntegerField("ledger’s balance")
    difference_cents = models.GeneratedField(
        expression=F("statement_balance_cents") - F("ledger_balance_cents"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    reconciled_at = models.DateTimeField()
    reconciled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "unit", "as_of"], name="reconciliation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} of {self.unit} at the end of {self.as_of}"


class ReceiptFile(models.Model):
    """The bytes of a receipt, kept once however often it is attached: their hash is their name."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    content_type = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.sha256[:12]


class ExpenseReceipt(models.Model):
    """A receipt that belongs to a ledger line, with the amount that it shows; the same one twice is a double."""

    line = models.ForeignKey(JournalLine, models.PROTECT, related_name="receipts")
    file = models.ForeignKey(ReceiptFile, models.PROTECT, related_name="receipts")
    filename = models.CharField(max_length=200)
    amount_cents = models.BigIntegerField("amount", null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "receipt"
        ordering = ("-added_at", "-pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "file"], name="expensereceipt_once")]

    def __str__(self) -> str:
        return self.filename
