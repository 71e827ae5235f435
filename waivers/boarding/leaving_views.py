"""The captain's pages of cast-off and return: the count, the frozen lists, their amendments."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from events import lifecycle
from events.acts.forms import HeadCountForm
from events.models import SailEvent
from events.pages import facts
from events.views import person_of, sail_for, to_sail
from scc_site import clock
from scc_site.auth.access import crew_only
from scc_site.idempotency import answered_once
from scc_site.refusals import Refusal
from waivers.boarding import amending, counting
from waivers.boarding.forms import AmendForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@crew_only
@form_page
@answered_once
def count(request: HttpRequest, event_id: str) -> HttpResponse:
    """The head count, and with it cast-off or return; a wrong one is said beside what was typed."""
    event = sail_for(request, event_id, "events.depart")
    form = HeadCountForm(request.POST if request.method == "POST" else None)
    form.fields["head_count"].required = True
    try:
        if form.is_valid():
            return leave(request, event, form.cleaned_data["head_count"])
    except Refusal as refusal:
        form.take(refusal)
    fresh = SailEvent.objects.named(event_id) or event
    context = counting.count(fresh, clock.now()) | {"form": form}
    return render(request, "waivers/board/count.html", context, status=form.status)


def leave(request: HttpRequest, event: SailEvent, head_count: int | None) -> HttpResponse:
    """Back at the dock for a sail that is out, cast off for any other."""
    person, at = person_of(request), clock.now()
    if event.status == SailEvent.Status.UNDER_WAY:
        lifecycle.return_to_dock(event=event, by=person, at=at, head_count=head_count)
        return to_sail(event, "Back at the dock; everybody is ashore.", request)
    lifecycle.depart(event=event, by=person, at=at, head_count=head_count)
    return to_sail(event, "Cast off. Fair winds.", request)


@crew_only
@require_safe
def lists(request: HttpRequest, event_id: str) -> HttpResponse:
    """Every frozen list of the sail, with its hash."""
    event = sail_for(request, event_id, "events.work_event")
    return render(request, "waivers/board/lists.html", counting.lists(event, clock.now()))


@crew_only
@form_page
@answered_once
def amend(request: HttpRequest, event_id: str) -> HttpResponse:
    """Somebody was missed, or was not aboard."""
    event = sail_for(request, event_id, "events.depart")
    people = amending.choices(event)
    form = AmendForm(people, request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            said = form.cleaned_data
            amending.amend(event=event, number=said["guest"], why=said["reason"], by=person_of(request), at=clock.now())
            messages.success(request, "The list is amended.")
            return HttpResponse(status=303, headers={"Location": f"{event.get_absolute_url()}boarding/lists/"})
    except Refusal as refusal:
        form.take(refusal)
    context = {"event": event, "facts": facts(event), "form": form, "is_anybody": bool(people)}
    return render(request, "waivers/board/amend.html", context, status=form.status)
