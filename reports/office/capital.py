"""Capital at the desk: the tiers in the order they are filled, and what is asked for."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin

from reports import showing
from reports.formulas import capital
from reports.inputs.money import request_of
from reports.models import CapitalRequest, CapitalTier
from reports.office.amounts import Measured, MeasuredForm, MetricField, amount_of, in_dollars, in_files, title_of
from reports.office.listing import BooksDesk
from reports.office.records import Cents


class TierForm(MeasuredForm):
    """A step of spending and the gate before it."""

    of = "gate_metric"
    amounts = ("gate_amount",)
    gate_metric = MetricField(label="Gate", required=False, help_text="Blank: it is open.")
    gate_amount = Measured(label="Gate opens at", required=False)
    cap_cents = Cents(label="Cap", required=False, help_text="Blank: all that is asked for and left.")

    class Meta:
        model = CapitalTier
        fields = ("rank", "name", "gate_metric", "gate_amount", "cap_cents")

    def clean(self) -> dict[str, Any]:
        """A gate has a metric and an amount, or neither."""
        said = self.cleaned_data.get("gate_amount")
        cleaned = super().clean()
        if cleaned.get("gate_metric") and not said and "gate_amount" not in self.errors:
            self.add_error("gate_amount", "Say at which amount the gate opens.")
        if said and not cleaned.get("gate_metric") and "gate_metric" not in self.errors:
            self.add_error("gate_metric", "Choose the metric that this amount is of.")
        return cleaned


@admin.register(CapitalTier)
class TierDesk(BooksDesk):
    """Tiers by rank; one that money is asked of is not deleted."""

    form = TierForm
    list_display = ("rank", "name", "gate", "cap")
    list_display_links = ("rank", "name")
    search_fields = ("name", "gate_metric")
    search_help_text = "Name, or the gate’s metric"
    bare = "No tier yet: without one, nothing says which spending comes first."
    kind = "capital_tiers"
    columns: ClassVar = {"gate_value": in_files("gate_amount", "gate_metric")}

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Only what nothing is asked of."""
        return obj is not None and super().has_delete_permission(request, obj) and not obj.requests.exists()

    @admin.display(description="gate", ordering="gate_metric")
    def gate(self, row: CapitalTier) -> str:
        """Its metric and where it opens."""
        return (
            f"{title_of(row.gate_metric)}: {amount_of(row.gate_metric, row.gate_amount)}" if row.gate_metric else "open"
        )

    @admin.display(description="cap", ordering="cap_cents")
    def cap(self, row: CapitalTier) -> str:
        """In dollars."""
        return in_dollars(row.cap_cents) or "none"


class RequestForm(forms.ModelForm):
    """Money asked for."""

    cost_cents = Cents(label="Cost")
    monthly_benefit_cents = Cents(
        label="Monthly benefit", required=False, is_signed=True, help_text="Blank: not known; 0: it brings nothing."
    )

    class Meta:
        model = CapitalRequest
        fields = ("unit", "title", "cost_cents", "monthly_benefit_cents", "confidence", "tier", "status")


@admin.register(CapitalRequest)
class RequestDesk(BooksDesk):
    """What is asked for, and how soon it pays for itself."""

    form = RequestForm
    list_display = ("title", "unit", "cost", "benefit", "pays_back", "confidence", "tier", "status")
    list_filter = ("status", "unit", "tier", "confidence")
    list_select_related = ("unit", "tier")
    search_fields = ("title", "unit__name", "unit__slug")
    search_help_text = "What it is for, or unit"
    bare = "Nothing is asked for yet."
    kind = "capital_requests"
    columns: ClassVar = {"tier": "tier__rank"}

    @admin.display(description="cost", ordering="cost_cents")
    def cost(self, row: CapitalRequest) -> str:
        """In dollars."""
        return in_dollars(row.cost_cents)

    @admin.display(description="benefit a month", ordering="monthly_benefit_cents")
    def benefit(self, row: CapitalRequest) -> str:
        """In dollars."""
        return in_dollars(row.monthly_benefit_cents) or "not known"

    @admin.display(description="pays back in")
    def pays_back(self, row: CapitalRequest) -> str:
        """F15 in words."""
        return showing.shown(capital.payback(request_of(row)))
