"""What the office types to move, hold, resume or cancel a sail, cleaned; the verbs judge it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from events.acts.decisions import LONGEST_REASON
from events.forms import ClockForm, FoldField, JudgedForm, TimesForm, WallField, one_line, plain
from events.models import SailEvent


def reason(required: bool = True, **options: Any) -> forms.CharField:
    """Why, in one line: everybody who is told reads it."""
    options.setdefault("help_text", "Everybody who is told reads this.")
    checks = [plain, one_line]
    return forms.CharField(label="Reason", max_length=LONGEST_REASON, required=required, validators=checks, **options)


class HeadCountForm(JudgedForm):
    """The guests counted aboard, or back at the dock; blank where nobody counted."""

    head_count = forms.IntegerField(
        label="Guests counted",
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Type a whole number, in digits."},
    )


class MoveForm(TimesForm):
    """Other times, and why; `version` is the one that was read."""

    looked = False

    returns_at = WallField(label="Return", required=False, help_text="Blank: as long after departure as now.")
    reason = reason()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    @staticmethod
    def values_of(event: SailEvent) -> dict[str, Any]:
        """Departure as it stands; a blank return keeps the length."""
        folds = TimesForm.folds_of(event)
        return {"departs_at": event.departs_at, "departs_fold": folds["departs_fold"], "version": event.version}

    def forget_reason(self) -> None:
        """A look at what would change needs no reason yet."""
        self.errors.pop("reason", None)

    @property
    def status(self) -> int:
        """A look that found no fault is no refusal."""
        return 200 if self.looked and not self.errors else super().status

    def times(self) -> dict[str, Any]:
        """The cleaned times, as the verbs name them."""
        return {"departs_at": self.cleaned_data["departs_at"], "returns_at": self.cleaned_data["returns_at"]}

    def asked(self) -> dict[str, Any]:
        """All that the verb takes."""
        return self.times() | {name: self.cleaned_data[name] for name in ("reason", "version")}


class HoldForm(ClockForm):
    """Why a sail waits, and until when."""

    FOLDS: ClassVar[dict[str, str]] = {"decide_by": "decide_fold"}

    decide_by = WallField(label="Decided by", required=False, help_text="Blank: call, or departure once call is over.")
    decide_fold = FoldField(label="Which of the two")
    reason = reason()

    def asked(self) -> dict[str, Any]:
        """All that the verb takes."""
        return {name: self.cleaned_data[name] for name in ("reason", "decide_by")}


class ResumeForm(JudgedForm):
    """A word about why she sails after all, if there is one."""

    reason = reason(required=False)

    def asked(self) -> dict[str, Any]:
        """All that the verb takes."""
        return {"reason": self.cleaned_data["reason"]}


class CancelForm(ResumeForm):
    """Why a sail is off."""

    reason = reason()
