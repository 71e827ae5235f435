"""Forms of the seats: they clean what was sent and stop there."""

from __future__ import annotations

from django import forms

from events.models import SLUG, Role


class SeatForm(forms.Form):
    """A role on a sail.

    `on_behalf_of` is the address of whoever the office acts for: it takes, gives back, answers or hands on the seat in
    that person's name. Everybody else leaves it out and acts for themselves.
    """

    event_id = forms.CharField(max_length=80, validators=[SLUG])
    role = forms.ChoiceField(choices=Role.choices)
    reason = forms.CharField(max_length=200, required=False)
    on_behalf_of = forms.CharField(max_length=254, required=False)


class ReleaseForm(SeatForm):
    """Without a `person` one's own seat is given back; with one, that person's offer or seat is taken away."""

    person = forms.CharField(max_length=254, required=False)

    def clean(self) -> dict[str, object]:
        """Either somebody's seat is taken away, or given back in their name."""
        found = super().clean() or {}
        if found.get("person") and found.get("on_behalf_of"):
            self.add_error("person", "Either take the seat away, or give it back in somebody’s name.")
        return found


class PersonForm(SeatForm):
    """To whom the seat is offered or handed on."""

    person = forms.CharField(max_length=254)


class AnswerForm(SeatForm):
    """The offered accept or decline, who asked for cover keeps; captain and office confirm or refuse, and say whom."""

    OWN = ("accept", "decline", "keep")
    OF_OTHERS = ("confirm", "refuse")

    answer = forms.ChoiceField(choices=[(word, word) for word in (*OWN, *OF_OTHERS)])
    person = forms.CharField(max_length=254, required=False)

    def clean(self) -> dict[str, object]:
        """An answer to a claim names the claimant."""
        found = super().clean() or {}
        if found.get("answer") in self.OF_OTHERS and not found.get("person"):
            self.add_error("person", "Say whose claim this answers.")
        return found
