"""Work done for clients, what they were billed for it, and what they paid. Amounts are cents of US dollars."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from reports.models.clients import Client
from reports.models.reads import OfClient
from scc_site.history import every_change


class InvoiceQuerySet(OfClient):
    """Named reads of invoices."""

    day = "issued_on"

    def with_paid(self) -> Self:
        """With `paid_cents`, what came for each."""
        return self.annotate(paid_cents=Coalesce(Sum("payments__amount_cents"), 0))

    def standing(self, how: str, on: date) -> Self:
        """Those `open`, `overdue`, `paid` or `void` on a day; of `with_paid`. Any other word: all."""
        if how == "void":
            return self.filter(voided_on__isnull=False)
        chosen = {
            "open": Q(amount_cents__gt=F("paid_cents")),
            "overdue": Q(amount_cents__gt=F("paid_cents"), due_on__lt=on),
            "paid": Q(amount_cents__lte=F("paid_cents")),
        }.get(how)
        return self if chosen is None else self.filter(chosen, voided_on__isnull=True)


class PaymentQuerySet(OfClient):
    """Named reads of payments."""

    unit_path = "invoice__client__unit"
    day = "paid_on"


class WorkQuerySet(OfClient):
    """Named reads of work."""

    day = "worked_on"

    def invoiced(self) -> Self:
        """Those that an invoice asks for."""
        return self.exclude(invoice_number="", invoice_line=None)

    def uninvoiced(self) -> Self:
        """Billable hours that no invoice asks for."""
        return self.filter(is_billable=True, invoice_number="", invoice_line=None)


@pghistory.track(*every_change(), model_name="InvoiceHistory")
class Invoice(models.Model):
    """What a client was asked to pay; below 0 for a credit note. A void one counts for nothing from that day on.

    Where it has lines, they add up to its amount.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="invoices", db_index=False)
    number = models.CharField(max_length=40)
    issued_on = models.DateField("date")
    due_on = models.DateField("due")
    amount_cents = models.BigIntegerField("amount")
    voided_on = models.DateField("void since", null=True, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_on", "number")
        indexes: ClassVar = [models.Index(fields=["issued_on"], name="invoice_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "number"], name="invoice_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_due_after_its_date"),
        ]

    def __str__(self) -> str:
        return f"{self.number} for {self.client}"


class InvoiceLine(models.Model):
    """One thing an invoice asks money for."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines")
    description = models.CharField(max_length=200)
    amount_cents = models.BigIntegerField("amount")

    class Meta:
        verbose_name = "line"
        ordering = ("invoice", "pk")

    def __str__(self) -> str:
        return self.description


@pghistory.track(*every_change(), model_name="InvoicePaymentHistory")
class InvoicePayment(models.Model):
    """Money that came for an invoice; below 0 for money given back. `reference` is the payer's, or `import`."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments", db_index=False)
    paid_on = models.DateField("on")
    amount_cents = models.BigIntegerField("amount")
    reference = models.CharField(max_length=60, blank=True, default="")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "payment"
        ordering = ("invoice", "paid_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "paid_on", "reference"], name="invoicepayment_once"),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="invoicepayment_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} for {self.invoice}"


class WorkEntry(models.Model):
    """Hours worked for a client on one day. `rate_cents` empty: the rate of the client's hourly plan.

    `invoice_number` says which invoice asked for it, also before that invoice is on record; `invoice_line`, which
    line.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="work", db_index=False)
    worked_on = models.DateField("date")
    hours = models.DecimalField(max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])
    rate_cents = models.PositiveBigIntegerField("rate an hour", null=True, blank=True)
    is_billable = models.BooleanField("billable", default=True)
    invoice_number = models.CharField("invoice", max_length=40, blank=True, default="")
    invoice_line = models.ForeignKey(InvoiceLine, models.SET_NULL, null=True, blank=True, related_name="work")
    what = models.CharField(max_length=200, blank=True, default="")

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = "work entry"
        verbose_name_plural = "work"
        ordering = ("-worked_on", "client")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "worked_on", "hours"], name="workentry_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="workentry_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.client} {self.worked_on}: {self.hours} h"
