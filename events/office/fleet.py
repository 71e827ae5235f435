"""The boats at the desk. A boat that sails have named is retired, not deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from events.models import EventType, SailEvent, Vessel
from scc_site import clock
from scc_site.desk import Desk, is_choosing

NAMED = 5  # so many sails are named in a sentence; of more the first


class VesselForm(forms.ModelForm):
    """A boat; its legal maximum never falls below what is planned."""

    class Meta:
        model = Vessel
        fields = ("name", "slug", "mark", "legal_maximum", "dock", "is_active")

    def clean_legal_maximum(self) -> int:
        """Refused while sails not over yet are planned for more guests, each named; none is planned meanwhile."""
        most = int(self.cleaned_data["legal_maximum"])
        if self.instance.pk is None:
            return most
        Vessel.objects.hold(self.instance)
        too_full = SailEvent.objects.filter(vessel=self.instance).above(most)
        if words := list_of(too_full):
            raise forms.ValidationError(
                f"Sails not over yet are planned for more than {most} guests: {words}. Plan them smaller first."
            )
        return most


class RetiredNotDeleted(Desk):
    """Rows that sails name: they leave the choices and stay on record."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what no sail has ever named."""
        return obj is not None and super().has_delete_permission(request, obj) and not obj.events.exists()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """The rows found; a search box that chooses for a new sail is offered what is in use."""
        if is_choosing(request):
            queryset = queryset.filter(is_active=True)
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Kept; what retiring does and leaves is said."""
        super().save_model(request, obj, form, change)
        if not change or "is_active" not in form.changed_data:
            return
        if obj.is_active:
            self.message_user(request, f"{obj} can be chosen for new sails again.", messages.SUCCESS)
            return
        words = list_of(ahead(obj))
        kept = f"Sails ahead keep it: {words}. Move or cancel them if they should not sail." if words else ""
        said = f"{obj} is retired: nobody can choose it for a new sail. {kept or 'No sail ahead has it.'}"
        self.message_user(request, said, messages.WARNING if words else messages.SUCCESS)


@admin.register(Vessel)
class VesselAdmin(RetiredNotDeleted):
    """The boats."""

    form = VesselForm
    list_display = ("name", "mark", "legal_maximum", "dock", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}


def ahead(thing: Vessel | EventType) -> QuerySet[SailEvent]:
    """The sails of a boat or a kind that have still to leave, drafts too, soonest first."""
    return thing.events.filter(status__in=SailEvent.EDITABLE, returns_at__gt=clock.now())


def list_of(sails: QuerySet[SailEvent]) -> str:
    """`2026-12-05-jada (24 guests), …  and 3 more`; empty for none. Two queries at most."""
    named = [f"{sail.event_id} ({sail.capacity} guests)" for sail in sails[:NAMED]]
    more = sails.count() - NAMED if len(named) == NAMED else 0
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
