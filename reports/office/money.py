"""What is wanted of the money, at the desk: targets, declared figures, rules, milestones; and the metrics they name."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from events.forms import DayField
from reports import domains, metrics
from reports.metrics import DOWN, Metric
from reports.models import Declared, FinancialRule, Milestone, Target
from reports.models.money import SLOTS
from reports.office.amounts import (
    Measured,
    MeasuredForm,
    MetricField,
    MonthField,
    amount_of,
    in_files,
    measured_in,
    title_of,
)
from reports.office.listing import BooksDesk
from scc_site.desk import Section

REPORTS = {
    "ceo": "Chief executive", "cfo": "Chief financial officer", "accounting": "Accounting", "cmo": "Marketing",
    "cto": "Technology", "rental": "Rental", "delivery": "Deliveries", "clients": "Clients",
}  # fmt: skip
SLOT_CHOICES = [(number, f"rule {number}") for number in range(1, SLOTS + 1)]
HEAD = ("Metric", "In files", "Measured in", "Better", "Formula", "Needs", "Units")


class MoneyDesk(BooksDesk):
    """Rows of a unit and a metric."""

    list_select_related = ("unit",)
    search_fields: ClassVar[tuple[str, ...]] = ("unit__name", "unit__slug", "metric")
    search_help_text = "Unit, or a metric’s name in files"

    @admin.display(description="metric", ordering="metric")
    def of(self, row: Any) -> str:
        """Its title."""
        return title_of(row.metric)


class TargetForm(MeasuredForm):
    """A target of a unit for a month."""

    amounts = ("amount",)
    metric = MetricField()
    month = MonthField(required=True, help_text="Any day of it.")
    amount = Measured(label="Target")

    class Meta:
        model = Target
        fields = ("unit", "metric", "month", "amount", "set_by", "note")


@admin.register(Target)
class TargetDesk(MoneyDesk):
    """Targets by month."""

    form = TargetForm
    list_display = ("of", "unit", "in_month", "wanted", "set_by", "note")
    list_filter = ("unit", "metric")
    date_hierarchy = "month"
    bare = "No target yet: gaps and coverage wait for them. Add one, or take in a file of targets."
    ways = (("admin:reports_target_metrics", "All metrics"),)
    kind = "targets"
    columns: ClassVar = {"value": in_files("amount")}

    def get_urls(self) -> list[Any]:
        """With the page of all metrics."""
        page = self.admin_site.admin_view(self.all_metrics)
        return [path("metrics/", page, name="reports_target_metrics"), *super().get_urls()]

    def all_metrics(self, request: HttpRequest) -> HttpResponse:
        """Every metric, report by report."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "Metrics"}
        return TemplateResponse(request, "admin/reports/target/metrics.html", {**context, "sections": sections()})

    @admin.display(description="month", ordering="month")
    def in_month(self, row: Target) -> str:
        """`December 2026`."""
        return f"{row.month:%B %Y}"

    @admin.display(description="target")
    def wanted(self, row: Target) -> str:
        """In the metric's measure."""
        return amount_of(row.metric, row.amount)


class DeclaredForm(MeasuredForm):
    """What the owner says."""

    amounts = ("low", "high")
    metric = MetricField()
    low = Measured(label="From")
    high = Measured(label="To", help_text="The same again for a single figure.")

    class Meta:
        model = Declared
        fields = ("unit", "metric", "low", "high", "source")

    def clean(self) -> dict[str, Any]:
        """From is not above to."""
        cleaned = super().clean()
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", "This is below the figure it should reach from.")
        return cleaned


