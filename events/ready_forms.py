"""Forms of the ready page and the run sheet."""

from __future__ import annotations

from django import forms


class StampForm(forms.Form):
    """Ready, or not after all."""

    ready = forms.ChoiceField(choices=[("1", "ready to sail"), ("0", "not after all")])
