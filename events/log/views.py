"""The history page of a sail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events import pages
from events.log import chapters, logbook
from events.log.form import LogForm
from events.models import SailEvent
from events.views import address_fault, person_of
from scc_site import clock
from scc_site.auth.access import crew_only


@crew_only
@require_safe
def history(request: HttpRequest, event_id: str) -> HttpResponse:
    """What happened to one sail, newest first; the office reads also of one that was removed from the database."""
    event = SailEvent.objects.named(event_id)
    gone = chapters.gone(event_id) if event is None else None
    found = event or gone
    viewer = person_of(request)
    if found is None or not viewer.has_perm("events.work_event", found):
        raise Http404
    form = LogForm(request.GET)
    if not form.is_valid():
        raise address_fault(form)
    asked = form.cleaned_data
    log = logbook.page(found, viewer, clock.now(), what=asked["what"], number=asked["page"] or 1)
    context = {"event": found, "facts": pages.facts(found), "is_gone": gone is not None}
    return render(request, "events/history.html", context | log)
