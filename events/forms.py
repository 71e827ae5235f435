"""What people type about a sail, cleaned; the verbs judge it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from events import agenda, timing
from events.models import SLUG, EventType, SailEvent, Vessel
from scc_site.refusals import Mistyped, Refusal

WALL = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?\Z", re.ASCII)
MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
YEARS = f"between {timing.FIRST_YEAR} and {timing.LAST_YEAR}"
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_GUESTS = 2000
FOLDS = [("", "Choose"), ("0", "the first (before the clocks go back)"), ("1", "the second (after)")]


def plain(text: str) -> None:
    """Refuse what is not seen but changes how a line reads: control characters and overrides of direction."""
    if any(mark in BIDI or (unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\r\n\t") for mark in text):
        raise ValidationError("Use letters, digits and signs that can be seen.")


def one_line(text: str) -> None:
    """Refuse more than one line."""
    if "\n" in text or "\r" in text:
        raise ValidationError("Keep this on one line.")


class WallField(forms.Field):
    """A wall-clock time of the house, `YYYY-MM-DDTHH:MM`; gives a datetime without a zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """The time typed; whole minutes."""
        if value in self.empty_values:
            return None
        text = str(value).strip()
        try:
            found = datetime.fromisoformat(text.replace(" ", "T")) if WALL.match(text) else None
        except ValueError:
            found = None
        if found is None:
            raise ValidationError("Write a date and a time, like 2026-12-05T17:10.")
        if not timing.FIRST_YEAR <= found.year <= timing.LAST_YEAR:
            raise ValidationError(f"Choose a year {YEARS}.")
        return found.replace(second=0)

    def prepare_value(self, value: Any) -> Any:
        """An instant is shown on the house's clock; what was typed stays as typed."""
        if isinstance(value, datetime) and value.tzinfo:
            value = value.astimezone(settings.HOUSE_ZONE)
        return f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value


class FoldField(forms.TypedChoiceField):
    """Which of two equal clock times is meant; hidden until it must be asked."""

    def __init__(self, **options: Any) -> None:
        """Two answers, or none."""
        super().__init__(
            choices=FOLDS, coerce=int, empty_value=None, required=False, widget=forms.HiddenInput, **options
        )

    def ask(self) -> None:
        """Show the question."""
        self.widget = forms.Select(choices=FOLDS)


def faults_of(form: forms.Form) -> dict[str, list[str]]:
    """A form's faults in words, by field; `form` for those of none."""
    return {
        "form" if field == "__all__" else field: [str(fault) for fault in faults]
        for field, faults in form.errors.items()
    }


def text(label: str, most: int, **options: Any) -> forms.CharField:
    """A line of plain text that may be left blank."""
    options.setdefault("validators", [plain, one_line])
    return forms.CharField(label=label, max_length=most, required=False, **options)


class JudgedForm(forms.Form):
    """A form whose verb may still refuse it; then it is shown again with what was typed."""

    refused = 0

    def take(self, refusal: Refusal) -> None:
        """Show a verb's refusal: faults at their fields, else the sentence above them all."""
        self.refused = refusal.status
        faults = refusal.faults if isinstance(refusal, Mistyped) else {}
        for field, sentences in faults.items():
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)
        if not faults:
            self.add_error(None, refusal.sentence)

    @property
    def status(self) -> int:
        """What to answer with when the form is shown (again)."""
        return self.refused or (422 if self.is_bound else 200)


class ClockForm(JudgedForm):
    """Times on the house's clock, which become instants, in UTC. `FOLDS` pairs each with its question."""

    FOLDS: ClassVar[dict[str, str]] = {}

    def clean(self) -> dict[str, Any]:
        """Turn the wall-clock times into instants, asking where the clock shows one twice."""
        cleaned = self.cleaned_data
        for field, fold in self.FOLDS.items():
            try:
                if cleaned.get(field):
                    cleaned[field] = timing.instant(
                        cleaned[field], settings.HOUSE_ZONE, field=field, fold=cleaned.get(fold)
                    )
            except Mistyped as refusal:
                self.take(refusal)
                if isinstance(refusal, timing.Doubled):
                    self.ask(fold)
            if fold in self.errors or cleaned.get(fold) is not None:
                self.ask(fold)
        return cleaned

    def ask(self, fold: str) -> None:
        """Show one of the questions."""
        field = self.fields[fold]
        assert isinstance(field, FoldField)  # noqa: S101 -- all are
        field.ask()


class TimesForm(ClockForm):
    """A sail's departure and return."""

    FOLDS: ClassVar[dict[str, str]] = {"departs_at": "departs_fold", "returns_at": "returns_fold"}

    departs_at = WallField(label="Departure")
    departs_fold = FoldField(label="Which departure")
    returns_at = WallField(label="Return")
    returns_fold = FoldField(label="Which return")

    @staticmethod
    def folds_of(event: SailEvent) -> dict[str, int | None]:
        """Which of two equal clock times a sail's own times are; None where the clock shows them once."""
        folds: dict[str, int | None] = {}
        for end in ("departs", "returns"):
            here = getattr(event, f"{end}_at").astimezone(settings.HOUSE_ZONE)
            doubled = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
            folds[f"{end}_fold"] = here.fold if doubled else None
        return folds


