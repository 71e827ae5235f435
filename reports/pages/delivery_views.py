"""Approving a run and sending it: what each reader gets, what became of it, and the acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from reports import approving, following, sending
from reports.models import ReportDelivery, ReportRun
from reports.pages import delivery_page, door
from reports.pages.door import Reading
from scc_site import clock
from scc_site.idempotency import answered_once
from scc_site.mail.framing import framed
from scc_site.models import User
from scc_site.refusals import Mistyped

Act = Callable[[ReportRun, User], str]


def _approve(run: ReportRun, by: User) -> str:
    approving.approve(run=run, by=by, at=clock.now())
    return "Approved. Nothing is sent before somebody sends it."


def _send(run: ReportRun, by: User) -> str:
    done = sending.send(run=run, by=by, at=clock.now(), corrected=run.corrects_id is not None)
    return f"{str(done)[:1].upper()}{str(done)[1:]}"


def _resend(run: ReportRun, by: User) -> str:
    done = following.resend(run=run, by=by, at=clock.now())
    return f"Again: {done}"


def _correct(run: ReportRun, by: User) -> str:
    made, done = following.correct(run=run, by=by, at=clock.now())
    return f"The corrected report is run {str(made.pk)[:6]}: {done}"


def _cancel(run: ReportRun, by: User) -> str:
    approving.cancel(run=run, by=by, at=clock.now())
    return "Cancelled: what had not left stays here."


ACTS: dict[str, Act] = {
    "approve": _approve,
    "send": _send,
    "resend": _resend,
    "correct": _correct,
    "cancel": _cancel,
}


@require_http_methods(["GET", "HEAD", "POST"])
@answered_once
def delivery(request: HttpRequest, run_id: str) -> HttpResponse:
    """What became of a run's letters, and what may be done; POST `act` does it, 303 back here."""
    reading = _reading(request, run_id)
    if request.method != "POST":
        return render(request, "reports/delivery.html", delivery_page.page(reading))
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Mistyped("Say what to do.", {"act": [f"One of: {', '.join(ACTS)}."]})
    messages.success(request, act(reading.run, reading.reader.person))
    return HttpResponse(status=303, headers={"Location": request.path})


@require_safe
@csp_update({"frame-src": [SELF]})
def letter(request: HttpRequest, run_id: str, number: int) -> HttpResponse:
    """One reader's letter from its stored bytes: subject, text, size, links, and its HTML in a frame."""
    reading = _reading(request, run_id)
    row = _row(reading, number)
    return render(request, "reports/letter.html", delivery_page.letter(reading, row))


@require_safe
def letter_html(request: HttpRequest, run_id: str, number: int) -> HttpResponse:
    """The letter's HTML alone, for the frame."""
    return framed(_row(_reading(request, run_id), number).html)


@require_safe
@csp_update({"frame-src": [SELF]})
def preview(request: HttpRequest, run_id: str) -> HttpResponse:
    """What the letter would say to who asks, before anything is sent."""
    reading = _reading(request, run_id)
    return render(request, "reports/letter.html", delivery_page.preview(reading))


@require_safe
def preview_html(request: HttpRequest, run_id: str) -> HttpResponse:
    """The HTML of that alone, for the frame."""
    return framed(delivery_page.said(_reading(request, run_id)).html)


def _reading(request: HttpRequest, run_id: str) -> Reading:
    """A built run for who may approve, send or manage it. Raises Http404."""
    reading = door.reading_for(request, run_id)
    run = reading.run
    if run.tree is None or not any(reading.reader.may(act, run.slug, run.unit) for act in delivery_page.RIGHTS):
        raise Http404
    return reading


def _row(reading: Reading, number: int) -> ReportDelivery:
    """A delivery of the run whose letter shows nothing that this reader may not see. Raises Http404."""
    row: Any = ReportDelivery.objects.numbered(number)
    if row is None or row.run_id != reading.run.pk or not row.sha256 or not set(row.clearance) <= reading.clearance:
        raise Http404
    return row
