"""The list's acts that people count on being told of: a weather hold, its end, a cancellation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from events import lifecycle
from events.acts.decisions import LONGEST_REASON
from events.forms import one_line, plain
from events.models import SailEvent
from events.office.acts import Act
from scc_site.desk import said
from scc_site.models import User


def reason(**options: Any) -> forms.CharField:
    """Why, in one line."""
    told = "Everybody who is told reads this."
    return forms.CharField(
        label="Reason", max_length=LONGEST_REASON, validators=[plain, one_line], help_text=told, **options
    )


class ReasonForm(forms.Form):
    """An act that must say why."""

    reason = reason()


class LooseReasonForm(forms.Form):
    """An act that may say why."""

    reason = reason(required=False)


class Hold(Act):
    """Sails wait for the weather, each until its own call."""

    name = "hold"
    label = "Put the chosen sails on weather hold"
    button = "Put them on hold"
    lede = "Each waits until its call, or its departure once call is over; seats still change hands."
    tells = True
    form = ReasonForm

    def one(self, sail: SailEvent, asked: dict[str, Any], *, by: User, at: datetime) -> str:
        """One hold."""
        held = lifecycle.hold(event=sail, reason=asked["reason"], by=by, at=at)
        return f"on weather hold, to be decided by {said(held.decide_by)}." if held.decide_by else "on weather hold."


class Resume(Act):
    """Sails leave as planned after all."""

    name = "resume"
    label = "Take the chosen sails off weather hold"
    button = "Let them sail"
    lede = "They leave as they were planned."
    tells = True
    form = LooseReasonForm

    def one(self, sail: SailEvent, asked: dict[str, Any], *, by: User, at: datetime) -> str:
        """One hold ended."""
        lifecycle.resume(event=sail, reason=asked["reason"], by=by, at=at)
        return f"off hold, leaves {said(sail.departs_at)}."


class Cancel(Act):
    """Sails are called off for good."""

    name = "cancel"
    label = "Cancel the chosen sails"
    button = "Cancel these sails"
    lede = "For good: seats and offers end, links in offers no longer work. Of a draft nobody is told."
    tells = True
    form = ReasonForm

    def one(self, sail: SailEvent, asked: dict[str, Any], *, by: User, at: datetime) -> str:
        """One sail called off."""
        lifecycle.cancel(event=sail, reason=asked["reason"], by=by, at=at)
        told = sail.acts.last()
        names = ", ".join(told.told) if told else ""
        return f"cancelled; told: {names}." if names else "cancelled; nobody was to be told."
