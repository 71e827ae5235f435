"""The kinds of sail at the desk, each with its seats and its checklist."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest

from events.models import ChecklistTemplate, EventType, SeatRule, Vessel
from events.office.fleet import RetiredNotDeleted
from scc_site.desk import read_once


class SeatRuleInline(admin.TabularInline):
    """The seats that a new sail begins with."""

    model = SeatRule
    extra = 0

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The vessels, read once."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        is_vessel = db_field.name == "vessel" and field
        return read_once(field, Vessel.objects.in_use(), "every vessel") if is_vessel else field


class ChecklistTemplateInline(admin.TabularInline):
    """The tasks that a new sail begins with; sails that exist keep theirs."""

    model = ChecklistTemplate
    extra = 0


@admin.register(EventType)
class EventTypeAdmin(RetiredNotDeleted):
    """The kinds of sail."""

    list_display = ("name", "sunset_minutes", "duration_minutes", "call_minutes", "release_hours", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (SeatRuleInline, ChecklistTemplateInline)
