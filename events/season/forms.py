"""What people type to plan a season or a copy of a sail, cleaned; the pure rules and the verbs judge it."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from events import planning, wording
from events.forms import FOLDS, MOST_GUESTS, DayField, FoldField, active, faults_of, plain, text
from events.models import EventType, Vessel
from events.season import rules as season
from events.season import spelling
from events.season.batches import Plan
from events.season.previews import Candidate

__all__ = ["DuplicateForm", "SeasonForm", "faults_of"]

WEEKDAYS = [(str(number), name) for number, name in enumerate(wording.WEEKDAYS)]
TURNS = [("1", "every week"), ("2", "every second week"), ("3", "every third week"), ("4", "every fourth week")]
STEPS = [("1", "to the minute"), ("5", "to 5 minutes"), ("10", "to 10 minutes"), ("15", "to 15 minutes")]
WEEKLY, LISTED, BY_SUNSET, BY_CLOCK, BY_LENGTH = "week", "list", "sunset", "clock", "length"
LONGEST_LIST = 20_000
SEASON_DAYS = 120
LONGEST_RULE_DAYS = 3660
DAY_MINUTES = 1440


class ClockField(forms.Field):
    """A time of day as people write it."""

    def __init__(self, **options: Any) -> None:
        """May be left blank."""
        super().__init__(required=False, widget=forms.TextInput({"inputmode": "text", "size": 8}), **options)

    def to_python(self, value: Any) -> time | None:
        """The time; None when blank."""
        try:
            return spelling.clock(str(value)) if value not in self.empty_values else None
        except spelling.Misspelt as fault:
            raise ValidationError(str(fault)) from None


def either(choices: list[tuple[str, str]], label: str) -> forms.ChoiceField:
    """One of two ways, both shown."""
    return forms.ChoiceField(label=label, choices=choices, initial=choices[0][0], widget=forms.RadioSelect)


def some_lines(label: str, rows: int, help_text: str) -> forms.CharField:
    """Several lines of text that may be left blank."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=False, max_length=LONGEST_LIST, validators=[plain], widget=widget, help_text=help_text
    )


def minutes(label: str, least: int, most: int, help_text: str) -> forms.IntegerField:
    """Whole minutes; blank means the kind's own."""
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, help_text=help_text)


