"""An entry as a bookkeeper writes it: a day, a unit, and lines with debits and credits in dollars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from events.forms import DayField, JudgedForm
from events.models import Booking
from reports import ledger
from reports.models import JournalEntry, JournalLine
from reports.office.asking import Dollars, dollars
from scc_site import clock
from scc_site.desk import NamedRows
from scc_site.idempotency import fresh_key
from scc_site.models import User
from scc_site.refusals import Refusal

BY_HAND = "manual"
ABOUT = ("party", "document", "booking", "channel", "property", "job", "client")


@dataclass(frozen=True)
class Sums:
    """What the lines of an entry add up to, in cents."""

    debits: int
    credits: int

    @property
    def difference(self) -> int:
        """0 in an entry that can be posted."""
        return self.debits - self.credits

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """Each sum with its name and its words."""
        return [
            ("debits", "Debits", dollars(self.debits)),
            ("credits", "Credits", dollars(self.credits)),
            ("difference", "Difference", dollars(self.difference)),
        ]


class EntryForm(forms.ModelForm):
    """The head of an entry. `key` makes a form sent twice one entry."""

    date = DayField(label="Date", required=True)
    key = forms.CharField(max_length=80, widget=forms.HiddenInput, initial=fresh_key, required=False)

    class Meta:
        model = JournalEntry
        fields = ("date", "unit", "memo", "reference", "intercompany_with")

    def save(self, commit: bool = True) -> JournalEntry:
        """The head, for its lines to be posted with; nothing is stored here."""
        self.instance.asked = {**self.cleaned_data, "key": self.cleaned_data["key"] or fresh_key()}
        return self.instance


class LineForm(forms.ModelForm):
    """One line: an account, and an amount on one side."""

    debit = Dollars(label="Debit", required=False)
    credit = Dollars(label="Credit", required=False)
    booking = forms.ModelChoiceField(
        Booking.objects.all(),
        label="Booking",
        to_field_name="reference",
        required=False,
        widget=forms.TextInput(attrs={"size": 8}),
        error_messages={"invalid_choice": "There is no booking of this reference."},
    )

    class Meta:
        model = JournalLine
        fields = ("account", "unit", "party", "document", "booking")

    def __init__(self, *args: Any, **options: Any) -> None:
        """The unit may be left to the entry's own; fields without a label of their own are named for who sees none."""
        super().__init__(*args, **options)
        self.fields["unit"].required = False
        for name in ("debit", "credit", "booking"):
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label

    def clean(self) -> dict[str, Any]:
        """Refuse a line with two amounts or none."""
        cleaned = self.cleaned_data
        if "debit" in cleaned and "credit" in cleaned and bool(cleaned["debit"]) == bool(cleaned["credit"]):
            raise ValidationError("Write an amount on one side: a debit or a credit.")
        return cleaned

    def _post_clean(self) -> None:
        """The ledger's verb judges the line with its entry."""

    @property
    def cents(self) -> int:
        """Debit less credit, of what can be read."""
        known = getattr(self, "cleaned_data", {})
        return int(known.get("debit") or 0) - int(known.get("credit") or 0)


class Lines(NamedRows):
    """The lines of an entry to post: once all is right they are posted, or refused with all that was typed."""

    by: User
    forms: list[LineForm]  # type: ignore[assignment] # narrower than Django's

    @property
    def sums(self) -> Sums | None:
        """What was sent adds up to; None before."""
        if not self.is_bound:
            return None
        found = [form.cents for form in self.forms]
        return Sums(sum(cents for cents in found if cents > 0), -sum(cents for cents in found if cents < 0))

    def clean(self) -> None:
        """Post. Raises ValidationError with the ledger's refusal."""
        asked = getattr(self.instance, "asked", None)
        if asked is None or any(self.errors):
            return
        try:
            posted = self._posted(asked)
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from None
        self.instance.pk, self.instance.source_key = posted.pk, posted.source_key
        self.instance._state.adding = False

    def _posted(self, asked: dict[str, Any]) -> JournalEntry:
        lines = [
            ledger.Line(
                said["account"], form.cents, said.get("unit"), {name: said[name] for name in ABOUT if said.get(name)}
            )
            for form in self.forms
            if (said := form.cleaned_data)
        ]
        return ledger.post(
            unit=asked["unit"], on=asked["date"], lines=lines, source_kind=BY_HAND,
            source_key=f"{BY_HAND}:{asked['key']}:v1", memo=asked["memo"], reference=asked["reference"],
            intercompany_with=asked["intercompany_with"], author=self.by, at=clock.now(),
        )  # fmt: skip


class ReverseForm(JudgedForm):
    """When and why an entry is taken back."""

    date = DayField(label="Date", required=True, help_text="A day of an open month.")
    why = forms.CharField(label="Why", max_length=200)
