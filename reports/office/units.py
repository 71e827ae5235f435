"""Units at the desk, with the vessels whose books they keep."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from reports.models import BusinessUnit, UnitVessel
from reports.office.files import Exported
from scc_site.desk import Desk, TableInline


class UnitForm(forms.ModelForm):
    """A unit; its zone is one that the clock knows."""

    class Meta:
        model = BusinessUnit
        fields = (
            "name", "slug", "kind", "legal_entity", "timezone", "active_from", "active_to", "recognition_policy",
            "cost_allocation",
        )  # fmt: skip

    def clean_timezone(self) -> str:
        """A zone by its name in the tz database."""
        name = str(self.cleaned_data["timezone"])
        if name not in available_timezones():
            raise forms.ValidationError("Write a zone by its name, like America/Los_Angeles.")
        return name


class VesselInline(TableInline):
    """The unit's vessels; one that is named nowhere belongs to the unit of its own short name."""

    model = UnitVessel
    extra = 1
    lede = "A vessel that stands with no unit belongs to the unit of its own short name."


@admin.register(BusinessUnit)
class UnitDesk(Exported, Desk):
    """The businesses; one with records is ended by its date, not deleted."""

    form = UnitForm
    list_display = ("name", "kind", "slug", "timezone", "active_from", "active_to")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "legal_entity")
    search_help_text = "Name, short name or legal entity"
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (VesselInline,)
    kind = "units"
    columns: ClassVar = {"vessels": lambda unit: " ".join(row.vessel.slug for row in unit.vessel_rows.all())}
    fetched = ("vessel_rows__vessel",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Records name their unit for ever."""
        return False
