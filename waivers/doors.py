"""The doors of guests: pages without sign-in, opened by a link, kept by nobody on the way.

Whoever brings a token that opens nothing gets one and the same answer, whatever it looks like. A token that none of our
keys made is refused before the database is asked, in a time that does not depend on what was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import SailEvent
from scc_site.refusals import Mistyped, Refusal, TooOften, Unseen
from waivers import language, links
from waivers.kiosk.tablet import led_back
from waivers.models import Guest
from waivers.places import Aboard, Full, OffTheList, PartyFull, SailShut

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
MINUTE = 60
WORKS = "events.work_event"
# What verbs say to the house, said to guests in their language; the first that fits.
SAID = {
    PartyFull: gettext_lazy("Every place of this party has its name. Call us if you want one more."),
    Full: gettext_lazy("The boat is full just now. Call us: a place may still come free."),
    SailShut: gettext_lazy("This sail has left or is over: nothing can be changed here any more."),
    OffTheList: gettext_lazy("You are not on the list of this sail any more. If that is a mistake, call us."),
    Aboard: gettext_lazy("Somebody who is aboard already cannot be changed here. Talk to the crew."),
}
View = Callable[..., HttpResponseBase]


class Gone(Refusal):
    """What the link was for is no more: answered 410, with the reason; there is nothing to fill in."""

    status = 410


def open_to_guests(view: View) -> View:
    """A page for whoever holds its link: no sign-in, in their language, private, refusals in words of their own."""
    return login_not_required(language.in_their_language(private_page(view)))


def private_page(view: View) -> View:
    """A page that nobody keeps, lists or learns the address of; what is refused is told on the guests' own paper."""

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = (led_back(request, kwargs["token"]) if "token" in kwargs else None) or view(
                request, *args, **kwargs
            )
        except Refusal as refusal:
            response = refused(request, refusal)
        except Http404:
            response = unknown(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return private


def unknown(request: HttpRequest) -> HttpResponse:
    """The answer to every link that opens nothing."""
    return render(request, "waivers/unknown.html", status=404)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a guest reads it; a thing unseen looks like one that never was."""
    if refusal.status == Unseen.status:
        return unknown(request)
    said = next((words for kind, words in SAID.items() if isinstance(refusal, kind)), refusal.sentence)
    context: dict[str, Any] = {"status": refusal.status, "sentence": said}
    if isinstance(refusal, Mistyped):
        context["faults"] = [fault for faults in refusal.faults.values() for fault in faults]
    response = render(request, "waivers/refused.html", context, status=refusal.status)
    if isinstance(refusal, TooOften):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def guest_at(request: HttpRequest, token: str) -> Guest:
    """Whose link it is, spoken to in their language.

    Raises Http404 for a link that opens nothing, Gone when the guest was taken off the list or nobody sails.
    """
    guest = links.guest_of(token)
    if guest is None:
        raise Http404
    language.heed(request, guest)
    if guest.removed_at is not None:
        raise Gone(_("You are not on the list of this sail any more. If that is a mistake, call us."))
    insist_on_sailing(guest.event)
    request.board = board_of(request, guest)  # type: ignore[attr-defined]  # the guests' frame leads back there
    return guest


def board_of(request: HttpRequest, guest: Guest) -> str:
    """The guest's row on the captain's board, for crew on whose phone somebody signs; empty for everybody else."""
    if not request.user.is_authenticated or not request.user.has_perm(WORKS, guest.event):
        return ""
    return f"{guest.event.get_absolute_url()}boarding/#guest-{guest.pk}"


def insist_on_sailing(event: SailEvent) -> None:
    """Raises Gone when the sail was cancelled."""
    if event.status == SailEvent.Status.CANCELLED:
        raise Gone(_("This sail was cancelled: nobody sails. Call us, and we find another one together."))
