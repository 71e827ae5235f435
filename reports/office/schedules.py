"""Reports that come by themselves, and the two ways in which they are written, at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from reports import outcomes, scheduled
from reports.models import ReportSchedule, ReportVariant
from reports.perspectives import SLUGS
from scc_site import clock
from scc_site.desk import Desk
from scc_site.models import Schedule, User
from scc_site.occurrences import sections

SCHEDULES = "/admin/scc_site/schedule/"


class ReportScheduleForm(forms.ModelForm):
    """Which report, over what, for whom, and who approves it; when it comes stands with its schedule."""

    class Meta:
        model = ReportSchedule
        fields = ("schedule", "slug", "unit", "policy", "least_percent", "people")

    def __init__(self, *args: Any, **named: Any) -> None:
        """Schedules that run such a job are offered, and people who may read reports."""
        super().__init__(*args, **named)
        if "schedule" in self.fields:
            self.fields["schedule"].queryset = Schedule.objects.filter(job__startswith="report_").order_by("name")  # type: ignore[attr-defined]
        if "people" in self.fields:
            self.fields["people"].queryset = User.objects.active().filter(is_executive=True).order_by("name")  # type: ignore[attr-defined]


@admin.register(ReportSchedule)
class ReportScheduleDesk(Desk):
    """Reports by schedule; when each comes, and what came of it, stands with the house's schedules."""

    form = ReportScheduleForm
    list_display = ("report", "scope", "when", "next_run", "policy", "readers")
    list_filter = ("policy", "slug", "unit")
    search_fields = ("schedule__name", "slug", "unit__name")
    search_help_text = "Schedule, report or unit"
    ordering = ("schedule__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportSchedule]:
        """With what a line names."""
        return ReportSchedule.objects.told()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, those that ship among it once the house has ticked."""
        scheduled.keep()
        return super().changelist_view(request, extra_context)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """The schedule of one that exists stays."""
        return ("schedule",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Its schedule is switched off instead."""
        return False

    @admin.display(description="report", ordering="slug")
    def report(self, row: ReportSchedule) -> str:
        """Its name."""
        return row.get_slug_display()

    @admin.display(description="over", ordering="unit__name")
    def scope(self, row: ReportSchedule) -> str:
        """Its unit, or all."""
        return str(row.unit or "whole portfolio")

    @admin.display(description="when", ordering="schedule__name")
    def when(self, row: ReportSchedule) -> str:
        """The rule in words, leading to where it is changed."""
        words = row.schedule.words if row.schedule.enabled else "switched off"
        return format_html('<a href="{}{}/change/">{}</a>', SCHEDULES, row.schedule_id, words)

    @admin.display(description="next")
    def next_run(self, row: ReportSchedule) -> str:
        """On the house's clock."""
        found = sections.runs(row.schedule, clock.now()) if row.schedule.enabled else []
        return found[0].house if found else "none"

    @admin.display(description="for")
    def readers(self, row: ReportSchedule) -> str:
        """The people named, or all who were given it."""
        return ", ".join(str(person) for person in row.people.all()) or "everybody who was given it"


class VariantForm(forms.ModelForm):
    """One of the two ways in which a report is written."""

    slug = forms.ChoiceField(label="Report", choices=[(slug, slug) for slug in SLUGS])

    class Meta:
        model = ReportVariant
        fields = ("slug", "letter", "subject", "order", "length", "in_trial")

    def clean(self) -> dict[str, Any]:
        """A comparison is switched on where B is described."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("in_trial") and cleaned.get("letter") == "A":
            self.add_error("in_trial", "Switch the comparison on with B: A is what B is compared with.")
        return cleaned


@admin.register(ReportVariant)
class VariantDesk(Desk):
    """A and B of each report, as data."""

    form = VariantForm
    list_display = ("slug", "letter", "subject", "length", "in_trial", "compared")
    list_filter = ("slug", "in_trial")
    ordering = ("slug", "letter")

    @admin.display(description="so far")
    def compared(self, row: ReportVariant) -> str:
        """What the comparison came to, beside B."""
        return str(outcomes.of(row.slug)) if row.letter == "B" and row.in_trial else ""
