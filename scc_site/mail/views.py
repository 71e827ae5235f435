"""Which letters one gets: the page behind the link in every letter, and the same for who is signed in.

Nothing changes on GET: mail firewalls follow every link.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from scc_site import addresses, clock, desk
from scc_site.idempotency import answered_once
from scc_site.mail import kinds, preferences
from scc_site.models import Scope, User
from scc_site.refusals import Mistyped

page = require_http_methods(["GET", "HEAD", "POST"])
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
ON, OFF = "0", "1"


@login_not_required
@csrf_exempt  # a mail program's one click brings no cookie; the page's own buttons are checked below
@page
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One person's letters, for whoever holds the link: their mailbox is the proof."""
    if request.method == "POST" and _is_one_click(request):
        return _one_click(request, preferences.person_of(token))
    return _checked(request, token)


@csrf_protect
@answered_once
def _checked(request: HttpRequest, token: str) -> HttpResponse:
    """The page and its buttons."""
    person = preferences.person_of(token)
    here = reverse("mail:preferences", args=[token])
    if request.method == "POST":
        return _switch(request, person, by=person, way=preferences.Way.LINK, here=here)
    return _shown(request, person, here=here, to=addresses.masked(person.email))


@page
@answered_once
def mine(request: HttpRequest) -> HttpResponse:
    """The letters of whoever is signed in; 404 for who came by a single sail's link."""
    person = request.user
    if not isinstance(person, User) or person.auth_session is None or person.auth_session.scope == Scope.EVENT:
        raise Http404
    here = reverse("mail:mine")
    if request.method == "POST":
        return _switch(request, person, by=person, way=preferences.Way.PAGE, here=here)
    return _shown(request, person, here=here, to=person.email)


def _is_one_click(request: HttpRequest) -> bool:
    """Whether a mail program asks, with exactly the body that RFC 8058 prescribes."""
    return list(request.POST.lists()) == [("List-Unsubscribe", ["One-Click"])] and not request.FILES


def _one_click(request: HttpRequest, person: User) -> HttpResponse:
    """Switch off what the address names; where it names nothing, all that can be. A machine reads the answer."""
    theirs = [line.family.slug for line in preferences.listed(person)]
    titles = preferences.switch(
        person=person,
        families=request.GET.getlist("family")[: preferences.MOST_NAMED] or theirs,
        off=True,
        by=person,
        way=preferences.Way.ONE_CLICK,
        at=clock.now(),
    )
    return HttpResponse(
        f"Switched off: {', '.join(titles)}.\n", content_type="text/plain; charset=utf-8", headers=PRIVATE
    )


def _switch(request: HttpRequest, person: User, *, by: User, way: preferences.Way, here: str) -> HttpResponse:
    """Do what a button says, 303 to where it stood; raises Mistyped, Unseen."""
    off = request.POST.get("off", "")
    if off not in {ON, OFF}:
        raise Mistyped("Say whether these letters should come.", {"off": ["0: they come. 1: they do not."]})
    named = request.POST.getlist("family")[: preferences.MOST_NAMED]
    titles = preferences.switch(person=person, families=named, off=off == OFF, by=by, way=way, at=clock.now())
    messages.success(request, said(titles, off=off == OFF))
    return HttpResponse(status=303, headers={"Location": here, **PRIVATE})


def said(titles: list[str], *, off: bool) -> str:
    """What happened and what comes next."""
    names = ", ".join(titles)
    return f"{names}: off. What has left already may still arrive." if off else f"{names}: on again."


def _shown(request: HttpRequest, person: User, *, here: str, to: str) -> HttpResponse:
    """Family by family what may be switched off, and what always comes."""
    context: dict[str, Any] = {
        "to": to,
        "here": here,
        "lines": [_line(line) for line in preferences.listed(person, first=request.GET.getlist("family"))],
        "always": kinds.always_for(preferences.roles_of(person)),
    }
    response = render(request, "letters/preferences.html", context)
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def _line(line: preferences.Line) -> dict[str, Any]:
    """A family as the page prints it: how it stands, and since when and by which way where it is off."""
    found: dict[str, Any] = {"family": line.family, "off": line.off}
    if line.last:
        found |= {"since": desk.said(line.last.at), "way": line.last.get_way_display()}
    return found
