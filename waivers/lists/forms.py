"""What is typed on the pages of a sail's list, cleaned; the verbs judge it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from events import timing
from events.forms import JudgedForm, WallField, text
from events.models import Booking, SailEvent
from events.planning import house
from waivers.lists import paste
from waivers.newcomers import Newcomer


class ListForm(JudgedForm):
    """People, one a line, or a file of them; of a party or of none. The text stays to be mended."""

    lines = forms.CharField(
        label="Names, one a line", required=False, strip=False, max_length=paste.MOST_BYTES,
        help_text="After a comma: an address, a phone. Like: Mia Stone, mia@example.com, 619 555 0100",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(label="Or a file", required=False, help_text="CSV: name, email, phone.")
    party = forms.ModelChoiceField(
        label="Of the party", queryset=Booking.objects.none(), to_field_name="reference", required=False,
        empty_label="of no party",
    )  # fmt: skip

    def __init__(self, *args: Any, event: SailEvent, **options: Any) -> None:
        """The parties of this sail are offered."""
        super().__init__(*args, **options)
        party = self.fields["party"]
        assert isinstance(party, forms.ModelChoiceField)  # noqa: S101 -- declared above
        party.queryset = Booking.objects.filter(event=event).live().order_by("lead_name", "pk")

    def clean(self) -> dict[str, Any]:
        """The people, from the file or else from the lines."""
        said = self.cleaned_data
        written = said.get("lines", "")
        if said.get("file"):
            content = paste.decoded(said["file"].read(paste.MOST_BYTES + 1))
            if content is None:
                raise ValidationError("The file is no list in UTF-8, or too large: at most 200 kB.")
            written = content
        said["people"] = paste.read(written)
        if not self.errors and not 0 < len(said["people"]) <= paste.MOST_LINES:
            self.add_error("lines", f"Write at least one name, at most {paste.MOST_LINES}.")
        return said

    def people(self) -> list[Newcomer]:
        """Those who are to be added."""
        return list(self.cleaned_data["people"])


class ReasonForm(JudgedForm):
    """Why somebody is taken off the list."""

    reason = text("Reason", 200)


class HoldForm(JudgedForm):
    """Until when somebody has time, on the house's clock."""

    until = WallField(label="Held until")

    def instant(self) -> datetime:
        """The time typed, of a doubled hour the first. Raises Mistyped where the clocks skip it."""
        return timing.instant(self.cleaned_data["until"], house().zone, field="until", fold=0)
