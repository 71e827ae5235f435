"""Seats in the office: read, searched, and changed by the verbs alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from crew import desk, roles
from crew.models import Assignment
from events.models import SailEvent
from scc_site import clock
from scc_site.desk import Desk, said
from scc_site.models import User
from scc_site.office import OfficeSite
from scc_site.refusals import Refusal

site: OfficeSite = admin.site  # type: ignore[assignment]  # the settings name our own
site.add_to(SailEvent, desk.CrewOf)
site.add_to(User, desk.SailsOf)


@admin.register(Assignment)
class AssignmentAdmin(Desk):
    """Who holds, held or was offered which seat. Rows are never written here directly."""

    list_display = ("departs", "event", "seat", "person", "state", "until", "made_by")
    list_filter = ("state", "seat__role", "event__vessel", "event__event_type")
    list_select_related = ("event", "seat", "person", "made_by")
    search_fields = ("person__name", "person__email_canonical", "event__event_id")
    search_help_text = "Name, address, or the sail's id"
    date_hierarchy = "event__sails_on"
    ordering = ("-event__departs_at", "seat", "-pk")
    actions = ("confirm", "withdraw")
    readonly_fields: ClassVar = [field.name for field in Assignment._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Seats are given on the sail's page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Assignment | None = None) -> bool:
        """An assignment ends; its row stays."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        """With all that a row's own page names; a list reads less."""
        found = super().get_queryset(request)
        if not (request.resolver_match and request.resolver_match.kwargs):
            return found
        people = ("person", "made_by", "offered_by", "confirmed_by", "ended_by", "takes_over__person")
        return found.select_related("event", "seat", "takes_over__seat", *people)

    @admin.display(description="departs", ordering="event__departs_at")
    def departs(self, held: Assignment) -> str:
        """On the house's clock."""
        return said(held.event.departs_at)

    @admin.display(description="answer by", ordering="answer_by")
    def until(self, held: Assignment) -> str:
        """Until when an offer stands."""
        return said(held.answer_by) if held.state == held.State.OFFERED and held.answer_by else ""

    @admin.action(description="Confirm the chosen claims")
    def confirm(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> None:
        """Confirm claims that wait for an answer."""

        def act(chosen: Assignment, by: User) -> None:
            roles.answer_claim(
                event=chosen.event,
                role=chosen.seat.role,
                person=chosen.person,
                by=by,
                confirm=True,
                at=clock.now(),
            )

        self._each(request, queryset, act, "confirmed")

    @admin.action(description="Withdraw the chosen offers and seats")
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> None:
        """Take back offers and seats; each person is told by mail."""

        def act(chosen: Assignment, by: User) -> None:
            roles.withdraw(event=chosen.event, role=chosen.seat.role, person=chosen.person, by=by, at=clock.now())

        self._each(request, queryset, act, "withdrawn")

    def _each(
        self,
        request: HttpRequest,
        queryset: QuerySet[Assignment],
        act: Callable[[Assignment, User], None],
        done: str,
    ) -> None:
        """Do one act on each chosen row, each in its own transaction; refusals are told, not raised."""
        assert isinstance(request.user, User)  # noqa: S101 -- the admin lets nobody else in
        count = 0
        for chosen in queryset.select_related("event__vessel", "event__event_type", "seat", "person"):
            try:
                act(chosen, request.user)
                count += 1
            except Refusal as refusal:
                self.message_user(request, f"{chosen}: {refusal.sentence}", messages.WARNING)
        self.message_user(request, f"{count} {done}.", messages.SUCCESS if count else messages.WARNING)
