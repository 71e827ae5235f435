"""What guests type about themselves, cleaned; every fault in the language that is spoken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.forms import JudgedForm, plain
from waivers import names, typed
from waivers.models import Guest

LONGEST_NOTE = 200


def seen(text: str) -> None:
    """Refuse signs that are not seen, in the reader's words."""
    try:
        plain(text)
    except ValidationError:
        raise ValidationError(_("Use letters, digits and signs that can be seen.")) from None


class TellingForm(JudgedForm):
    """Food, allergies, and whether they need a child's life jacket."""

    diet = forms.ChoiceField(choices=Guest.Diet.choices, required=False)
    diet_note = forms.CharField(max_length=LONGEST_NOTE, required=False, validators=[seen])
    is_small = forms.BooleanField(required=False)

    def clean_diet_note(self) -> str:
        """In one line."""
        return " ".join(self.cleaned_data["diet_note"].split())


class JoiningForm(JudgedForm):
    """Somebody who adds themself."""

    name = forms.CharField(max_length=2000, required=False, strip=False)
    email = forms.CharField(max_length=254, required=False)
    phone = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """All three as they are kept, or every fault in words of the language spoken."""
        given = {field: self.cleaned_data.get(field) or "" for field in ("name", "email", "phone")}
        faults = typed.faults_of(**given)
        words = {
            "name": name_fault(given["name"]),
            "email": _("Write an email address, like mia@example.com, or leave this blank."),
            "phone": _("Write a phone number, or leave this blank."),
        }
        for field in faults:
            if field not in self.errors:
                self.add_error(field, words[field])
        return given if self.errors else typed.person(**given)


def name_fault(name: str) -> str:
    """What is wrong with a name that was refused."""
    if not name.strip():
        return _("Write your name.")
    if len(name) > names.LONGEST:
        return _("Write your name in %(most)d characters at most.") % {"most": names.LONGEST}
    return _("Write your name in letters that can be seen: it holds a hidden sign.")
