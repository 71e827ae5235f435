"""A guest's own page, and what they tell on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scc_site import clock, ical
from waivers import guests, language, links, telling
from waivers.doors import guest_at, open_to_guests, unknown
from waivers.models import Guest
from waivers.pages import dock_views
from waivers.pages import guest as own
from waivers.pages.forms import TellingForm


@open_to_guests
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """A guest's page by their own link, or a sail's by that of its dock. Looking changes nothing."""
    if event := links.sail_of(token):
        answer = dock_views.joined if request.method == "POST" else dock_views.door
        return answer(request, event, token)
    whose = guest_at(request, token)
    return HttpResponseNotAllowed(["GET", "HEAD"]) if request.method == "POST" else _page(request, whose, token)


@open_to_guests
@require_POST
def tell(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what a guest says of food and life jacket."""
    whose, form = guest_at(request, token), TellingForm(request.POST)
    if not form.is_valid():
        return _page(request, whose, token, form)
    telling.tell(guest=whose, language=language.current(), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Saved: the crew knows."))
    return _back(token)


@open_to_guests
@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Keep that a guest is not coming."""
    guests.decline(guest=guest_at(request, token), why=request.POST.get("reason", ""), at=clock.now())
    messages.success(request, _("We know that you are not coming."))
    return _back(token)


@open_to_guests
@require_safe
def sail_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The sail for the guest's own calendar."""
    text = own.calendar(guest_at(request, token))
    return HttpResponse(
        text, content_type=ical.TYPE, headers={"Content-Disposition": 'attachment; filename="sail.ics"'}
    )


@open_to_guests
def lost(request: HttpRequest, rest: str) -> HttpResponse:
    """An address beneath the guests' doors that is none of theirs: answered as a token that opens nothing."""
    return unknown(request)


def _page(request: HttpRequest, whose: Guest, token: str, form: TellingForm | None = None) -> HttpResponse:
    context = own.page(whose, token, clock.now()) | {"form": form}
    return render(request, "waivers/guest.html", context, status=form.status if form else 200)


def _back(token: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": reverse("waivers:guest", args=[token])})
