"""Ready to sail, and the run sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from events.forms import faults_of
from events.ready import pages as ready_pages
from events.ready import run_pages, stamps
from events.ready.forms import PrintedForm, StampForm
from events.views import person_of, sail_for, wants_fragment
from scc_site import clock
from scc_site.auth.access import crew_only
from scc_site.idempotency import answered_once
from scc_site.refusals import Mistyped


@crew_only
@require_http_methods(["GET", "HEAD", "POST"])
@answered_once
def ready(request: HttpRequest, event_id: str) -> HttpResponse:
    """Can we go? POST is the captain's stamp, or takes it back."""
    if request.method == "POST":
        return stamp(request, event_id)
    event = sail_for(request, event_id, "events.work_event")
    template = "events/_ready.html" if wants_fragment(request) else "events/ready.html"
    return render(request, template, ready_pages.ready(event, person_of(request), clock.now()))


def stamp(request: HttpRequest, event_id: str) -> HttpResponse:
    """Stamp the sail ready with `ready=1`, take the stamp back with `ready=0`; 303 to the page."""
    event = sail_for(request, event_id, "events.depart")
    form = StampForm(request.POST)
    if not form.is_valid():
        raise Mistyped("The stamp was not changed: say whether the sail is ready.", faults_of(form))
    if form.cleaned_data["ready"] == "1":
        stamps.stamp(event=event, by=person_of(request), at=clock.now())
        messages.success(request, "Stamped: ready to sail.")
    else:
        stamps.take_back(event=event)
        messages.success(request, "The stamp is taken back.")
    return HttpResponse(status=303, headers={"Location": f"{event.get_absolute_url()}ready/"})


@crew_only
@require_safe
def run_sheet(request: HttpRequest, event_id: str) -> HttpResponse:
    """The sail on one page, for paper and phone; with `?printed=` whether a paper is still true. Writes nothing."""
    event = sail_for(request, event_id, "events.work_event")
    form = PrintedForm(request.GET)
    found = run_pages.sheet(event, clock.now(), form.cleaned_data["printed"] if form.is_valid() else None)
    return render(request, "events/run_sheet.html", found | {"form": form}, status=200 if form.is_valid() else 422)
