"""The cloud's bill at the desk: costs by month and service, and what could be saved of them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from events.forms import DayField
from reports.models import CloudCost, CostOpportunity
from reports.office.records import RecordDesk, dollars
from reports.office.worded import WordedForm
from reports.periods import month_of, month_start


class CostForm(WordedForm):
    """One service in one month."""

    month = DayField(label="Month", required=True, help_text="Any day of it.")

    class Meta:
        model = CloudCost
        fields = (
            "provider", "account", "service", "unit", "month", "through_on", "amount_cents", "credit_cents", "tax_cents"
        )  # fmt: skip

    def clean_month(self) -> date:
        """Its first day."""
        return month_start(self.cleaned_data["month"])

    def clean(self) -> dict[str, Any]:
        """Refused with a last day of another month; the month's own last day is a whole month."""
        cleaned = super().clean() or self.cleaned_data
        month, through = cleaned.get("month"), cleaned.get("through_on")
        if month and through and month_start(through) != month:
            self.add_error("through_on", "Choose a day of that month.")
        elif month and through == month_of(month).last_day:
            cleaned["through_on"] = None
        for name in ("credit_cents", "tax_cents"):
            cleaned[name] = cleaned.get(name) or 0
        return cleaned


class TaggedFilter(admin.SimpleListFilter):
    """Whether a cost is tagged to a unit."""

    title = "whether it is tagged"
    parameter_name = "tagged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """To a unit, or to none."""
        return [("yes", "to a unit"), ("no", "to none")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows chosen."""
        chosen = self.value()
        return queryset.filter(unit__isnull=chosen == "no") if chosen in {"yes", "no"} else queryset


@admin.register(CloudCost)
class CloudCostDesk(RecordDesk):
    """Costs, the latest month first."""

    form = CostForm
    list_display = (
        "of_month", "service", "provider", "whose", dollars("amount_cents", "amount"),
        dollars("credit_cents", "credits"), dollars("tax_cents", "tax"),
    )  # fmt: skip
    list_display_links = ("service",)
    list_filter = (TaggedFilter, "provider", "unit")
    list_select_related = ("unit",)
    search_fields = ("service", "provider", "account", "unit__name")
    search_help_text = "Service, provider, account or unit"
    date_hierarchy = "month"
    ordering = ("-month", "service")
    kind = "cloud_costs"
    columns: ClassVar = {"through": "through_on", "tag": None}
    autocomplete_fields = ("unit",)

    @admin.display(description="month", ordering="month")
    def of_month(self, cost: CloudCost) -> str:
        """`October 2026`; of one not whole, until when."""
        return f"{cost.month:%B %Y}" + (f", until {cost.through_on}" if cost.through_on else "")

    @admin.display(description="unit", ordering="unit__name")
    def whose(self, cost: CloudCost) -> str:
        """The unit, or that it is tagged to none."""
        return f"{cost.unit}" if cost.unit else "not tagged"


class SavingForm(WordedForm):
    """Something that would make the cloud cheaper."""

    words: ClassVar = {
        "costopportunity_range": ("high_cents", "This is less than what it saves at least."),
        "costopportunity_effort": ("effort_hours", "Write 0 hours or more."),
    }  # fmt: skip

    class Meta:
        model = CostOpportunity
        fields = ("service", "action", "low_cents", "high_cents", "effort_hours", "status", "verified_cents")
        help_texts: ClassVar = {
            "low_cents": "A month. One of both stands for both.",
            "verified_cents": "A month, as seen on a bill.",
        }


@admin.register(CostOpportunity)
class SavingDesk(RecordDesk):
    """Savings, those left to do first."""

    form = SavingForm
    list_display = (
        "action", "service", dollars("low_cents", "at least"), dollars("high_cents", "at most"), "effort_hours",
        "status", dollars("verified_cents", "saved"),
    )  # fmt: skip
    list_filter = ("status", "service")
    search_fields = ("service", "action")
    search_help_text = "Service or what to do"
    ordering = ("-status", "service", "action")
    kind = "savings"
