"""The captain's board: who may board, one tap each."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from events.forms import faults_of
from events.models import SailEvent
from events.pages import facts
from events.views import person_of, sail_for, wants_fragment
from scc_site import clock
from scc_site.auth.access import crew_only
from scc_site.idempotency import answered_once
from scc_site.refusals import Mistyped, Refusal
from waivers import links, verdicts
from waivers.boarding import pages
from waivers.boarding.acts import ACTS, Tap
from waivers.boarding.forms import ReasonForm, SearchForm
from waivers.models import Guest

RIGHT = "events.work_event"


def guest_for(request: HttpRequest, event_id: str, number: int) -> tuple[SailEvent, Guest]:
    """The sail and one of its guests; else 404."""
    event = sail_for(request, event_id, RIGHT)
    guest = Guest.objects.one_of(event, number)
    if guest is None:
        raise Http404
    return event, guest


@crew_only
@require_safe
def board(request: HttpRequest, event_id: str) -> HttpResponse:
    """Everybody on the sail's list; `?q=` by name. htmx gets the board without its frame."""
    event = sail_for(request, event_id, RIGHT)
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise Mistyped("That is too much to search for.", faults_of(form))
    return the_board(request, event, sought=form.cleaned_data["q"])


def the_board(request: HttpRequest, event: SailEvent, *, status: int = 200, **said: Any) -> HttpResponse:
    """The board as it stands, whole or as the piece that htmx draws anew."""
    sought = said.pop("sought", "")
    found = pages.board(event, person_of(request), clock.now(), sought=sought)
    template = "waivers/board/_board.html" if wants_fragment(request) else "waivers/board/board.html"
    return render(request, template, found | said, status=status)


@crew_only
@require_POST
@answered_once
def act(request: HttpRequest, event_id: str, guest: int, what: str) -> HttpResponse:
    """One tap about one guest; htmx gets their row anew, for others 303 to it."""
    event, found = guest_for(request, event_id, guest)
    form = ReasonForm(request.POST)
    if what not in ACTS:
        raise Http404
    why = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        words = ACTS[what](Tap(found, person_of(request), clock.now(), why))
    except Refusal as refusal:
        return refused(request, event, found, refusal)
    if wants_fragment(request):
        return one_row(request, event, found, said=words)
    messages.success(request, words)
    page = "ready/" if request.POST.get("from") == "ready" else f"boarding/#guest-{found.pk}"
    return HttpResponse(status=303, headers={"Location": f"{event.get_absolute_url()}{page}"})


def one_row(request: HttpRequest, event: SailEvent, guest: Guest, *, status: int = 200, **said: Any) -> HttpResponse:
    """A guest's row as it stands now, with the counters."""
    fresh = SailEvent.objects.named(event.event_id) or event
    return render(request, "waivers/board/_tapped.html", pages.piece(fresh, guest, clock.now()) | said, status=status)


def refused(request: HttpRequest, event: SailEvent, guest: Guest, refusal: Refusal) -> HttpResponse:
    """Why nothing was done: in the guest's row, or at the head of the whole board."""
    faults = [fault for found in refusal.faults.values() for fault in found] if isinstance(refusal, Mistyped) else []
    words = " ".join([refusal.sentence, *faults])
    if wants_fragment(request):
        return one_row(request, event, guest, refusal=words, status=refusal.status)
    return the_board(request, event, refusal=words, refused=guest.pk, status=refusal.status)


@crew_only
@require_safe
def qr(request: HttpRequest, event_id: str, guest: int) -> HttpResponse:
    """A guest's own link as a square to point another phone at."""
    event, found = guest_for(request, event_id, guest)
    url = links.guest_url(found)
    square = segno.make(url, micro=False, error="m").svg_inline(border=2, omitsize=True, svgclass=None)
    person = verdicts.of(found, clock.now())
    context = {
        "event": event,
        "facts": facts(event),
        "guest": found,
        "qr": mark_safe(square),
        "url": url,
        "path": f"/waiver/{links.guest_token(found)}/",
        "verdict": person,
    }
    return render(request, "waivers/board/qr.html", context)
