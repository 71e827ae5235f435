"""The list's act that plans chosen sails again on other days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from events.forms import DayField
from events.models import SailEvent
from events.office.acts import Act, Outcome
from events.season import copies
from scc_site.desk import said
from scc_site.models import User


class CopyForm(forms.Form):
    """To which day, by which clock, seen by whom."""

    on = DayField(label="First day", help_text="The earliest of the sails goes here; the others as many days later.")
    by_sunset = forms.BooleanField(label="Keep the time to sunset, not the time on the clock", required=False)
    draft = forms.BooleanField(label="Keep as drafts, unseen by the crew", required=False, initial=True)

    def clean_on(self) -> date:
        """A day must be given."""
        if self.cleaned_data["on"] is None:
            raise forms.ValidationError("Choose a day.")
        return self.cleaned_data["on"]


class Duplicate(Act):
    """The same sails again: what was planned comes along, people and ticks do not."""

    name = "duplicate"
    label = "Plan the chosen sails again on another day"
    button = "Plan them again"
    lede = "Vessel, kind, guests, dock, ports and notes come along; people, bookings and ticks stay where they are."
    form = CopyForm

    def each(self, request: HttpRequest, sails: Sequence[SailEvent], asked: dict[str, Any]) -> list[Outcome]:
        """All sails keep their distance from the earliest."""
        first = min((sail.sails_on for sail in sails), default=asked["on"])
        return super().each(request, sails, asked | {"first": first})

    def one(self, sail: SailEvent, asked: dict[str, Any], *, by: User, at: datetime) -> str:
        """One copy."""
        on: date = asked["on"] + (sail.sails_on - asked["first"])
        by_sunset, publish = asked["by_sunset"], not asked["draft"]
        copy = copies.duplicate(event=sail, on=on, by=by, at=at, by_sunset=by_sunset, publish=publish)
        return f"planned again for {said(copy.departs_at)} as {copy.event_id}, {copy.get_status_display()}."
