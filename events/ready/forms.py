"""Forms of the ready page and the run sheet."""

from __future__ import annotations

from django import forms

from events.ready import run_sheet

NO_CODE = "That is not a run sheet’s code. It stands beside the square on the paper and reads like 18n3k9xq-8fd1v."


class StampForm(forms.Form):
    """Ready, or not after all."""

    ready = forms.ChoiceField(choices=[("1", "ready to sail"), ("0", "not after all")])


class PrintedForm(forms.Form):
    """The code of a printed run sheet; blank: none was asked about."""

    printed = forms.CharField(required=False, max_length=40, label="Code on your paper")

    def clean_printed(self) -> run_sheet.Printed | None:
        """When the sheet was printed and what it said."""
        typed = self.cleaned_data["printed"]
        try:
            return run_sheet.read(typed) if typed else None
        except run_sheet.NoCode:
            raise forms.ValidationError(NO_CODE) from None
