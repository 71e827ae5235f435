"""Invoices at the desk: what clients were asked for, line by line, and what came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest

from events import wording
from reports.models import Invoice, InvoiceLine, InvoicePayment
from reports.office.records import RecordDesk, RecordRows, day, dollars
from reports.office.worded import SoleRows, WordedForm
from scc_site import clock


class AddedUp(SoleRows):
    """Lines that add up to their invoice."""

    def clean(self) -> None:
        """Refused where there are lines and they come to something else."""
        super().clean()
        amounts = [form.cleaned_data["amount_cents"] for form in self.standing()]
        asked = self.instance.amount_cents
        if amounts and asked is not None and sum(amounts) != asked:
            come, asks = wording.dollars(sum(amounts)), wording.dollars(asked)
            self._non_form_errors.append(f"The lines come to {come}; the invoice asks for {asks}.")  # type: ignore[attr-defined]


class LineRows(RecordRows):
    """What an invoice asks money for."""

    model = InvoiceLine
    formset = AddedUp
    fields = ("description", "amount_cents")
    lede = "An invoice without lines is told by its amount alone."


class PaymentForm(WordedForm):
    """Money that came or was given back."""

    words: ClassVar = {"invoicepayment_amount": ("amount_cents", "Write an amount; below 0 for money given back.")}


class SolePayments(SoleRows):
    """One payment a day and reference."""

    key = ("paid_on", "reference")
    twice = "There is a payment of that day with this reference: give this one a reference of its own."


class PaymentRows(RecordRows):
    """What came for an invoice."""

    model = InvoicePayment
    form = PaymentForm
    formset = SolePayments
    fields = ("paid_on", "amount_cents", "reference")
    lede = "Below 0 for money given back."


class InvoiceForm(WordedForm):
    """What a client was asked to pay."""

    words: ClassVar = {"invoice_due_after_its_date": ("due_on", "It cannot be due before its date.")}


class OpenFilter(admin.SimpleListFilter):
    """How an invoice stands."""

    title = "how it stands"
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Open, overdue, paid, void."""
        return [("open", "open"), ("overdue", "overdue"), ("paid", "paid"), ("void", "void")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows chosen."""
        chosen = self.value()
        return queryset.standing(chosen, clock.now().astimezone(settings.HOUSE_ZONE).date()) if chosen else queryset


@admin.register(Invoice)
class InvoiceDesk(RecordDesk):
    """Invoices, the latest first. One that was a mistake is void from a day on, so that its number stays told."""

    form = InvoiceForm
    list_display = (
        "number", "client", day("issued_on", "date"), day("due_on", "due"), dollars("amount_cents", "amount"),
        dollars("paid_cents", "paid"), "stands",
    )  # fmt: skip
    list_filter = (OpenFilter, "client__unit", "client")
    list_select_related = ("client",)
    search_fields = ("number", "client__name")
    search_help_text = "Number or client"
    date_hierarchy = "issued_on"
    ordering = ("-issued_on", "number")
    autocomplete_fields = ("client",)
    fields = ("client", "number", "issued_on", "due_on", "amount_cents", "voided_on")
    inlines = (LineRows, PaymentRows)
    kind = "invoices"
    columns: ClassVar = {
        "client": "client__slug", "date": "issued_on", "due": "due_on", "paid": "told_cents", "paid_on": "told_on",
        "void_on": "voided_on",
    }  # fmt: skip
    fetched = ("payments",)

    def lines_of(self, row: Any) -> Iterable[Any]:
        """With what came so far and when last; of more given back than came, no file can tell."""
        payments = list(row.payments.all())
        is_told = payments and row.paid_cents >= 0
        row.told_cents = row.paid_cents if is_told else None
        row.told_on = payments[-1].paid_on if is_told else None
        return (row,)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With what was paid."""
        return Invoice.objects.with_paid()

    @admin.display(description="stands")
    def stands(self, invoice: Any) -> str:
        """`paid`, `void`, `12 days overdue`, `due in 3 days`; of too much paid, by how much."""
        if invoice.voided_on:
            return f"void since {invoice.voided_on}"
        left = invoice.amount_cents - invoice.paid_cents
        if left <= 0:
            return "paid" if left == 0 or invoice.amount_cents < 0 else f"{wording.dollars(-left)} too much paid"
        late = (clock.now().astimezone(settings.HOUSE_ZONE).date() - invoice.due_on).days
        days = f"{abs(late)} day{'' if abs(late) == 1 else 's'}"
        return f"{days} overdue" if late > 0 else f"due in {days}" if late < 0 else "due today"
