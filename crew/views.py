"""The seats' acts: take, give back, offer, answer. Each is one verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_POST

from crew import handing_on, pages, people, roles
from crew import home as homes
from crew import office as offices
from crew.forms import AnswerForm, PersonForm, ReleaseForm, SeatForm
from crew.pages import SEATS
from events.forms import faults_of
from events.models import SailEvent
from scc_site import clock
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
    """The seats as they are now, for htmx; else 303 to the sail, or to whether it is ready, where the form stood."""
    if request.htmx:  # type: ignore[attr-defined]
        return panel(request, event, words)
    messages.success(request, words)
    ready = f"{event.get_absolute_url()}ready/"
    came_from = urlsplit(request.headers.get("Referer", "")).path
    return HttpResponse(status=303, headers={"Location": ready if came_from == ready else event.get_absolute_url()})


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


def behalf(person: User, asked: dict[str, Any]) -> User | None:
    """Whom the office acts for; None for oneself. Nobody else may name anybody: 404."""
    if not asked["on_behalf_of"]:
        return None
    if not person.acts_as_admin:
        raise Http404
    return people.anybody(asked["on_behalf_of"], field="on_behalf_of")


@act_on_seat(SeatForm, "crew.claim")
def claim(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Take an empty seat, or, as the office, give it to somebody."""
    if behalf(person, asked):
        who = people.crew_member(asked["on_behalf_of"], field="on_behalf_of")
        roles.claim(event=event, role=asked["role"], person=who, by=person, at=clock.now())
        return f"{who.name} has {SEATS[asked['role']]}, and is told."
    taken = roles.claim(event=event, role=asked["role"], by=person, at=clock.now())
    if taken.state == taken.State.CLAIMED:
        return f"You asked for {SEATS[asked['role']]}. It is yours once it is confirmed; you get a letter."
    return f"You have {SEATS[asked['role']]}."


@act_on_seat(ReleaseForm, "events.view_event")
def release(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Give one's seat back, or ask for cover; with a `person`, take back an offer or take somebody off a seat."""
    if asked["person"]:
        return _withdraw(event, person, asked)
    whose, role, reason = behalf(person, asked), asked["role"], asked["reason"]
    held = roles.release(event=event, role=role, by=person, at=clock.now(), reason=reason, person=whose)
    if held.state == held.State.COVERING:
        stays = f"{whose.name}’s" if whose else "yours"
        return f"Captain and office are told. The seat stays {stays} until somebody takes it."
    return "The claim is taken back." if held.takes_over_id else "The seat is open again."


def _withdraw(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    who = people.anybody(asked["person"])
    held = roles.withdraw(
        event=event, role=asked["role"], person=who, by=person, at=clock.now(), reason=asked["reason"]
    )
    gone = "is no longer asked" if held.confirmed_at is None else f"no longer has {SEATS[asked['role']]}"
    return f"{who.name} {gone}, and is told."


@act_on_seat(PersonForm, "crew.designate")
def designate(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Offer a seat to somebody."""
    who = people.crew_member(asked["person"])
    offer = roles.designate(event=event, role=asked["role"], person=who, by=person, at=clock.now())
    return f"{SEATS[asked['role']].capitalize()} is offered to {offer.person.name}, who gets a letter."


@act_on_seat(PersonForm, "events.view_event")
def delegate(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Ask somebody to take over one's seat."""
    holder, who = behalf(person, asked), people.crew_member(asked["person"])
    handing_on.delegate(event=event, role=asked["role"], person=who, by=person, at=clock.now(), holder=holder)
    keeps = f"{holder.name} keeps" if holder else "You keep"
    return f"{who.name} is asked and gets a letter. {keeps} {SEATS[asked['role']]} until they say yes."


@act_on_seat(AnswerForm, "events.view_event")
def answer(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    """Answer one's own offer, keep the seat one asked cover for, or, as captain or office, answer somebody's claim."""
    role, word, reason = asked["role"], asked["answer"], asked["reason"]
    if word in AnswerForm.OWN:
        return _answer_own(event, person, asked)
    if not person.has_perm("crew.approve", event):
        raise Http404
    who = people.anybody(asked["person"])
    confirm = word == "confirm"
    roles.answer_claim(event=event, role=role, person=who, by=person, confirm=confirm, at=clock.now(), reason=reason)
    return f"{who.name} {'has' if confirm else 'does not get'} {SEATS[role]}, and is told."


def _answer_own(event: SailEvent, person: User, asked: dict[str, Any]) -> str:
    role, word, whose = asked["role"], asked["answer"], behalf(person, asked)
    common = {"event": event, "role": role, "by": person, "person": whose, "at": clock.now()}
    has, seat = (f"{whose.name} has" if whose else "You have"), SEATS[role]
    if word == "keep":
        handing_on.keep(**common)
        return f"{has} {seat}, as before."
    offer = roles.answer_offer(**common, accept=word == "accept", reason=asked["reason"])
    if offer.state == offer.State.CLAIMED:
        return f"You said yes. {seat.capitalize()} is yours once captain or office confirm it; you get a letter."
    if word == "accept":
        return f"{has} {seat}."
    stays = "the seat stays where it was" if offer.takes_over_id else "the seat is open again"
    return f"{whose.name if whose else 'You'} declined; {stays}."


@crew_only
def home(request: HttpRequest, *, reports: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """The office's home in admin scope; the crew's: what is next, what needs you, what is yours, what is free.

    `reports` are ways to what the person reads on the bridge, each an `href` and its `label`.
    """
    person, at = person_of(request), clock.now()
    if person.acts_as_admin:
        return render(request, "office.html", offices.office(person, at))
    return render(request, "home.html", homes.home(person, at) | {"reports": reports})
