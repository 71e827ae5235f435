"""The office's pages to move a sail, put it on hold, resume and cancel it: seen first, done with one tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from events import lifecycle
from events.acts import moving, retiming
from events.acts import pages as act_pages
from events.acts.forms import CancelForm, HoldForm, MoveForm, ResumeForm
from events.forms import ClockForm, JudgedForm
from events.models import SailAct, SailEvent
from events.views import person_of, sail_for
from scc_site import clock
from scc_site.auth.access import View, admin_only
from scc_site.idempotency import answered_once
from scc_site.refusals import Refusal

RIGHT = "events.edit"
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def shown(request: HttpRequest, act: str, event: SailEvent, form: JudgedForm, **more: Any) -> HttpResponse:
    """The page of an act with its form, as typed so far."""
    found = act_pages.page(act, event, person_of(request), clock.now())
    asked = [form[fold] for fold in form.FOLDS.values()] if isinstance(form, ClockForm) else []
    fields = [field for field in form.visible_fields() if field.name not in {fold.name for fold in asked}]
    context = found | {"form": form, "fields": fields, "asked": asked} | more
    return render(request, "events/act.html", context, status=form.status)


def judged(
    request: HttpRequest, act: str, event: SailEvent, form: JudgedForm, verb: Callable[..., Any]
) -> HttpResponse:
    """The act done, 303 to the sail with whom it told; or the page with every fault at its field."""
    try:
        if form.is_valid():
            verb(event=event, **form.asked(), by=person_of(request), at=clock.now())  # type: ignore[attr-defined]
            decided = SailAct.objects.latest_of(event)
            messages.success(request, act_pages.done(decided) if decided else "")
            return HttpResponse(status=303, headers={"Location": event.get_absolute_url()})
    except Refusal as refusal:
        form.take(refusal)
    return shown(request, act, event, form)


@admin_only
@page_with_form
def move(request: HttpRequest, event_id: str) -> HttpResponse:
    """Give a sail other times; with `preview` only what that would change is shown, and nothing is kept."""
    event = sail_for(request, event_id, RIGHT)
    retiming.refuse_fixed(event)
    if request.method != "POST":
        return shown(request, "move", event, MoveForm(initial=MoveForm.values_of(event)))
    if "preview" in request.POST:
        return preview(request, event)
    return moved(request, event_id)


@answered_once
def moved(request: HttpRequest, event_id: str) -> HttpResponse:
    """The move itself; a refused one is shown with what it would change."""
    event = sail_for(request, event_id, RIGHT)
    return judged(request, "move", event, MoveForm(request.POST), moving.move)


def preview(request: HttpRequest, event: SailEvent) -> HttpResponse:
    """What the times typed would change; 422 with their faults where no sail can take them."""
    form, outlook = MoveForm(request.POST), None
    form.full_clean()
    form.forget_reason()
    try:
        if not form.errors:
            outlook = act_pages.outlook(event, form, person_of(request), clock.now())
    except Refusal as refusal:
        form.take(refusal)
    form.looked = outlook is not None
    return shown(request, "move", event, form, outlook=outlook)


def act_of_one_form(act: str, form_class: type[JudgedForm], verb: Callable[..., Any]) -> View:
    """A page with one form: GET shows it, POST acts; 409 where the act does not begin where the sail stands."""

    @admin_only
    @page_with_form
    @answered_once
    def view(request: HttpRequest, event_id: str) -> HttpResponse:
        event = sail_for(request, event_id, RIGHT)
        lifecycle.refuse(event, act)
        if request.method != "POST":
            return shown(request, act, event, form_class())
        return judged(request, act, event, form_class(request.POST), verb)

    return view


hold = act_of_one_form("hold", HoldForm, lifecycle.hold)
resume = act_of_one_form("resume", ResumeForm, lifecycle.resume)
cancel = act_of_one_form("cancel", CancelForm, lifecycle.cancel)
