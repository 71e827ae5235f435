"""The tablet's pages: start, the guest's own waiver, thanks, and back to the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.models import SailEvent
from events.views import person_of, sail_for
from scc_site import clock
from scc_site.addresses import canonical
from scc_site.auth.access import crew_only
from waivers import drafts, guests, language, links, places
from waivers.doors import private_page
from waivers.kiosk import tablet
from waivers.kiosk.forms import LeaveForm, NameForm
from waivers.kiosk.matching import Found, match
from waivers.kiosk.tablet import Tablet
from waivers.models import Guest
from waivers.pages import times

RIGHT = "events.work_event"
form_page = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponseBase]


def tablet_page(view: View) -> View:
    """A page of the tablet: opened by the sail's crew, in the guest's language, kept by nobody on the way."""
    return crew_only(language.in_their_language(private_page(view)))


@tablet_page
@form_page
def start(request: HttpRequest, event_id: str) -> HttpResponse:
    """Type your name: whoever is found signs next; who is not found may add themself."""
    event = sail_for(request, event_id, RIGHT)
    places.refuse_shut(event)
    form = NameForm(request.POST) if request.method == "POST" else NameForm()
    if request.method == "POST" and form.is_valid():
        return _turn(request, event, form)
    return _start(request, event, form)


@tablet_page
@require_safe
def thanks(request: HttpRequest, event_id: str) -> HttpResponse:
    """What the guest reads who has just signed; for nobody else."""
    event = sail_for(request, event_id, RIGHT)
    at_dock = tablet.of(request)
    guest = Guest.objects.one_of(event, at_dock.guest) if at_dock and at_dock.event_id == event_id else None
    if guest is None or guest.record is None:
        return _home(event)
    waits = guest.awaits_acceptance
    context = _frame(request, event) | {"guest": guest, "waits": waits}
    return render(request, "waivers/kiosk/thanks.html", context)


@tablet_page
@require_POST
def done(request: HttpRequest, event_id: str) -> HttpResponse:
    """The next one, please: what was typed and not signed is dropped."""
    event = sail_for(request, event_id, RIGHT)
    _drop(request, event)
    response = tablet.mark(_home(event), Tablet(event.event_id))
    language.forget(response)
    return response


@tablet_page
@form_page
def leave(request: HttpRequest, event_id: str) -> HttpResponse:
    """The crew takes the tablet back, by the address they signed in with."""
    event = sail_for(request, event_id, RIGHT)
    form = LeaveForm(request.POST) if request.method == "POST" else LeaveForm()
    if request.method == "POST" and form.is_valid():
        if canonical(form.cleaned_data["email"]) == person_of(request).email_canonical:
            _drop(request, event)
            return tablet.unmark(HttpResponse(status=303, headers={"Location": event.get_absolute_url()}))
        form.add_error("email", _("That is not the address this tablet is signed in with."))
    context = _frame(request, event) | {"form": form}
    return render(request, "waivers/kiosk/leave.html", context, status=form.status)


def _turn(request: HttpRequest, event: SailEvent, form: NameForm) -> HttpResponse:
    """Lead whoever typed their name to their waiver, or ask what is still to be known."""
    given, at = form.cleaned_data, clock.now()
    found = match(event, given["name"], given["hint"], at)
    guest = found.guest
    if found.found == Found.NOBODY and given["add"]:
        try:
            guest = guests.add(
                event=event, name=given["name"], source=Guest.Source.KIOSK, at=at, language=language.current()
            )
        except places.Full:
            form.refused = places.Full.status
            return _start(request, event, form, ask="full")
    if guest is None:
        form.refused = 0 if found.found == Found.SIGNED else 422
        return _start(request, event, form, ask=found.found)
    _drop(request, event)
    drafts.drop(guest=guest)
    there = HttpResponse(status=303, headers={"Location": f"/waiver/{links.guest_token(guest)}/"})
    return tablet.mark(there, Tablet(event.event_id, guest.pk))


def _start(request: HttpRequest, event: SailEvent, form: NameForm, ask: str = "") -> HttpResponse:
    """The start page; whoever's turn it was, it is over."""
    status = form.refused or (422 if form.errors else 200)
    context = _frame(request, event) | {"form": form, "ask": ask, "tonight": times.clock(event.departs_at)}
    response = render(request, "waivers/kiosk/start.html", context, status=status)
    if tablet.of(request):
        tablet.mark(response, Tablet(event.event_id))
        if request.method != "POST" and "lang" not in request.GET:
            language.forget(response)
    return response


def _drop(request: HttpRequest, event: SailEvent) -> None:
    """Forget what the guest whose turn it was had typed."""
    at_dock = tablet.of(request)
    guest = Guest.objects.one_of(event, at_dock.guest) if at_dock and at_dock.guest else None
    if guest is not None:
        drafts.drop(guest=guest)


def _frame(request: HttpRequest, event: SailEvent) -> dict[str, Any]:
    request.kiosk = Tablet(event.event_id)  # type: ignore[attr-defined]  # the frame leaves out what leads away
    return {"event": event, "day": times.day(event.sails_on)}


def _home(event: SailEvent) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse("waivers:kiosk", args=[event.event_id])})
