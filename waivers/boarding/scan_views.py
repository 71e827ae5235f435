"""Guests' codes, read by a camera where the browser can, else typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from events.pages import facts
from events.views import sail_for, wants_fragment
from scc_site import clock
from scc_site.auth.access import crew_only
from waivers.boarding import scanning
from waivers.boarding.forms import ScanForm


@crew_only
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, event_id: str) -> HttpResponse:
    """The verdict on a code; nothing is kept, boarding is the tap that follows."""
    event = sail_for(request, event_id, "events.work_event")
    form = ScanForm(request.POST if request.method == "POST" else None)
    found = scanning.scan(form.cleaned_data["code"], event=event, at=clock.now()) if form.is_valid() else None
    template = "waivers/board/_scanned.html" if wants_fragment(request) else "waivers/board/scan.html"
    context = {"event": event, "facts": facts(event), "form": form, "found": found, "live": True}
    return render(request, template, context, status=422 if form.errors else 200)
