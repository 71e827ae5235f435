"""The office's pages for the parties of a sail: booked, changed, moved, cancelled, and their money recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import pages
from events.forms import JudgedForm, faults_of
from events.models import Booking, BookingPayment, SailEvent
from events.parties import bookings, payments
from events.parties import pages as booking_pages
from events.parties import panel as booking_panel
from events.parties.forms import BookingForm, CancelForm, CorrectForm, MoneyForm, MoveForm, NoShowForm, ReasonForm
from events.views import person_of, sail_for
from scc_site import clock
from scc_site.auth.access import admin_only
from scc_site.idempotency import answered_once
from scc_site.refusals import Mistyped, Refusal

RIGHT = "events.edit"
form_page = require_http_methods(["GET", "HEAD", "POST"])
Context = dict[str, Any]


def party_for(request: HttpRequest, event_id: str, reference: str) -> tuple[SailEvent, Booking]:
    """The sail and its booking; else 404."""
    event = sail_for(request, event_id, RIGHT)
    booking = Booking.objects.one_of(event, reference)
    if booking is None:
        raise Http404
    return event, booking


def to_party(request: HttpRequest, booking: Booking, words: str) -> HttpResponse:
    """303 to the booking's page, with a word about what happened."""
    messages.success(request, words)
    return HttpResponse(status=303, headers={"Location": booking.get_absolute_url()})


def judged(
    request: HttpRequest, form: JudgedForm, act: Callable[[], tuple[Booking, str]], page: Callable[[], Context]
) -> HttpResponse:
    """What the act came to; or the form's page, with every fault at its field and all that was typed."""
    try:
        if form.is_valid():
            booking, words = act()
            return to_party(request, booking, words)
    except Refusal as refusal:
        form.take(refusal)
    context = page()
    template = context.pop("template", "events/booking_form.html")
    return render(request, template, context | {"form": form}, status=form.status)


def of_sail(event: SailEvent, title: str, act: str, back: str, **more: Any) -> Context:
    """What a page with one form about a sail's parties prints."""
    return {"event": event, "facts": pages.facts(event), "title": title, "act": act, "back": back} | more


def typed(request: HttpRequest) -> Any:
    """What was sent, if anything was."""
    return request.POST if request.method == "POST" else None


@admin_only
@require_safe
def parties(request: HttpRequest, event_id: str) -> HttpResponse:
    """All parties of a sail."""
    event = sail_for(request, event_id, RIGHT)
    return render(request, "events/bookings.html", booking_pages.parties(event, clock.now()))


@admin_only
@form_page
@answered_once
def new(request: HttpRequest, event_id: str) -> HttpResponse:
    """Book a party."""
    event, form = sail_for(request, event_id, RIGHT), BookingForm(typed(request))
    bookings.refuse_closed(event)

    def act() -> tuple[Booking, str]:
        terms = form.cleaned_data["terms"]
        made = bookings.book(event=event, party=form.party(), terms=terms, by=person_of(request), at=clock.now())
        return made, f"Booked: {made.reference}."

    back = f"{event.get_absolute_url()}bookings/"
    says = [booking_panel.places(event)]
    return judged(request, form, act, lambda: of_sail(event, "Book a party", "Book", back, says=says))


