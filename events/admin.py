"""The office's desk for sails: vessels, kinds of sail, and every sail. What is saved goes through the verbs."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from events import lifecycle, planning, wording
from events.forms import PlanForm, text
from events.models import SLUG, ChecklistItem, ChecklistTemplate, EventType, SailEvent, Seat, SeatRule, Vessel
from scc_site import clock
from scc_site.models import User
from scc_site.refusals import Refusal


class Rows(forms.models.ModelChoiceIterator):
    """Choices read once for all rows of an inline, where Django reads them for each."""

    def __init__(self, field: forms.ModelChoiceField, rows: list[Any]) -> None:
        """Keep the rows."""
        super().__init__(field)
        self.rows = rows

    def __iter__(self) -> Any:
        """The empty choice, then the rows."""
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in self.rows:
            yield self.choice(row)


class ReadOnlyInline(admin.TabularInline):
    """Rows to look at: they change by the dock's own acts."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Made with the sail."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Changed at the dock."""
        return False


class SeatRuleInline(admin.TabularInline):
    """The seats that a new sail begins with."""

    model = SeatRule
    extra = 0

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The vessels, read once."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "vessel" and field:
            rows = list(Vessel.objects.in_use())
            field.iterator = partial(Rows, rows=rows)  # type: ignore[assignment]  # called, never subclassed
            field.empty_label = "every vessel"
        return field


class ChecklistTemplateInline(admin.TabularInline):
    """The tasks that a new sail begins with; sails that exist keep theirs."""

    model = ChecklistTemplate
    extra = 0


class SeatInline(ReadOnlyInline):
    """A sail's seats."""

    model = Seat
    fields = ("role", "number", "required", "needs_approval")


class ChecklistInline(ReadOnlyInline):
    """A sail's tasks and who ended them."""

    model = ChecklistItem
    fields = ("text", "due", "role", "critical", "state", "ended_by", "note")
    readonly_fields = ("due", "state", "ended_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChecklistItem]:
        """With people, in one query."""
        return super().get_queryset(request).with_people()  # type: ignore[attr-defined]

    @admin.display(description="due")
    def due(self, item: ChecklistItem) -> str:
        """On the house's clock."""
        return said(item.due_at)

    @admin.display(description="by")
    def ended_by(self, item: ChecklistItem) -> str:
        """Who ticked it or set it aside."""
        return str(item.done_by or item.set_aside_by or "")


@admin.register(Vessel)
class VesselAdmin(admin.ModelAdmin):
    """The boats."""

    list_display = ("name", "mark", "legal_maximum", "dock", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}


@admin.register(EventType)
class EventTypeAdmin(admin.ModelAdmin):
    """The kinds of sail, each with its seats and its checklist."""

    list_display = ("name", "sunset_minutes", "duration_minutes", "call_minutes", "release_hours", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    inlines = (SeatRuleInline, ChecklistTemplateInline)


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


@admin.register(SailEvent)
class SailAdmin(admin.ModelAdmin):
    """All sails. Nothing is deleted: a sail's id is never used again."""

    form = SailForm
    list_display = ("departs", "vessel", "event_type", "status", "captain_state", "seats_taken", "event_id")
    list_filter = ("status", "captain_state", "vessel", "event_type")
    list_select_related = ("vessel", "event_type")
    search_fields = ("event_id", "vessel__name", "event_type__name", "dock")
    date_hierarchy = "sails_on"
    ordering = ("-departs_at",)
    show_full_result_count = False
    list_per_page = 50
    autocomplete_fields = ("vessel", "event_type")
    actions = ("publish_chosen",)
    inlines = (SeatInline, ChecklistInline)
    planned = ("departs_at", "departs_fold", "returns_at", "returns_fold", "capacity", "dock", "itinerary", "notes")
    told = ("event_id", "vessel", "event_type", "status", "captain_state", "seats_taken", "sunset", "version", "page")

    def get_fields(self, request: HttpRequest, obj: SailEvent | None = None) -> tuple[str, ...]:
        """A new sail is named and planned; an existing one shows how it stands, and its plan."""
        return (*self.told, *self.planned) if obj else ("event_id", "vessel", "event_type", *self.planned, "draft")

    def get_readonly_fields(self, request: HttpRequest, obj: SailEvent | None = None) -> tuple[str, ...]:
        """What the plan cannot change."""
        return self.told if obj else ()

    def get_inlines(self, request: HttpRequest, obj: SailEvent | None) -> Any:
        """To look at: a form that is sent carries none of them."""
        return () if obj is None or request.method == "POST" else self.inlines

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("SailFormBy", (form,), {"by": request.user})

    def get_queryset(self, request: HttpRequest) -> QuerySet[SailEvent]:
        """With vessel and kind, in one query."""
        return super().get_queryset(request).select_related("vessel", "event_type")

    def save_model(self, request: HttpRequest, obj: SailEvent, form: Any, change: bool) -> None:
        """The verb has stored it."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """A form with faults is answered 422, as everywhere in the house."""
        response = super().render_change_form(request, context, *rest, **named)
        if context.get("errors"):
            response.status_code = 422
        return response

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Until it leaves the dock; later it can be looked at."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A sail is cancelled, not deleted."""
        return False

    @admin.display(description="departs", ordering="departs_at")
    def departs(self, sail: SailEvent) -> str:
        """On the house's clock."""
        return said(sail.departs_at)

    @admin.display(description="seats")
    def seats_taken(self, sail: SailEvent) -> str:
        """Filled of all."""
        return f"{sail.seats_filled} of {sail.seats_total}"

    @admin.display(description="sunset")
    def sunset(self, sail: SailEvent) -> str:
        """On the house's clock."""
        return wording.clock(sail.sunset_at, settings.HOUSE_ZONE) if sail.sunset_at else "none that day"

    @admin.display(description="page")
    def page(self, sail: SailEvent) -> str:
        """The way to the dock."""
        return format_html('<a href="{}">{}</a>', sail.get_absolute_url(), "Open the sail's page")

    @admin.action(description="Publish the chosen drafts")
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[SailEvent]) -> None:
        """Show drafts to the crew; those that are none are named."""
        done = 0
        for sail in queryset:
            try:
                lifecycle.publish(event=sail)
                done += 1
            except Refusal as refusal:
                self.message_user(request, f"Sail {sail.event_id}: {refusal.sentence}", messages.WARNING)
        self.message_user(request, f"{done} published.", messages.SUCCESS)


def said(at: Any) -> str:
    """`Sat 5 Dec 2026 15:10`, on the house's clock."""
    here = at.astimezone(settings.HOUSE_ZONE)
    return f"{wording.short_day(here.date())} {here.year} {wording.clock(at, settings.HOUSE_ZONE)}"
