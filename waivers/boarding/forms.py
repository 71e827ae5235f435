"""What is typed at the board, cleaned."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from events.acts.forms import reason
from events.forms import JudgedForm
from waivers.boarding.pages import LONGEST_SEARCH


class SearchForm(forms.Form):
    """Words of a name or of a party's lead."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)


class AmendForm(JudgedForm):
    """Who was missed, or was not aboard, and why."""

    guest = forms.TypedChoiceField(label="Who", coerce=int, choices=())
    reason = reason(help_text="It stands on the amended list, and goes ashore with it.")

    def __init__(self, choices: Iterable[tuple[str, list[tuple[int, str]]]], *args: object, **kwargs: object) -> None:
        """`choices`: those aboard, and those who did not come."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["guest"].choices = [("", "Choose a guest"), *choices]  # type: ignore[attr-defined]  # as above


class ScanForm(forms.Form):
    """What a camera read, or a hand typed: a guest's link, or the end of it."""

    code = forms.CharField(max_length=2_000, label="Link or code", strip=True)


class ReasonForm(forms.Form):
    """Why; the verb judges it."""

    reason = forms.CharField(required=False, max_length=10_000)