class PlanForm(TimesForm):
    """What may change about a sail until it leaves the dock."""

    capacity = forms.IntegerField(label="Guests, at most", min_value=0, max_value=MOST_GUESTS)
    dock = text("Dock", 120)
    itinerary = text("Ports", 200, help_text="In order; blank: out and back.")
    notes = forms.CharField(
        label="Notes for the crew",
        max_length=4000,
        required=False,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def plan(self) -> dict[str, Any]:
        """The cleaned plan, as the verbs name it."""
        names = ("departs_at", "returns_at", "capacity", "dock", "itinerary", "notes")
        return {name: self.cleaned_data[name] for name in names}


def active(model: type[Vessel] | type[EventType], label: str, **options: Any) -> forms.ModelChoiceField:
    """A choice, by slug, among what is in use."""
    return forms.ModelChoiceField(label=label, queryset=model.objects.in_use(), to_field_name="slug", **options)


class DayField(forms.DateField):
    """A day whose sunset is known; may be missing unless it is required."""

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        """As `YYYY-MM-DD`."""
        widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
        super().__init__(required=required, input_formats=["%Y-%m-%d"], widget=widget, **options)

    def to_python(self, value: Any) -> date | None:
        """The day, within the years the house plans for."""
        on = super().to_python(value)
        if on and not timing.FIRST_YEAR <= on.year <= timing.LAST_YEAR:
            raise ValidationError(f"Choose a year {YEARS}.")
        return on


class CreateForm(PlanForm):
    """A new sail."""

    vessel = active(Vessel, "Vessel", empty_label=None)
    event_type = active(EventType, "Kind of sail", empty_label=None)
    event_id = text("Id", 80, validators=[SLUG], help_text="Its name in links. Blank: made from date, vessel and kind.")
    date = DayField(label="Sunset of", help_text="The times are worked out from this day's sunset.")
    draft = forms.BooleanField(label="Keep as a draft", required=False, help_text="The crew sees it once published.")
    field_order = (
        "vessel", "event_type", "date", "departs_at", "departs_fold", "returns_at", "returns_fold",
        "capacity", "dock", "itinerary", "notes", "event_id", "draft",
    )  # fmt: skip

    def plan(self) -> dict[str, Any]:
        """The cleaned plan; a blank dock means the vessel's own."""
        cleaned = self.cleaned_data
        named = {name: cleaned[name] for name in ("vessel", "event_type", "event_id")}
        return super().plan() | named | {"dock": cleaned["dock"] or None, "publish": not cleaned["draft"]}


class EditForm(PlanForm):
    """The plan of a sail, changed; `version` is the one that was read."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    @staticmethod
    def values_of(event: SailEvent) -> dict[str, Any]:
        """The plan as it stands; the second of two equal clock times says so."""
        names = ("departs_at", "returns_at", "capacity", "dock", "itinerary", "notes", "version")
        values: dict[str, Any] = {name: getattr(event, name) for name in names}
        return values | EditForm.folds_of(event)

    def plan(self) -> dict[str, Any]:
        """The cleaned plan with the version read."""
        return super().plan() | {"version": self.cleaned_data["version"]}


class DayForm(forms.Form):
    """Whose sunset the times are proposed from: `?date=&event_type=&vessel=`, each may be missing."""

    date = DayField(label="Day")
    event_type = active(EventType, "Kind of sail", required=False, empty_label=None)
    vessel = active(Vessel, "Vessel", required=False, empty_label=None)


class MonthForm(forms.Form):
    """The month page's filters, as they stand in the address."""

    month = forms.CharField(required=False, max_length=7)
    captain = forms.ChoiceField(required=False, choices=SailEvent.CaptainState.choices)
    vessel = forms.CharField(required=False, max_length=40, validators=[SLUG])
    seats = forms.ChoiceField(required=False, choices=agenda.SEATS)
    q = text("Find", 80)

    def clean_month(self) -> tuple[int, int] | None:
        """Year and month; None for the present one."""
        typed = self.cleaned_data["month"]
        if not typed:
            return None
        found = MONTH.match(typed)
        year, month = (int(found[1]), int(found[2])) if found else (0, 0)
        if not (timing.FIRST_YEAR <= year <= timing.LAST_YEAR and 1 <= month <= 12):  # noqa: PLR2004 -- a year's
            raise ValidationError(f"Write a month like 2026-12, {YEARS}.")
        return year, month

    def filters(self) -> agenda.Filters:
        """What of the month is asked for."""
        return agenda.Filters(**{name: self.cleaned_data[name] for name in agenda.Filters._fields})


class TaskForm(forms.Form):
    """One act on one task: `done=1|0`, or `not_applicable=1` with a reason, or a note."""

    done = forms.ChoiceField(required=False, choices=[("1", "done"), ("0", "not done")])
    not_applicable = forms.ChoiceField(required=False, choices=[("1", "not applicable")])
    reason = text("Reason", 200)
    note = text("Note", 500)

    def clean(self) -> dict[str, Any]:
        """Exactly one act."""
        asked = [name for name in ("done", "not_applicable", "note") if name in self.data]
        if len(asked) != 1 and not self.errors:
            raise ValidationError("Say one thing about the task: done, not applicable, or a note.")
        if asked and asked[0] != "note" and not self.cleaned_data.get(asked[0]) and not self.errors:
            self.add_error(asked[0], "Say 1 or 0." if asked[0] == "done" else "Say 1.")
        return self.cleaned_data
