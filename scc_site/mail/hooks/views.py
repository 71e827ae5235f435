"""The open doors of mail services: each proves itself by what it sends, not by a session."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from scc_site import clock
from scc_site.mail.hooks import ses as from_ses
from scc_site.mail.hooks.refusals import Elsewhere, NotTaken, Unreadable

log = logging.getLogger(__name__)
PLAIN = "text/plain; charset=utf-8"


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def ses(request: HttpRequest) -> HttpResponse:
    """A message of Amazon SNS about letters sent through Amazon SES."""
    try:
        from_ses.receive(body=_body(request), headers=request.headers, at=clock.now())
    except NotTaken as fault:
        return _refused(fault, "SNS")
    return HttpResponse("Taken.", content_type=PLAIN)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["HEAD", "POST"])
def anymail(request: HttpRequest, service: str) -> HttpResponse:
    """Reports of the mail service that ANYMAIL_BACKEND names; HEAD is how some services try the door."""
    try:
        if settings.EMAIL_PROVIDER != "anymail":
            raise Elsewhere("No mail service reports here.")
        from scc_site.mail.hooks import anymail as from_anymail  # noqa: PLC0415 - its HTTP client weighs 10 MB

        door = from_anymail.door(service)
        if request.method == "POST":
            from_anymail.receive(door=door, service=service, request=request, at=clock.now())
    except NotTaken as fault:
        return _refused(fault, "the mail service")
    return HttpResponse("Taken.", content_type=PLAIN)


def _body(request: HttpRequest) -> bytes:
    """What was sent; raises Unreadable when its sender went away meanwhile."""
    try:
        return request.body
    except UnreadablePostError:
        raise Unreadable("The message ended before its end.") from None


def _refused(fault: NotTaken, whose: str) -> HttpResponse:
    """One sentence for a machine; nothing of what it sent is repeated."""
    log.warning("Message of %s not taken: %s", whose, fault)
    return HttpResponse(f"{fault}\n", status=fault.status, content_type=PLAIN)
