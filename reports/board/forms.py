"""The forms of the board."""

from __future__ import annotations

from typing import Any

from django import forms

from reports.board.moving import HOURS, Plan
from reports.board.reading import Asked
from reports.findings import Severity
from reports.models import ActionItem, BusinessUnit
from reports.models.grants import NAMES
from scc_site.models import User

ANY = ("", "All")
WORDS = {Severity.CRITICAL: "Critical", Severity.HIGH: "High", Severity.MEDIUM: "Medium", Severity.LOW: "Low"}


class BoardForm(forms.Form):
    """What the board is narrowed to."""

    unit = forms.ChoiceField(required=False)
    role = forms.ChoiceField(required=False, label="Report", choices=[ANY, *NAMES.items()])
    severity = forms.ChoiceField(required=False, choices=[ANY, *((one.value, WORDS[one]) for one in Severity)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With the units that there are."""
        super().__init__(*args, **kwargs)
        units = BusinessUnit.objects.order_by("name").values_list("slug", "name")
        self.fields["unit"].choices = [ANY, *units]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What was chosen."""
        return Asked(**{name: self.cleaned_data[name] for name in ("unit", "role", "severity")})


class MoveForm(forms.Form):
    """Into which column, and in which one the mover saw the card."""

    status = forms.ChoiceField(choices=ActionItem.Status.choices)
    seen = forms.ChoiceField(choices=ActionItem.Status.choices, required=False)


class PlanForm(forms.Form):
    """Who has it, by when, how much work it is, until when it may rest."""

    owner = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Nobody yet")
    due = forms.DateField(
        required=False,
        label="By",
        error_messages={"invalid": "Write the day as 2026-11-21."},
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    hours = forms.TypedChoiceField(
        required=False,
        label="Hours of work",
        coerce=int,
        empty_value=None,
        choices=[("", "As the rule says"), *((hours, str(hours)) for hours in HOURS)],
    )
    accepted_until = forms.DateField(
        required=False,
        label="Leave it until",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write the day as 2026-11-21."},
        help_text="Until then it stands in no agenda. Left empty: it counts.",
    )
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With those who may have a card: who reads reports or runs the office."""
        super().__init__(*args, **kwargs)
        people = User.objects.active().readers().order_by("name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """What was set."""
        return Plan(**{name: self.cleaned_data[name] for name in ("owner", "due", "hours", "accepted_until", "note")})
