"""Months at the desk: closed so that nothing slips in, opened again for a reason, and what they add up to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from events.forms import DayField, JudgedForm
from reports import closing
from reports.models import BusinessUnit, FiscalPeriod
from reports.office.trial_balance import balance_of
from reports.periods import last_complete_month, month_of
from scc_site import clock
from scc_site.desk import Desk, actor, said
from scc_site.models import User
from scc_site.refusals import Refusal

UNIT = {"label": "Unit", "to_field_name": "slug", "empty_label": None}


class MonthForm(JudgedForm, forms.ModelForm):
    """A month to close; or, of a closed one, why it is opened again."""

    by: User
    month = DayField(label="Month", required=True, help_text="Any day of it.")
    opened_why = forms.CharField(label="Why it is opened again", max_length=200)

    class Meta:
        model = FiscalPeriod
        fields = ("unit",)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Only what the act wants."""
        super().__init__(*args, **options)
        row = self.instance
        unwanted = {"opened_why"} if row.pk is None else {"unit", "month"}
        for name in unwanted | ({"opened_why"} if row.closed_at is None else set()):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Run the verb once all fields are right, so that its refusal is shown with what was typed."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.instance = self._done(cleaned)
            except Refusal as refusal:
                self.take(refusal)
        return cleaned

    def _done(self, cleaned: dict[str, Any]) -> FiscalPeriod:
        row, at = self.instance, clock.now()
        if row.closed_at:
            return closing.open_again(period=row, why=cleaned["opened_why"], by=self.by, at=at)
        unit, month = (row.unit, row.starts_on) if row.pk else (cleaned["unit"], cleaned["month"])
        return closing.close(unit=unit, month=month, by=self.by, at=at)

    def _post_clean(self) -> None:
        """The verb has judged and stored the row."""


@admin.register(FiscalPeriod)
class MonthDesk(Desk):
    """Months that somebody closed; all others are open."""

    form = MonthForm
    list_display = ("month", "unit", "stands", "sums")
    list_display_links = ("month",)
    list_filter = ("unit",)
    list_select_related = ("unit", "closed_by", "opened_by")
    search_fields = ("unit__name", "unit__slug")
    search_help_text = "The unit’s name"
    ordering = ("-starts_on", "unit__name")
    change_form_template = "admin/reports/fiscalperiod/change_form.html"
    change_list_template = "admin/reports/fiscalperiod/change_list.html"
    told = ("unit", "month", "stands", "sums")

    def get_fields(self, request: HttpRequest, obj: FiscalPeriod | None = None) -> tuple[str, ...]:
        """A month to close is named; one that was, says how it stands."""
        if obj is None:
            return ("unit", "month")
        return (*self.told, "opened_why") if obj.closed_at else self.told

    def get_readonly_fields(self, request: HttpRequest, obj: FiscalPeriod | None = None) -> tuple[str, ...]:
        """What the act cannot change."""
        return self.told if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who fills it in; it makes its own fields."""
        return type("MonthFormBy", (MonthForm,), {"by": actor(request)})

    def get_urls(self) -> list[Any]:
        """With the trial balance."""
        page = self.admin_site.admin_view(self.trial_balance)
        return [path("trial-balance/", page, name="reports_trial_balance"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: FiscalPeriod, form: Any, change: bool) -> None:
        """The verb has stored it."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What was done, for the log."""
        return "Closed." if form.instance.closed_at else "Opened again."

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who closed and opened it stays on record."""
        return False

    def trial_balance(self, request: HttpRequest) -> HttpResponse:
        """One unit's accounts over one month: what each brought in, its debits and credits, and what it leaves with."""
        asked = request.GET if "unit" in request.GET else None
        form = TrialForm(asked, initial={"month": last_complete_month(clock.now().date()).start})
        found = balance_of(**form.cleaned_data) if form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Trial balance",
            "form": form,
            "balance": found,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/reports/fiscalperiod/trial_balance.html", context, status=status)

    @admin.display(description="month", ordering="starts_on")
    def month(self, row: FiscalPeriod) -> str:
        """`October 2026`."""
        return f"{row.starts_on:%B %Y}"

    @admin.display(description="stands")
    def stands(self, row: FiscalPeriod) -> str:
        """Closed or open, since when, by whom and why."""
        if row.closed_at and row.closed_by:
            return f"closed {said(row.closed_at)} by {row.closed_by.name}"
        if row.opened_at and row.opened_by:
            return f"open again since {said(row.opened_at)} by {row.opened_by.name}: {row.opened_why}"
        return "open"

    @admin.display(description="sums")
    def sums(self, row: FiscalPeriod) -> str:
        """The way to its trial balance."""
        return format_html('<a href="{}">{}</a>', trial_url(row.unit, row.starts_on), "Trial balance")


class TrialForm(forms.Form):
    """Which month of which unit."""

    unit = forms.ModelChoiceField(BusinessUnit.objects.in_scope(()), **UNIT)  # type: ignore[arg-type]
    month = DayField(label="Month", required=True, help_text="Any day of it.")

    def clean_month(self) -> date:
        """Its first day."""
        return month_of(self.cleaned_data["month"]).start


def trial_url(unit: BusinessUnit, month: date) -> str:
    """Where a month's trial balance is shown."""
    return f"{reverse('admin:reports_trial_balance')}?unit={unit.slug}&month={month}"
