"""What is typed at sign-in, cleaned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from scc_site.addresses import InvalidAddress, canonical
from scc_site.auth import codes

LONGEST_CODE = 32  # six characters with room for blanks and dashes


class OneValueEach(forms.Form):
    """A form in which no field may be sent twice."""

    def clean(self) -> dict[str, Any]:
        """Refuse a second value: which one was meant?"""
        if isinstance(self.data, QueryDict):
            for name in self.fields:
                if len(self.data.getlist(name)) > 1:
                    self.add_error(name, "Give one only.")
        return super().clean() or self.cleaned_data


class AddressForm(OneValueEach):
    """Whose letter; the cleaned value is the canonical address."""

    email = forms.CharField(
        label="Email address",
        max_length=254,
        error_messages={"required": "Type your email address."},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        """The form in which addresses are compared."""
        try:
            return canonical(self.cleaned_data["email"])
        except InvalidAddress:
            raise forms.ValidationError("That is not an email address. It looks like name@example.com.") from None


class CodeForm(OneValueEach):
    """The six characters of the letter; the cleaned value is what was meant."""

    code = forms.CharField(
        label="Code",
        max_length=LONGEST_CODE,
        error_messages={"required": "Type the six characters of the letter."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """Upper case, without blanks and dashes; O is 0, I and L are 1."""
        try:
            return codes.normalise(self.cleaned_data["code"])
        except codes.NotACode:
            raise forms.ValidationError("A code has six letters and digits, like 7Q4-KZP.") from None
