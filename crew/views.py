"""The seats' acts: take, give back, offer, answer. Each is one verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_POST

from crew import home as homes
from crew import office as offices
from crew import pages, roles
from crew.forms import AnswerForm, DesignateForm, SeatForm
from crew.pages import SEATS
from crew.refusals import NotCrew
from events.forms import faults_of
from events.models import SailEvent
from scc_site import clock
from scc_site.addresses import InvalidAddress
from scc_site.auth.access import View, crew_only
from scc_site.idempotency import answered_once
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

Act = Callable[[SailEvent, User, dict[str, Any]], str]


def person_of(request: HttpRequest) -> User:
    """Who asks: crew_only lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 -- crew_only
    return request.user


def act_on_seat(form_class: type[forms.Form], right: str) -> Callable[[Act], View]:
    """A view from an act: the form, the right, the verb, then 303 to the sail or, for htmx, its crew panel."""

    def of(perform: Act) -> View:
        @crew_only
        @require_POST
        @answered_once
        @wraps(perform)
        def view(request: HttpRequest) -> HttpResponse:
            form = form_class(request.POST)
            is_whole = form.is_valid()
            event_id = form.cleaned_data.get("event_id")
            event = SailEvent.objects.named(event_id) if event_id else None
            if event_id and (event is None or not request.user.has_perm(right, event)):
                raise Http404
            if event is None or not is_whole:
                raise Mistyped("That form cannot be used.", faults_of(form))
            try:
                words = perform(event, person_of(request), form.cleaned_data)
            except Refusal as refusal:
                return refused(request, event, refusal)
            return done(request, event, words)

        return view

    return of


def done(request: HttpRequest, event: SailEvent, words: str) -> HttpResponse:
    """The seats as they are now, for htmx; else 303 to the sail, which says what happened."""
    if request.htmx:  # type: ignore[attr-defined]
        return panel(request, event, words)
    messages.success(request, words)
    return HttpResponse(status=303, headers={"Location": f"/events/{event.event_id}/"})


def refused(request: HttpRequest, event: SailEvent, refusal: Refusal) -> HttpResponse:
    """For htmx the seats as they are now, under the reason; else the middleware's page."""
    if not request.htmx:  # type: ignore[attr-defined]
        raise refusal
    return panel(request, event, refusal=refusal)


def panel(request: HttpRequest, event: SailEvent, said: str = "", refusal: Refusal | None = None) -> HttpResponse:
    """The crew panel, read anew, with a word about what happened."""
    fresh = SailEvent.objects.named(event.event_id) or event
    why_not = refusal.sentence if refusal else ""
    person, token = person_of(request), get_token(request)
    context = pages.panel(fresh, person, clock.now(), said=said, refusal=why_not, csrf_token=token)
    return render(request, "crew/_panel.html", context, status=refusal.status if refusal else 200)


def crew_member(address: str) -> User:
    """Whoever of the crew has this address; raises NotCrew."""
    try:
        found = User.objects.crew().with_address(address).first()
    except InvalidAddress:
        found = None
    if found is None:
        sentence = "Nobody in the crew has that address."
        raise NotCrew(sentence, {"person": [sentence]})
    return found


@act_on_seat(SeatForm, "crew.claim")
def claim(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Take an empty seat."""
    taken = roles.claim(event=event, role=asked["role"], by=person, at=clock.now())
    if taken.state == taken.State.CLAIMED:
        return f"You asked for {SEATS[asked['role']]}. It is yours once it is confirmed; you get a letter."
    return f"You have {SEATS[asked['role']]}."


@act_on_seat(SeatForm, "events.view_event")
def release(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Give one's seat back, or ask for cover."""
    held = roles.release(event=event, role=asked["role"], by=person, at=clock.now(), reason=asked["reason"])
    if held.state == held.State.COVERING:
        return "Captain and office are told. The seat stays yours until somebody takes it."
    return "The seat is open again."


@act_on_seat(DesignateForm, "crew.designate")
def designate(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Offer a seat to somebody."""
    who = crew_member(asked["person"])
    offer = roles.designate(event=event, role=asked["role"], person=who, by=person, at=clock.now())
    return f"{SEATS[asked['role']].capitalize()} is offered to {offer.person.name}, who gets a letter."


@act_on_seat(AnswerForm, "events.view_event")
def answer(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Answer one's own offer, or, as captain or office, somebody's claim."""
    role, word, reason = asked["role"], asked["answer"], asked["reason"]
    if word in AnswerForm.OWN:
        accept = word == "accept"
        roles.answer_offer(event=event, role=role, by=person, accept=accept, at=clock.now(), reason=reason)
        return f"You have {SEATS[role]}." if accept else "You declined; the seat is open again."
    if not person.has_perm("crew.approve", event):
        raise Http404
    who = crew_member(asked["person"])
    confirm = word == "confirm"
    roles.answer_claim(event=event, role=role, person=who, by=person, confirm=confirm, at=clock.now(), reason=reason)
    return f"{who.name} {'has' if confirm else 'does not get'} {SEATS[role]}, and is told."


@crew_only
def home(request: HttpRequest) -> HttpResponse:
    """The office's home in admin scope; the crew's: what is next, what needs you, what is yours, what is free."""
    person, at = person_of(request), clock.now()
    if person.acts_as_admin:
        return render(request, "office.html", offices.office(person, at))
    return render(request, "home.html", homes.home(person, at))
