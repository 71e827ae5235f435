"""The form that builds a run."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from reports.building import Order
from reports.models import BusinessUnit, ReportRun
from scc_site.idempotency import LONGEST_KEY, KeyReused, fresh_key
from scc_site.models import User
from scc_site.refusals import Mistyped

VARIANTS = [("A", "A"), ("B", "B")]
FIRST_YEAR = 2000


class BuildForm(forms.Form):
    """As of which day, and how it is told; nothing typed: as of today, told as ever."""

    as_of = forms.DateField(required=False, error_messages={"invalid": "Write the day as 2026-11-21."})
    variant = forms.ChoiceField(choices=VARIANTS, required=False)
    key = forms.CharField(required=False, max_length=LONGEST_KEY)

    def clean_key(self) -> str:
        """A key of ours; a fresh one where none came."""
        key = str(self.cleaned_data["key"])
        if not key.isprintable():
            raise forms.ValidationError("The form's key is not one of ours. Open the page again.")
        return key or fresh_key()

    def day(self, unit: BusinessUnit | None, at: datetime) -> date:
        """The day whose records the run knows, today on the clock of the scope unless typed.

        Raises Mistyped for a day to come, or before any book.
        """
        zone = ZoneInfo(unit.timezone) if unit else settings.HOUSE_ZONE
        today = at.astimezone(zone).date()
        typed: date | None = self.cleaned_data["as_of"]
        if typed and typed > today:
            raise Mistyped("That day is still to come.", {"as_of": ["A report knows what was, up to today."]})
        if typed and typed.year < FIRST_YEAR:
            raise Mistyped("No books are that old.", {"as_of": [f"A day from {FIRST_YEAR} on."]})
        return typed or today


def trigger_of(form: BuildForm, order: Order, builder: User) -> str:
    """What asks for the run: this sending of this form. Raises KeyReused where the key came with other fields."""
    trigger = f"form:{form.cleaned_data['key']}"
    same = {"slug": order.slug, "unit": order.unit, "as_of": order.as_of, "variant": order.variant}
    if ReportRun.objects.filter(trigger=trigger).exclude(**same, builder=builder).exists():
        raise KeyReused("This form was sent before with other content. Open the page again and send it anew.")
    return trigger
