"""/dev/mail/: the outbox as the people written to would see it. With DEBUG only; elsewhere it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from scc_site import clock
from scc_site.mail import reading
from scc_site.mail.framing import framed
from scc_site.models import OutgoingMail

View = Callable[..., HttpResponse]
SHOWN = 100
TONES = {"sent": "ok", "delivered": "ok", "queued": "warn", "sending": "warn", "uncertain": "warn"}


def with_debug(view: View) -> View:
    """Open to all with DEBUG, 404 without."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


@with_debug
def inbox(request: HttpRequest) -> HttpResponse:
    """The latest letters."""
    lines = [
        {"mail": mail, "subject": reading.subject(mail), "tone": TONES.get(mail.state, "bad")}
        for mail in OutgoingMail.objects.newest()[:SHOWN]
    ]
    return render(request, "dev/inbox.html", {"lines": lines})


@with_debug
@csp_update({"frame-src": [SELF]})
def letter(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One letter: headers, text, and its HTML in a frame."""
    mail = get_object_or_404(OutgoingMail.objects.newest(), pk=mail_id)
    read = reading.whole(mail, at=clock.now())
    return render(request, "dev/letter.html", {"mail": mail, "read": read, "tone": TONES.get(mail.state, "bad")})


@with_debug
def letter_html(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The letter's HTML alone, for the frame; its links open beside it."""
    read = reading.whole(get_object_or_404(OutgoingMail.objects.newest(), pk=mail_id), at=clock.now())
    return framed(read.html)
