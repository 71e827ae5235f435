"""What the crew adds to the desks of others: who sits where on a sail, and how a person is found aboard."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from django.contrib import admin, messages
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html

from crew import nudge_desk
from crew.calendars import pages as feed_pages
from crew.models import Assignment, CalendarFeed
from crew.offering import Offer
from events.models import Role, SailEvent, Seat
from events.office.rows import SeatInline
from scc_site import clock
from scc_site.desk import Section, said
from scc_site.models import User

AHEAD = 40  # seats and offers ahead shown with a person
LATELY = timedelta(days=90)
MANY = 200  # people found by a word; of more the database makes the list


class SeatsHeldInline(SeatInline):
    """A sail's seats, who has each, and how firmly."""

    fields: ClassVar = ("seat", "holder", "standing", "terms")
    readonly_fields: ClassVar = ("seat", "holder", "standing", "terms")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        """With holders and successors, in one query more."""
        standing = Assignment.objects.active().select_related("person").order_by("made_at", "pk")
        return super().get_queryset(request).prefetch_related(Prefetch("assignments", standing, "standing_rows"))

    @admin.display(description="who")
    def holder(self, seat: Seat) -> str:
        """The name; of a seat to be taken over, both."""
        return ", then ".join(str(row.person) for row in _in_turn(seat)) or "nobody"

    @admin.display(description="stands")
    def standing(self, seat: Seat) -> str:
        """The state in words, and until when an offer can be answered."""
        return ", then ".join(_words(row) for row in _in_turn(seat)) or "open"


def _in_turn(seat: Seat) -> list[Assignment]:
    """The holder, then the successor."""
    rows: list[Assignment] = seat.standing_rows  # type: ignore[attr-defined]
    return sorted(rows, key=lambda row: row.is_successor)


def _words(row: Assignment) -> str:
    until = f" until {said(row.answer_by)}" if row.state == row.State.OFFERED and row.answer_by else ""
    return f"{row.get_state_display()}{until}"


class CrewOf:
    """The crew's part of the sails' desk."""

    def get_actions(self, request: HttpRequest) -> Any:
        """With offering, after publishing."""
        actions = super().get_actions(request)  # type: ignore[misc]
        offer = Offer()
        return {**actions, offer.name: (offer, offer.name, offer.label)} if actions else actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[SailEvent]:
        """With the captain's name beside each row shown."""
        captains = Assignment.objects.aboard().filter(event=OuterRef("pk"), seat__role=Role.CAPTAIN)
        found: QuerySet[SailEvent] = super().get_queryset(request)  # type: ignore[misc]
        return found.annotate(captain_name=Subquery(captains.values("person__name")[:1]))

    def get_inlines(self, request: HttpRequest, obj: SailEvent | None) -> Any:
        """The seats with their holders, and who was reminded of what."""
        inlines = super().get_inlines(request, obj)  # type: ignore[misc]
        held = [SeatsHeldInline if inline is SeatInline else inline for inline in inlines]
        return [*held, nudge_desk.NudgeInline] if held else held

    def found_by(self, word: str) -> Q:
        """Whoever is aboard, by name or address."""
        found: Q = super().found_by(word)  # type: ignore[misc]
        people = User.objects.filter(Q(name__icontains=word) | Q(email_canonical__icontains=word))
        keys = list(people.values_list("pk", flat=True)[: MANY + 1])
        if not keys:
            return found
        held = Assignment.objects.active().filter(person__in=people if len(keys) > MANY else keys)
        return found | Q(pk__in=held.values("event"))

    @admin.display(description="captain", ordering="captain_state")
    def captain(self, sail: SailEvent) -> str:
        """The name once it is firm, else how the seat stands."""
        name: str | None = getattr(sail, "captain_name", None)
        return name or f"none: {sail.get_captain_state_display()}"


class SailsOf:
    """The crew's part of the people's desk."""

    def sections(self, person: User, at: datetime) -> list[Section]:
        """Offers that wait, sails ahead, and what was sailed lately, before what the house knows otherwise."""
        more: list[Section] = super().sections(person, at)  # type: ignore[misc]
        ahead = list(Assignment.objects.of(person).select_related("offered_by").ahead(at)[:AHEAD])
        calendar = [feed_pages.section(CalendarFeed.objects.of(person))] if person.is_crew else []
        return [
            _offers(ahead),
            _ahead(person, ahead),
            _lately(person, at),
            nudge_desk.section(person),
            *calendar,
            *more,
        ]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Kept; who leaves the crew while seats ahead are theirs is named with them."""
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        if not change or (obj.is_active and obj.is_crew):
            return
        held = [str(row.event) for row in Assignment.objects.of(obj).ahead(clock.now())[:AHEAD]]
        if held:
            why = "may no longer sign in" if not obj.is_active else "is no longer crew"
            sentence = f"{obj.name} {why} and still has seats or offers ahead: {', '.join(held)}. Withdraw them there."
            messages.warning(request, sentence)


def _offers(ahead: list[Assignment]) -> Section:
    return Section(
        title="Offers that wait for an answer",
        head=("sail", "seat", "offered by", "until"),
        rows=[
            (_sail(row), str(row.seat), str(row.offered_by), said(row.answer_by))
            for row in ahead
            if row.state == row.State.OFFERED and row.answer_by
        ],
        empty="None.",
    )


def _ahead(person: User, ahead: list[Assignment]) -> Section:
    rows = [row for row in ahead if row.state != row.State.OFFERED]
    return Section(
        title="Sails ahead",
        head=("sail", "vessel", "kind", "seat", "stands"),
        rows=[
            (_sail(row), str(row.event.vessel), str(row.event.event_type), str(row.seat), row.get_state_display())
            for row in rows
        ],
        empty="No seat on a sail ahead.",
        more=(f"/admin/crew/assignment/?q={quote(person.email)}", "All their seats and offers"),
    )


def _lately(person: User, at: datetime) -> Section:
    """How many sails in the last 90 days and how long they were, by the log where it says, else by the plan."""
    count, hours = Assignment.objects.sailed(person, at - LATELY, at)
    sails = "1 sail" if count == 1 else f"{count} sails"
    lede = f"{sails}, {hours:.1f} hours under way." if count else ""
    return Section(title=f"The last {LATELY.days} days", head=(), rows=[], lede=lede, empty="No sail.")


def _sail(row: Assignment) -> str:
    return format_html('<a href="{}">{}</a>', row.event.get_absolute_url(), said(row.event.departs_at))