class SeasonForm(forms.Form):
    """Which sails on which days, out and back when."""

    vessel = active(Vessel, "Vessel", empty_label=None)
    event_type = active(EventType, "Kind of sail", empty_label=None)
    days_by = either([(WEEKLY, "By the week"), (LISTED, "A list of days")], "Which days")
    first = DayField(label="From")
    last = DayField(label="Until")
    weekdays = forms.MultipleChoiceField(
        label="On", choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    every = forms.ChoiceField(label="How often", choices=TURNS, required=False)
    without = some_lines("Not on", 2, "Days left out, one per line.")
    days = some_lines("Days", 6, "One per line: 2027-06-04, 6/24/2027, Fri 4 June 2027.")
    day_order = forms.ChoiceField(
        label="How days are written", required=False, choices=[("", "Choose"), *spelling.ORDERS],
        widget=forms.HiddenInput,
    )  # fmt: skip
    departs_by = either([(BY_SUNSET, "By sunset"), (BY_CLOCK, "By the clock")], "Departure")
    sunset_minutes = minutes(
        "Minutes before sunset", -600, 900, "Blank: as the kind of sail has it. A minus means after."
    )
    step = forms.ChoiceField(label="Rounded", choices=STEPS, required=False)
    departs = ClockField(label="Departure at", help_text="17:10 or 5:10 pm.")
    returns_by = either([(BY_LENGTH, "After some minutes"), (BY_CLOCK, "By the clock")], "Return")
    length = minutes("Minutes out", 1, 30 * DAY_MINUTES, "Blank: as the kind of sail has it.")
    returns = ClockField(label="Return at", help_text="The next day where it comes before departure.")
    fold = FoldField(label="Of a time that comes twice that night")
    capacity = forms.IntegerField(
        label="Guests, at most", required=False, min_value=0, max_value=MOST_GUESTS,
        help_text="Blank: as many as the vessel may carry.",
    )  # fmt: skip
    dock = text("Dock", 120, help_text="Blank: the vessel’s own.")
    itinerary = text("Ports", 200, help_text="In order; blank: out and back.")
    notes = forms.CharField(
        label="Notes for the crew", max_length=4000, required=False, validators=[plain],
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    draft = forms.BooleanField(
        label="Keep as drafts", required=False, help_text="The crew sees them once the batch is published."
    )

    @staticmethod
    def beginning(today: date) -> dict[str, Any]:
        """The form before anybody has typed: the weekends of the four months from next Friday on."""
        first = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
        last = first + timedelta(days=SEASON_DAYS)
        return {"first": first, "last": last, "weekdays": ["4", "5", "6"], "step": "5"}

    def clean(self) -> dict[str, Any]:
        """The days asked for, as `on`, and what each way of saying them needs."""
        cleaned = self.cleaned_data
        if not self.errors:
            cleaned["on"] = self._weekly() if cleaned["days_by"] == WEEKLY else self._listed("days")
        for by, field in (("departs_by", "departs"), ("returns_by", "returns")):
            if cleaned.get(by) == BY_CLOCK and field not in self.errors and cleaned.get(field) is None:
                self.add_error(field, "Write the time, like 17:10.")
        if self.data.get("day_order"):
            self.ask("day_order")
        if not self.errors and not cleaned["on"]:
            self.add_error("last" if cleaned["days_by"] == WEEKLY else "days", "No day fits.")
        elif not self.errors and len(cleaned["on"]) > season.MOST:
            self.add_error(None, season.TOO_MANY)
        return cleaned

    def ask(self, name: str) -> None:
        """Show a question that is asked only where it must be."""
        asked = {
            "fold": [("", "the first (before the clocks go back)"), *FOLDS[2:]],
            "day_order": [("", "Choose"), *spelling.ORDERS],
        }
        self.fields[name].widget = forms.Select(choices=asked[name])

    def _weekly(self) -> list[date]:
        cleaned = self.cleaned_data
        first, last = cleaned["first"], cleaned["last"]
        for field in ("first", "last"):
            if not cleaned[field]:
                self.add_error(field, "Choose a day.")
        if not cleaned["weekdays"]:
            self.add_error("weekdays", "Choose at least one day of the week.")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first.")
        elif first and last and (last - first).days > LONGEST_RULE_DAYS:
            self.add_error("last", "Plan ten years at most.")
        without = self._listed("without")
        if self.errors:
            return []
        self.weekly = season.Weekly(
            first, last, frozenset(map(int, cleaned["weekdays"])), int(cleaned["every"] or 1), frozenset(without)
        )
        return self.weekly.days()

    def _listed(self, field: str) -> list[date]:
        """The days of a typed list in order; every line that cannot be read is a fault named by its number."""
        written = spelling.days(self.cleaned_data[field], self.cleaned_data.get("day_order", ""))
        for line in written:
            if line.fault:
                self.add_error(field, f"Line {line.line}: {line.fault}")
        if any(line.two_readings for line in written):
            self.ask("day_order")
        return sorted(line.day for line in written if line.day)

    def departure(self) -> season.Departure:
        """When the sails leave."""
        cleaned = self.cleaned_data
        if cleaned["departs_by"] == BY_CLOCK:
            return season.Departure(clock=cleaned["departs"])
        asked = cleaned["sunset_minutes"]
        before = cleaned["event_type"].sunset_minutes if asked is None else asked
        return season.Departure(sunset_minutes=before, step=int(cleaned["step"] or 1))

    def back(self) -> season.Return:
        """When they are back."""
        cleaned = self.cleaned_data
        if cleaned["returns_by"] == BY_CLOCK:
            return season.Return(clock=cleaned["returns"])
        return season.Return(minutes=cleaned["length"] or cleaned["event_type"].duration_minutes)

    def rule(self) -> str:
        """The whole rule in words, as the batch keeps it."""
        cleaned = self.cleaned_data
        days = self.weekly.words() if cleaned["days_by"] == WEEKLY else season.listed(cleaned["on"])
        what = f"{cleaned['vessel'].name}, {cleaned['event_type'].name}"
        return f"{what}: {days}; {self.departure().words()}, {self.back().words()}"

    def candidates(self) -> list[Candidate]:
        """The sails of a form that is clean, in order; asks which is meant where a clock time comes twice."""
        cleaned, place = self.cleaned_data, planning.house()
        departure, back, fold = self.departure(), self.back(), cleaned["fold"] or 0
        slots = [season.slot(on, departure, back, place=place, fold=fold) for on in cleaned["on"]]
        if any("comes twice" in remark for each in slots for remark in each.remarks):
            self.ask("fold")
        keyed = [(_key(each), each) for each in slots]
        return [
            Candidate(key, each.on, each.sunset_at, self._plan(key, each), each.faults, each.remarks)
            for key, each in keyed
        ]

    def _plan(self, key: str, slot: season.Slot) -> Plan | None:
        if slot.faults or not (slot.departs_at and slot.returns_at):
            return None
        cleaned, vessel = self.cleaned_data, self.cleaned_data["vessel"]
        return Plan(
            key=key,
            vessel=vessel,
            event_type=cleaned["event_type"],
            departs_at=slot.departs_at,
            returns_at=slot.returns_at,
            capacity=vessel.legal_maximum if cleaned["capacity"] is None else cleaned["capacity"],
            dock=cleaned["dock"] or vessel.dock,
            itinerary=cleaned["itinerary"],
            notes=cleaned["notes"],
            publish=not cleaned["draft"],
        )


def _key(slot: season.Slot) -> str:
    """What a line is called when its tick is sent: other times give another name."""
    return f"{slot.departs_at:%Y-%m-%dT%H%MZ}" if slot.departs_at else slot.on.isoformat()


class DuplicateForm(forms.Form):
    """The same sail on another day."""

    on = DayField(label="New day", required=True, error_messages={"required": "Choose the new day."})
    keep = either(
        [(BY_CLOCK, "The same time of day"), (BY_SUNSET, "As long before sunset as now")], "What stays the same"
    )
    draft = forms.BooleanField(label="Keep as a draft", required=False, help_text="The crew sees it once published.")
