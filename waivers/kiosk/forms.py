"""What the tablet asks."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.forms import JudgedForm
from waivers import names
from waivers.models.guests import LONGEST_NAME


class NameForm(JudgedForm):
    """A name; of namesakes, what tells them apart. `add`: nobody of that name is on the list, put me there."""

    name = forms.CharField(max_length=LONGEST_NAME, error_messages={"required": _("Type your name.")})
    hint = forms.CharField(max_length=LONGEST_NAME, required=False)
    add = forms.BooleanField(required=False)

    def clean_name(self) -> str:
        """In one line, without signs that nobody sees."""
        try:
            return names.clean(self.cleaned_data["name"])
        except names.Unfit as fault:
            raise ValidationError(_("Type your name in letters, as you would write it.")) from fault


class LeaveForm(JudgedForm):
    """Who of the crew takes the tablet back: only they know by which address they signed in."""

    email = forms.CharField(max_length=254)
