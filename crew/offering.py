"""The list's act of the crew: offer a seat of each chosen sail to one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q

from crew import roles
from events.forms import one_line, plain
from events.models import Role, SailEvent
from events.office.acts import Act
from scc_site.addresses import InvalidAddress
from scc_site.desk import said
from scc_site.models import User

LISTED = 250  # people in the field's own list; of more the first by name, all can be typed
SHOWN = 6  # people named when a name fits several


class OfferForm(forms.Form):
    """Which seat, and to whom."""

    role = forms.ChoiceField(label="Seat", choices=Role.choices)
    person = forms.CharField(
        label="Person",
        max_length=254,
        widget=forms.TextInput({"list": "suggestions", "autocomplete": "off"}),
        validators=[plain, one_line],
        help_text="Type a name or an address of the crew.",
    )

    def suggestions(self) -> list[tuple[str, str]]:
        """Address and name for the field's own list, the browser's search box."""
        return list(User.objects.crew().values_list("email", "name")[:LISTED])

    def clean_person(self) -> User:
        """Whoever of the crew has this address, or alone fits this name; several are named."""
        typed = " ".join(self.cleaned_data["person"].split())
        crew = User.objects.crew()
        try:
            found = list(crew.with_address(typed))
        except InvalidAddress:
            words = Q(*(("name__icontains", word) for word in typed.split()))
            found = list(crew.filter(name__iexact=typed)[:2]) or list(crew.filter(words)[: SHOWN + 1])
        if not found:
            raise forms.ValidationError("Nobody in the crew has that name or address.")
        if len(found) > 1:
            names = ", ".join(f"{person.name} ({person.email})" for person in found[:SHOWN])
            more = " and others" if len(found) > SHOWN else ""
            raise forms.ValidationError(f"Several people fit: {names}{more}. Type the address of the one you mean.")
        return found[0]


class Offer(Act):
    """Offer a seat on each of the sails to one person; each offer is a letter of its own."""

    name = "offer_seat"
    label = "Offer a seat on the chosen sails"
    button = "Offer the seats"
    lede = "The person gets a letter for each sail and answers each by itself. Nothing changes where it cannot be."
    form = OfferForm

    def one(self, sail: SailEvent, asked: dict[str, Any], *, by: User, at: datetime) -> str:
        """One offer, as on the sail's page."""
        offer = roles.designate(event=sail, role=asked["role"], person=asked["person"], by=by, at=at)
        seat = Role(asked["role"]).label.lower()
        until = f", who has until {said(offer.answer_by)} to answer" if offer.answer_by else ""
        return f"the {seat} seat is offered to {asked['person'].name}{until}."
