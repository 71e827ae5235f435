"""Thresholds of rules at the desk: what ships, what the house set instead, and what it set before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from reports import metrics
from reports.findings import Limit, known
from reports.metrics import Metric
from reports.models import RuleLimit
from reports.office.amounts import LONGEST, PLACES, typed
from scc_site import clock
from scc_site.desk import Desk, actor, said


def limit_of(rule: str, name: str) -> Limit | None:
    """A threshold as it ships; None for one that no rule has any more."""
    return next((limit for limit in known()[rule].limits if limit.name == name), None) if rule in known() else None


def written(limit: Limit | None, amount: Decimal) -> str:
    """An amount in the threshold's own measure."""
    return metrics.written(_measured(limit), amount) if limit else f"{amount:f}"


def choices() -> list[tuple[str, str]]:
    """Every threshold of every rule, with what ships."""
    return [
        (f"{rule.id}:{limit.name}", f"{rule.id} · {limit.title} ({written(limit, limit.amount)})")
        for rule in known().values()
        for limit in rule.limits
    ]


def _measured(limit: Limit) -> Metric:
    return Metric(limit.name, limit.title, "", limit.measure, (), ())


class LimitForm(forms.ModelForm):
    """One threshold in place of the one that ships."""

    limit = forms.ChoiceField(label="Threshold", help_text="In brackets: what ships.")
    typed_amount = forms.CharField(
        label="Amount",
        max_length=LONGEST,
        widget=typed(),
        help_text="As it ships: dollars, a share like 40%, or a number.",
    )

    class Meta:
        model = RuleLimit
        fields = ("note",)

    def __init__(self, *args: Any, **named: Any) -> None:
        """Every threshold to choose from; the one that is set stays the same."""
        super().__init__(*args, **named)
        row = self.instance
        self.fields["limit"].choices = [("", "Choose"), *choices()]  # type: ignore[attr-defined]
        if row.pk:
            self.fields["limit"].disabled = True
            self.initial["limit"] = f"{row.rule}:{row.name}"
            self.initial["typed_amount"] = written(limit_of(row.rule, row.name), row.amount)

    def clean(self) -> dict[str, Any]:
        """The amount in the threshold's measure, and which rule it is of."""
        cleaned = super().clean() or self.cleaned_data
        rule, _, name = (cleaned.get("limit") or "").partition(":")
        limit = limit_of(rule, name)
        if RuleLimit.objects.filter(rule=rule, name=name).exclude(pk=self.instance.pk).exists():
            self.add_error("limit", "The house set this one already: open it and change it.")
        elif limit and cleaned.get("typed_amount"):
            self.instance.rule, self.instance.name = rule, name
            self._read(limit, cleaned["typed_amount"])
        return cleaned

    def _read(self, limit: Limit, written_down: str) -> None:
        try:
            self.instance.amount = Decimal(metrics.amount(_measured(limit), written_down)).quantize(PLACES)
        except metrics.Unmeasured as fault:
            self.add_error("typed_amount", f"“{written_down}” {fault}.")


@admin.register(RuleLimit)
class LimitDesk(Desk):
    """What the house set for itself; a threshold that is not here is as it ships."""

    form = LimitForm
    list_display = ("what", "now", "ships", "setter", "on", "note")
    list_filter = ("rule",)
    list_select_related = ("setter",)
    readonly_fields = ("before",)
    ordering = ("rule", "name")

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The threshold, and under one that is set what it was before."""
        fields = ("limit", "typed_amount", "note", *(("before",) if obj else ()))
        return [(None, {"fields": fields})]

    def save_model(self, request: HttpRequest, obj: RuleLimit, form: Any, change: bool) -> None:
        """Kept, with who set it and when."""
        obj.set_at, obj.setter = clock.now(), actor(request)
        super().save_model(request, obj, form, change)

    @admin.display(description="threshold", ordering="rule")
    def what(self, row: RuleLimit) -> str:
        """Its sentence."""
        limit = limit_of(row.rule, row.name)
        return f"{row.rule} · {limit.title if limit else row.name}"

    @admin.display(description="the house’s")
    def now(self, row: RuleLimit) -> str:
        """What holds."""
        return written(limit_of(row.rule, row.name), row.amount)

    @admin.display(description="as it ships")
    def ships(self, row: RuleLimit) -> str:
        """What would hold without it."""
        limit = limit_of(row.rule, row.name)
        return written(limit, limit.amount) if limit else "no rule has it any more"

    @admin.display(description="set", ordering="set_at")
    def on(self, row: RuleLimit) -> str:
        """When, on the house's clock."""
        return said(row.set_at)

    @admin.display(description="before")
    def before(self, row: RuleLimit) -> SafeString:
        """Every amount it ever had, the latest first."""
        limit = limit_of(row.rule, row.name)
        kept = row.events.order_by("-pgh_id").values_list("amount", "set_at", "note")  # type: ignore[attr-defined]
        told = ((written(limit, amount), said(at), f" · {note}" if note else "") for amount, at, note in kept)
        return format_html_join("", "<p>{}, set {}{}</p>", told)
