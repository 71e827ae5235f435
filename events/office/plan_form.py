"""The plan of a sail as it is typed at the desk."""

from __future__ import annotations

from typing import Any

from django import forms

from events import planning
from events.forms import PlanForm, text
from events.models import SLUG, SailEvent
from scc_site import clock
from scc_site.models import User
from scc_site.refusals import Refusal


class SailForm(PlanForm, forms.ModelForm):
    """A sail in the office: cleaned as on the dock's own pages, and saved by the same verbs."""

    by: User

    event_id = text("Id", 80, validators=[SLUG], help_text="Blank: made from date, vessel and kind.")
    draft = forms.BooleanField(label="Keep as a draft", required=False)

    class Meta:
        model = SailEvent
        fields = ("event_id", "vessel", "event_type", "capacity", "dock", "itinerary", "notes")

    def clean(self) -> dict[str, Any]:
        """Run the verb once all fields are right, so that its refusal is shown with what was typed."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            self.instance = self._plan(cleaned) if self.instance.pk is None else self._edit()
        except Refusal as refusal:
            self.take(refusal)
        return cleaned

    def _plan(self, cleaned: dict[str, Any]) -> SailEvent:
        dock, named = cleaned["dock"] or None, {name: cleaned[name] for name in ("vessel", "event_type", "event_id")}
        plan = self.plan() | named | {"dock": dock, "publish": not cleaned["draft"]}
        return planning.create(**plan, by=self.by, at=clock.now())

    def _edit(self) -> SailEvent:
        return planning.edit(event=self.instance, **self.plan(), by=self.by, at=clock.now())

    def _post_clean(self) -> None:
        """The verb has judged and stored the row: nothing is put together from the fields again."""
