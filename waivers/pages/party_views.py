"""The party lead's pages: names given, links shared, slips mended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from events.models import Booking
from scc_site import clock
from scc_site.refusals import Mistyped
from waivers import language, links, naming
from waivers.doors import Gone, insist_on_sailing, open_to_guests
from waivers.models import Guest
from waivers.pages import party as pages


@open_to_guests
@require_safe
def party(request: HttpRequest, token: str) -> HttpResponse:
    """Names, `4 of 6 signed`, and each one's link."""
    return _page(request, _booking(token), token)


@open_to_guests
@require_POST
def name(request: HttpRequest, token: str) -> HttpResponse:
    """Put names on the party's list."""
    booking, lines = _booking(token), request.POST.get("names", "")
    try:
        added = naming.give(booking=booking, lines=lines, language=language.current(), at=clock.now())
    except Mistyped as refusal:
        return _page(request, booking, token, status=422, names=lines, faults=refusal.faults.get("names", []))
    words = ngettext("%(count)d name was added.", "%(count)d names were added.", len(added))
    messages.success(request, words % {"count": len(added)})
    return _to("waivers:party", token)


@open_to_guests
@require_safe
def one(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One of the party: their code to scan, and what can still be changed."""
    return _one(request, _booking(token), number, token)


@open_to_guests
@require_POST
def rename(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Mend a name."""
    booking, typed = _booking(token), request.POST.get("name", "")
    try:
        naming.rename(guest=_guest(booking, number), name=typed, at=clock.now())
    except Mistyped as refusal:
        return _one(request, booking, number, token, status=422, typed=typed, fault=refusal.sentence)
    messages.success(request, _("The name is changed."))
    return _to("waivers:party", token)


@open_to_guests
@require_POST
def take_off(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Keep that one of the party is not coming."""
    naming.take_off(guest=_guest(_booking(token), number), at=clock.now())
    messages.success(request, _("Their place is free for another name."))
    return _to("waivers:party", token)


def _booking(token: str) -> Booking:
    """The party of a link. Raises Http404, and Gone where the booking or the sail is cancelled."""
    booking = links.party_of(token)
    if booking is None:
        raise Http404
    insist_on_sailing(booking.event)
    if not booking.is_live:
        raise Gone(_("This booking was cancelled. If that is a mistake, call us."))
    return booking


def _guest(booking: Booking, number: int) -> Guest:
    found = Guest.objects.one_of(booking.event, number)
    if found is None or found.booking_id != booking.pk:
        raise Http404
    return found


def _page(request: HttpRequest, booking: Booking, token: str, *, status: int = 200, **typed: Any) -> HttpResponse:
    return render(request, "waivers/party.html", pages.page(booking, token, clock.now(), **typed), status=status)


def _one(
    request: HttpRequest, booking: Booking, number: int, token: str, *, status: int = 200, **typed: Any
) -> HttpResponse:
    context = pages.one(booking, number, token, clock.now(), **typed)
    if context is None:
        raise Http404
    return render(request, "waivers/party_guest.html", context, status=status)


def _to(name: str, token: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse(name, args=[token])})
