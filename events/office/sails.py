"""All sails, as the office looks through them and changes their plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from events import agenda, wording
from events.models import EventType, SailEvent, Vessel
from events.office.calling_off import Cancel, Hold, Resume
from events.office.copying import Duplicate
from events.office.filters import BatchFilter, HoldFilter, WhenFilter
from events.office.plan_form import SailForm
from events.office.publishing import Publish
from events.office.rows import ChecklistInline, DecisionInline, SeatInline
from events.office.sheets import take_sheet
from scc_site.desk import Desk, is_choosing, said

WAYS = (("detail", "The sail's page"), ("ready", "Ready to sail"), ("run_sheet", "Run sheet"), ("history", "History"))
DECISIONS = (("move", "Move"), ("cancel", "Cancel"))  # while the plan may change
MOST_WORDS = 8  # of a search that are looked for


@admin.register(SailEvent)
class SailAdmin(Desk):
    """All sails. Nothing is deleted: a sail's id is never used again."""

    form = SailForm
    list_display = ("departs", "vessel", "event_type", "standing", "captain", "seats_taken", "guests", "event_id")
    list_filter = (WhenFilter, "status", HoldFilter, "captain_state", "vessel", "event_type", BatchFilter)
    list_select_related = ("vessel", "event_type")
    search_fields = ("event_id",)  # what is looked through in truth: `found_by`
    search_help_text = "Id, date (2026-12-05), vessel, kind, dock, ports, notes, or somebody aboard"
    date_hierarchy = "sails_on"
    ordering = ("-departs_at",)
    autocomplete_fields = ("vessel", "event_type")
    actions = (Publish(), Hold(), Resume(), Cancel(), Duplicate(), take_sheet)
    inlines = (SeatInline, ChecklistInline, DecisionInline)
    planned = ("departs_at", "departs_fold", "returns_at", "returns_fold", "capacity", "dock", "itinerary", "notes")
    told = ("event_id", "vessel", "event_type", "standing", "captain", "seats_taken", "sunset", "version", "batch")

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

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """A new sail is given what is in use."""
        kwargs["queryset"] = {"vessel": Vessel.objects, "event_type": EventType.objects}[db_field.name].in_use()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SailEvent]:
        """With vessel, kind and batch, in one query."""
        return super().get_queryset(request).select_related("vessel", "event_type", "batch")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[SailEvent], search_term: str) -> Any:
        """The sails in which every word is found; a search box looks at id, date and vessel alone, newest first."""
        found = self.chosen_by if is_choosing(request) else self.found_by
        for word in search_term.split()[:MOST_WORDS]:
            queryset = queryset.filter(found(word))
        return queryset, False

    def chosen_by(self, word: str) -> Q:
        """Where a search box looks for a word."""
        found = Q(event_id__icontains=word) | Q(vessel__name__icontains=word)
        try:
            return found | Q(sails_on=date.fromisoformat(word))
        except ValueError:
            return found

    def found_by(self, word: str) -> Q:
        """Where the list looks for a word."""
        more = ("event_type__name", "dock", "itinerary", "notes")
        return self.chosen_by(word) | Q(*((f"{name}__icontains", word) for name in more), _connector=Q.OR)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """With the ways to the sail's own pages."""
        sail = context["original"]
        ways = (*WAYS, *DECISIONS) if sail and sail.is_editable else WAYS
        context["ways"] = (
            [(reverse(f"events:{name}", args=[sail.event_id]), label) for name, label in ways] if sail else []
        )
        return super().render_change_form(request, context, *rest, **named)

    def save_model(self, request: HttpRequest, obj: SailEvent, form: Any, change: bool) -> None:
        """The verb has stored it."""

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

    @admin.display(description="status", ordering="status")
    def standing(self, sail: SailEvent) -> str:
        """The status as a word and a colour; a hold says when it must be decided."""
        until = f" decide by {said(sail.decide_by)}" if sail.decide_by else ""
        tone = agenda.TONES.get(sail.status, "")
        return format_html('<span class="status {}">{}</span>{}', tone, sail.get_status_display(), until)

    @admin.display(description="captain", ordering="captain_state")
    def captain(self, sail: SailEvent) -> str:
        """How the captain's seat stands."""
        return sail.get_captain_state_display()

    @admin.display(description="seats", ordering="seats_filled")
    def seats_taken(self, sail: SailEvent) -> str:
        """Filled and empty as dots, read out in words."""
        dots, words = agenda.seats(sail.seats_filled, sail.seats_total)
        return format_html('<span class="dots" role="img" aria-label="{}" title="{}">{}</span>', words, words, dots)

    @admin.display(description="guests", ordering="guests_booked")
    def guests(self, sail: SailEvent) -> str:
        """Booked, of as many as may come."""
        return f"{sail.places_taken} of {sail.capacity}"

    @admin.display(description="sunset")
    def sunset(self, sail: SailEvent) -> str:
        """On the house's clock."""
        return wording.clock(sail.sunset_at, settings.HOUSE_ZONE) if sail.sunset_at else "none that day"