@admin_only
@require_safe
def booking(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """One party and its money."""
    event, party = party_for(request, event_id, reference)
    return render(request, "events/booking.html", booking_pages.party(event, party, clock.now()))


@admin_only
@form_page
@answered_once
def edit(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """Change what is agreed with a party."""
    event, party = party_for(request, event_id, reference)
    bookings.refuse_cancelled(party)
    form = BookingForm(typed(request), booking=party)

    def act() -> tuple[Booking, str]:
        why = form.cleaned_data["reason"]
        agreed = form.party()
        return bookings.change(booking=party, party=agreed, by=person_of(request), at=clock.now(), why=why), "Kept."

    says = [booking_panel.places(event)]
    page = of_sail(event, f"Change {party.lead_name}", "Keep the change", party.get_absolute_url(), says=says)
    return judged(request, form, act, lambda: page)


@admin_only
@form_page
@answered_once
def money(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """Record money received or given back; the form stands on the booking's own page."""
    event, party = party_for(request, event_id, reference)
    at = clock.now()
    form = MoneyForm(typed(request), today=booking_panel.house_day(at))

    def act() -> tuple[Booking, str]:
        payments.record(booking=party, money=form.money(), by=person_of(request), at=at)
        return party, "Recorded."

    page = {"template": "events/booking.html"}
    return judged(request, form, act, lambda: booking_pages.party(event, party, at, form) | page)


@admin_only
@form_page
@answered_once
def correct(request: HttpRequest, event_id: str, reference: str, number: int) -> HttpResponse:
    """Take a payment back and record it with the right amount."""
    event, party = party_for(request, event_id, reference)
    payment = BookingPayment.objects.one_of(party, number)
    if payment is None:
        raise Http404
    form = CorrectForm(typed(request), initial={"amount": payment.amount_cents})

    def act() -> tuple[Booking, str]:
        said = form.cleaned_data
        payments.correct(
            payment=payment, amount_cents=said["amount"], why=said["reason"], by=person_of(request), at=clock.now()
        )
        return party, "Corrected; the old entry stays to be read."

    pairs = booking_pages.as_pairs(payment)
    page = of_sail(event, "Correct an entry", "Correct", party.get_absolute_url(), pairs=pairs)
    return judged(request, form, act, lambda: page)


@admin_only
@form_page
@answered_once
def cancel(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """Give a party's places back; what goes back and what is kept is shown first."""
    event, party = party_for(request, event_id, reference)
    bookings.refuse_cancelled(party)
    at, form = clock.now(), CancelForm(typed(request))

    def act() -> tuple[Booking, str]:
        said = form.cleaned_data
        bookings.cancel(booking=party, side=said["side"], why=said["reason"], by=person_of(request), at=at)
        return party, "Cancelled. Record the refund once the money has gone back."

    page = of_sail(event, f"Cancel {party.lead_name}", "Cancel the booking", party.get_absolute_url())
    lines = booking_pages.preview(party, event, at)
    return judged(request, form, act, lambda: page | {"lines": lines, "tone": "danger"})


@admin_only
@form_page
@answered_once
def move(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """Put a party on another sail; its money goes along."""
    event, party = party_for(request, event_id, reference)
    bookings.refuse_cancelled(party)
    at = clock.now()
    form = MoveForm(typed(request), offered=booking_pages.offered(party, at))

    def act() -> tuple[Booking, str]:
        said = form.cleaned_data
        moved = bookings.move(booking=party, to=said["to"], why=said["reason"], by=person_of(request), at=at)
        return moved, "Moved, with all that was paid."

    says = [f"{booking_panel.guests(party.party_size)}. What was paid stays with the booking."]
    page = of_sail(event, f"Move {party.lead_name}", "Move the party", party.get_absolute_url(), says=says)
    return judged(request, form, act, lambda: page)


@admin_only
@form_page
@answered_once
def reinstate(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """Take a cancelled booking up again."""
    event, party = party_for(request, event_id, reference)
    form = ReasonForm(typed(request))

    def act() -> tuple[Booking, str]:
        why = form.cleaned_data["reason"]
        return bookings.reinstate(booking=party, why=why, by=person_of(request), at=clock.now()), "It stands again."

    says = [booking_panel.places(event)]
    title, back = f"Take {party.lead_name} up again", party.get_absolute_url()
    return judged(request, form, act, lambda: of_sail(event, title, "Take up again", back, says=says))


@admin_only
@require_POST
@answered_once
def no_show(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """Keep that a party did not come, or did after all."""
    _, party = party_for(request, event_id, reference)
    form = NoShowForm(request.POST)
    if not form.is_valid():
        raise Mistyped("Nothing was kept: say whether the party came.", faults_of(form))
    is_missing = form.cleaned_data["missing"] == "1"
    bookings.mark_no_show(booking=party, is_missing=is_missing, by=person_of(request), at=clock.now())
    return to_party(request, party, "Kept: they did not come." if is_missing else "Kept: they came.")
