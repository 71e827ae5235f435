"""Forms of the seats: they clean what was sent and stop there."""

from __future__ import annotations

from django import forms

from events.models import SLUG, Role


class SeatForm(forms.Form):
    """A role on a sail."""

    event_id = forms.CharField(max_length=80, validators=[SLUG])
    role = forms.ChoiceField(choices=Role.choices)
    reason = forms.CharField(max_length=200, required=False)


class DesignateForm(SeatForm):
    """To whom the seat is offered."""

    person = forms.CharField(max_length=254)


class AnswerForm(SeatForm):
    """The offered says accept or decline; captain and office say confirm or refuse, and to whom."""

    OWN = ("accept", "decline")
    OF_OTHERS = ("confirm", "refuse")

    answer = forms.ChoiceField(choices=[(word, word) for word in (*OWN, *OF_OTHERS)])
    person = forms.CharField(max_length=254, required=False)

    def clean(self) -> dict[str, object]:
        """An answer to a claim names the claimant."""
        found = super().clean() or {}
        if found.get("answer") in self.OF_OTHERS and not found.get("person"):
            self.add_error("person", "Say whose claim this answers.")
        return found
