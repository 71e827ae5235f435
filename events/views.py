"""The pages of the dock: month, sail, plan and checklist."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import checklists, lifecycle, months, pages, planning, proposals, task_list
from events.acts import retiming
from events.acts.forms import HeadCountForm
from events.forms import CreateForm, DayForm, EditForm, MonthForm, TaskForm, faults_of
from events.models import ChecklistItem, SailEvent
from events.ready import pages as ready_pages
from scc_site import clock
from scc_site.auth.access import admin_only, crew_only
from scc_site.idempotency import answered_once
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal


def person_of(request: HttpRequest) -> User:
    """Who asks: the decorators let nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 -- crew_only and admin_only
    return request.user


def sail_for(request: HttpRequest, event_id: str, right: str) -> SailEvent:
    """The sail, if there is one and the person has the right; else 404, which tells neither."""
    event = SailEvent.objects.named(event_id)
    if event is None or not request.user.has_perm(right, event):
        raise Http404
    return event


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks, for a piece of the page."""
    return bool(getattr(request, "htmx", False))


def to_sail(event: SailEvent, words: str, request: HttpRequest) -> HttpResponse:
    """303 to the sail's page, with a word about what happened."""
    messages.success(request, words)
    return HttpResponse(status=303, headers={"Location": event.get_absolute_url()})


def address_fault(form: Form) -> Mistyped:
    """422 for a page asked for by an address that cannot be read."""
    return Mistyped("The address of this page names something that is not there.", faults_of(form))


@crew_only
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The month of sails, as agenda and as calendar."""
    form = MonthForm(request.GET)
    if not form.is_valid():
        raise address_fault(form)
    at = clock.now()
    year, number = form.cleaned_data["month"] or proposals.this_month(at)
    found = months.month(year=year, month=number, filters=form.filters(), viewer=person_of(request), at=at)
    return render(request, "events/month.html", found)


@crew_only
@require_safe
def detail(request: HttpRequest, event_id: str) -> HttpResponse:
    """One sail."""
    event = sail_for(request, event_id, "events.view_event")
    found = pages.event(event, person_of(request), clock.now(), csrf_token=get_token(request))
    return render(request, "events/event.html", found)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Plan a sail; with `propose` only its times are worked out again and nothing is kept."""
    if request.method != "POST" or "propose" in request.POST:
        return propose(request)
    return plan(request)


@answered_once
def plan(request: HttpRequest) -> HttpResponse:
    """The sail as typed, or the form again with every fault at its field."""
    form = CreateForm(request.POST)
    try:
        if form.is_valid():
            event = planning.create(**form.plan(), by=person_of(request), at=clock.now())
            return to_sail(event, "The sail is planned.", request)
    except Mistyped as refusal:
        form.take(refusal)
    return render(request, "events/create.html", {"form": form, "live": True}, status=422)


def propose(request: HttpRequest) -> HttpResponse:
    """The form of a new sail, its times from the sunset of `?date=&event_type=&vessel=`; what was typed stays."""
    typed = request.POST or request.GET
    day = DayForm(typed)
    if day.is_valid():
        found = proposals.of(day.cleaned_data, typed=typed, at=clock.now())
        return render(request, "events/create.html", {"form": found.form, "sunset": found.sunset, "live": True})
    if request.method != "POST":
        raise address_fault(day)
    return render(request, "events/create.html", {"form": CreateForm(typed), "live": True}, status=422)


@admin_only
@require_http_methods(["GET", "HEAD", "POST"])
@answered_once
def edit(request: HttpRequest, event_id: str) -> HttpResponse:
    """Change the plan of a sail that has not left."""
    event = sail_for(request, event_id, "events.edit")
    retiming.refuse_fixed(event)
    form = EditForm(request.POST) if request.method == "POST" else EditForm(initial=EditForm.values_of(event))
    try:
        if form.is_valid():
            event = planning.edit(event=event, **form.plan(), by=person_of(request), at=clock.now())
            return to_sail(event, "The change is kept.", request)
    except Refusal as refusal:
        form.take(refusal)
    context = {"event": event, "form": form, "facts": pages.facts(event), "sunset": pages.sunset_words(event.sails_on)}
    return render(request, "events/edit.html", context, status=form.status)


def counted(request: HttpRequest) -> int | None:
    """The guests counted, as typed; raises Mistyped for what is no number of people."""
    form = HeadCountForm(request.POST)
    if not form.is_valid():
        raise Mistyped("Nothing was changed: the count cannot be read.", faults_of(form))
    found: int | None = form.cleaned_data["head_count"]
    return found


@crew_only
@require_POST
@answered_once
def publish(request: HttpRequest, event_id: str) -> HttpResponse:
    """Show a draft to the crew."""
    event = lifecycle.publish(event=sail_for(request, event_id, "events.edit"), at=clock.now())
    return to_sail(event, "Published: the crew can see this sail.", request)


