"""The page behind a sail's dock link: somebody reads it on a pontoon, adds themself, and signs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from events.models import SailEvent
from scc_site import clock
from scc_site.auth import cookies, limits
from waivers import joining, links
from waivers.pages import dock
from waivers.pages.forms import JoiningForm
from waivers.places import Full


def door(request: HttpRequest, event: SailEvent, token: str, form: JoiningForm | None = None) -> HttpResponse:
    """The sail in short, and the form; raises DoorShut where nobody may come in."""
    joining.refuse_shut(event)
    context = dock.page(event, token, form, clock.now())
    return render(request, "waivers/dock.html", context, status=form.status if form else 200)


def joined(request: HttpRequest, event: SailEvent, token: str) -> HttpResponse:
    """Put the sender on the list and lead them on to their waiver. Raises DoorShut, TooOften."""
    joining.refuse_shut(event)
    form, at = JoiningForm(request.POST), clock.now()
    if not form.is_valid():
        return door(request, event, token, form)
    sentence = _("Many people were added from here in the last hour. Ask the crew, or wait a little.")
    limits.within("JOINS_PER_IP_HOUR", ip=cookies.ip_of(request), seconds=limits.HOUR, at=at, sentence=sentence)
    try:
        guest = joining.join(event=event, joiner=dock.joiner_of(request, form), at=at)
    except Full:
        form.refused = Full.status
        return door(request, event, token, form)
    return HttpResponse(status=303, headers={"Location": f"/waiver/{links.guest_token(guest)}/"})
