"""What the pages of imports ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from reports.importing.kinds import ALL
from reports.models import Account, BusinessUnit

DAYS = (
    ("", "As the file shows"),
    ("mdy", "Month first: 03/04 is March 4"),
    ("dmy", "Day first: 03/04 is April 3"),
)


class UploadForm(forms.Form):
    """A file, its kind, and where it belongs where the file cannot say."""

    kind = forms.ChoiceField(
        label="Kind", choices=lambda: [("", "Choose"), *((kind.name, kind.title) for kind in ALL.values())]
    )
    file = forms.FileField(label="File", help_text="CSV in UTF-8, or XLSX; for banks OFX and QFX too.")
    unit = forms.ModelChoiceField(
        BusinessUnit.objects.in_scope(()), label="Unit", required=False,
        help_text="Of rows that name none. A bank statement wants it.",
    )  # fmt: skip
    account = forms.ModelChoiceField(
        Account.objects.in_use(), label="Account", required=False, help_text="Only for a bank statement."
    )
    dates = forms.ChoiceField(
        label="Days are written", choices=DAYS, required=False,
        help_text="Only asked where 03/04/2026 could be either.",
    )  # fmt: skip

    def clean_file(self) -> Any:
        """A file of a size that is read at all."""
        file = self.cleaned_data["file"]
        most = settings.LIMITS["IMPORT_MEGABYTES"]
        if file.size > most * 1024 * 1024:
            raise forms.ValidationError(f"The file is larger than {most} MB. Hand it over in parts.")
        return file

    def clean(self) -> dict[str, Any]:
        """What the kind wants said with it."""
        cleaned = super().clean() or self.cleaned_data
        kind = ALL.get(cleaned.get("kind") or "")
        if kind and kind.wants_unit and not cleaned.get("unit"):
            self.add_error("unit", "Say whose it is: the file does not.")
        if kind and kind.wants_account and not cleaned.get("account"):
            self.add_error("account", "Say which account it is of: the file does not.")
        return cleaned


class DaysForm(forms.Form):
    """Which of 03/04/2026 is the month."""

    dates = forms.ChoiceField(label="Days are written", choices=DAYS[1:])
