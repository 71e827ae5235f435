"""A sail's guests under /events/<event_id>/guests/: named, accepted, reached, taken off; the code at the dock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from events.forms import JudgedForm
from events.models import Booking, SailEvent
from events.views import person_of, sail_for
from scc_site import clock
from scc_site.auth.access import crew_only
from scc_site.idempotency import answered_once
from scc_site.models import User
from scc_site.refusals import Refusal
from waivers import dock_links, guests, holds, newcomers
from waivers.lists import pages
from waivers.lists.forms import HoldForm, ListForm, ReasonForm
from waivers.models import Guest

RIGHT = "events.work_event"
Act = Callable[[Guest, User, datetime], object]
# The acts that ask for nothing, and the word about each.
PLAIN: dict[str, tuple[Act, str]] = {
    "accept": (lambda guest, by, at: guests.accept(guest=guest, by=by, at=at), "{name} is accepted."),
    "invite": (lambda guest, by, at: guests.invite(guest=guest, at=at), "The link is on its way to {name}."),
    "link": (lambda guest, by, at: guests.new_link(guest=guest, by=by, at=at), "{name} has a new link."),
    "rehold": (lambda guest, by, at: holds.rehold(guest=guest, at=at), "{name} has time again."),
}


@crew_only
@require_safe
def whole(request: HttpRequest, event_id: str) -> HttpResponse:
    """Everybody on the list, and a form for more."""
    event = sail_for(request, event_id, RIGHT)
    return render(request, "waivers/list.html", pages.whole(event, clock.now(), form=ListForm(event=event)))


@crew_only
@require_POST
@answered_once
def add(request: HttpRequest, event_id: str) -> HttpResponse:
    """Put people on the list: one, a pasted list or a file; all or nobody."""
    event, at = sail_for(request, event_id, RIGHT), clock.now()
    form = ListForm(request.POST, request.FILES, event=event)
    try:
        if form.is_valid():
            made = newcomers.add_many(
                event=event, newcomers=form.people(), source=Guest.Source.OFFICE, at=at, adder=person_of(request),
                booking=form.cleaned_data["party"],
            )  # fmt: skip
            return _to(request, event, _added(event, made))
    except Refusal as refusal:
        form.take(refusal)
    return render(request, "waivers/list.html", pages.whole(event, at, form=form), status=form.status)


@crew_only
@require_safe
def one(request: HttpRequest, event_id: str, guest_number: int) -> HttpResponse:
    """One guest: link, code, and what may be done."""
    return _one(request, sail_for(request, event_id, RIGHT), guest_number)


@crew_only
@require_POST
@answered_once
def act(request: HttpRequest, event_id: str, guest_number: int, act: str) -> HttpResponse:
    """Accept, write to, hold anew, or make the link anew."""
    event, guest = _guest(request, event_id, guest_number)
    if act not in PLAIN:
        raise Http404
    do, words = PLAIN[act]
    do(guest, person_of(request), clock.now())
    return _to(request, event, words.format(name=guest.name), f"{guest_number}/")


@crew_only
@require_POST
@answered_once
def remove(request: HttpRequest, event_id: str, guest_number: int) -> HttpResponse:
    """Take a guest off the list, with a reason."""
    event, guest = _guest(request, event_id, guest_number)
    form = ReasonForm(request.POST)

    def do() -> HttpResponse:
        guests.remove(guest=guest, why=form.cleaned_data["reason"], by=person_of(request), at=clock.now())
        return _to(request, event, f"{guest.name} is off the list.")

    return _judged(request, event, guest_number, do, off_form=form)


@crew_only
@require_POST
@answered_once
def hold(request: HttpRequest, event_id: str, guest_number: int) -> HttpResponse:
    """Give a guest time until an instant."""
    event, guest = _guest(request, event_id, guest_number)
    form = HoldForm(request.POST)

    def do() -> HttpResponse:
        holds.extend(guest=guest, until=form.instant(), by=person_of(request), at=clock.now())
        return _to(request, event, f"{guest.name} has more time.", f"{guest_number}/")

    return _judged(request, event, guest_number, do, hold_form=form)


@crew_only
@require_safe
def dock(request: HttpRequest, event_id: str) -> HttpResponse:
    """The sheet for the dock, to be printed: scan, add yourself, sign."""
    return render(request, "waivers/dock_poster.html", pages.dock(sail_for(request, event_id, RIGHT)))


@crew_only
@require_POST
@answered_once
def door(request: HttpRequest, event_id: str, way: str) -> HttpResponse:
    """Shut the dock link, open it, or make it anew."""
    event, by, at = sail_for(request, event_id, RIGHT), person_of(request), clock.now()
    if way == "renew":
        dock_links.renew(event=event, by=by, at=at)
        words = "The dock has a new link: printed codes open nothing any more."
    elif way in ("shut", "open"):
        dock_links.shut(event=event, is_shut=way == "shut", by=by, at=at)
        words = "Nobody adds themself any more." if way == "shut" else "Guests may add themselves again."
    else:
        raise Http404
    return _to(request, event, words, "dock/")


@crew_only
@require_POST
@answered_once
def party(request: HttpRequest, event_id: str, reference: str) -> HttpResponse:
    """Make a party lead's link anew."""
    event = sail_for(request, event_id, RIGHT)
    booking = Booking.objects.one_of(event, reference)
    if booking is None:
        raise Http404
    dock_links.renew_party(booking=booking, by=person_of(request), at=clock.now())
    return _to(request, event, f"The party of {booking.lead_name} has a new link.")


def _added(event: SailEvent, made: Sequence[Guest]) -> str:
    """How many were put on the list, and how many of them are written to."""
    words = "1 guest was added." if len(made) == 1 else f"{len(made)} guests were added."
    reached = sum(bool(guest.email) for guest in made) if event.is_open else 0
    if not reached:
        return words
    return f"{words} The link is on its way." if len(made) == 1 else f"{words} Links are on their way to {reached}."


def _judged(
    request: HttpRequest, event: SailEvent, number: int, do: Callable[[], HttpResponse], **named: JudgedForm
) -> HttpResponse:
    """What the act came to; or the guest's page, with every fault at its field and all that was typed."""
    (form,) = named.values()
    try:
        if form.is_valid():
            return do()
    except Refusal as refusal:
        form.take(refusal)
    return _one(request, event, number, status=form.status, **named)


def _guest(request: HttpRequest, event_id: str, guest_number: int) -> tuple[SailEvent, Guest]:
    """The sail and its guest; else 404."""
    event = sail_for(request, event_id, RIGHT)
    guest = Guest.objects.one_of(event, guest_number)
    if guest is None:
        raise Http404
    return event, guest


def _one(request: HttpRequest, event: SailEvent, number: int, status: int = 200, **typed: JudgedForm) -> HttpResponse:
    context = pages.one(event, number, clock.now(), **typed)
    if context is None:
        raise Http404
    context.setdefault("off_form", ReasonForm())
    context.setdefault("hold_form", HoldForm(initial={"until": context["guest"].hold_until}))
    return render(request, "waivers/list_guest.html", context, status=status)


def _to(request: HttpRequest, event: SailEvent, words: str, further: str = "") -> HttpResponse:
    """303 to the list or further, with a word about what happened."""
    messages.success(request, words)
    return HttpResponse(status=303, headers={"Location": f"{event.get_absolute_url()}guests/{further}"})
