"""A schedule at the desk: its rule's fields together, all faults at once."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator

from scc_site import schedules
from scc_site.models import Schedule
from scc_site.occurrences import rules, wording

Kind = Schedule.Kind
WEEKDAYS = tuple(enumerate(wording.WEEKDAYS))
LONGEST_PATIENCE = 60 * 24 * 60  # minutes
# What each kind of rule is made of; the other fields are emptied.
PARTS: dict[str, frozenset[str]] = {
    Kind.DAILY: frozenset({"clock"}),
    Kind.WEEKLY: frozenset({"clock", "weekdays"}),
    Kind.MONTH_DAY: frozenset({"clock", "day"}),
    Kind.MONTH_END: frozenset({"clock"}),
    Kind.MONTH_WEEKDAY: frozenset({"clock", "nth", "weekday"}),
    Kind.INTERVAL: frozenset({"minutes"}),
}
ALL_PARTS = frozenset().union(*PARTS.values())


def zones() -> list[tuple[str, Any]]:
    """Every zone by its continent; the house's first."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, slash, _ = name.partition("/")
        if slash and region not in {"Etc", "posix", "right", "SystemV"}:
            regions.setdefault(region, []).append((name, name))
    first = [(settings.TIME_ZONE, f"{settings.TIME_ZONE} (the house)"), ("UTC", "UTC")]
    return [*first, *sorted(regions.items())]


class ScheduleForm(forms.ModelForm):
    """When a job runs. What the chosen kind of rule does not use is ignored, and emptied."""

    job = forms.ChoiceField(help_text="What runs: one of the jobs that the house brings along.")
    weekdays = forms.TypedMultipleChoiceField(
        label="On",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For: weekly.",
    )
    nth = forms.TypedChoiceField(
        label="Which one",
        choices=[("", "Choose"), *wording.ORDINALS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For: monthly, on a weekday.",
    )
    weekday = forms.TypedChoiceField(
        label="Weekday",
        choices=[("", "Choose"), *WEEKDAYS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For: monthly, on a weekday.",
    )
    zone = forms.ChoiceField(label="Time zone", choices=zones)

    class Meta:
        model = Schedule
        fields = (
            "name", "job", "enabled", "kind", "zone", "clock", "weekdays", "day", "nth", "weekday", "minutes",
            "catch_up", "catch_up_minutes",
        )  # fmt: skip
        help_texts: ClassVar = {
            "name": "Small letters, digits and _; it stays.",
            "clock": "For all but the last kind. On the wall clock of its zone, whatever summer time does.",
            "day": "For: monthly, on a day. A shorter month takes its last day.",
            "minutes": "For: every so many minutes. 1440 is a day, counted in UTC.",
            "catch_up": "What is made good when the house was down and runs were missed.",
            "catch_up_minutes": "For: those that are not too old.",
        }
        widgets: ClassVar = {"clock": forms.TimeInput(format="%H:%M", attrs={"type": "time"})}

    def __init__(self, *args: Any, **named: Any) -> None:
        """Jobs are offered as they are shipped; a schedule that exists keeps its own."""
        super().__init__(*args, **named)
        if "name" in self.fields:
            self.fields["name"].validators.append(
                RegexValidator(r"\A[a-z][a-z0-9_]*\Z", "Small letters, digits and _ alone, such as friday_brief.")
            )
        if self.instance.pk:
            self.fields.pop("job")  # said once, at the beginning
        else:
            jobs = [(entry.name, f"{entry.name}: {entry.why}") for entry in schedules.SCHEDULES]
            self.fields["job"].choices = [("", "Choose"), *jobs]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Empty what the kind does not use, then judge the rule as a whole."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind not in PARTS:
            return cleaned
        for name in ALL_PARTS - PARTS[kind]:
            self.errors.pop(name, None)  # of a field that does not count
            cleaned[name] = [] if name == "weekdays" else None
        self._judge_rule(cleaned)
        self._judge_catch_up(cleaned)
        return cleaned

    def _judge_rule(self, cleaned: dict[str, Any]) -> None:
        """Every fault of the rule, at its field; a field that could not be read has said so already."""
        values = {name: cleaned.get(name) for name in ("clock", "day", "nth", "weekday", "minutes")}
        rule = rules.Rule(rules.Kind(cleaned["kind"]), weekdays=frozenset(cleaned.get("weekdays") or ()), **values)
        for name, fault in wording.problems(rule, cleaned.get("zone", "")).items():
            if name not in self.errors:
                self.add_error(name, fault)

    def _judge_catch_up(self, cleaned: dict[str, Any]) -> None:
        """How old is too old: said exactly where it counts."""
        if cleaned.get("catch_up") != Schedule.CatchUp.RECENT:
            self.errors.pop("catch_up_minutes", None)  # of a field that does not count
            cleaned["catch_up_minutes"] = None
            return
        minutes = cleaned.get("catch_up_minutes")
        if "catch_up_minutes" not in self.errors and not (minutes and 1 <= minutes <= LONGEST_PATIENCE):
            self.add_error("catch_up_minutes", f"Say after how many minutes: 1 to {LONGEST_PATIENCE} (60 days).")
