"""The kinds of sail at the desk, each with its seats and its checklist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest

from events.models import ChecklistTemplate, EventType, SeatRule, Vessel
from events.office import trial
from events.office.fleet import RetiredNotDeleted
from scc_site import clock
from scc_site.desk import TableInline, read_once

PREVIEW = "_preview"  # the button's name
BLANK = 1  # empty rows: the only way to add one without JavaScript


class SeatRuleInline(TableInline):
    """The seats that a new sail begins with."""

    model = SeatRule
    lede = "A rule that names a vessel replaces the general one for that role. Sails that exist keep their seats."
    extra = BLANK

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The vessels, read once."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        is_vessel = db_field.name == "vessel" and field
        return read_once(field, Vessel.objects.in_use(), "every vessel") if is_vessel else field


class ChecklistTemplateInline(TableInline):
    """The tasks that a new sail begins with; sails that exist keep theirs."""

    model = ChecklistTemplate
    lede = "Minutes are counted from the anchor, negative before it. Below, the list is shown on a sail's times."
    fields = ("position", "text", "anchor", "minutes", "role", "critical")
    extra = BLANK


class OnlyLookedAt(forms.ModelForm):
    """A form that is cleaned so that it can be shown, and never saved."""

    def is_valid(self) -> bool:
        """Cleaned, its faults found; but not for saving."""
        super().is_valid()
        return False


@admin.register(EventType)
class EventTypeAdmin(RetiredNotDeleted):
    """The kinds of sail."""

    list_display = ("name", "sunset_minutes", "duration_minutes", "call_minutes", "release_hours", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (SeatRuleInline, ChecklistTemplateInline)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; asked for a preview alone, one that is not saved."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("KindLookedAt", (OnlyLookedAt, form), {}) if PREVIEW in request.POST else form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """With the checklist as a sail ahead would have it: as typed, else as it is kept."""
        tasks, faulty = _tasks(context["inline_admin_formsets"])
        kind = context["adminform"].form.instance
        found = trial.of(kind, tasks, request.POST, clock.now())
        context["preview"] = found | {"name": PREVIEW, "faulty": faulty, "is_typed": request.method == "POST"}
        return super().render_change_form(request, context, *rest, **named)


def _tasks(inlines: Iterable[Any]) -> tuple[list[ChecklistTemplate], int]:
    """The tasks that the form shows, deleted ones left out; and how many cannot be read yet."""
    tasks, faulty = [], 0
    for inline in inlines:
        if inline.formset.model is not ChecklistTemplate:
            continue
        for form in inline.formset.forms:
            is_blank = form.instance.pk is None and not (form.is_bound and form.has_changed())
            if is_blank or (form.is_bound and inline.formset._should_delete_form(form)):
                continue
            if form.is_bound and not form.is_valid():
                faulty += 1
            else:
                tasks.append(form.instance)
    return tasks, faulty
