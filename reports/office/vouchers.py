"""Vouchers at the desk: sold, what is left of them, given back; and the policies for those nobody redeems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events import wording
from events.forms import JudgedForm
from events.parties.forms import MoneyField
from reports import vouchers
from reports.models import Voucher, VoucherPolicy
from scc_site import clock
from scc_site.desk import Desk
from scc_site.models import User
from scc_site.refusals import Refusal


class KeptForm(JudgedForm, forms.ModelForm):
    """A row that its verb stores, so that a refusal is shown with what was typed."""

    by: User

    def _post_clean(self) -> None:
        """Put the row together as Django does, then let the verb store it."""
        super()._post_clean()  # type: ignore[misc]  # Django's own step, which it does not type
        if not self.errors:
            try:
                self.keep()
            except Refusal as refusal:
                self.take(refusal)

    def validate_unique(self) -> None:
        """The verb says it."""

    def keep(self) -> None:
        """Run the verb."""
        raise NotImplementedError


class VoucherForm(KeptForm):
    """A voucher; the code is written in capitals, however it was typed."""

    amount_cents = MoneyField(label="Amount in dollars")

    class Meta:
        model = Voucher
        fields = ("unit", "code", "amount_cents", "sold_on", "buyer", "method", "expires_on", "refunded_on", "note")

    def clean_code(self) -> str:
        """Without blanks around, in capitals."""
        return str(self.cleaned_data["code"]).strip().upper()

    def keep(self) -> None:
        """Sell it, or change it."""
        vouchers.keep(voucher=self.instance, by=self.by, at=clock.now())


class PolicyForm(KeptForm):
    """What becomes of vouchers nobody redeems."""

    class Meta:
        model = VoucherPolicy
        fields = ("unit", "starts_on", "breakage", "months_after", "note")

    def keep(self) -> None:
        """State it."""
        vouchers.state_policy(policy=self.instance, by=self.by, at=clock.now())


class KeptDesk(Desk):
    """A desk whose forms store by their verbs; what was sold or stated is never deleted."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("KeptFormBy", (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The verb has stored it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays on record."""
        return False


@admin.register(Voucher)
class VoucherDesk(KeptDesk):
    """Vouchers, the newest first. They are redeemed where money of a booking is recorded."""

    form = VoucherForm
    list_display = ("code", "unit", "sold_on", "amount", "left", "expires_on", "buyer")
    list_filter = ("unit", "method")
    search_fields = ("code", "buyer", "note")
    search_help_text = "Code, buyer or note"
    date_hierarchy = "sold_on"
    ordering = ("-sold_on", "code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Voucher]:
        """With unit and what was redeemed, in one query."""
        return Voucher.objects.with_use()

    def get_fields(self, request: HttpRequest, obj: Voucher | None = None) -> tuple[str, ...]:
        """One that is sold shows its code and what is left of it; it alone can be given back."""
        rest = ("amount_cents", "sold_on", "buyer", "method", "expires_on")
        return ("code", "left", "unit", *rest, "refunded_on", "note") if obj else ("unit", "code", *rest, "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Voucher | None = None) -> tuple[str, ...]:
        """The buyer has the code."""
        return ("code", "left") if obj else ()

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, voucher: Voucher) -> str:
        """In dollars."""
        return wording.dollars(voucher.amount_cents)

    @admin.display(description="left")
    def left(self, voucher: Voucher) -> str:
        """In dollars."""
        return wording.dollars(voucher.left_cents)


@admin.register(VoucherPolicy)
class VoucherPolicyDesk(KeptDesk):
    """Policies by unit; without one an expired voucher stays a debt."""

    form = PolicyForm
    list_display = ("unit", "starts_on", "breakage", "months_after", "note", "stated_by")
    list_filter = ("unit",)
    list_select_related = ("unit", "stated_by")
    search_fields = ("unit__name", "note")
