"""Deliveries at the desk: the job, its papers, what it cost, who sailed it, and what it comes to."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin

from reports import showing
from reports.formulas import deliveries
from reports.inputs.deliveries import read
from reports.models import CrewPay, DeliveryJob, JobExpense
from reports.office.records import RecordDesk, RecordRows, dollars
from reports.values import Value, derived
from scc_site import clock

MOMENTS = ("asked", "answered")
GENERAL = ("unit", "key", "client", "vessel", "origin", "destination", "stage")
QUOTE = ("asked", "answered", "quoted_on", "basis", "rate_cents", "fee_quoted_cents", "expenses_quoted_cents",
         "nm_planned")  # fmt: skip
PAPERS = ("contract", "insurance", "advance_cents")
PASSAGE = ("planned_depart", "planned_arrive", "actual_depart", "actual_arrive", "weather_days", "nm_actual")
FIELDS = (*GENERAL, *QUOTE, *PAPERS, *PASSAGE)
TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class LocalTime(forms.Field):
    """A wall-clock time without a zone; whose clock it is says the unit."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """The time; None for a blank."""
        if not value:
            return None
        for form in TIMES:
            try:
                return datetime.strptime(str(value).strip()[:16], form)  # noqa: DTZ007 - the unit's zone is put to it
            except ValueError:
                continue
        raise forms.ValidationError("Write a time like 2026-12-01 14:30.")


class JobForm(forms.ModelForm):
    """A job; when the client asked and we answered is told by the unit's clock."""

    asked = LocalTime(label="Client asked", required=False, help_text="On the unit’s clock.")
    answered = LocalTime(label="We answered", required=False, help_text="On the unit’s clock.")

    class Meta:
        model = DeliveryJob
        fields = FIELDS

    def __init__(self, *args: Any, **options: Any) -> None:
        """Instants as the unit's clock shows them."""
        super().__init__(*args, **options)
        for name in MOMENTS:
            at = getattr(self.instance, name)
            if at is not None and self.instance.unit_id:
                self.initial[name] = at.astimezone(ZoneInfo(self.instance.unit.timezone)).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        """Times become instants; refused where the unit's clock never shows one."""
        cleaned = super().clean() or self.cleaned_data
        unit = cleaned.get("unit")
        for name in MOMENTS:
            typed = cleaned.get(name)
            cleaned[name] = None
            if typed is None or unit is None:
                continue
            zone = ZoneInfo(unit.timezone)
            at = typed.replace(tzinfo=zone)
            if datetime.fromtimestamp(at.timestamp(), zone).replace(tzinfo=None) != typed:
                self.add_error(name, "The clock jumps over this time on that day.")
            cleaned[name] = at
        return cleaned


class ExpenseRows(RecordRows):
    """What was spent."""

    model = JobExpense
    verbose_name_plural = "expenses"
    fields = ("date", "what", "amount_cents", "is_pass_through", "reimbursed_on", "receipt")
    lede = "What is passed through is the client’s to pay back: it lowers the margin until it is reimbursed."


class PayRows(RecordRows):
    """What the crew earns."""

    model = CrewPay
    verbose_name_plural = "crew pay"
    fields = ("person", "days", "amount_cents", "paid_on")


@admin.register(DeliveryJob)
class DeliveryDesk(RecordDesk):
    """Jobs from the first question to the harbour."""

    form = JobForm
    list_display = (
        "key", "client", "vessel", "route", "stage", "departs", "arrives", dollars("fee_quoted_cents", "fee"), "lacks"
    )  # fmt: skip
    list_filter = ("stage", "contract", "insurance", "unit")
    search_fields = ("key", "client", "vessel", "origin", "destination")
    search_help_text = "Job, client, vessel or port"
    ordering = ("-planned_depart", "key")
    inlines = (ExpenseRows, PayRows)
    kind = "deliveries"
    columns: ClassVar = {"job": "key", "fee": "fee_quoted_cents"}
    readonly_fields = ("comes_to",)
    fieldsets = (
        (None, {"fields": (*GENERAL, "comes_to")}),
        ("Quote", {"fields": QUOTE}),
        ("Papers and advance", {"fields": PAPERS}),
        ("Passage", {"fields": PASSAGE}),
    )

    @admin.display(description="from – to")
    def route(self, job: DeliveryJob) -> str:
        """Both ports."""
        return " – ".join(place for place in (job.origin, job.destination) if place)

    @admin.display(description="departs", ordering="planned_depart")
    def departs(self, job: DeliveryJob) -> str:
        """The day it left, else the day planned."""
        return _day(job.actual_depart, job.planned_depart)

    @admin.display(description="arrives", ordering="planned_arrive")
    def arrives(self, job: DeliveryJob) -> str:
        """The day it arrived, else the day planned."""
        return _day(job.actual_arrive, job.planned_arrive)

    @admin.display(description="lacks")
    def lacks(self, job: Any) -> str:
        """What a job that is won must have before it departs, and has not."""
        is_ahead = job.stage in {DeliveryJob.Stage.CONTRACTED, DeliveryJob.Stage.UNDERWAY}
        return ", ".join(deliveries.unready(job)) if is_ahead else ""

    @admin.display(description="comes to")
    def comes_to(self, row: DeliveryJob) -> str:
        """Margin and advance held, by what is recorded up to today."""
        if row.pk is None:
            return "Reckoned once it is saved."
        told = read(units=[row.unit], as_of=clock.now().astimezone(ZoneInfo(row.unit.timezone)).date())
        job = next(job for job in told.jobs if job.key == row.key)
        margin, held = deliveries.margin(told, job).margin, deliveries.advance_held(told, job)
        return f"Margin: {showing.shown(margin)}. {_held(held)}"


def _held(held: Value) -> str:
    if held.is_known and held.number < 0:
        owed = derived(held.measure, (held,), lambda cents: -cents)
        return f"The client owes: {showing.shown(owed)}."
    return f"Advance held for the client: {showing.shown(held)}."


def _day(was: Any, planned: Any) -> str:
    return f"{was}" if was else f"{planned}, planned" if planned else ""
