"""What the office types about a party and its money, cleaned; the verbs judge it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from events import wording
from events.forms import MOST_GUESTS, DayField, JudgedForm, one_line, plain, text
from events.models import Booking, BookingChannel, BookingPayment, CancellationTerms, SailEvent
from events.models.bookings import MOST_CENTS
from events.parties.panel import in_short
from events.parties.party import Party
from events.parties.payments import Money
from scc_site import addresses

DOLLARS = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?\Z", re.ASCII)
MONEY_KINDS = [
    ("payment", "received from the guest"),
    ("refund", "given back to the guest"),
    ("tip", "tip for the crew"),
    ("fee", "fee of the card processor"),
]


class MoneyField(forms.CharField):
    """An amount of US dollars as people write it, `1,234.50` or `$600`; gives whole cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        """May be blank where it is not required: 0."""
        super().__init__(max_length=20, **options)

    def clean(self, value: Any) -> int:
        """Whole cents."""
        typed = super().clean(value)
        if not typed:
            return 0
        found = DOLLARS.match(typed)
        if found is None:
            raise ValidationError("Write dollars, like 600 or 1,234.50.")
        cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
        if cents > MOST_CENTS:
            raise ValidationError("Write at most 1,000,000 dollars.")
        return cents

    def prepare_value(self, value: Any) -> Any:
        """Cents are shown as dollars; what was typed stays as typed."""
        return wording.dollars(value).lstrip("$").replace(",", "") if isinstance(value, int) else value


class TermsField(forms.ModelChoiceField):
    """Terms, each with its steps in short."""

    def label_from_instance(self, obj: Any) -> str:
        """`Charter: 14 d 100 %, 48 h 50 %`."""
        return f"{obj.name}: {in_short(obj.as_steps())}"


class BookingForm(JudgedForm):
    """A party and what is agreed with it."""

    lead_name = text("Party lead", 120)
    party_size = forms.IntegerField(label="Guests", min_value=1, max_value=MOST_GUESTS)
    lead_phone = text("Phone", 40)
    lead_email = forms.EmailField(label="Email", required=False, max_length=254)
    channel = forms.ModelChoiceField(
        label="Came by", queryset=BookingChannel.objects.none(), to_field_name="slug", empty_label=None
    )
    external_reference = text("Their reference", 80, help_text="The number the marketplace gave it.")
    price = MoneyField(label="Price in dollars", help_text="For the whole party, without tax.")
    tax = MoneyField(label="Tax in dollars", required=False)
    deposit = MoneyField(label="Deposit in dollars", required=False)
    deposit_due_on = DayField(label="Deposit due on")
    balance_due_on = DayField(label="All due on", help_text="Blank: on the day of the sail.")
    terms = TermsField(label="If the guest cancels", queryset=CancellationTerms.objects.none(), empty_label=None)
    note = forms.CharField(
        label="Note", max_length=2000, required=False, validators=[plain], widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = text("Reason", 200, help_text="Needed when size, price or days change; it is kept.")

    def __init__(self, *args: Any, booking: Booking | None = None, **options: Any) -> None:
        """A new party, which has terms to choose; or one that stands, whose terms stay as they were agreed."""
        if booking is not None:
            options.setdefault("initial", values_of(booking))
        super().__init__(*args, **options)
        self.fields["lead_name"].required = True
        channels, terms = self.fields["channel"], self.fields["terms"]
        assert isinstance(channels, forms.ModelChoiceField)  # noqa: S101 -- declared above
        assert isinstance(terms, forms.ModelChoiceField)  # noqa: S101 -- declared above
        now = Q(pk=booking.channel_id if booking else None)
        channels.queryset = BookingChannel.objects.filter(Q(is_active=True) | now).order_by("kind", "name")
        terms.queryset = CancellationTerms.objects.with_steps()
        del self.fields["reason" if booking is None else "terms"]

    def clean_lead_email(self) -> str:
        """The address in its one form; blank where none is known."""
        typed = self.cleaned_data["lead_email"]
        try:
            return addresses.canonical(typed) if typed else ""
        except addresses.InvalidAddress as fault:
            raise ValidationError(str(fault)) from fault

    def party(self) -> Party:
        """The party as the verbs name it."""
        said = self.cleaned_data
        same = ("lead_name", "lead_email", "lead_phone", "channel", "external_reference", "party_size", "note")
        return Party(
            **{name: said[name] for name in same},
            price_cents=said["price"],
            tax_cents=said["tax"],
            deposit_cents=said["deposit"],
            deposit_due_on=said["deposit_due_on"],
            balance_due_on=said["balance_due_on"],
        )


def values_of(booking: Booking) -> dict[str, Any]:
    """A party as it stands, for its form."""
    same = ("lead_name", "lead_email", "lead_phone", "external_reference", "party_size", "note")
    money = {name: getattr(booking, f"{name}_cents") for name in ("price", "tax", "deposit")}
    days = {name: getattr(booking, name) for name in ("deposit_due_on", "balance_due_on")}
    return {name: getattr(booking, name) for name in same} | money | days | {"channel": booking.channel.slug}


class MoneyForm(JudgedForm):
    """Money that changed hands."""

    kind = forms.ChoiceField(label="What", choices=MONEY_KINDS)
    amount = MoneyField(label="Dollars")
    method = forms.ChoiceField(label="How", choices=BookingPayment.Method.choices)
    received_on = DayField(label="On")
    reference = text("Reference", 80, help_text="Check, transfer or receipt number; a voucher’s code.")
    note = text("Note", 200)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """The day is today unless another is said."""
        super().__init__(*args, **options)
        self.initial["received_on"] = today
        self.fields["received_on"].required = True

    def money(self) -> Money:
        """The money as the verbs name it."""
        said = dict(self.cleaned_data)
        return Money(amount_cents=said.pop("amount"), **said)


class CorrectForm(JudgedForm):
    """What an amount should have been."""

    amount = MoneyField(label="The right amount in dollars", help_text="0: it never happened.")
    reason = text("What was wrong", 200)

    def __init__(self, *args: Any, **options: Any) -> None:
        """The reason must be given."""
        super().__init__(*args, **options)
        self.fields["reason"].required = True


class ReasonForm(JudgedForm):
    """An act that wants its reason."""

    reason = forms.CharField(label="Reason", max_length=200, validators=[plain, one_line])


class CancelForm(ReasonForm):
    """Who calls a booking off."""

    side = forms.ChoiceField(label="Who cancels", choices=Booking.Side.choices)
    field_order = ("side", "reason")


class MoveForm(ReasonForm):
    """The sail a party goes to."""

    to = forms.ModelChoiceField(
        label="To", queryset=SailEvent.objects.none(), to_field_name="event_id", empty_label="Choose a sail"
    )
    field_order = ("to", "reason")

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **options: Any) -> None:
        """`offered` are the sails to choose from, by id with their words; every sail that may be booked is taken."""
        super().__init__(*args, **options)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)  # noqa: S101 -- declared above
        to.queryset = SailEvent.objects.filter(status__in=SailEvent.EDITABLE)
        to.widget.choices = [("", "Choose a sail"), *offered]


class NoShowForm(forms.Form):
    """`missing=1`: the party did not come; `missing=0`: it did after all."""

    missing = forms.ChoiceField(choices=[("1", "did not come"), ("0", "came")])