@admin.register(Declared)
class DeclaredDesk(MoneyDesk):
    """Figures the owner names, which rules hold against the books."""

    form = DeclaredForm
    list_display = ("of", "unit", "said", "source")
    list_filter = ("unit", "metric")
    bare = "Nothing is declared yet. What the owner says of burn or break-even goes here, to be held against the books."
    kind = "declared"
    columns: ClassVar = {"low": in_files("low"), "high": in_files("high")}

    @admin.display(description="declared")
    def said(self, row: Declared) -> str:
        """From and to, once where they are the same."""
        low, high = amount_of(row.metric, row.low), amount_of(row.metric, row.high)
        return low if low == high else f"{low} to {high}"


class RuleForm(MeasuredForm):
    """One of a unit's three rules."""

    amounts = ("threshold",)
    metric = MetricField()
    threshold = Measured(label="Threshold")
    slot = forms.TypedChoiceField(coerce=int, choices=SLOT_CHOICES, help_text="A unit has three.")
    adopted_on = DayField(label="Adopted on", help_text="Blank: it is proposed, and binds nobody.")

    class Meta:
        model = FinancialRule
        fields = (
            "unit", "slot", "metric", "operator", "threshold", "window", "adopted_by", "adopted_on", "consequence"
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who adopted a rule did so on a day."""
        cleaned = super().clean()
        if cleaned.get("adopted_by") and not cleaned.get("adopted_on") and "adopted_on" not in self.errors:
            self.add_error("adopted_on", "Say on which day.")
        return cleaned


@admin.register(FinancialRule)
class RuleDesk(MoneyDesk):
    """Rules about money: they bind from the day they were adopted."""

    form = RuleForm
    list_display = ("words", "unit", "slot", "window", "adopted_by", "adopted_on", "consequence")
    list_filter = ("unit", "window", ("adopted_on", admin.EmptyFieldListFilter))
    search_fields: ClassVar[tuple[str, ...]] = (*MoneyDesk.search_fields, "adopted_by", "consequence")
    search_help_text = "Unit, metric, who adopted it, or what follows"
    bare = "No rule yet: each unit has three slots, and an empty one is not adopted."
    kind = "money_rules"
    columns: ClassVar = {"threshold": in_files("threshold")}

    @admin.display(description="rule", ordering="metric")
    def words(self, row: FinancialRule) -> str:
        """`Free cash at least $5,000`."""
        return f"{title_of(row.metric)} {row.get_operator_display()} {amount_of(row.metric, row.threshold)}"


class MilestoneForm(MeasuredForm):
    """Where a metric shall stand by a day."""

    amounts = ("target",)
    metric = MetricField()
    target = Measured(label="Target")
    due = DayField(label="Due on", required=True)

    class Meta:
        model = Milestone
        fields = ("unit", "metric", "operator", "target", "due")


@admin.register(Milestone)
class MilestoneDesk(MoneyDesk):
    """Milestones by their day."""

    form = MilestoneForm
    list_display = ("words", "unit", "due")
    list_filter = ("unit", "metric")
    date_hierarchy = "due"
    bare = "No milestone yet: where a metric shall stand by a day."
    kind = "milestones"
    columns: ClassVar = {"target": in_files("target")}

    @admin.display(description="milestone", ordering="metric")
    def words(self, row: Milestone) -> str:
        """`Revenue recognised at least $16,000`."""
        return f"{title_of(row.metric)} {row.get_operator_display()} {amount_of(row.metric, row.target)}"


def sections() -> list[Section]:
    """The metrics of each report; one that several show stands in each."""
    known = metrics.known().values()
    return [
        Section(title=title, head=HEAD, rows=[_row(metric) for metric in known if role in metric.roles], empty="None.")
        for role, title in REPORTS.items()
    ]


def _row(metric: Metric) -> tuple[str, ...]:
    needs = ", ".join(domains.BY_SLUG[need].title for need in metric.domains)
    better = "lower" if metric.direction == DOWN else "higher"
    kinds = ", ".join(metric.kinds) or "all"
    formula = metric.formula if metric.formula.startswith("F") else "none"
    return (metric.title, metric.slug, measured_in(metric), better, formula, needs or "nothing else", kinds)
