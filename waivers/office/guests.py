"""The desk of guests: found by name, address or sail; what is done about one is done on the sail's list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scc_site.desk import Records, said
from waivers.models import Guest


class Listed(admin.SimpleListFilter):
    """Whether they are still on a list."""

    title, parameter_name = "list", "list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Two ways."""
        return [("on", "On a list"), ("off", "Taken off")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Guest]) -> QuerySet[Guest]:
        """Those of one kind."""
        return queryset.filter(removed_at__isnull=self.value() == "on") if self.value() else queryset


@admin.register(Guest)
class GuestAdmin(Records):
    """Every guest of every sail, to look at."""

    list_display = ("name", "sail", "party", "state", "held_until", "email", "phone", "source")
    list_filter = ("state", "source", Listed, "language")
    search_fields = ("name", "name_given", "email", "phone", "event__event_id", "booking__reference")
    ordering = ("-event__departs_at", "name", "pk")
    list_select_related = ("event", "booking")
    actions = None
    fields = (
        "name", "name_given", "sail_page", "party", "state", "held_until", "email", "phone", "language", "guardian",
        "relationship", "born_on", "diet", "diet_note", "is_small", "note", "source", "added", "record", "aboard",
        "removed_why", "revoked_why", "declined_why",
    )  # fmt: skip
    readonly_fields = ("sail_page", "party", "held_until", "added", "aboard")

    @admin.display(description="sail", ordering="event__departs_at")
    def sail(self, guest: Guest) -> str:
        """Which one, and when she leaves."""
        return f"{guest.event.event_id} · {said(guest.event.departs_at)}"

    @admin.display(description="what can be done")
    def sail_page(self, guest: Guest) -> str | SafeString:
        """The way to the guest's place on the sail's list."""
        page = f"{guest.event.get_absolute_url()}guests/"
        at = f"{page}{guest.pk}/" if guest.removed_at is None else page
        return format_html('<a href="{}">The list of {}</a>', at, guest.event.event_id)

    @admin.display(description="party", ordering="booking__reference")
    def party(self, guest: Guest) -> str:
        """Whose guests they are."""
        return str(guest.booking) if guest.booking else "of no party"

    @admin.display(description="held until", ordering="hold_until")
    def held_until(self, guest: Guest) -> str:
        """The end of the hold, while it matters."""
        return said(guest.hold_until) if guest.state in Guest.WAITING else ""

    @admin.display(description="added")
    def added(self, guest: Guest) -> str:
        """When, and by whom."""
        return said(guest.added_at) + (f", {guest.adder}" if guest.adder else "")

    @admin.display(description="aboard")
    def aboard(self, guest: Guest) -> str:
        """When they were checked in, and by whom."""
        return f"{said(guest.aboard_at)}, {guest.aboard_by}" if guest.aboard_at else ""
