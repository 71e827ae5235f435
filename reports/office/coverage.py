"""Coverage at the desk: what is recorded, and the page where a person gives their word on it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from events.forms import DayField, JudgedForm
from reports import covering
from reports.models import DataCoverage
from reports.office.files import Exported
from reports.values import Level
from scc_site import clock
from scc_site.desk import Records, actor, said
from scc_site.models import User
from scc_site.refusals import Refusal


class WordForm(JudgedForm, forms.ModelForm):
    """A person's word on the records of some days."""

    by: User
    first = DayField(label="From", required=True)
    last = DayField(label="To", required=True, help_text="The last day, within.")
    level = forms.ChoiceField(
        label="Recorded",
        choices=[("complete", "completely: nothing is missing"), ("partial", "in part"), ("none", "not at all")],
    )
    note = forms.CharField(label="How it is known", max_length=200, required=False)

    class Meta:
        model = DataCoverage
        fields = ("unit", "domain")

    def clean(self) -> dict[str, Any]:
        """Run the verb once all fields are right."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.instance = covering.assert_level(
                    unit=cleaned["unit"], domain=cleaned["domain"], first=cleaned["first"], last=cleaned["last"],
                    level=Level(cleaned["level"]), note=cleaned["note"], author=self.by, at=clock.now(),
                )  # fmt: skip
            except Refusal as refusal:
                self.take(refusal)
        return cleaned

    def _post_clean(self) -> None:
        """The verb has judged and stored the row."""


@admin.register(DataCoverage)
class CoverageDesk(Exported, Records):
    """Statements of what is recorded; a person adds their word, and takes words back by a later one."""

    list_display = ("unit", "domain", "days", "level", "basis", "by")
    list_display_links = ("unit", "domain")
    list_filter = ("level", "basis", "unit", "domain")
    list_select_related = ("unit", "author")
    search_fields = ("unit__name", "unit__slug", "domain", "note")
    search_help_text = "Unit, kind of record, or note"
    ordering = ("unit__name", "domain", "-starts_on")
    kind = "coverage"
    columns: ClassVar = {"start": "starts_on", "end": "ends_on"}
    told = ("unit", "domain", "days", "level", "basis", "by", "note", "batch")

    def get_fields(self, request: HttpRequest, obj: DataCoverage | None = None) -> tuple[str, ...]:
        """What a word says; of one that was given, all of it."""
        return self.told if obj else ("unit", "domain", "first", "last", "level", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: DataCoverage | None = None) -> tuple[str, ...]:
        """A statement stays as it was given."""
        return self.told if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who gives their word; it makes its own fields."""
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("WordFormBy", (WordForm,), {"by": actor(request)})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A person may give their word."""
        return True

    def save_model(self, request: HttpRequest, obj: DataCoverage, form: Any, change: bool) -> None:
        """The verb has stored it."""

    @admin.display(description="days", ordering="starts_on")
    def days(self, row: DataCoverage) -> str:
        """From the first to the last, both within."""
        return f"{row.starts_on} to {row.last_day}"

    @admin.display(description="said")
    def by(self, row: DataCoverage) -> str:
        """When and by whom."""
        return f"{said(row.stated_at)} by {row.author.name if row.author else 'the house'}"
