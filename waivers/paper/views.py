"""The house's pages for waivers on paper: the blank to print, filing, and the second look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import pages
from events.models import SailEvent
from events.views import person_of, sail_for
from scc_site import clock
from scc_site.auth.access import crew_only
from scc_site.refusals import Refusal
from waivers import texts
from waivers.models import Guest, PaperWaiver
from waivers.paper import filing, media
from waivers.paper.forms import AcceptForm, FileForm, RefuseForm

RIGHT = "events.work_event"
SHUT = "default-src 'none'; sandbox; frame-ancestors 'none'"
HEADERS = {
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": SHUT,
    "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
form_page = require_http_methods(["GET", "HEAD", "POST"])


@crew_only
@form_page
def file(request: HttpRequest, event_id: str, guest_number: int) -> HttpResponse:
    """What is on file of a guest, and the form for one more; POST files it."""
    event, guest = _guest(request, event_id, guest_number)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    try:
        if form.is_bound and form.is_valid():
            filing.file(guest=guest, content=form.cleaned_data["paper"].read(), by=person_of(request), at=clock.now())
            words = f"Filed. {guest.name} waits for a second look at it."
            return _to(request, "waivers:paper", event, guest, words)
    except Refusal as refusal:
        form.take(refusal)
    context = _frame(event, guest) | {"form": form, "papers": PaperWaiver.objects.of_guest(guest)}
    return render(request, "waivers/paper/file.html", context, status=form.status)


@crew_only
@require_safe
def review(request: HttpRequest, event_id: str, guest_number: int, paper_number: int) -> HttpResponse:
    """The second look: the file beside what is asked about it."""
    event, guest, paper = _paper(request, event_id, guest_number, paper_number)
    return _look(request, event, guest, paper)


@crew_only
@require_POST
def accept(request: HttpRequest, event_id: str, guest_number: int, paper_number: int) -> HttpResponse:
    """The paper is good: the guest is cleared."""
    event, guest, paper = _paper(request, event_id, guest_number, paper_number)
    form = AcceptForm(request.POST, is_minor=guest.is_minor(event.sails_on))
    try:
        if form.is_valid():
            filing.accept(paper=paper, read=form.read(), by=person_of(request), at=clock.now())
            return _to(request, "waivers:paper", event, guest, f"Accepted: {guest.name} is cleared.")
    except Refusal as refusal:
        form.take(refusal)
    return _look(request, event, guest, paper, accepting=form)


@crew_only
@require_POST
def refuse(request: HttpRequest, event_id: str, guest_number: int, paper_number: int) -> HttpResponse:
    """The paper will not do: the guest is on hold."""
    event, guest, paper = _paper(request, event_id, guest_number, paper_number)
    form = RefuseForm(request.POST)
    try:
        if form.is_valid():
            why = form.cleaned_data["reason"]
            filing.refuse(paper=paper, why=why, by=person_of(request), at=clock.now())
            return _to(request, "waivers:paper", event, guest, f"Refused: {guest.name} is on hold.")
    except Refusal as refusal:
        form.take(refusal)
    return _look(request, event, guest, paper, refusing=form)


@crew_only
@require_safe
def picture(request: HttpRequest, event_id: str, guest_number: int, paper_number: int) -> HttpResponse:
    """The file itself: saved, never run; a photo may be drawn within our own page."""
    _, _, paper = _paper(request, event_id, guest_number, paper_number)
    kind = media.KINDS[paper.media_type]
    response = HttpResponse(bytes(paper.content), content_type=kind.media_type, headers=HEADERS)
    response.headers["Content-Disposition"] = f'attachment; filename="waiver-paper-{paper.pk}.{kind.ending}"'
    return response


@crew_only
@require_safe
def blank(request: HttpRequest, event_id: str, guest_number: int = 0) -> HttpResponse:
    """The text of today with lines to sign on, for a guest or for anybody of the sail; `?lang=es` in Spanish."""
    if guest_number:
        event, guest = _guest(request, event_id, guest_number)
    else:
        event, guest = sail_for(request, event_id, RIGHT), None
    text = texts.current_for(event)
    language = "es" if request.GET.get("lang", guest.language if guest else "") == "es" else "en"
    with translation.override(language):
        context = {
            "event": event, "guest": guest, "text": text, "shown": text and texts.shown(text, language),
            "is_minor": guest is None or guest.is_minor(event.sails_on), "print": True,
        }  # fmt: skip
        response = render(request, "waivers/paper/blank.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _guest(request: HttpRequest, event_id: str, number: int) -> tuple[SailEvent, Guest]:
    """A guest of a sail that this person works on; else 404."""
    event = sail_for(request, event_id, RIGHT)
    guest = Guest.objects.one_of(event, number)
    if guest is None:
        raise Http404
    return event, guest


def _paper(request: HttpRequest, event_id: str, number: int, paper: int) -> tuple[SailEvent, Guest, PaperWaiver]:
    event, guest = _guest(request, event_id, number)
    found = PaperWaiver.objects.one_of(guest, paper)
    if found is None:
        raise Http404
    found.guest = guest
    return event, guest, found


def _look(
    request: HttpRequest,
    event: SailEvent,
    guest: Guest,
    paper: PaperWaiver,
    *,
    accepting: AcceptForm | None = None,
    refusing: RefuseForm | None = None,
) -> HttpResponse:
    is_minor = guest.is_minor(event.sails_on)
    signer = guest.guardian.name if is_minor and guest.guardian else "" if is_minor else guest.name
    said = {"name": signer, "language": guest.language, "relationship": guest.relationship}
    context = _frame(event, guest) | {
        "paper": paper, "shows": media.KINDS[paper.media_type].shows, "is_minor": is_minor,
        "accepting": accepting or AcceptForm(initial=said, is_minor=is_minor), "refusing": refusing or RefuseForm(),
        "is_withdrawn": texts.void_since(paper.text, event) is not None,
    }  # fmt: skip
    status = max(form.status for form in (accepting, refusing) if form) if accepting or refusing else 200
    return render(request, "waivers/paper/review.html", context, status=status)


def _frame(event: SailEvent, guest: Guest) -> dict[str, Any]:
    return {"event": event, "guest": guest, "facts": pages.facts(event)}


def _to(request: HttpRequest, name: str, event: SailEvent, guest: Guest, words: str) -> HttpResponse:
    """303 to a page of the guest's, with a word about what happened."""
    messages.success(request, words)
    return HttpResponse(status=303, headers={"Location": reverse(name, args=[event.event_id, guest.pk])})
