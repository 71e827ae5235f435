"""Ownership, responsibilities, people who leave, and risks at the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from events import wording
from reports.formulas.people import HIGH_SCORE
from reports.models import OwnershipStake, Responsibility, Risk, Transition
from reports.office.asking import plain_dollars
from reports.office.records import RecordDesk, day, percent

WHOLE = Decimal(100)


class StakeForm(forms.ModelForm):
    """A stake; those of one unit are never more than the whole."""

    class Meta:
        model = OwnershipStake
        fields = ("unit", "person", "percent", "agreement", "document", "effective")

    def clean(self) -> dict[str, Any]:
        """Refused above the whole, with who holds the rest."""
        cleaned = super().clean() or self.cleaned_data
        unit, share = cleaned.get("unit"), cleaned.get("percent")
        if unit is None or share is None:
            return cleaned
        others = list(OwnershipStake.objects.beside(OwnershipStake(pk=self.instance.pk, unit=unit)))
        taken = sum((row.percent for row in others), Decimal(0))
        if taken + share > WHOLE:
            held = ", ".join(f"{row.person} {percent(row.percent)}" for row in others)
            left = f"{percent(max(Decimal(0), WHOLE - taken))} is left"
            said = f"The stakes in {unit} would add up to {percent(taken + share)}: {held or 'nobody else'}; {left}."
            self.add_error("percent", ValidationError(said))
        return cleaned


@admin.register(OwnershipStake)
class StakeDesk(RecordDesk):
    """Who owns how much, and whether it is signed."""

    form = StakeForm
    list_display = ("person", "unit", "share", "together", "agreement", day("effective", "in force from"))
    list_filter = ("agreement", "unit")
    list_select_related = ("unit",)
    search_fields = ("person", "unit__name", "document")
    search_help_text = "Person, unit or document"
    ordering = ("unit__name", "-percent", "person")
    kind = "stakes"

    def get_queryset(self, request: HttpRequest) -> QuerySet[OwnershipStake]:
        """With the sums of their units."""
        return OwnershipStake.objects.with_sums()

    def save_model(self, request: HttpRequest, obj: OwnershipStake, form: Any, change: bool) -> None:
        """Kept; what nobody holds yet is said."""
        super().save_model(request, obj, form, change)
        left = WHOLE - obj.percent - sum(row.percent for row in OwnershipStake.objects.beside(obj))
        if left > 0:
            self.message_user(request, f"{percent(left)} of {obj.unit} belongs to nobody yet.", messages.WARNING)

    @admin.display(description="stake", ordering="percent")
    def share(self, stake: OwnershipStake) -> str:
        """In percent."""
        return percent(stake.percent)

    @admin.display(description="unit in all", ordering="sum")
    def together(self, stake: Any) -> str:
        """What the stakes of the unit add up to."""
        return percent(stake.sum) if stake.sum == WHOLE else f"{percent(stake.sum)}, not the whole"


class AloneFilter(admin.SimpleListFilter):
    """Critical responsibilities that nobody else could take."""

    title = "who could stand in"
    parameter_name = "alone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The one choice."""
        return [("yes", "critical, and nobody")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows chosen."""
        return queryset.alone() if self.value() == "yes" else None


@admin.register(Responsibility)
class ResponsibilityDesk(RecordDesk):
    """Who answers for what, who could, and where it is written down."""

    list_display = (
        "title",
        "unit",
        "holder",
        "backup",
        "is_critical",
        day("documented_on", "documented on"),
        "successor",
    )
    list_filter = ("is_critical", AloneFilter, "unit")
    list_select_related = ("unit",)
    search_fields = ("title", "holder", "backup", "successor", "unit__name")
    search_help_text = "Title, a person, or unit"
    ordering = ("unit__name", "title")
    fields = ("unit", "title", "holder", "backup", "is_critical", "documented_on", "successor")
    kind = "responsibilities"
    columns: ClassVar = {"critical": "is_critical", "last_day": None}


@admin.register(Transition)
class TransitionDesk(RecordDesk):
    """People who leave, and how far what they answer for is handed over."""

    list_display = ("person", "unit", day("last_day", "last day"), "successor")
    list_filter = ("unit",)
    list_select_related = ("unit",)
    search_fields = ("person", "successor", "unit__name")
    search_help_text = "Person, successor or unit"
    date_hierarchy = "last_day"
    ordering = ("last_day", "person")
    fields = ("unit", "person", "last_day", "successor", "handed_over")
    readonly_fields = ("handed_over",)

    @admin.display(description="handed over")
    def handed_over(self, leaving: Transition) -> str:
        """Each responsibility of theirs, and what it wants to be ready."""
        duties = Responsibility.objects.of_holder(leaving) if leaving.pk else ()
        told = [f"{duty.title}: {_wants(duty, leaving)}" for duty in duties]
        return "; ".join(told) or "No responsibility of theirs is recorded in this unit."


def _wants(duty: Responsibility, leaving: Transition) -> str:
    successor = duty.successor or leaving.successor
    lacking = [] if duty.documented_on else ["is not documented"]
    if not successor or successor == duty.holder:
        lacking.append("has no successor")
    return " and ".join(lacking) or "ready"


class OpenFilter(admin.SimpleListFilter):
    """Whether a risk is one still."""

    title = "whether it stands"
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Standing or settled."""
        return [("yes", "stands"), ("no", "closed, resolved or done")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        """The rows chosen."""
        return {"yes": queryset.standing, "no": queryset.settled}.get(self.value() or "", lambda: None)()


@admin.register(Risk)
class RiskDesk(RecordDesk):
    """What may go wrong, the gravest first."""

    list_display = (
        "title", "unit", "points", "judged", "owner", "mitigated", day("review_on", "review on"), "status"
    )  # fmt: skip
    list_filter = (OpenFilter, "unit")
    list_select_related = ("unit",)
    search_fields = ("title", "owner", "mitigation", "unit__name")
    search_help_text = "Title, owner, mitigation or unit"
    ordering = (Coalesce("score", 0).desc(), "title")
    kind = "risks"
    columns: ClassVar = {
        "impact": lambda risk: risk.impact or (None if risk.impact_cents is None else plain_dollars(risk.impact_cents)),
        "score": "score",
    }  # fmt: skip
    fields = (
        "unit", "title", "likelihood", "impact", "impact_cents", "owner", "mitigation", "review_on", "status"
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Risk]:
        """With their scores."""
        return Risk.objects.scored()

    @admin.display(description="score", ordering="score")
    def points(self, risk: Any) -> str:
        """Likelihood × impact, 1 to 25."""
        if risk.score is None:
            return "not judged"
        return f"{risk.score}, high" if risk.score >= HIGH_SCORE else f"{risk.score}"

    @admin.display(description="likelihood × impact")
    def judged(self, risk: Risk) -> str:
        """Both as they were judged, an impact in money in dollars."""
        impact = risk.impact or (None if risk.impact_cents is None else wording.dollars(risk.impact_cents))
        return f"{risk.likelihood or '?'} × {impact or '?'}"

    @admin.display(description="mitigation")
    def mitigated(self, risk: Risk) -> str:
        """Whether there is one."""
        return "yes" if risk.mitigation else "none"
