"""Opportunities at the desk: what may come, how far it is, since when."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events.forms import DayField, JudgedForm
from events.office.filters import today
from reports import opportunities
from reports.models import Opportunity, OpportunityStep
from reports.office.amounts import Share, in_dollars, in_percent
from reports.office.listing import BooksDesk
from reports.office.records import Cents
from scc_site.desk import ReadOnlyInline
from scc_site.refusals import Mistyped


class OpportunityForm(JudgedForm, forms.ModelForm):
    """One chance of business."""

    value_cents = Cents(label="Value", required=False, help_text="Blank: not known yet; it is not counted then.")
    probability = Share(label="Probability", required=False, help_text="Counts until ten like it were decided.")
    expected_on = DayField(label="Expected on")
    next_step_on = DayField(label="Next step on")
    since = DayField(label="In this stage since", help_text="Blank: today.")

    class Meta:
        model = Opportunity
        fields = ("unit", "key", "channel", "stage", "value_cents", "probability", "expected_on", "next_step_on")

    def clean(self) -> dict[str, Any]:
        """The day on which a stage was reached is not before that of the last."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["since"] = cleaned.get("since") or today()
        last = OpportunityStep.objects.standing([self.instance]).get(self.instance.pk) if self.instance.pk else None
        if last and last.stage != cleaned.get("stage") and "since" not in self.errors:
            try:
                opportunities.refuse_before(last, cleaned["since"])
            except Mistyped as refusal:
                self.take(refusal)
        return cleaned


class StepInline(ReadOnlyInline):
    """The days on which it reached its stages."""

    model = OpportunityStep
    fields = ("entered_on", "stage")
    verbose_name_plural = "stages so far"


class Decided(admin.SimpleListFilter):
    """Open or decided."""

    title = "how it stands"
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Two answers."""
        return [("open", "open"), ("decided", "won or lost")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that stand so."""
        found: Any = queryset
        return {"open": found.open, "decided": found.decided}.get(self.value() or "", found.all)()


@admin.register(Opportunity)
class OpportunityDesk(BooksDesk):
    """Opportunities by unit, what is worth most known at a glance."""

    form = OpportunityForm
    list_display = ("key", "unit", "stage", "worth", "odds", "channel", "expected_on", "next_step_on")
    list_filter = (Decided, "stage", "unit", "channel")
    list_select_related = ("unit",)
    search_fields = ("key", "channel", "unit__name", "unit__slug")
    search_help_text = "Name, channel or unit"
    date_hierarchy = "expected_on"
    bare = "No opportunity yet: what guests asked for and did not book goes here, or comes in from a file."
    fields = (
        "unit", "key", "channel", "stage", "since", "value_cents", "probability", "expected_on", "next_step_on"
    )  # fmt: skip
    inlines: ClassVar = [StepInline]
    kind = "opportunities"
    columns: ClassVar = {"stage_on": lambda row: max((step.entered_on for step in row.steps.all()), default=None)}
    fetched = ("steps",)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Stages so far, of one that is there."""
        return list(self.inlines) if obj else []

    def save_model(self, request: HttpRequest, obj: Opportunity, form: Any, change: bool) -> None:
        """The row, and the day from which it stands in its stage."""
        super().save_model(request, obj, form, change)
        opportunities.reach(opportunity=obj, on=form.cleaned_data["since"])

    @admin.display(description="value", ordering="value_cents")
    def worth(self, row: Opportunity) -> str:
        """In dollars."""
        return in_dollars(row.value_cents) or "not known"

    @admin.display(description="probability", ordering="probability")
    def odds(self, row: Opportunity) -> str:
        """As declared."""
        return in_percent(row.probability) or "not said"