@crew_only
@require_POST
@answered_once
def board(request: HttpRequest, event_id: str) -> HttpResponse:
    """Open the gangway."""
    event = lifecycle.board(event=sail_for(request, event_id, "events.depart"))
    return to_sail(event, "Boarding.", request)


@crew_only
@require_POST
@answered_once
def depart(request: HttpRequest, event_id: str) -> HttpResponse:
    """Cast off, now."""
    event = sail_for(request, event_id, "events.depart")
    lifecycle.depart(event=event, by=person_of(request), at=clock.now(), head_count=counted(request))
    return to_sail(event, "Cast off. Fair winds.", request)


@crew_only
@require_POST
@answered_once
def return_to_dock(request: HttpRequest, event_id: str) -> HttpResponse:
    """Back alongside, now."""
    event = sail_for(request, event_id, "events.return")
    lifecycle.return_to_dock(event=event, by=person_of(request), at=clock.now(), head_count=counted(request))
    return to_sail(event, "Back at the dock.", request)


@crew_only
@require_POST
@answered_once
def close(request: HttpRequest, event_id: str) -> HttpResponse:
    """End the work on a sail."""
    event = sail_for(request, event_id, "events.edit")
    event = lifecycle.close(event=event, by=person_of(request), at=clock.now())
    return to_sail(event, "The sail is closed.", request)


@crew_only
@require_safe
def checklist(request: HttpRequest, event_id: str) -> HttpResponse:
    """The tasks of one sail."""
    event = sail_for(request, event_id, "events.work_event")
    return render(request, "events/checklist.html", list_of(request, event, request.GET.get("who", "")))


@crew_only
@require_POST
@answered_once
def task(request: HttpRequest, event_id: str, item: int) -> HttpResponse:
    """One act on one task; htmx gets the whole rail anew, for counts and marks move with it."""
    event = sail_for(request, event_id, "events.tick_item")
    found = ChecklistItem.objects.one_of(event, item)
    if found is None:
        raise Http404
    try:
        act_on(found, TaskForm(request.POST), by=person_of(request), at=clock.now())
    except Refusal as refusal:
        if isinstance(refusal, Mistyped) or wants_fragment(request):
            return refused(request, event, item, refusal)
        raise
    if wants_fragment(request):
        return piece(request, event)
    return HttpResponse(status=303, headers={"Location": way_back(request, event, found)})


def act_on(item: ChecklistItem, form: TaskForm, *, by: User, at: datetime) -> None:
    """The verb that the form names."""
    if not form.is_valid():
        raise Mistyped("The task was not changed.", faults_of(form))
    said = form.cleaned_data
    if said["not_applicable"]:
        checklists.set_aside(item=item, why=said["reason"], by=by, at=at)
    elif said["done"] == "1":
        checklists.tick(item=item, by=by, at=at)
    elif said["done"] == "0":
        checklists.untick(item=item, at=at)
    else:
        checklists.write_note(item=item, note=said["note"])


def refused(request: HttpRequest, event: SailEvent, item: int, refusal: Refusal) -> HttpResponse:
    """The rail with the refusal said above it; without htmx the checklist, with what was typed at its task."""
    faults = [fault for found in refusal.faults.values() for fault in found] if isinstance(refusal, Mistyped) else []
    said = {"refusal": refusal.sentence, "faults": faults, "refused_item": item, "typed": request.POST}
    if wants_fragment(request):
        return piece(request, event, status=refusal.status, **said)
    found = list_of(request, event, request.POST.get("who", ""))
    return render(request, "events/checklist.html", found | said, status=refusal.status)


def list_of(request: HttpRequest, event: SailEvent, who: str) -> dict[str, Any]:
    """The checklist page: its frame, and the tasks asked for."""
    at = clock.now()
    return pages.frame(event, at) | task_list.tasks(event, person_of(request), at, who=who)


def piece(request: HttpRequest, event: SailEvent, *, status: int = 200, **said: Any) -> HttpResponse:
    """What htmx asked to have drawn anew: the lines of the ready page, or the rail."""
    person, at = person_of(request), clock.now()
    if request.headers.get("HX-Target") == "ready":
        return render(request, "events/_ready.html", ready_pages.ready(event, person, at) | said, status=status)
    found = task_list.tasks(event, person, at, who=request.POST.get("who", ""))
    return render(request, "events/_tasks.html", found | said, status=status)


def way_back(request: HttpRequest, event: SailEvent, item: ChecklistItem) -> str:
    """The page that held the tick: home, which no longer lists it and so is told; one of the sail; the checklist."""
    came_from = urlsplit(request.headers.get("Referer", "")).path
    if came_from == "/":
        messages.success(request, f"Noted: {item.text}.")
        return "/"
    sail = event.get_absolute_url()
    who = request.POST.get("who", "")
    checklist = f"/checklist/{event.event_id}/" + (f"?who={who}" if who in task_list.SHOWN and who else "")
    page = came_from if came_from in {sail, f"{sail}ready/"} else checklist
    return f"{page}#item-{item.pk}"
